//! What the rules leave open must work, what they do by themselves must happen, and what is a
//! constraint rather than a trigger must refuse as well.

use insignia::platform::database::{Database, StoreError};

use super::credentials::{CREDENTIAL, EDITION, PROFICIENT, QUORUM, RELEASE, SLOT};
use super::{drop_trigger, execute, filled};
use crate::harness::{Harness, on_both_backends};

const ALLOWED: &[(&str, &[&str])] = &[
    (
        "a pending key becomes active after the active one retires",
        &[
            "update key_pair set state = 'retired', retired_at = {t9} where kid = 'ed-active'",
            "update key_pair set state = 'active', activated_at = {t9} where kid = 'ed-pending'",
        ],
    ),
    (
        "a retired key can still be declared compromised",
        &["update key_pair set state = 'compromised', compromised_at = {t9} where kid = 'ed-retired'"],
    ),
    (
        "a mandate is paused, resumed and ended",
        &[
            "update mandate set paused_at = {t9} where mandate_id = {mand1}",
            "update mandate set paused_at = null where mandate_id = {mand1}",
            "update mandate set ended_at = {t9} where mandate_id = {mand1}",
        ],
    ),
    ("a person who changes names stays the same account", &["update account set user_name = 'Dina2' where account_id = {acc4}"]),
    (
        "a release changes until its edition is recorded",
        &[
            "update release set names = '[]', confirmed_by = 'trainer', confirmed_at = {t9} where nomination_id = {nm2}",
            "delete from release where nomination_id = {nm2}",
        ],
    ),
    (
        "an attestation under a badge mandate counts while the badge stands",
        &[
            "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc4}, {mand5}, 'Wikimedia Gamma', 'name', {t9})",
            "insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'run')",
            CREDENTIAL,
        ],
    ),
    (
        "a trainer attests the same criterion again after withdrawing",
        &[
            "update attestation set withdrawn_at = {t9}, withdrawn_reason = 'Too early.' where attestation_id = {att3}",
            "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc2}, {mand1}, 'Wikimedia Alpha', 'name', {t9})",
            "insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'run')",
        ],
    ),
    (
        "a level that the whole quorum reached is certified",
        &[
            "update attestation set withdrawn_at = {t4} where attestation_id = {att3}",
            "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t4}), ({att21}, {nm2}, {acc5}, {acc2}, {mand1}, 'Wikimedia Alpha', 'name', {t4})",
            "insert into attestation_criterion (attestation_id, criterion, level)
            values ({att20}, 'plan', 'proficient'), ({att20}, 'run', 'proficient'), ({att21}, 'run', 'proficient')",
            PROFICIENT,
        ],
    ),
    (
        "a criterion is met with the evidence that the class asks for",
        &[
            "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm5}, {acc5}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t6})",
            "insert into evidence (attestation_id, ordinal, narrative) values ({att20}, 0, 'Led the second half.')",
            "insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'teach')",
        ],
    ),
    (
        "an edition goes its whole way",
        &[
            RELEASE,
            SLOT,
            EDITION,
            "insert into signed_edition (edition_id, json, jwt) values ({ed20}, {zero1}, 'a.b.c')",
            "update status_slot set revoked_at = {t9}, reason = 'superseded' where edition_id = {ed2}",
            "update edition set state = 'superseded' where edition_id = {ed2}",
            "update edition set state = 'published', published_at = {t9}, json_digest = {zero32}, jwt_digest = {zero32} where edition_id = {ed20}",
        ],
    ),
    (
        "an edition recorded before a rotation is finished with the retired key",
        &[
            RELEASE,
            SLOT,
            EDITION,
            "update key_pair set state = 'retired', retired_at = {t9} where kid = 'ed-active'",
            "insert into signed_edition (edition_id, json, jwt) values ({ed20}, {zero1}, 'a.b.c')",
            "update status_slot set revoked_at = {t9}, reason = 'superseded' where edition_id = {ed2}",
            "update edition set state = 'superseded' where edition_id = {ed2}",
            "update edition set state = 'published', published_at = {t9}, json_digest = {zero32}, jwt_digest = {zero32} where edition_id = {ed20}",
        ],
    ),
    (
        "a revocation that a second person confirmed",
        &[
            "update revocation_request set confirmed_by = {acc1}, confirmed_at = {t9} where request_id = {req3}",
            "update status_slot set revoked_at = {t9}, reason = 'misconduct' where edition_id = {ed2}",
        ],
    ),
    (
        "the right badge takes the place of a wrong one, when a second person agreed",
        &[
            "update revocation_request set confirmed_by = {acc1}, confirmed_at = {t9} where request_id = {req4}",
            "update status_slot set revoked_at = {t9}, reason = 'superseded' where edition_id = {ed2}",
        ],
    ),
    (
        "a suspension comes and goes",
        &[
            "update status_slot set suspended_at = {t9} where edition_id = {ed2}",
            "update status_slot set suspended_at = null where edition_id = {ed2}",
            "insert into suspension (suspension_id, credential_id, reason, suspended_by, suspended_at) values ({ssp20}, {cred2}, 'again', {acc1}, {t9})",
        ],
    ),
    (
        "erasing a credential deletes its bytes and empties its words",
        &[
            "insert into erasure (credential_id, erased_at, reason) values ({cred1}, {t9}, 'wish')",
            "delete from signed_edition where edition_id in ({ed1}, {ed2})",
            "delete from edition_payload where edition_id in ({ed1}, {ed2})",
            "delete from evidence where attestation_id = {att1}",
            "delete from release where nomination_id = {nm1}",
            "update attestation set statement = null where nomination_id = {nm1}",
            "update log_entry set nonce = null, subject = null where subject = {cred1}",
        ],
    ),
    (
        "erasing a person works without a credential",
        &[
            "update account set erased_at = {t9}, central_id = null, user_name = null, display_name = null, affiliate = null where account_id = {acc5}",
            "update attestation set withdrawn_reason = null where attestation_id = {att9}",
            "delete from release where nomination_id in ({nm2}, {nm5})",
        ],
    ),
    (
        "a trainer still withdraws, without a word, what they attested about an erased person",
        &[
            "update account set erased_at = {t8}, central_id = null, user_name = null, display_name = null, affiliate = null where account_id = {acc5}",
            "update attestation set withdrawn_at = {t9} where attestation_id = {att3}",
        ],
    ),
    (
        "an answer is emptied by erasure and dropped after a day",
        &["update idempotency set response = null", "delete from idempotency where created_at < {t99}"],
    ),
    ("an older status list edition is cleared away", &["delete from status_list_edition where purpose = 'revocation' and version = 1"]),
];

