//! VC-JWT: a credential secured from outside, as a compact JWS.
//!
//! Sources: [OB 3.0 §8.2](https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof),
//! [RFC 7515](https://www.rfc-editor.org/rfc/rfc7515), [RFC 7519](https://www.rfc-editor.org/rfc/rfc7519).
//! Only the compact form is read, by our own strict reader ([`Compact`]); josekit is asked about
//! signatures only, because its JSON forms accept unknown critical headers.

mod claims;
mod compact;

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};

pub use claims::{Agreement, ClaimCheck, ClaimsFault, claims_of, compare, credential_in};
pub use compact::{Compact, Header, JwtFault};

use super::rsa::Rs256Signer;
use super::{Algorithm, KeyFault, PublicKey};

/// How the header says which key signed.
#[derive(Debug, Clone, Copy)]
pub enum KeyName<'a> {
    /// `kid`: an address under which the one key is found.
    Kid(&'a str),
    /// `jwk`: the key itself, for issuers whose id names no RSA key (`did:key`).
    Embedded(&'a PublicKey),
}

/// The header of what we sign: exactly `alg`, `typ` and one of `kid` and `jwk`.
pub fn header(algorithm: Algorithm, key: KeyName<'_>) -> Value {
    // OB 3.0 §8.2.2: typ, if present, is "JWT"; additional headers are not allowed.
    let (name, value) = match key {
        KeyName::Kid(kid) => ("kid", Value::from(kid)),
        KeyName::Embedded(key) => ("jwk", Value::Object(key.as_jwk())),
    };
    let members = [("alg", Value::from(algorithm.name())), ("typ", Value::from("JWT")), (name, value)];
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

/// What is signed: header and claims in base64url, joined by a dot.
pub fn signing_input(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    format!("{}.{}", part(header), part(claims))
}

/// The compact JWS over `claims` by RS256; the same every time.
pub fn sign_rs256(signer: &Rs256Signer, key: KeyName<'_>, claims: &Value) -> Result<String, KeyFault> {
    let input = signing_input(&header(Algorithm::Rs256, key), claims);
    let signature = signer.sign(input.as_bytes())?;
    Ok(format!("{input}.{}", BASE64URL_NOPAD.encode(&signature)))
}

#[cfg(test)]
mod tests;
