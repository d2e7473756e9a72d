//! Who stands behind a badge: what the operator's register changes, and what it never does.

use std::sync::Arc;

use serde_json::json;

use super::super::*;
use super::world::*;
use crate::standards::did;

fn registered(id: &str, issuer: KnownIssuer) -> Known {
    let mut register = Register::default();
    register.add(id, issuer);
    let mut known = known();
    known.register(Arc::new(register));
    known
}

fn line(verdict: &Verdict) -> (Outcome, String) {
    let line = verdict.checks().iter().find(|check| check.name == "issuer-known").unwrap();
    (line.outcome, line.evidence.clone())
}

#[test]
fn an_unknown_issuer_is_said_plainly_and_is_no_failure() {
    let verdict = judge(sign(&badge()), &known());
    assert_eq!(valid(&verdict).issuer().known_as(), None);
    let (outcome, evidence) = line(&verdict);
    assert_eq!(outcome, Outcome::NotApplicable);
    assert!(evidence.contains("not in this operator's register"), "{evidence}");
}

#[test]
fn a_known_issuer_is_named_by_id_and_by_domain() {
    let issuer = KnownIssuer { about: Some("affiliate in Exampleland".to_owned()), ..KnownIssuer::named("Example") };
    let mut by_domain = Register::default();
    by_domain.add_domain("*.example.org".parse().unwrap(), issuer.clone());
    let mut known_by_domain = known();
    known_by_domain.register(Arc::new(by_domain));
    for known in [registered(DID, issuer.clone()), known_by_domain] {
        let verdict = judge(sign(&badge()), &known);
        assert_eq!(valid(&verdict).issuer().known_as(), Some(&issuer));
        assert_eq!(line(&verdict), (Outcome::Pass, format!("{DID} is known here as Example (affiliate in Exampleland)")));
    }
}

#[test]
fn being_known_makes_no_signature_hold() {
    let known = registered(DID, KnownIssuer { lists: ListsCount::ForOthers, server: Server::Insignia, ..KnownIssuer::named("Example") });
    let altered = with(sign(&badge()), "/name", json!("Other"));
    assert_eq!(*reason(&judge(altered, &known)), Reason::Altered);
    let by_stranger = sign_as(&badge(), &stranger(), &did::key::did_of(&stranger().verifying_key()));
    assert_eq!(*reason(&judge(by_stranger, &known)), Reason::NotSignedByIssuer);
}

#[test]
fn a_key_in_the_register_is_its_issuers() {
    let mut register = Register::default();
    register.add_key(KnownKey { issuer: DID.to_owned(), key: public(&key()), compromised_at: None });
    let mut known = Known::strict();
    known.register(Arc::new(register));
    let alone = without(badge(), "/credentialStatus");
    assert_eq!(judge(sign(&alone), &known).word(), "valid", "no document was fetched");
    let other = with(alone, "/issuer/id", json!("did:web:other.example"));
    assert_ne!(judge(sign(&other), &known).word(), "valid", "and nobody else's");
}

#[test]
fn the_suspensions_of_a_runs_insignia_are_read() {
    let mut known = registered(DID, KnownIssuer { server: Server::Insignia, ..KnownIssuer::named("Example") });
    let suspension = format!("{LIST}/suspension");
    let seen = Presented::new(sign(&badge()).to_string());
    assert_eq!(needs(&seen, &known).iter().cloned().collect::<Vec<_>>(), [Need::StatusList(suspension.clone())]);
    assert!(matches!(doubt(&verify(&seen, &known, now())), Doubt::StatusUnknown(_)));
    known.answer(Need::StatusList(suspension.clone()), found(&sign(&unsigned_list(&suspension, "suspension", &[SLOT]))));
    assert_eq!(*reason(&verify(&seen, &known, now())), Reason::Suspended);
}

#[test]
fn only_who_is_known_to_keep_lists_for_others_is_believed_about_others() {
    let keeper = did::key::did_of(&stranger().verifying_key());
    let list = with(unsigned_list(LIST, "revocation", &[]), "/issuer", json!(keeper));
    let list = sign_as(&list, &stranger(), &keeper);
    let judged = |issuer: KnownIssuer| {
        let mut known = registered(&keeper, issuer);
        known.answer(Need::StatusList(LIST.to_owned()), found(&list));
        judge(sign(&badge()), &known).word()
    };
    assert_eq!(judged(KnownIssuer::named("Keeper")), "indeterminate");
    assert_eq!(judged(lists_for_others("Keeper")), "valid");
}
