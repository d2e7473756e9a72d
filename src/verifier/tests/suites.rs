//! Every suite through the whole verifier: a badge of a `did:key` issuer, and what changes to it do.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did;
use crate::standards::jsonld::Contexts;
use crate::standards::proof::data_integrity::{ASSERTION_METHOD, options, prove, with_proof};
use crate::standards::proof::selective::making::{Parts, derived};
use crate::standards::proof::{KeyKind, PrivateKey, PublicKey, Suite};

pub(super) fn pair(kind: KeyKind, seed: u8) -> PrivateKey {
    PrivateKey::generate(kind, |bytes| bytes.fill(seed)).unwrap()
}

/// A badge whose issuer is this key, unsigned.
pub(super) fn badge_of(key: &PrivateKey) -> Value {
    without(badge_with("/issuer/id", json!(did_of(key))), "/credentialStatus")
}

/// The same with its status, for which [`known_of`] knows the list.
pub(super) fn badge_with_status(key: &PrivateKey) -> Value {
    badge_with("/issuer/id", json!(did_of(key)))
}

/// The status list that this issuer keeps, nothing revoked in it.
pub(super) fn known_of(key: &PrivateKey) -> Known {
    known_with_revoked(key, &[])
}

fn known_with_revoked(key: &PrivateKey, slots: &[usize]) -> Known {
    let list = with(unsigned_list(LIST, "revocation", slots), "/issuer", json!(did_of(key)));
    let suite = if matches!(key.public(), PublicKey::Ed25519(_)) { Suite::EddsaRdfc2022 } else { Suite::EcdsaRdfc2019 };
    let mut known = Known::strict();
    known.answer(Need::StatusList(LIST.to_owned()), found(&proven(&list, suite, key)));
    known
}

pub(super) fn did_of(key: &PrivateKey) -> String {
    did::key::did_of_key(&key.public()).unwrap()
}

pub(super) fn options_of(suite: Suite, document: &Value, key: &PrivateKey) -> Value {
    let method = did::key::verification_method_of_key(&key.public()).unwrap();
    options(suite, document, &method, at("2026-11-20T11:00:00Z"), ASSERTION_METHOD)
}

/// The badge with one proof more by this key.
pub(super) fn proven(document: &Value, suite: Suite, key: &PrivateKey) -> Value {
    let proof = prove(document, &options_of(suite, document, key), key, Contexts::known()).unwrap();
    with_proof(document, proof)
}

/// What a reader sees of `ecdsa-sd-2023`: everything, with issuer, holder and type mandatory.
pub(super) fn shown_in_part(document: &Value, key: &PrivateKey) -> (Value, Parts) {
    let options = options_of(Suite::EcdsaSd2023, document, key);
    let must = |line: &str| ["#issuer>", "#credentialSubject>", "#type>"].iter().any(|part| line.contains(part));
    let parts = derived(document, &options, [key, &pair(KeyKind::P256, 9)], must, Contexts::known());
    (with_proof(document, parts.proof(&options)), parts)
}

const CASES: [(Suite, KeyKind); 9] = [
    (Suite::EddsaRdfc2022, KeyKind::Ed25519),
    (Suite::EddsaJcs2022, KeyKind::Ed25519),
    (Suite::Eddsa2022, KeyKind::Ed25519),
    (Suite::Ed25519Signature2020, KeyKind::Ed25519),
    (Suite::EcdsaRdfc2019, KeyKind::P256),
    (Suite::EcdsaRdfc2019, KeyKind::P384),
    (Suite::EcdsaJcs2019, KeyKind::P256),
    (Suite::EcdsaJcs2019, KeyKind::P384),
    (Suite::EcdsaSd2023, KeyKind::P256),
];

/// What is shown in part counts only with its status.
fn unsigned(suite: Suite, key: &PrivateKey) -> Value {
    if suite == Suite::EcdsaSd2023 {
        return badge_with_status(key);
    }
    let plain = badge_of(key);
    let old = suite == Suite::Ed25519Signature2020;
    if old { with(plain, "/@context/-", json!("https://w3id.org/security/suites/ed25519-2020/v1")) } else { plain }
}

fn signed(suite: Suite, key: &PrivateKey) -> Value {
    let document = unsigned(suite, key);
    if suite == Suite::EcdsaSd2023 { shown_in_part(&document, key).0 } else { proven(&document, suite, key) }
}