/// Refused by a check, a key or a foreign key.
const CONSTRAINTS: &[(&str, &[&str], &str)] = &[
    ("nobody attests their own badge", &[
        "insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, decision, created_at)
            values ({mand20}, {acc5}, 'Wikimedia Alpha', {t0}, {t99}, 'founding', 'committee', 0)",
        "insert into mandate_class (mandate_id, slug) values ({mand20}, 'event-organiser')",
    ], "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc5}, {mand20}, 'Wikimedia Alpha', 'name', {t4})"),
    ("an attestation names the nomination's holder", &[],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc1}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t4})"),
    ("an attestation names its mandate's affiliate", &[],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc3}, {mand2}, 'Wikimedia Alpha', 'name', {t4})"),
    ("nobody gives themselves a mandate", &[],
        "insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, given_by, decision, created_at)
            values ({mand20}, {acc1}, 'Wikimedia Alpha', 0, 1, 'given', {acc1}, 'myself', 0)"),
    ("a given mandate says by whom", &[],
        "insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, decision, created_at)
            values ({mand20}, {acc1}, 'Wikimedia Alpha', 0, 1, 'given', 'somebody', 0)"),
    ("only a mandate by badge names a badge", &[],
        "insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, decision, credential_id, created_at)
            values ({mand20}, {acc1}, 'Wikimedia Alpha', 0, 1, 'founding', 'committee', {cred2}, 0)"),
    ("a revocation is not confirmed by who asked", &[],
        "update revocation_request set confirmed_by = {acc2}, confirmed_at = {t9} where request_id = {req3}"),
    ("one open nomination per person and class version", &[],
        "insert into nomination (nomination_id, account_id, slug, version, issuer_slug, language, created_at)
            values ({nm20}, {acc5}, 'event-organiser', '1.0', 'main', 'en', 0)"),
    ("a training nominates only for the versions it pinned", &[],
        "insert into nomination (nomination_id, account_id, slug, version, issuer_slug, training_id, language, created_at)
            values ({nm20}, {acc1}, 'no-criteria', '1.0', 'main', {trn1}, 'en', 0)"),
    ("a credential is for the nominated person", &[QUORUM],
        "insert into credential (credential_id, nomination_id, account_id, issuer_slug, slug, version, level, subject_id, awarded_at, epoch, recorded_at)
            values ({cred20}, {nm2}, {acc1}, 'main', 'event-organiser', '1.0', 'independent', 'urn:uuid:x', {t9}, 1, {t9})"),
    ("one unfinished edition at a time", &[RELEASE, SLOT, EDITION,
        "insert into release (nomination_id, edition_number, names, account_shown, email_form, confirmed_by) values ({nm1}, 4, '[]', 0, 'none', 'none')",
        "insert into status_slot (list_id, slot, edition_id) values ({list1}, 21, {ed21})",
    ], "insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state)
            values ({ed21}, {cred1}, 4, {list1}, 21, {zero32}, 'ed-active', 'rsa-active', {t9}, 'recorded')"),
    ("one live edition at a time", &[RELEASE, SLOT, EDITION, "insert into signed_edition (edition_id, json, jwt) values ({ed20}, {zero1}, 'a.b.c')"],
        "update edition set state = 'published', published_at = {t9}, json_digest = {zero32}, jwt_digest = {zero32} where edition_id = {ed20}"),
    ("a published edition has its digests", &[RELEASE, SLOT, EDITION,
        "insert into signed_edition (edition_id, json, jwt) values ({ed20}, {zero1}, 'a.b.c')",
        "update status_slot set revoked_at = {t9}, reason = 'superseded' where edition_id = {ed2}",
        "update edition set state = 'superseded' where edition_id = {ed2}",
    ], "update edition set state = 'published', published_at = {t9} where edition_id = {ed20}"),
    ("a slot is used once", &[], "insert into status_slot (list_id, slot, edition_id) values ({list1}, 1007, {ed20})"),
    ("an edition has one slot", &[], "insert into status_slot (list_id, slot, edition_id) values ({list1}, 20, {ed2})"),
    ("an edition takes only the slot given to it", &[RELEASE, "insert into status_slot (list_id, slot, edition_id) values ({list1}, 20, {ed21})"], EDITION),
    ("a list is full at half", &[], "update status_list set used = 65537 where list_id = {list1}"),
    ("a list is not smaller than the specification asks", &[],
        "insert into status_list (list_id, issuer_slug, epoch, capacity, used, change, created_at) values ({list20}, 'main', 1, 8, 0, 0, 0)"),
    ("a revoked slot says why", &[], "update status_slot set revoked_at = {t9} where edition_id = {ed2}"),
    ("one active key per issuer and algorithm", &[], "update key_pair set state = 'active', activated_at = {t9} where kid = 'ed-pending'"),
    ("an erased person has no name", &[], "update account set display_name = 'Farida' where account_id = {acc6}"),
    ("nothing is signed about a person without their word", &[], "update release set names = '[\"Ekow\"]' where nomination_id = {nm2}"),
    ("an e-mail address is not kept without a form", &[], "update release set email = 'e@example.org' where nomination_id = {nm2}"),
    ("one open suspension at a time", &[
        "insert into suspension (suspension_id, credential_id, reason, suspended_by, suspended_at) values ({ssp20}, {cred2}, 'again', {acc1}, {t9})",
    ], "insert into suspension (suspension_id, credential_id, reason, suspended_by, suspended_at) values ({ssp21}, {cred2}, 'again', {acc1}, {t9})"),
    ("one answer per retry key", &[],
        "insert into idempotency (principal, key, request_digest, created_at) values ({acc2}, 'retry-1', {zero32}, 0)"),
    ("an id has 26 characters", &[], "insert into account (account_id, shown_as, minor, created_at) values ('short', 'name', 0, 0)"),
    ("a yes is 1", &[], "update account set minor = 2 where account_id = {acc1}"),
    ("a name of an issuer is an address", &[], "insert into issuer (slug, did, created_at) values ('Main Issuer', 'did:x', 0)"),
    ("the log keeps whole hashes", &[], "insert into log_entry (seq, kind, commitment, chain) values (6, 'x', {zero31}, {zero32})"),
];

async fn number(database: &Database, sql: &'static str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(filled(sql))).fetch_one(database.reader()).await.unwrap()
}

async fn commit(harness: &Harness, statements: &[&str]) {
    let mut writing = harness.database.writing().await.unwrap();
    for statement in statements {
        execute(&mut writing, statement).await.unwrap_or_else(|e| panic!("{statement}: {e}"));
    }
    let _committed = writing.commit().await.unwrap();
}

on_both_backends! {
    async fn what_the_rules_leave_open_is_possible(harness) {
        harness.load_sample().await;
        let mut wrong = Vec::new();
        for (claim, statements) in ALLOWED {
            let mut writing = harness.database.writing().await.unwrap();
            for statement in *statements {
                if let Err(error) = execute(&mut writing, statement).await {
                    wrong.push(format!("{claim}: {statement}: {error}"));
                    break;
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        harness.finish().await;
    }

    async fn every_constraint_refuses_what_it_is_for(harness) {
        harness.load_sample().await;
        let mut wrong = Vec::new();
        for (claim, given, refused) in CONSTRAINTS {
            let mut writing = harness.database.writing().await.unwrap();
            for statement in *given {
                execute(&mut writing, statement).await.unwrap_or_else(|e| panic!("{claim}: given {statement}: {e}"));
            }
            match execute(&mut writing, refused).await {
                Err(StoreError::Constraint(_) | StoreError::Taken(_)) => {}
                other => wrong.push(format!("{claim}: {other:?}")),
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        harness.finish().await;
    }

    // The rule about open nominations says so first; this is the belt below it.
    async fn a_nomination_has_one_credential_even_without_that_rule(harness) {
        harness.load_sample().await;
        let mut writing = harness.database.writing().await.unwrap();
        execute(&mut writing, QUORUM).await.unwrap();
        execute(&mut writing, &drop_trigger(harness.dialect(), "credential_nomination_open")).await.unwrap();
        execute(&mut writing, CREDENTIAL).await.unwrap();
        let second = execute(&mut writing, &CREDENTIAL.replace("{cred20}", "{cred21}")).await.unwrap_err();
        assert!(second.is_unique_violation(), "{second:?}");
        drop(writing);
        harness.finish().await;
    }

    async fn recording_a_credential_closes_its_nomination(harness) {
        harness.load_sample().await;
        commit(&harness, &[QUORUM, CREDENTIAL]).await;
        let closed = number(&harness.database, "select closed_at - {t9} from nomination where nomination_id = {nm2}").await;
        assert_eq!(closed, 0);
        harness.finish().await;
    }

    async fn slots_and_changes_are_counted_by_the_schema(harness) {
        harness.load_sample().await;
        let used = "select used from status_list where list_id = {list1}";
        let change = "select change from status_list where list_id = {list1}";
        let before = (number(&harness.database, used).await, number(&harness.database, change).await);
        commit(&harness, &[
            "insert into status_slot (list_id, slot, edition_id) values ({list1}, 20, {ed20}), ({list1}, 21, {ed21}), ({list2}, 20, {ed22})",
            // Taken: not counted.
            "insert into status_slot (list_id, slot, edition_id) values ({list1}, 20, {ed23}) on conflict do nothing",
            "update status_slot set suspended_at = {t9} where edition_id in ({ed20}, {ed21})",
            "update status_slot set revoked_at = {t9}, reason = 'cancelled' where edition_id = {ed20}",
            // The same again is no change.
            "update status_slot set suspended_at = {t9} where edition_id = {ed20}",
        ]).await;
        let after = (number(&harness.database, used).await, number(&harness.database, change).await);
        assert_eq!(after, (before.0 + 2, before.1 + 3));
        harness.finish().await;
    }
}
