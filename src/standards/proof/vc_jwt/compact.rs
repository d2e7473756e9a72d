//! The strict reader of a compact JWS.
//!
//! It refuses what lenient readers understand differently: padding, white space, trailing bits,
//! duplicate members, any header but `alg`, `typ`, `kid` and `jwk` (so also `crit`, `b64`, `jku`,
//! `x5u`), algorithms by any but their exact name.

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

use super::super::jwk::Jwk;
use super::super::{Algorithm, KeyFault, PublicKey};
use crate::standards::json::{self, JsonFault, Limits};

/// A JWS in compact form, read but not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compact<'a> {
    header: Header,
    signing_input: &'a str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

/// The protected header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// `alg`
    pub algorithm: Algorithm,
    /// `kid`: opaque, at most 256 bytes; compared with names of the issuer's keys, nothing else.
    pub kid: Option<String>,
    /// `jwk`: counts only if it equals a key of the issuer.
    pub jwk: Option<Jwk>,
}

/// As large as an upload may be.
const LARGEST: usize = 2 << 20;
const LARGEST_HEADER: usize = 16 << 10;
const LONGEST_KID: usize = 256;
/// Names and copies of certificates ([RFC 7515 §4.1.6 to 8](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.6)).
const CERTIFICATES: &[&str] = &["x5t", "x5t#S256", "x5c"];

impl<'a> Compact<'a> {
    /// Reads the three parts.
    ///
    /// # Errors
    /// [`JwtFault`]; the payload is not looked into.
    pub fn parse(text: &'a str) -> Result<Self, JwtFault> {
        Self::parse_with(text, &[])
    }

    /// The same for an ID token: providers also name certificates in its header. They are passed over and
    /// are no authority here: a key counts because it stands in the provider's own key set. `crit`, and
    /// whatever could lead to another key by an address, is refused as everywhere.
    ///
    /// # Errors
    /// As [`Compact::parse`].
    pub fn parse_id_token(text: &'a str) -> Result<Self, JwtFault> {
        Self::parse_with(text, CERTIFICATES)
    }

    fn parse_with(text: &'a str, passed_over: &[&str]) -> Result<Self, JwtFault> {
        if text.len() > LARGEST {
            return Err(JwtFault::TooLarge { limit: LARGEST });
        }
        let parts: Vec<&str> = text.splitn(6, '.').collect();
        let [header, payload, signature] = parts[..] else {
            return Err(JwtFault::Parts { found: parts.len() });
        };
        let signing_input = &text[..header.len() + 1 + payload.len()];
        Ok(Self {
            header: Header::parse(&decoded("header", header)?, passed_over)?,
            signing_input,
            payload: decoded("payload", payload)?,
            signature: decoded("signature", signature)?,
        })
    }

    /// The header.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The bytes that were signed as payload.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The payload as a JSON object.
    pub fn claims(&self) -> Result<Value, JwtFault> {
        let claims = json::parse(&self.payload, &Limits::of_bytes(LARGEST)).map_err(JwtFault::Payload)?;
        if claims.is_object() { Ok(claims) } else { Err(JwtFault::PayloadNotObject) }
    }

    /// Checks the signature against one key.
    ///
    /// # Errors
    /// [`JwtFault::OtherKind`] if the header's algorithm is not one of this key,
    /// [`JwtFault::NotByThisKey`] if the key did not sign this.
    pub fn verify(&self, key: &PublicKey) -> Result<(), JwtFault> {
        // The key, not the header, decides the algorithm: no confusion of kinds.
        if !key.allows(self.header.algorithm) {
            return Err(JwtFault::OtherKind { said: self.header.algorithm, needed: key.algorithm() });
        }
        if key.verifies(self.header.algorithm, self.signing_input.as_bytes(), &self.signature) {
            Ok(())
        } else {
            Err(JwtFault::NotByThisKey)
        }
    }
}

