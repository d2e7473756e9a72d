//! Strict beside `compat`, where keys and status are concerned: each point at which the second is laxer
//! stands in `src/verifier/README.md` and here, and everything else comes out alike.

use serde_json::{Value, json};

use super::super::*;
use super::world::*;
use crate::standards::did::{self, DidDocument, ListedKey};
use crate::standards::proof::multikey;
use crate::standards::proof::vc_jwt::claims_of;
use crate::standards::status::Bitstring;

type Told = Vec<(Need, Answer)>;

/// By the strict profile and by `compat`.
fn both(presented: &str, told: &Told) -> [Verdict; 2] {
    [Known::strict(), Known::compat()].map(|mut known| {
        for (need, answer) in told {
            known.answer(need.clone(), answer.clone());
        }
        judge(presented, &known)
    })
}

/// `valid`, or the code of the reason or doubt.
fn told(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Valid(_) => "valid",
        Verdict::Invalid(refusal) => refusal.reason.code(),
        Verdict::Indeterminate(unfinished) => unfinished.doubt.code(),
    }
}

fn keys_of(document: &Value) -> (Need, Answer) {
    (Need::DidDocument(DID.to_owned()), found(document))
}

fn list_of(list: &Value) -> (Need, Answer) {
    (Need::StatusList(LIST.to_owned()), found(list))
}

fn empty_list() -> Value {
    sign(&unsigned_list(LIST, "revocation", &[]))
}

/// What the issuer lists about its key, one thing changed.
fn listing(member: &str, value: Value) -> Value {
    with(did_document(), &format!("/verificationMethod/0/{member}"), value)
}

/// A badge without a status, so that only its key is asked for.
fn bare() -> Value {
    without(badge(), "/credentialStatus")
}

fn by(signer: &ed25519_dalek::SigningKey, method: &str) -> String {
    sign_as(&bare(), signer, method).to_string()
}

fn of_header(header: &Value) -> String {
    token_as(header, &claims_of(&bare()).unwrap(), rsa())
}

/// What is presented, what the issuer's document says, and how it comes out by either profile.
fn cases_of_keys() -> Vec<(&'static str, String, Told, &'static str)> {
    let (own, method) = (sign(&bare()).to_string(), DidDocument::method_id(DID, &public(&key())));
    let listed = || vec![keys_of(&did_document())];
    let old = Answer::Found { bytes: did_document().to_string().into_bytes(), fetched_at: now().plus_seconds(-3_601) };
    let answered = |answer: Answer| vec![(Need::DidDocument(DID.to_owned()), answer)];
    let gone = Answer::Gone { why: "410".to_owned() };
    let stolen = DidDocument::new(DID, [ListedKey { key: public(&key()), revoked_at: Some(at("2026-11-20T12:00:00Z")) }]).to_json();
    let strangers = did::key::did_of(&stranger().verifying_key());
    let kid = DidDocument::method_id(DID, &rsa_public(rsa()));
    let jwk = |key| Value::Object(rsa_public(key).as_jwk());
    let within = |did: &str| format!("{did}#{}", multikey::of_ed25519(&stranger().verifying_key()));
    vec![
        ("the issuer's own key", own.clone(), listed(), "valid"),
        ("a document that was not asked for", own.clone(), Vec::new(), "issuer-unreachable"),
        ("a document that did not come", own.clone(), answered(Answer::Unreachable { why: "timeout".to_owned() }), "issuer-unreachable"),
        ("a document that was taken away", own.clone(), answered(gone), "issuer-unreachable"),
        ("a document older than an hour", own.clone(), answered(old), "key-not-confirmed"),
        ("no document", own.clone(), answered(found(&json!([]))), "key-not-confirmed"),
        ("a document that lists another key", by(&stranger(), &within(DID)), listed(), "not-signed-by-issuer"),
        (
            "a key of another controller",
            own.clone(),
            vec![keys_of(&listing("controller", json!("did:web:x.example")))],
            "not-signed-by-issuer",
        ),
        (
            "a key that may not assert",
            own.clone(),
            vec![keys_of(&with(did_document(), "/assertionMethod", json!([])))],
            "not-signed-by-issuer",
        ),
        ("a key that ended", own.clone(), vec![keys_of(&listing("expires", json!("2026-11-21T10:00:00Z")))], "key-withdrawn"),
        ("a stolen key", own, vec![keys_of(&stolen)], "key-withdrawn"),
        ("a did:key that is not the issuer", by(&stranger(), &strangers), listed(), "not-signed-by-issuer"),
        ("a stranger who uses the issuer's name", by(&stranger(), &method), listed(), "altered"),
        ("a JWT by a listed key", of_header(&json!({"alg": "RS256", "typ": "JWT", "kid": kid})), listed(), "valid"),
        ("a JWT with a listed jwk", of_header(&json!({"alg": "RS256", "typ": "JWT", "jwk": jwk(rsa())})), listed(), "valid"),
        (
            "a JWT with a jwk that nobody lists",
            of_header(&json!({"alg": "RS256", "typ": "JWT", "jwk": jwk(rsa())})),
            vec![keys_of(&without(with(did_document(), "/assertionMethod", json!([])), "/verificationMethod/1"))],
            "not-signed-by-issuer",
        ),
        (
            "a JWT that names two keys",
            of_header(&json!({"alg": "RS256", "typ": "JWT", "kid": kid, "jwk": jwk(stranger_rsa())})),
            listed(),
            "forbidden-signature",
        ),
        ("a JWT that names no key", of_header(&json!({"alg": "RS256", "typ": "JWT"})), listed(), "forbidden-signature"),
    ]
}