#[test]
fn a_badge_of_every_suite_is_valid_and_says_by_which() {
    for (suite, kind) in CASES {
        let verdict = judge(signed(suite, &pair(kind, 7)), &known_of(&pair(kind, 7)));
        valid(&verdict);
        let line = verdict.checks().iter().find(|check| check.name == "signature-intact").unwrap();
        assert_eq!(line.clause, suite.clause());
        assert!(line.evidence.contains(suite.name()), "{}", line.evidence);
        assert_eq!(outcome(&verdict, "key-of-issuer"), Outcome::Pass);
    }
}

#[test]
fn a_changed_document_is_never_valid() {
    for (suite, kind) in CASES {
        let known = known_of(&pair(kind, 7));
        let badge = signed(suite, &pair(kind, 7));
        for (place, value) in [
            ("/credentialSubject/achievement/name", json!("Another name")),
            ("/validFrom", json!("2026-11-20T11:00:01Z")),
            ("/id", json!("https://badges.example.org/c/other")),
        ] {
            assert_eq!(*reason(&judge(with(badge.clone(), place, value), &known)), Reason::Altered, "{suite} {kind:?} {place}");
        }
        let shorter = without(badge, "/credentialSubject/achievement/description");
        assert_eq!(judge(shorter, &known).word(), "invalid", "{suite} {kind:?}");
    }
}

#[test]
fn a_changed_option_of_a_proof_is_never_valid() {
    for (suite, kind) in CASES {
        let known = known_of(&pair(kind, 7));
        let badge = signed(suite, &pair(kind, 7));
        for (member, value) in [
            ("created", json!("2026-11-20T11:00:01Z")),
            ("expires", json!("2099-01-01T00:00:00Z")),
            ("proofPurpose", json!("authentication")),
            ("domain", json!("x.example")),
            ("challenge", json!("x")),
            ("id", json!("urn:uuid:1")),
            ("undefined", json!("x")),
        ] {
            let verdict = judge(with(badge.clone(), &format!("/proof/0/{member}"), value), &known);
            assert_eq!(verdict.word(), "invalid", "{suite} {kind:?} {member}");
        }
        let undated = without(badge, "/proof/0/created");
        assert_eq!(*reason(&judge(undated, &known)), Reason::Altered, "{suite} {kind:?}");
    }
}

#[test]
fn a_changed_value_of_a_proof_is_never_valid() {
    for (suite, kind) in CASES {
        let known = known_of(&pair(kind, 7));
        let badge = signed(suite, &pair(kind, 7));
        let value = badge["proof"][0]["proofValue"].as_str().unwrap().to_owned();
        let another = if value.as_bytes()[9] == b'3' { "4" } else { "3" };
        let changed = [&value[..9], another, &value[10..]].concat();
        for value in
            [changed, value[1..].to_owned(), value[..value.len() - 1].to_owned(), format!("{value}1"), "z".to_owned(), String::new()]
        {
            let verdict = judge(with(badge.clone(), "/proof/0/proofValue", json!(value)), &known);
            assert_eq!(verdict.word(), "invalid", "{suite} {kind:?} {value:.20}");
        }
    }
}

#[test]
fn another_key_or_curve_is_never_valid() {
    for (suite, kind) in CASES {
        let known = known_of(&pair(kind, 7));
        let (key, stranger) = (pair(kind, 7), pair(kind, 8));
        // The issuer's badge, signed by a stranger who names the issuer's key.
        let document = unsigned(suite, &key);
        let forged = if suite == Suite::EcdsaSd2023 {
            let (shown, parts) = shown_in_part(&document, &key);
            let own = derived(&document, &options_of(suite, &document, &key), [&stranger, &stranger], |_| true, Contexts::known());
            assert_ne!(own.base_signature, parts.base_signature);
            with(shown, "/proof/0/proofValue", json!(own.text()))
        } else {
            with_proof(&document, prove(&document, &options_of(suite, &document, &key), &stranger, Contexts::known()).unwrap())
        };
        assert_eq!(*reason(&judge(&forged, &known)), Reason::Altered, "{suite} {kind:?}");
        // The same with the stranger's own address: intact, and not the issuer's.
        if suite != Suite::EcdsaSd2023 {
            let verdict = judge(proven(&document, suite, &stranger), &known);
            assert_eq!(outcome(&verdict, "signature-intact"), Outcome::Pass);
            assert_eq!(*reason(&verdict), Reason::NotSignedByIssuer, "{suite} {kind:?}");
        }
        for other in [KeyKind::Ed25519, KeyKind::P256, KeyKind::P384].into_iter().filter(|other| *other != kind) {
            let method = did::key::verification_method_of_key(&pair(other, 7).public()).unwrap();
            let verdict = judge(with(signed(suite, &key), "/proof/0/verificationMethod", json!(method)), &known);
            assert_eq!(verdict.word(), "invalid", "{suite} {kind:?} {other:?}");
        }
    }
}

