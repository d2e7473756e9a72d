//! `check`: the catalogue as people read it, and the store that somebody tampered with.

use std::path::Path;

use super::{demo, insignia};

#[test]
fn the_starter_catalogue_is_sound_and_told_in_numbers() {
    let at = tempfile::tempdir().unwrap();
    let answer = insignia(at.path(), &["--json", "check"]).done().json();
    assert_eq!(answer["classes"], 19);
    let languages = answer["languages"].as_array().unwrap();
    assert!(languages.iter().any(|one| one["language"] == "uk" && one["classes_percent"] == 100), "{languages:?}");
    let scripts = answer["scripts"].as_array().unwrap();
    assert!(scripts.iter().any(|one| one["script"] == "Bengali"), "{scripts:?}");
    for one in scripts {
        assert!(one["font"].is_string() != one["package"].is_string(), "a script has a font, or a package that would bring one: {one}");
    }
}

/// Each statement needs its trigger gone: that is what the independent count is for.
async fn tamper(database: &Path, statements: &[&'static str]) {
    use sqlx::Connection;
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&format!("sqlite://{}", database.display())).await.unwrap();
    for statement in ["pragma foreign_keys = off"].iter().chain(statements) {
        sqlx::raw_sql(*statement).execute(&mut connection).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    connection.close().await.unwrap();
}

/// What `check --data` finds in a demo after `statements`; each finding as invariant and sentence.
async fn found(statements: &[&'static str]) -> Vec<(String, String)> {
    let at = demo();
    tamper(&at.path().join("data/insignia.db"), statements).await;
    let run = insignia(at.path(), &["--json", "check", "--data"]);
    let answer = run.json();
    let violations = answer["violations"].as_array().unwrap();
    assert_eq!(run.code == 0, violations.is_empty(), "{run:?}");
    let text = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap().to_owned();
    violations.iter().map(|one| (text(one, "invariant"), text(one, "sentence"))).collect()
}

#[track_caller]
fn names(found: &[(String, String)], invariant: &str, words: &str) {
    assert!(found.iter().any(|(one, sentence)| one == invariant && sentence.contains(words)), "{invariant} {words:?} in {found:?}");
}

#[tokio::test]
async fn an_untouched_store_breaks_no_rule() {
    assert_eq!(found(&[]).await, []);
}

/// Statements, the invariant that they break, and words of the finding.
const BROKEN: &[(&[&str], &str, &str)] = &[
    (
        &["drop trigger attestation_withdrawn", "drop trigger attestation_fixed", "update attestation set withdrawn_at = 1"],
        "I1",
        "without its quorum",
    ),
    (&["drop trigger attestation_fixed", "update attestation set attested_at = 0"], "I1", "without a mandate in force"),
    (
        &[
            "drop trigger attestation_criterion_no_update",
            "drop trigger class_version_no_update",
            "update class_version set least_place = 2 where least_place is not null",
            "update attestation_criterion set level = (select l.level from attestation a join nomination n on n.nomination_id = a.nomination_id \
             join class_level l on l.slug = n.slug and l.version = n.version and l.place = 1 where a.attestation_id = attestation_criterion.attestation_id)",
        ],
        "I1",
        "below the level from which on",
    ),
    (&["drop trigger class_version_no_update", "update class_version set least_evidence = 99"], "I1", "without the evidence"),
    (&["drop trigger credential_fixed", "update credential set level = null"], "I1", "certifies a level that its quorum did not reach"),
    (
        &[
            "drop trigger credential_fixed",
            "update credential set level = (select l.level from class_level l where l.slug = credential.slug \
            and l.version = credential.version order by l.place desc limit 1)",
            "drop trigger attestation_criterion_no_update",
            "update attestation_criterion set level = null",
        ],
        "I1",
        "certifies a level that its quorum did not reach",
    ),
    (&["drop trigger credential_fixed", "update credential set version = '9' where rowid = 1"], "I2", "another person, class or issuer"),
    (&["drop trigger edition_fixed", "update edition set number = number + 1 where state = 'published'"], "I2", "numbered from 1"),
    (&["drop trigger signed_edition_no_update", "update signed_edition set jwt = jwt || 'A'"], "I11", "was altered"),
    (&["drop trigger signed_edition_kept", "delete from signed_edition"], "I4", "no signed bytes"),
    (&["drop trigger status_slot_revoked", "update status_slot set revoked_at = null, reason = null"], "I7", "still looks current"),
    (
        &["drop trigger revocation_request_answered", "update revocation_request set confirmed_by = null, confirmed_at = null"],
        "I7",
        "without a second person",
    ),
    (
        &[
            "drop trigger status_slot_changed",
            "drop trigger status_slot_revoked",
            "update status_slot set revoked_at = null, reason = null where reason = 'error'",
        ],
        "I8",
        "does not show the slots",
    ),
    (&["drop trigger log_entry_fixed", "update log_entry set kind = 'other' where seq = 3"], "I12", "not one chain"),
    (&["drop trigger log_entry_no_delete", "delete from log_entry where seq = (select max(seq) from log_entry)"], "I12", "not one chain"),
    (
        &[
            "drop trigger key_pair_fixed",
            "update key_pair set public_jwk = (select public_jwk from key_pair where algorithm = 'rs256') where algorithm = 'ed25519'",
        ],
        "I13",
        "does not verify",
    ),
    (
        &[
            "update account set erased_at = 1, central_id = null, user_name = null, display_name = null, affiliate = null where account_id in (select account_id from credential)",
        ],
        "I14",
        "personal",
    ),
    (
        &["drop trigger key_pair_times", "update key_pair set state = 'compromised', compromised_at = 1"],
        "I17",
        "after it was declared compromised",
    ),
];

#[tokio::test]
async fn each_way_to_break_the_store_is_named() {
    for (statements, invariant, words) in BROKEN {
        names(&found(statements).await, invariant, words);
    }
}
