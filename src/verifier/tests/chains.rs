//! Sets and chains of proofs, and what the asker demands of them.

use serde_json::{Value, json};

use super::super::*;
use super::suites::{badge_of, options_of, pair, proven};
use super::world::*;
use crate::standards::jsonld::Contexts;
use crate::standards::proof::data_integrity::{prove, with_proof};
use crate::standards::proof::{KeyKind, PrivateKey, Suite};

fn issuer() -> PrivateKey {
    pair(KeyKind::Ed25519, 7)
}

/// One proof more, by this key, with these members too.
fn further(document: &Value, suite: Suite, key: &PrivateKey, members: &[(&str, Value)]) -> Value {
    let mut options = options_of(suite, document, key);
    for (name, value) in members {
        options[*name] = value.clone();
    }
    with_proof(document, prove(document, &options, key, Contexts::known()).unwrap())
}

/// The issuer's proof, a witness's upon it, and an archive's upon both.
fn chain() -> Value {
    let witness = pair(KeyKind::P256, 8);
    let first = further(&badge_of(&issuer()), Suite::EddsaRdfc2022, &issuer(), &[("id", json!("urn:uuid:1"))]);
    let upon = [("id", json!("urn:uuid:2")), ("previousProof", json!("urn:uuid:1"))];
    let second = further(&first, Suite::EcdsaJcs2019, &witness, &upon);
    further(&second, Suite::EcdsaRdfc2019, &pair(KeyKind::P384, 9), &[("previousProof", json!(["urn:uuid:1", "urn:uuid:2"]))])
}

#[test]
fn a_chain_of_several_suites_is_valid_and_a_line_stands_for_each() {
    let verdict = judge(chain(), &Known::strict());
    valid(&verdict);
    let lines: Vec<&str> = verdict.checks().iter().filter(|check| check.name == "signature-intact").map(|check| check.clause).collect();
    assert_eq!(lines, [Suite::EddsaRdfc2022, Suite::EcdsaJcs2019, Suite::EcdsaRdfc2019].map(Suite::clause));
    let mut turned = chain();
    turned["proof"].as_array_mut().unwrap().reverse();
    assert_eq!(judge(turned, &Known::strict()).word(), "valid", "the order of proofs is no part of what they say");
}

#[test]
fn a_change_below_breaks_what_stands_upon_it() {
    for (place, value) in [
        ("/proof/0/created", json!("2026-11-20T11:00:01Z")),
        ("/proof/1/created", json!("2026-11-20T11:00:01Z")),
        ("/proof/1/proofValue", chain()["proof"][2]["proofValue"].clone()),
        ("/proof/2/previousProof", json!("urn:uuid:2")),
        ("/proof/1/id", json!("urn:uuid:3")),
    ] {
        assert_eq!(judge(with(chain(), place, value), &Known::strict()).word(), "invalid", "{place}");
    }
    for proof in ["/proof/0", "/proof/1"] {
        assert_eq!(judge(without(chain(), proof), &Known::strict()).word(), "invalid", "{proof} is gone");
    }
    let alone = without(without(chain(), "/proof/2"), "/proof/1");
    assert_eq!(judge(alone, &Known::strict()).word(), "valid", "what nothing stands upon may go");
}