#[test]
fn another_suite_name_is_never_valid() {
    let names = CASES.map(|(suite, _)| suite.name());
    for (suite, kind) in CASES {
        let known = known_of(&pair(kind, 7));
        let badge = signed(suite, &pair(kind, 7));
        for name in names.into_iter().filter(|name| *name != suite.name()) {
            let old = name == Suite::Ed25519Signature2020.name();
            let named = if old {
                with(without(with(badge.clone(), "/proof/0/cryptosuite", json!("")), "/proof/0/cryptosuite"), "/proof/0/type", json!(name))
            } else {
                with(with(badge.clone(), "/proof/0/type", json!("DataIntegrityProof")), "/proof/0/cryptosuite", json!(name))
            };
            assert_eq!(judge(named, &known).word(), "invalid", "{suite} {kind:?} as {name}");
        }
    }
}

#[test]
fn a_base_proof_is_refused_with_the_clause_that_asks_for_it() {
    let key = pair(KeyKind::P256, 7);
    let (shown, parts) = shown_in_part(&badge_of(&key), &key);
    let verdict = judge(with(shown, "/proof/0/proofValue", json!(parts.as_base())), &Known::strict());
    assert!(matches!(reason(&verdict), Reason::Forbidden(_)));
    let line = verdict.checks().iter().find(|check| check.name == "signature-intact").unwrap();
    assert_eq!((line.outcome, line.clause), (Outcome::Fail, "https://www.w3.org/TR/vc-di-ecdsa/#parsederivedproofvalue"));
}

/// Of our sample badge with its status, what a holder shows; and what is known of its list.
fn of_status() -> (Value, PrivateKey) {
    let key = pair(KeyKind::P256, 7);
    (shown_in_part(&badge_with_status(&key), &key).0, key)
}

#[test]
fn a_badge_shown_in_part_says_so_and_is_judged_by_the_status_it_shows() {
    let (shown, key) = of_status();
    let verdict = judge(&shown, &known_of(&key));
    valid(&verdict);
    assert_eq!(outcome(&verdict, "shown-in-part"), Outcome::Warning);
    assert_eq!(*reason(&judge(&shown, &known_with_revoked(&key, &[SLOT]))), Reason::Revoked { because: None });
    assert!(matches!(doubt(&judge(&shown, &Known::strict())), Doubt::StatusUnknown(_)), "a list that nobody fetched");
    let whole = judge(proven(&badge_of(&key), Suite::EcdsaRdfc2019, &key), &Known::strict());
    valid(&whole);
    assert!(whole.checks().iter().all(|check| check.name != "shown-in-part"));
    assert_eq!(outcome(&whole, "status-kind"), Outcome::NotApplicable, "a whole badge without a status has none");
}

#[test]
fn a_hidden_status_leaves_the_verdict_open_and_is_a_warning_in_compat() {
    let key = pair(KeyKind::P256, 7);
    let suspension = with(badge_with_status(&key)["credentialStatus"].clone(), "/statusPurpose", json!("suspension"));
    for document in [badge_of(&key), with(badge_of(&key), "/credentialStatus", suspension)] {
        let shown = shown_in_part(&document, &key).0;
        let mut strict = known_of(&key);
        let list = with(unsigned_list(LIST, "suspension", &[]), "/issuer", json!(did_of(&key)));
        let list = found(&proven(&list, Suite::EcdsaRdfc2019, &key));
        strict.answer(Need::StatusList(LIST.to_owned()), list.clone());
        let verdict = judge(&shown, &strict);
        assert_eq!(*doubt(&verdict), Doubt::StatusNotShown);
        assert_eq!(outcome(&verdict, "status-kind"), Outcome::CouldNotCheck);
        assert!(verdict.signed().is_some(), "what is shown is the issuer's");
        let mut compat = Known::compat();
        compat.answer(Need::StatusList(LIST.to_owned()), list);
        let lax = judge(&shown, &compat);
        assert_eq!((lax.word(), outcome(&lax, "status-kind")), ("valid", Outcome::Warning));
    }
}

