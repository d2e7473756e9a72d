//! `src/verifier/README.md` beside the code: every check stands in its row, every row is true.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::json;

use super::super::*;
use super::world::*;

type Rows = BTreeMap<String, BTreeSet<String>>;

/// The names of checks in the third column, by probe.
fn written() -> Rows {
    let table = include_str!("../README.md").lines().filter(|line| line.starts_with("| V"));
    table
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            assert_eq!(cells.len(), 7, "{line}");
            (cells[1].to_owned(), cells[3].split('`').skip(1).step_by(2).map(str::to_owned).collect())
        })
        .collect()
}

fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The names of checks in the code, and the probe where it is named beside.
fn coded() -> BTreeMap<String, Option<String>> {
    let mut sources = Vec::new();
    files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/verifier")), &mut sources);
    let blocks = sources.iter().flat_map(|source| source.split("Inspection {").skip(1)).filter_map(|rest| rest.split('}').next());
    let between =
        |text: &str, before: &str, end: &[char]| text.split(before).nth(1).and_then(|rest| rest.split(end).next()).map(str::to_owned);
    blocks.filter_map(|block| Some((between(block, "name: \"", &['"'])?, between(block, "probe: Probe::", &[',', ' '])))).collect()
}

#[test]
fn every_probe_is_told_with_the_checks_that_the_code_makes() {
    let (written, coded) = (written(), coded());
    assert_eq!(written.len(), 16, "V1 to V16");
    let told: BTreeMap<&str, &str> =
        written.iter().flat_map(|(probe, checks)| checks.iter().map(move |check| (check.as_str(), probe.as_str()))).collect();
    assert_eq!(told.keys().copied().collect::<Vec<_>>(), coded.keys().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(told.len(), written.values().map(BTreeSet::len).sum::<usize>(), "each check stands in one row");
    for (check, probe) in &coded {
        assert!(probe.as_deref().is_none_or(|probe| told[check.as_str()] == probe), "{check} is a check of {probe:?}");
    }
}

#[test]
fn a_badge_of_ours_meets_every_probe() {
    let met: BTreeSet<Probe> = judge(sign(&badge()), &known()).checks().iter().map(|check| check.probe).collect();
    let all = [
        Probe::V1,
        Probe::V2,
        Probe::V3,
        Probe::V4,
        Probe::V5,
        Probe::V6,
        Probe::V7,
        Probe::V8,
        Probe::V9,
        Probe::V10,
        Probe::V11,
        Probe::V12,
        Probe::V13,
        Probe::V14,
        Probe::V15,
        Probe::V16,
    ];
    assert_eq!(met, all.into_iter().collect());
}

/// Everything that the public validator takes and that proves nothing: refused by both profiles.
#[test]
fn the_holes_of_the_public_validator_stay_closed_in_compat() {
    let multikey = crate::standards::proof::multikey::of_ed25519(&stranger().verifying_key());
    let elsewhere = with(badge(), "/issuer/id", json!("https://victim.example/issuers/1"));
    let inside = sign_as(&elsewhere, &stranger(), &format!("https://victim.example/issuers/1#{multikey}"));
    let embedded = token_as(
        &json!({"alg": "RS256", "typ": "JWT", "jwk": rsa_public(stranger_rsa()).as_jwk()}),
        &crate::standards::proof::vc_jwt::claims_of(&badge()).unwrap(),
        stranger_rsa(),
    );
    let mut claims = crate::standards::proof::vc_jwt::claims_of(&badge()).unwrap();
    claims["sub"] = json!("urn:uuid:00000000-0000-4000-8000-000000000000");
    let disagreeing = token_of(&claims);
    let own = crate::standards::did::key::did_of(&stranger().verifying_key());
    let without_fragment = sign_as(&badge_with("/issuer/id", json!("urn:uuid:1")), &stranger(), &own);
    let strangers_list = with(unsigned_list(LIST, "revocation", &[]), "/issuer", json!(own));
    let method = crate::standards::did::key::verification_method_of(&stranger().verifying_key());
    let strangers_list = sign_as(&strangers_list, &stranger(), &method);
    for known in [Known::strict, Known::compat] {
        let with_list = |list: &serde_json::Value| {
            let mut known = known();
            known.answer(Need::DidDocument(DID.to_owned()), found(&did_document()));
            known.answer(Need::StatusList(LIST.to_owned()), found(list));
            known
        };
        let honest = with_list(&sign(&unsigned_list(LIST, "revocation", &[])));
        assert_eq!(judge(sign(&badge()), &honest).word(), "valid", "the world is in order");
        for (hole, presented) in [
            ("a key in an https address", inside.to_string()),
            ("a jwk that nobody knows", embedded.clone()),
            ("claims that disagree", disagreeing.clone()),
            ("a did:key of somebody else", without_fragment.to_string()),
        ] {
            assert_ne!(judge(presented, &honest).word(), "valid", "{hole}");
        }
        let verdict = judge(sign(&badge()), &with_list(&strangers_list));
        assert_ne!(verdict.word(), "valid", "a stranger's list");
    }
}