impl Header {
    fn parse(bytes: &[u8], passed_over: &[&str]) -> Result<Self, JwtFault> {
        let header = json::parse(bytes, &Limits::of_bytes(LARGEST_HEADER)).map_err(JwtFault::Header)?;
        let members = header.as_object().ok_or(JwtFault::HeaderNotObject)?;
        // RFC 7515 §4.1.11: what crit names must be understood; we understand no extension, and
        // OB 3.0 §8.2.2 allows no further header.
        if let Some(name) =
            members.keys().find(|n| !["alg", "typ", "kid", "jwk"].contains(&n.as_str()) && !passed_over.contains(&n.as_str()))
        {
            return Err(JwtFault::HeaderName { name: shortened(name) });
        }
        let text = |name: &'static str| match members.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(JwtFault::HeaderText { name }),
        };
        let name = text("alg")?.ok_or(JwtFault::HeaderText { name: "alg" })?;
        let algorithm = Algorithm::named(name).ok_or_else(|| JwtFault::Algorithm { found: shortened(name) })?;
        // OB 3.0 says JWT; VC-JOSE-COSE and its drafts say the others.
        match text("typ")? {
            None | Some("JWT" | "vc+jwt" | "vc+ld+json+jwt") => {}
            Some(other) => return Err(JwtFault::Typ { found: shortened(other) }),
        }
        let kid = text("kid")?;
        if kid.is_some_and(|k| k.is_empty() || k.len() > LONGEST_KID) {
            return Err(JwtFault::Kid);
        }
        let jwk = members.get("jwk").map(Jwk::parse).transpose().map_err(JwtFault::Jwk)?;
        Ok(Self { algorithm, kid: kid.map(str::to_owned), jwk })
    }
}

fn decoded(part: &'static str, text: &str) -> Result<Vec<u8>, JwtFault> {
    // Refuses padding, white space, other alphabets and non-zero trailing bits (RFC 7515 §2).
    BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| JwtFault::NotBase64Url { part })
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// Why a text is no JWS that we accept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwtFault {
    /// Larger than any badge.
    #[error("the JWT has more than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Header, payload, signature.
    #[error("a JWT has three parts with dots between them, this one has {found}")]
    Parts {
        /// At most 6 are counted.
        found: usize,
    },
    /// Strictly base64url without padding.
    #[error("the {part} of the JWT is not base64url without padding")]
    NotBase64Url {
        /// `header`, `payload` or `signature`.
        part: &'static str,
    },
    /// Not strict JSON.
    #[error("in the header of the JWT, {0}")]
    Header(JsonFault),
    /// An array, a text.
    #[error("the header of the JWT is not a JSON object")]
    HeaderNotObject,
    /// `crit`, `b64`, `jku`, `x5c` …
    #[error("the JWT has the header {name:?}; only alg, typ, kid and jwk are allowed")]
    HeaderName {
        /// Its name, shortened.
        name: String,
    },
    /// Absent, or no text.
    #[error("the header {name:?} of the JWT is absent or not a text")]
    HeaderText {
        /// Its name.
        name: &'static str,
    },
    /// `none`, HMAC, or unknown.
    #[error("the JWT is signed by {found:?}, which is not accepted (RS256, PS256, ES256 and EdDSA are)")]
    Algorithm {
        /// As written, shortened.
        found: String,
    },
    /// Another kind of token.
    #[error("the JWT says it is a {found:?}, not a credential")]
    Typ {
        /// As written, shortened.
        found: String,
    },
    /// Empty, or longer than any key's address.
    #[error("the kid of the JWT is empty or longer than 256 bytes")]
    Kid,
    /// The embedded key is refused.
    #[error("in the header jwk of the JWT, {0}")]
    Jwk(KeyFault),
    /// Not strict JSON.
    #[error("in the payload of the JWT, {0}")]
    Payload(JsonFault),
    /// An array, a text.
    #[error("the payload of the JWT is not a JSON object")]
    PayloadNotObject,
    /// The header names an algorithm that does not belong to the key.
    #[error("the JWT says {said}, but the key is one for {needed}")]
    OtherKind {
        /// By the header.
        said: Algorithm,
        /// By the key.
        needed: Algorithm,
    },
    /// It was changed, or another key signed it.
    #[error("the signature of the JWT is not one of this key")]
    NotByThisKey,
}
