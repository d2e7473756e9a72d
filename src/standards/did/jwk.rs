//! `did:jwk`: the identifier is a JSON Web Key in base64url, so no document has to be fetched.
//!
//! Source: [did:jwk](https://github.com/quartzjer/did-jwk/blob/main/spec.md).

use data_encoding::BASE64URL_NOPAD;

use crate::standards::json::{self, Limits};
use crate::standards::proof::jwk::Jwk;
use crate::standards::proof::{KeyFault, PublicKey};

const PREFIX: &str = "did:jwk:";
/// A key of 8192 bits takes less.
const LARGEST: usize = 8 << 10;

/// The key of a `did:jwk`; `None` if the text is another kind of identifier.
///
/// # Errors
/// If it is a `did:jwk` whose key we refuse.
pub fn parse(did: &str) -> Option<Result<PublicKey, KeyFault>> {
    did.strip_prefix(PREFIX).map(key_of)
}

/// The key that the verification method `did:jwk:…#0` names, and its DID.
///
/// `None` if the text is no `did:jwk` with this fragment, the only one it has.
pub fn parse_method(method: &str) -> Option<(&str, Result<PublicKey, KeyFault>)> {
    let (did, fragment) = super::split(method)?;
    (fragment == "0").then(|| parse(did).map(|key| (did, key)))?
}

fn key_of(identifier: &str) -> Result<PublicKey, KeyFault> {
    let bytes = BASE64URL_NOPAD.decode(identifier.as_bytes()).map_err(|_| KeyFault::NotAnObject)?;
    let jwk = json::parse(&bytes, &Limits { bytes: LARGEST, depth: 3 }).map_err(|_| KeyFault::NotAnObject)?;
    // `use: enc` makes a key that asserts nothing; reading the JWK refuses it.
    Jwk::parse(&jwk).map(|jwk| jwk.key)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn did(jwk: &serde_json::Value) -> String {
        format!("{PREFIX}{}", BASE64URL_NOPAD.encode(jwk.to_string().as_bytes()))
    }

    /// RFC 8037 appendix A.2.
    fn ed25519() -> serde_json::Value {
        json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    }

    #[test]
    fn a_did_jwk_is_its_key() {
        let did = did(&ed25519());
        let Some(Ok(key)) = parse(&did) else { panic!("not read") };
        assert_eq!(key.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(parse_method(&format!("{did}#0")), Some((did.as_str(), Ok(key))));
    }

    #[test]
    fn another_fragment_is_no_method_of_it() {
        let did = did(&ed25519());
        for wrong in [did.clone(), format!("{did}#"), format!("{did}#1"), format!("{did}#0#0"), "did:key:z6Mk#0".to_owned()] {
            assert_eq!(parse_method(&wrong), None, "{wrong}");
        }
        assert_eq!(parse("did:web:b.example"), None);
    }

    #[test]
    fn what_is_no_public_key_for_signatures_is_refused() {
        let with = |member: &str, value: &str| {
            let mut key = ed25519();
            key[member] = json!(value);
            did(&key)
        };
        let twice = format!("{PREFIX}{}", BASE64URL_NOPAD.encode(b"{\"kty\":\"OKP\",\"kty\":\"OKP\"}"));
        let padded = format!("{}=", did(&ed25519()));
        let long = format!("{PREFIX}{}", BASE64URL_NOPAD.encode(&[b' '; LARGEST + 1]));
        for wrong in [with("d", "AQ"), with("use", "enc"), with("crv", "X25519"), twice, padded, long, PREFIX.to_owned(), did(&json!([]))] {
            assert!(matches!(parse(&wrong), Some(Err(_))), "{wrong:.80}");
        }
    }
}