#[test]
fn whose_a_key_is_comes_out_alike_in_both_profiles() {
    for (what, presented, answers, expected) in cases_of_keys() {
        let verdicts = both(&presented, &answers);
        for (profile, verdict) in ["strict", "compat"].iter().zip(&verdicts) {
            assert_eq!(told(verdict), expected, "{what}, {profile}: {:#?}", verdict.checks());
        }
    }
}

#[test]
fn a_did_key_without_fragment_is_its_own_issuer_in_both_profiles() {
    let did = did::key::did_of(&stranger().verifying_key());
    let own = without(badge_with("/issuer/id", json!(did)), "/credentialStatus");
    for method in [did.clone(), did::key::verification_method_of(&stranger().verifying_key())] {
        let verdicts = both(&sign_as(&own, &stranger(), &method).to_string(), &Vec::new());
        assert_eq!(verdicts.each_ref().map(told), ["valid", "valid"], "{method}");
    }
}

/// What the badge names as its status, what is found there, the check, and the verdicts.
struct Row {
    what: &'static str,
    status: Value,
    answer: (Need, Answer),
    check: &'static str,
    strict: (&'static str, Outcome),
    compat: (&'static str, Outcome),
}

const OPEN: (&str, Outcome) = ("status-unknown", Outcome::CouldNotCheck);
const GOOD: (&str, Outcome) = ("valid", Outcome::Pass);
const LAX: (&str, Outcome) = ("valid", Outcome::Warning);

fn entry(purpose: &str) -> Value {
    with(badge()["credentialStatus"].clone(), "/statusPurpose", json!(purpose))
}

/// A list in which everything is as it should be, but for one member.
fn list_with(place: &str, value: Value) -> (Need, Answer) {
    list_of(&sign(&with(unsigned_list(LIST, "revocation", &[]), place, value)))
}

fn no_list() -> (Need, Answer) {
    (Need::StatusList(LIST.to_owned()), Answer::Unreachable { why: "timeout".to_owned() })
}

/// The points that the README names, each.
fn laxer() -> Vec<Row> {
    let short = json!(Bitstring::new(100_000).encode());
    let row = |what, status, answer, check| Row { what, status, answer, check, strict: OPEN, compat: LAX };
    let mut rows = vec![
        row("a short list", entry("revocation"), list_with("/credentialSubject/encodedList", short), "revocation"),
        row("a message that did not come", entry("message"), no_list(), "status-message"),
        row("a message in no list", entry("message"), list_of(&json!({})), "status-message"),
        row("a word on refresh that did not come", entry("refresh"), no_list(), "status-refresh"),
    ];
    let revocations = "https://badges.example.org/revocations.json";
    let named = json!({"id": revocations, "type": "1EdTechRevocationList"});
    let need = Need::RevocationList(revocations.to_owned());
    for (what, answer) in [
        ("a revocation list that did not come", Answer::Unreachable { why: "404".to_owned() }),
        ("a revocation list that is none", found(&json!({}))),
        ("a revocation list of another issuer", found(&json!({"issuer": "https://x.example/", "revokedCredential": []}))),
    ] {
        rows.push(row(what, named.clone(), (need.clone(), answer), "revocation-list"));
    }
    rows
}

/// What is no laxer, although the public validator does not look at some of it.
fn alike() -> Vec<Row> {
    let row = |what, status, answer, check, how| Row { what, status, answer, check, strict: how, compat: how };
    let set = |purpose| list_of(&sign(&unsigned_list(LIST, purpose, &[SLOT])));
    let (revoked, suspended) = (("revoked", Outcome::Fail), ("suspended", Outcome::Fail));
    let purpose = |word: &str| json!(word);
    let old = Answer::Found { bytes: empty_list().to_string().into_bytes(), fetched_at: now().plus_seconds(-61) };
    let unlisted = sign_as(&unsigned_list(LIST, "revocation", &[]), &stranger(), &format!("{DID}#k"));
    vec![
        row("a list in order", entry("revocation"), list_of(&empty_list()), "revocation", GOOD),
        row("a slot that is set", entry("revocation"), set("revocation"), "revocation", revoked),
        row("a suspension", entry("suspension"), set("suspension"), "suspension", suspended),
        row("a list that did not come", entry("revocation"), no_list(), "revocation", OPEN),
        row("a list out of date", entry("revocation"), (Need::StatusList(LIST.to_owned()), old), "revocation", OPEN),
        row("an unsigned list", entry("revocation"), list_of(&unsigned_list(LIST, "revocation", &[])), "revocation", OPEN),
        row("a list by a key that nobody lists", entry("revocation"), list_of(&unlisted), "revocation", OPEN),
        row("another purpose", entry("revocation"), list_with("/credentialSubject/statusPurpose", purpose("refresh")), "revocation", OPEN),
        row("another address", entry("revocation"), list_with("/id", json!(format!("{LIST}-2"))), "revocation", OPEN),
        row("a list that has ended", entry("revocation"), list_with("/validUntil", json!("2026-11-21T10:00:00Z")), "revocation", OPEN),
        row("a purpose that nobody knows", entry("mood"), list_of(&empty_list()), "status-kind", OPEN),
    ]
}

#[test]
fn a_status_is_read_more_laxly_in_compat_only_where_the_table_says_so() {
    let rows = laxer();
    assert!(rows.iter().all(|row| row.strict != row.compat));
    for Row { what, status, answer, check, strict, compat } in rows.into_iter().chain(alike()) {
        let presented = sign(&badge_with("/credentialStatus", status)).to_string();
        let verdicts = both(&presented, &vec![keys_of(&did_document()), answer]);
        for (profile, verdict, expected) in [("strict", &verdicts[0], strict), ("compat", &verdicts[1], compat)] {
            assert_eq!((told(verdict), outcome(verdict, check)), expected, "{what}, {profile}: {:#?}", verdict.checks());
        }
    }
}

#[test]
fn a_short_list_still_revokes_in_compat() {
    let mut bits = Bitstring::new(100_000);
    bits.set(SLOT, true).unwrap();
    let short = list_with("/credentialSubject/encodedList", json!(bits.encode()));
    let verdicts = both(&sign(&badge()).to_string(), &vec![keys_of(&did_document()), short]);
    assert_eq!(verdicts.each_ref().map(told), ["status-unknown", "revoked"]);
}
