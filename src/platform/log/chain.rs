//! The hashes of the log: pure.

use sha2::{Digest, Sha256};

/// What an entry says of a deed to those who do not know it.
pub type Commitment = [u8; 32];
/// Opens a commitment; 256 random bits.
pub type Nonce = [u8; 32];
/// The hash over the log up to an entry.
pub type Link = [u8; 32];

/// The link before the first entry.
pub const FIRST: Link = [0; 32];

/// RFC 6962 marks a leaf with 0x00, an inner node with 0x01.
const LEAF: u8 = 0;
const DOMAIN: &[u8] = b"insignia-log/v1";

/// Commits to `object` without saying anything about it.
pub fn commitment(kind: &str, nonce: &Nonce, object: &[u8]) -> Commitment {
    let inner = Sha256::new().chain_update(nonce).chain_update(object).finalize();
    let leaf = Sha256::new().chain_update([LEAF]).chain_update(DOMAIN).chain_update(kind.as_bytes()).chain_update(inner);
    leaf.finalize().into()
}

/// The link of entry `seq`, which follows `before`.
pub fn link(before: &Link, seq: i64, kind: &str, commitment: &Commitment) -> Link {
    let entry = Sha256::new().chain_update(before).chain_update(seq.to_be_bytes()).chain_update(kind.as_bytes());
    entry.chain_update(commitment).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;

    // Worked out apart from this code, with Python's hashlib, from the formulas in `mod.rs`.
    #[test]
    fn the_hashes_are_those_of_the_formulas() {
        let leaf = commitment("edition", &[7; 32], b"object");
        assert_eq!(HEXLOWER.encode(&leaf), "dc5e00a687919c160d62e370c978fc5849986cefe887ade06d9dfe16bb9cd886");
        assert_eq!(HEXLOWER.encode(&link(&FIRST, 1, "edition", &leaf)), "978044cb48a17b482efa94940f29f69dcf252e43c3c2bc58ca3c2b355152304d");
    }

    #[test]
    fn every_field_counts() {
        let leaf = commitment("a", &[1; 32], b"x");
        for other in [commitment("b", &[1; 32], b"x"), commitment("a", &[2; 32], b"x"), commitment("a", &[1; 32], b"y")] {
            assert_ne!(leaf, other);
        }
        let first = link(&FIRST, 1, "a", &leaf);
        for other in
            [link(&[1; 32], 1, "a", &leaf), link(&FIRST, 2, "a", &leaf), link(&FIRST, 1, "b", &leaf), link(&FIRST, 1, "a", &[0; 32])]
        {
            assert_ne!(first, other);
        }
    }
}