#[test]
fn an_end_that_may_be_hidden_is_a_warning_where_the_status_is_shown() {
    let key = pair(KeyKind::P256, 7);
    let endless = without(badge_with_status(&key), "/validUntil");
    let verdict = judge(shown_in_part(&endless, &key).0, &known_of(&key));
    valid(&verdict);
    assert_eq!(outcome(&verdict, "shown-in-part"), Outcome::Warning);
}

#[test]
fn nothing_is_hidden_beside_a_proof_of_the_issuers_over_the_whole() {
    let key = pair(KeyKind::P256, 7);
    let both = |other: &PrivateKey| {
        let mut shown = shown_in_part(&badge_of(&key), &key).0;
        let whole = proven(&badge_of(&key), Suite::EcdsaRdfc2019, other);
        shown["proof"].as_array_mut().unwrap().push(whole["proof"][0].clone());
        judge(shown, &Known::strict())
    };
    valid(&both(&key));
    assert_eq!(*doubt(&both(&pair(KeyKind::P256, 8))), Doubt::StatusNotShown, "a witness saw what the holder showed");
}

/// Our sample badge, signed and shown in part by the npm package `ecdsa-sd-2023-cryptosuite` 3.4.1.
fn of_npm() -> Value {
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/badges/shown-in-part.json")).parse().unwrap()
}

#[test]
fn what_npm_shows_in_part_is_read_and_no_changed_text_of_it_is_valid() {
    assert_eq!(*doubt(&judge(of_npm(), &Known::strict())), Doubt::StatusNotShown);
    let compat = Known::compat();
    let verdict = judge(of_npm(), &compat);
    let shown = valid(&verdict);
    assert_eq!((shown.evidence().count(), shown.holder().identifiers().count()), (0, 0), "these were hidden");
    assert_eq!(outcome(&verdict, "shown-in-part"), Outcome::Warning);
    for place in ["/name", "/description", "/validFrom", "/validUntil", "/awardedDate", "/credentialSubject/id", "/issuer/name"] {
        let text = of_npm().pointer(place).unwrap().as_str().unwrap().replace("2026", "2025") + "x";
        assert_eq!(judge(with(of_npm(), place, json!(text)), &compat).word(), "invalid", "{place}");
        assert_eq!(judge(without(of_npm(), place), &compat).word(), "invalid", "{place}");
    }
    let hidden = with(of_npm(), "/evidence", badge()["evidence"].clone());
    assert_eq!(*reason(&judge(hidden, &compat)), Reason::Altered, "what was hidden has no signature here");
}

#[test]
fn a_context_that_a_proof_of_json_does_not_cover_is_refused() {
    for (suite, kind) in [(Suite::EddsaJcs2022, KeyKind::Ed25519), (Suite::EcdsaJcs2019, KeyKind::P384)] {
        let badge = signed(suite, &pair(kind, 7));
        let added = with(badge.clone(), "/@context/-", json!("https://w3id.org/security/suites/ed25519-2020/v1"));
        assert_eq!(*reason(&judge(added, &Known::strict())), Reason::Altered, "{suite}");
        let fewer = without(badge.clone(), "/proof/0/@context/2");
        assert_eq!(*reason(&judge(fewer, &Known::strict())), Reason::Altered, "{suite}");
        let others = with(badge.clone(), "/proof/0/@context/0", json!("https://www.w3.org/2018/credentials/v1"));
        assert!(matches!(reason(&judge(others, &Known::strict())), Reason::Malformed(_)), "{suite}");
        for odd in [json!([]), json!({"name": "urn:x"}), json!([{"name": "urn:x"}]), json!(7)] {
            assert_eq!(judge(with(badge.clone(), "/proof/0/@context", odd), &Known::strict()).word(), "invalid", "{suite}");
        }
        let none = without(badge, "/proof/0/@context");
        assert_eq!(*reason(&judge(none, &Known::strict())), Reason::Altered, "{suite}");
    }
}
