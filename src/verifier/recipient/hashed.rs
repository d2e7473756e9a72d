//! Hashed identifiers: algorithm, `$`, hex of the hash over identifier and salt.
//!
//! [OB 3.0 §B.9.4](https://www.imsglobal.org/spec/ob/v3p0/#identityhash): `sha256` or `md5`, the salt behind
//! the identifier, hexadecimal digits of either case. A hash fits only to the letter, so the ways in which
//! one person writes the same thing are all tried.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER_PERMISSIVE;
use md5::Md5;
use sha2::{Digest, Sha256};

/// Whether the hash was made of what was typed, in one of the ways in which people write it.
pub(super) fn fits(hash: &str, salt: &str, typed: &str) -> bool {
    let Some((algorithm, digits)) = hash.split_once('$') else { return false };
    let Ok(wanted) = HEXLOWER_PERMISSIVE.decode(digits.as_bytes()) else { return false };
    writings(typed).iter().any(|writing| {
        let salted = [writing.as_bytes(), salt.as_bytes()].concat();
        match algorithm {
            "sha256" => Sha256::digest(&salted)[..] == wanted,
            "md5" => Md5::digest(&salted)[..] == wanted,
            _ => false,
        }
    })
}

/// As typed; without what browsers and wikis put around it; in lower case; with one capital.
fn writings(typed: &str) -> BTreeSet<String> {
    let collapsed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = collapsed.strip_prefix("mailto:").or_else(|| collapsed.strip_prefix("User:")).unwrap_or(&collapsed);
    let mut writings = BTreeSet::from([typed.to_owned(), collapsed.clone(), bare.to_owned(), bare.to_lowercase()]);
    if let Some((name, host)) = bare.rsplit_once('@') {
        writings.insert(format!("{name}@{}", host.to_lowercase()));
    } else {
        writings.insert(super::names::capitalised(&bare.replace('_', " ")));
        writings.insert(bare.replace(' ', "_"));
    }
    writings.remove("");
    writings
}
