//! `did:key`: the identifier is the key, so no document has to be fetched.

use ed25519_dalek::VerifyingKey;

use crate::standards::proof::{KeyFault, PublicKey, multikey};

const PREFIX: &str = "did:key:";

/// `did:key:z6Mk…`
pub fn did_of(key: &VerifyingKey) -> String {
    format!("{PREFIX}{}", multikey::of_ed25519(key))
}

/// `did:key:z6Mk…#z6Mk…`: the address of the one key of a `did:key`.
pub fn verification_method_of(key: &VerifyingKey) -> String {
    let multikey = multikey::of_ed25519(key);
    format!("{PREFIX}{multikey}#{multikey}")
}

/// As [`did_of`], of any kind of key that a `did:key` can be: not RSA.
pub fn did_of_key(key: &PublicKey) -> Option<String> {
    multikey::of(key).map(|multikey| format!("{PREFIX}{multikey}"))
}

/// As [`verification_method_of`], of any kind of key that a `did:key` can be: not RSA.
pub fn verification_method_of_key(key: &PublicKey) -> Option<String> {
    multikey::of(key).map(|multikey| format!("{PREFIX}{multikey}#{multikey}"))
}

/// The key of a `did:key`; `None` if the text is another kind of identifier.
///
/// # Errors
/// If it is a `did:key` whose key we refuse.
pub fn parse(did: &str) -> Option<Result<PublicKey, KeyFault>> {
    did.strip_prefix(PREFIX).map(multikey::parse)
}

/// The key that a verification method such as `did:key:z6Mk…#z6Mk…` names, and its DID.
///
/// The fragment must repeat the key: a `did:key` has no other verification method. `None` if the
/// text is no `did:key` with a fragment.
pub fn parse_method(method: &str) -> Option<(&str, Result<PublicKey, KeyFault>)> {
    let (did, fragment) = super::split(method)?;
    let identifier = did.strip_prefix(PREFIX)?;
    (identifier == fragment).then(|| (did, multikey::parse(identifier)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DID: &str = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

    #[test]
    fn a_did_key_is_its_key() {
        let Some(Ok(PublicKey::Ed25519(key))) = parse(DID) else { panic!("not read") };
        assert_eq!(did_of(&key), DID);
        let method = verification_method_of(&key);
        assert_eq!(parse_method(&method), Some((DID, Ok(PublicKey::Ed25519(key)))));
    }

    #[test]
    fn another_fragment_is_no_method_of_it() {
        for wrong in [format!("{DID}#key-1"), DID.to_owned(), format!("{DID}#"), "did:web:b.example#z6Mk".to_owned()] {
            assert_eq!(parse_method(&wrong), None, "{wrong}");
        }
        assert_eq!(parse("did:web:b.example"), None);
        assert!(matches!(parse("did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F"), Some(Err(KeyFault::MultikeyKind))), "X25519");
    }

    #[test]
    fn points_of_p_256_and_p_384_are_keys_too() {
        for name in
            ["zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP", "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"]
        {
            let did = format!("did:key:{name}");
            let Some(Ok(key)) = parse(&did) else { panic!("not read") };
            assert_eq!((did_of_key(&key), verification_method_of_key(&key)), (Some(did.clone()), Some(format!("{did}#{name}"))));
            assert_eq!(parse_method(&format!("{did}#{name}")), Some((did.as_str(), Ok(key))));
        }
    }
}