#[test]
fn circles_and_unknown_names_are_refused() {
    let with_id = |document: &Value, id: &str, previous: Value| {
        let mut proof = proven(document, Suite::EddsaRdfc2022, &issuer())["proof"][0].clone();
        (proof["id"], proof["previousProof"]) = (json!(id), previous);
        proof
    };
    let badge = badge_of(&issuer());
    let good = proven(&badge, Suite::EddsaRdfc2022, &issuer())["proof"][0].clone();
    let [one, two] = [with_id(&badge, "urn:uuid:1", json!("urn:uuid:2")), with_id(&badge, "urn:uuid:2", json!("urn:uuid:1"))];
    let named = |id: &str| with(good.clone(), "/id", json!(id));
    for (proofs, evidence) in [
        (json!([with_id(&badge, "urn:uuid:1", json!("urn:uuid:1"))]), "upon itself"),
        (json!([good, one, two]), "upon itself"),
        (json!([good, with_id(&badge, "urn:uuid:1", json!("urn:uuid:9"))]), "not there"),
        (json!([named("urn:uuid:2"), named("urn:uuid:2"), one]), "not there, or not only once"),
        (json!([good, with_id(&badge, "urn:uuid:1", json!([7]))]), "previousProof"),
    ] {
        for mut known in [Known::strict(), Known::compat()] {
            let verdict = judge(with(badge.clone(), "/proof", proofs.clone()), known.expect(Expected::default()));
            let said =
                verdict.checks().iter().filter(|check| check.name == "signature-intact").any(|check| check.evidence.contains(evidence));
            assert!(said, "{evidence}: {:#?}", verdict.checks());
        }
        assert_eq!(judge(with(badge.clone(), "/proof", proofs), &Known::strict()).word(), "invalid", "{evidence}");
    }
}

#[test]
fn in_compat_a_proof_counts_only_with_all_that_it_stands_upon() {
    let witness = pair(KeyKind::P256, 8);
    let below = further(&badge_of(&issuer()), Suite::EcdsaRdfc2019, &witness, &[("id", json!("urn:uuid:1"))]);
    // The witness's proof is already wrong when the issuer signs it.
    let below = with(below, "/proof/0/created", json!("2026-11-20T11:00:01Z"));
    let upon = further(&below, Suite::EddsaRdfc2022, &issuer(), &[("previousProof", json!("urn:uuid:1"))]);
    assert_eq!(judge(&upon, &Known::compat()).word(), "invalid");
    assert_eq!(judge(&upon, &Known::strict()).word(), "invalid");
    let beside = further(&below, Suite::EddsaRdfc2022, &issuer(), &[]);
    assert_eq!(judge(&beside, &Known::compat()).word(), "valid");
    assert_eq!(judge(&beside, &Known::strict()).word(), "invalid");
}

#[test]
fn domain_and_challenge_are_compared_when_asked_for() {
    let badge = badge_of(&issuer());
    let said = |members: &[(&str, Value)]| further(&badge, Suite::EddsaRdfc2022, &issuer(), members);
    let (plain, one) = (said(&[]), said(&[("domain", json!("a.example")), ("challenge", json!("c"))]));
    let domain = |names: &[&str]| names.iter().fold(Expected::default(), |expected, name| expected.domain(*name));
    for (presented, expected, word) in [
        (&plain, Expected::default(), "valid"),
        (&one, Expected::default(), "valid"),
        (&one, domain(&["a.example"]), "valid"),
        (&one, domain(&["a.example"]).challenge("c"), "valid"),
        (&one, Expected::default().challenge("c"), "valid"),
        (&plain, domain(&["a.example"]), "invalid"),
        (&plain, Expected::default().challenge("c"), "invalid"),
        (&one, domain(&["b.example"]), "invalid"),
        (&one, domain(&["a.example", "b.example"]), "invalid"),
        (&one, Expected::default().challenge("C"), "invalid"),
        (&one, domain(&["b.example"]).challenge("c"), "invalid"),
    ] {
        let verdict = judge(presented, Known::strict().expect(expected.clone()));
        assert_eq!(verdict.word(), word, "{expected:?} {:#?}", verdict.checks());
    }
}

#[test]
fn a_token_answers_no_challenge() {
    let mut known = known();
    assert_eq!(judge(token(&badge()), &known).word(), "valid");
    known.expect(Expected::default().challenge("c"));
    assert!(matches!(reason(&judge(token(&badge()), &known)), Reason::Forbidden(_)));
    let forgetful = judge(sign(&badge()), &known);
    assert_eq!(outcome(&forgetful, "signature-intact"), Outcome::Fail, "the list needs no challenge, the badge does");
}
