//! Multikey: a public key as one word, such as `z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi`.
//!
//! Source: [Controlled Identifiers §2.2.2](https://www.w3.org/TR/cid-1.0/#Multikey). The word is `z`
//! (base58btc) and the bytes of a kind (`0xed 0x01` for Ed25519) followed by the key.

use ed25519_dalek::VerifyingKey;

use super::{KeyFault, PublicKey};

const ED25519: [u8; 2] = [0xed, 0x01];
/// An Ed25519 Multikey has 48 characters; base58 takes time that grows with the square.
const LONGEST: usize = 200;

/// The Multikey of an Ed25519 key: always `z6Mk…`.
pub fn of_ed25519(key: &VerifyingKey) -> String {
    let mut bytes = [0; 34];
    bytes[..2].copy_from_slice(&ED25519);
    bytes[2..].copy_from_slice(key.as_bytes());
    format!("z{}", bs58::encode(bytes).into_string())
}

/// Reads a Multikey.
///
/// # Errors
/// Anything but base58btc, a kind other than Ed25519, a key that [`PublicKey::ed25519`] refuses.
pub fn parse(text: &str) -> Result<PublicKey, KeyFault> {
    let wrong = || KeyFault::NotMultibase { found: text.chars().take(64).collect() };
    let digits = text.strip_prefix('z').filter(|d| d.len() <= LONGEST).ok_or_else(wrong)?;
    let bytes = bs58::decode(digits).into_vec().map_err(|_| wrong())?;
    let key = bytes.strip_prefix(&ED25519).ok_or(KeyFault::MultikeyKind)?;
    PublicKey::ed25519(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICIAL: &str = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi";

    #[test]
    fn the_official_key_is_read_and_written() {
        let expected = data_encoding::HEXLOWER.decode(b"4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5").unwrap();
        let Ok(PublicKey::Ed25519(key)) = parse(OFFICIAL) else { panic!("not read") };
        assert_eq!(key.as_bytes().as_slice(), expected);
        assert_eq!(of_ed25519(&key), OFFICIAL);
    }

    #[test]
    fn what_is_no_multikey_is_refused() {
        for text in [
            "",
            "z",
            "6Mkj",
            "u6Mk",
            "m7QE",
            &OFFICIAL[1..],
            "z0OIl",
            &format!("{OFFICIAL} "),
            &OFFICIAL.to_uppercase(),
            &format!("z{}", "2".repeat(100_000)),
        ] {
            assert!(parse(text).is_err(), "{text:.80}");
        }
        // P-256, from the W3C vectors.
        assert_eq!(parse("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"), Err(KeyFault::MultikeyKind));
        assert_eq!(parse(&format!("z{}", bs58::encode([0xed, 0x01, 7]).into_string())), Err(KeyFault::Ed25519Length { found: 1 }));
    }
}
