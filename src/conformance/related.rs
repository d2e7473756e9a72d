//! Related resources: whether they are what the issuer saw.
//!
//! Source: [VCDM 2.0 §5.3](https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources).
//! Nothing is fetched; the published contexts are known by their digests. Of a resource that is not
//! known here only the form of its digest is checked.

use std::collections::HashMap;
use std::sync::LazyLock;

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use serde_json::Value;

use super::refusal::{Kind, Refusal};

/// What is wrong with the related resources of a document whose structure is in order.
pub(super) fn refusals(document: &Value) -> Vec<Refusal> {
    let resources = match document.get("relatedResource") {
        None => Vec::new(),
        Some(Value::Array(several)) => several.iter().collect(),
        Some(one) => vec![one],
    };
    resources.into_iter().flat_map(of_one).collect()
}

fn of_one(resource: &Value) -> Vec<Refusal> {
    let text = |name: &str| resource.get(name).and_then(Value::as_str);
    let id = text("id").unwrap_or_default();
    let known = PUBLISHED.get(id);
    let stated = [text("digestSRI").map(of_sri), text("digestMultibase").map(of_multibase)];
    let mut refusals = Vec::new();
    for stated in stated.into_iter().flatten() {
        match stated {
            None => {
                refusals.push(Refusal::new(Kind::Malformed, format_args!("the digest of {id} is not one by SHA-256, SHA-384 or SHA-512")));
            }
            Some(stated) if known.is_some_and(|known| !stated.iter().any(|digest| known.contains(digest))) => {
                refusals.push(Refusal::new(Kind::Resource, format_args!("what stands at {id} has another digest")));
            }
            Some(_) => {}
        }
    }
    refusals
}

/// Digests in the notation of [Subresource Integrity](https://www.w3.org/TR/SRI/#the-integrity-attribute);
/// of several, those by the strongest hash count.
fn of_sri(text: &str) -> Option<Vec<Vec<u8>>> {
    let mut digests = Vec::new();
    for word in text.split_ascii_whitespace() {
        let (hash, rest) = word.split_once('-')?;
        let digits = rest.split_once('?').map_or(rest, |(digits, _)| digits);
        let digest = BASE64.decode(digits.as_bytes()).ok()?;
        let length = match hash {
            "sha256" => 32,
            "sha384" => 48,
            "sha512" => 64,
            _ => return None,
        };
        digests.push(Some(digest).filter(|digest| digest.len() == length)?);
    }
    let strongest = digests.iter().map(Vec::len).max()?;
    digests.retain(|digest| digest.len() == strongest);
    Some(digests)
}

/// A digest as a [multihash](https://www.w3.org/TR/cid-1.0/#multihash) in base64url or base58.
fn of_multibase(text: &str) -> Option<Vec<Vec<u8>>> {
    let bytes = match text.split_at_checked(1)? {
        ("u", digits) => BASE64URL_NOPAD.decode(digits.as_bytes()).ok()?,
        // Base58 takes time that grows with the square.
        ("z", digits) if digits.len() <= 128 => bs58::decode(digits).into_vec().ok()?,
        _ => return None,
    };
    let (kind, digest) = bytes.split_at_checked(2)?;
    let fits = match kind {
        [0x12, 32] => digest.len() == 32,
        [0x20, 48] => digest.len() == 48,
        [0x13, 64] => digest.len() == 64,
        _ => false,
    };
    fits.then(|| vec![digest.to_vec()])
}

/// SHA-256, SHA-384 and SHA-512 by address.
static PUBLISHED: LazyLock<HashMap<&'static str, Vec<Vec<u8>>>> = LazyLock::new(|| {
    let mut published = HashMap::new();
    let mut address = "";
    for line in include_str!("published.digests").lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            None => address = line,
            Some(digits) => {
                let digests: &mut Vec<Vec<u8>> = published.entry(address).or_default();
                digests.extend(HEXLOWER.decode(digits.as_bytes()));
            }
        }
    }
    published
});

#[cfg(test)]
mod tests {
    use serde_json::json;
    use sha2::{Digest, Sha256, Sha384, Sha512};

