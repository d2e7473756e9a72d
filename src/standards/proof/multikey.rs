//! Multikey: a public key as one word, such as `z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi`.
//!
//! Source: [Controlled Identifiers §2.2.2](https://www.w3.org/TR/cid-1.0/#Multikey). The word is `z`
//! (base58btc) and the bytes of a kind (`0xed 0x01` for Ed25519) followed by the key; points of P-256
//! and P-384 are compressed.

use ed25519_dalek::VerifyingKey;

use super::elliptic::{self, Curve};
use super::{KeyFault, PublicKey};

const ED25519: [u8; 2] = [0xed, 0x01];
const P256: [u8; 2] = [0x80, 0x24];
const P384: [u8; 2] = [0x81, 0x24];
/// A P-384 Multikey has 71 characters; base58 takes time that grows with the square.
const LONGEST: usize = 200;

/// The Multikey of an Ed25519 key: always `z6Mk…`.
pub fn of_ed25519(key: &VerifyingKey) -> String {
    written(ED25519, key.as_bytes())
}

/// The Multikey of a key: `z6Mk…`, `zDna…` (P-256) or `z82L…` (P-384); `None` for RSA, which we write
/// as JWK.
pub fn of(key: &PublicKey) -> Option<String> {
    if let PublicKey::Ed25519(key) = key {
        return Some(of_ed25519(key));
    }
    let (curve, point) = elliptic::point_of(key, true)?;
    Some(written(kind_of(curve), &point))
}

const fn kind_of(curve: Curve) -> [u8; 2] {
    match curve {
        Curve::P256 => P256,
        Curve::P384 => P384,
    }
}

fn written(kind: [u8; 2], key: &[u8]) -> String {
    format!("z{}", bs58::encode([&kind, key].concat()).into_string())
}

/// Reads a Multikey.
///
/// # Errors
/// Anything but base58btc, a kind other than Ed25519, P-256 and P-384, a key that
/// [`PublicKey::ed25519`] refuses, a point that is not on its curve or not compressed.
pub fn parse(text: &str) -> Result<PublicKey, KeyFault> {
    let wrong = || KeyFault::NotMultibase { found: text.chars().take(64).collect() };
    let digits = text.strip_prefix('z').filter(|d| d.len() <= LONGEST).ok_or_else(wrong)?;
    let bytes = bs58::decode(digits).into_vec().map_err(|_| wrong())?;
    of_bytes(&bytes)
}

/// Reads the bytes of a Multikey, as some proofs carry them.
///
/// # Errors
/// As [`parse`].
pub(super) fn of_bytes(bytes: &[u8]) -> Result<PublicKey, KeyFault> {
    match bytes.split_first_chunk() {
        Some((&ED25519, key)) => PublicKey::ed25519(key),
        Some((&P256, point)) => Curve::P256.compressed(point),
        Some((&P384, point)) => Curve::P384.compressed(point),
        _ => Err(KeyFault::MultikeyKind),
    }
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
        // secp256k1 is another curve.
        assert_eq!(parse(&written([0xe7, 0x01], &[2; 33])), Err(KeyFault::MultikeyKind));
        assert_eq!(parse(&format!("z{}", bs58::encode([0xed, 0x01, 7]).into_string())), Err(KeyFault::Ed25519Length { found: 1 }));
    }

    #[test]
    fn the_official_points_are_read_and_written() {
        for text in
            ["zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP", "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"]
        {
            assert_eq!(parse(text).map(|key| of(&key)), Ok(Some(text.to_owned())));
        }
    }

    #[test]
    fn a_point_that_is_not_compressed_or_not_on_the_curve_is_refused() {
        let key = parse("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP").unwrap();
        let point = |compressed| elliptic::point_of(&key, compressed).unwrap().1;
        let fault = Err(KeyFault::Point { curve: "P-256" });
        assert_eq!(parse(&written(P256, &point(true))), Ok(key.clone()));
        assert_eq!(parse(&written(P256, &point(false))), fault);
        assert_eq!(parse(&written(P256, &[0])), fault, "the point at infinity");
        assert_eq!(parse(&written(P256, &[&[5], &point(true)[1..]].concat())), fault);
        assert_eq!(parse(&written(P256, &[&[2], [0xff; 32].as_slice()].concat())), fault, "beyond the field");
        assert_eq!(parse(&written(P384, &point(true))), Err(KeyFault::Point { curve: "P-384" }));
        let beside = (0..=255).filter(|last| parse(&written(P256, &[[2].as_slice(), &[0; 31], &[*last]].concat())).is_err());
        assert!(beside.count() > 50, "half of all numbers are no x of the curve");
    }
}