    use super::*;

    const V2: &str = "https://www.w3.org/ns/credentials/v2";

    fn kinds(resource: Value) -> Vec<Kind> {
        refusals(&json!({ "relatedResource": resource })).iter().map(|refusal| refusal.kind).collect()
    }

    #[allow(clippy::print_stderr)]
    fn said_aloud(folder: &std::path::Path) {
        eprintln!("skipped: {} is not here", folder.display());
    }

    #[test]
    fn the_digests_are_those_of_the_published_texts() {
        let folder = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/contexts"));
        let Ok(index) = std::fs::read_to_string(folder.join("INDEX.md")) else {
            said_aloud(&folder);
            return;
        };
        let mut compared = 0;
        for row in index.lines().filter(|line| line.starts_with("| `")) {
            let columns: Vec<&str> = row.split('|').map(str::trim).collect();
            let (Ok(text), Some(digests)) = (std::fs::read(folder.join(columns[1].trim_matches('`'))), PUBLISHED.get(columns[2])) else {
                continue;
            };
            let expected = vec![Sha256::digest(&text).to_vec(), Sha384::digest(&text).to_vec(), Sha512::digest(&text).to_vec()];
            assert_eq!(digests, &expected, "{}", columns[2]);
            compared += 1;
        }
        assert!(compared >= 20 && PUBLISHED.values().all(|digests| digests.len() == 3), "{compared}");
    }

    #[test]
    fn a_digest_of_the_published_text_fits_in_every_notation_and_any_other_does_not() {
        let [short, middle, long] = &PUBLISHED[V2][..] else { panic!("three digests") };
        let sri = |hash: &str, digest: &[u8]| format!("{hash}-{}", BASE64.encode(digest));
        let multihash = |kind: u8, digest: &[u8]| [&[kind, u8::try_from(digest.len()).unwrap()], digest].concat();
        for (name, digest) in [
            ("digestSRI", sri("sha256", short)),
            ("digestSRI", sri("sha384", middle)),
            ("digestSRI", format!("{} {}?ct", sri("sha256", &[0; 32]), sri("sha512", long))),
            ("digestMultibase", format!("u{}", BASE64URL_NOPAD.encode(&multihash(0x12, short)))),
            ("digestMultibase", format!("z{}", bs58::encode(multihash(0x20, middle)).into_string())),
            ("digestMultibase", format!("u{}", BASE64URL_NOPAD.encode(&multihash(0x13, long)))),
        ] {
            assert_eq!(kinds(json!([{ "id": V2, name: digest }])), [], "{name} {digest}");
            assert_eq!(kinds(json!({ "id": "https://www.w3.org/ns/credentials/examples/v2", name: digest })), [Kind::Resource], "{digest}");
            assert_eq!(kinds(json!({ "id": "https://elsewhere.example/", name: digest })), [], "not known here");
        }
        // The weaker digest does not count beside a stronger one that is wrong.
        let both = format!("{} {}", sri("sha256", short), sri("sha384", &[0; 48]));
        assert_eq!(kinds(json!({ "id": V2, "digestSRI": both })), [Kind::Resource]);
        assert_eq!(kinds(json!({ "id": V2, "digestSRI": sri("sha256", short), "digestMultibase": "uEiAA" })), [Kind::Malformed]);
    }

    #[test]
    fn what_is_no_digest_is_refused_wherever_it_points() {
        for digest in ["", "sha256", "sha256-", "sha1-AAAA", "sha256-AAAA", "md5-1B2M2Y8AsgTpgAmY7PhCfg==", "sha384-!"] {
            assert_eq!(kinds(json!({ "id": "https://elsewhere.example/", "digestSRI": digest })), [Kind::Malformed], "{digest}");
        }
        for digest in ["", "u", "z", "uAAAA", "mEiAA", "é", "zzzzz"] {
            assert_eq!(kinds(json!({ "id": "https://elsewhere.example/", "digestMultibase": digest })), [Kind::Malformed], "{digest}");
        }
    }
}
