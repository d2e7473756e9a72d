//! Rules about credentials and editions: the quorum, the states, the bytes.

use super::{Case, case};

/// The quorum of the slip person's nomination: 'plan' and 'run' by trainer 2 are in the sample.
pub(in crate::store) const QUORUM: &str =
    "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
        values ({att20}, {nm2}, {acc5}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t4});
    insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'run')";
pub(in crate::store) const CREDENTIAL: &str =
    "insert into credential (credential_id, nomination_id, account_id, issuer_slug, slug, version, level, subject_id, awarded_at, epoch, recorded_at)
        values ({cred20}, {nm2}, {acc5}, 'main', 'event-organiser', '1.0', 'independent', 'urn:uuid:x', {t9}, 1, {t9})";
/// The same, certified at the highest level.
pub(super) const PROFICIENT: &str =
    "insert into credential (credential_id, nomination_id, account_id, issuer_slug, slug, version, level, subject_id, awarded_at, epoch, recorded_at)
        values ({cred20}, {nm2}, {acc5}, 'main', 'event-organiser', '1.0', 'proficient', 'urn:uuid:x', {t9}, 1, {t9})";
/// A third edition of the first badge, up to T1.
pub(super) const RELEASE: &str = "insert into release (nomination_id, edition_number, names, account_shown, email_form, confirmed_by) values ({nm1}, 3, '[]', 0, 'none', 'none')";
pub(super) const SLOT: &str = "insert into status_slot (list_id, slot, edition_id) values ({list1}, 20, {ed20})";
pub(super) const EDITION: &str =
    "insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state)
        values ({ed20}, {cred1}, 3, {list1}, 20, {zero32}, 'ed-active', 'rsa-active', {t9}, 'recorded');
    insert into edition_payload (edition_id, payload) values ({ed20}, {zero1})";
const SIGNED: &str = "insert into signed_edition (edition_id, json, jwt) values ({ed20}, {zero1}, 'a.b.c')";
const PUBLISH: &str =
    "update edition set state = 'published', published_at = {t9}, json_digest = {zero32}, jwt_digest = {zero32} where edition_id = {ed20}";
const REPLACE: &str = "update status_slot set revoked_at = {t9}, reason = 'superseded' where edition_id = {ed2};
    update edition set state = 'superseded' where edition_id = {ed2}";

pub(super) const CASES: &[Case] = &[
    case("credential_nomination_open", &[QUORUM, "update nomination set closed_at = {t5} where nomination_id = {nm2}"], CREDENTIAL),
    // One of two.
    case("credential_quorum", &[], CREDENTIAL),
    // Two, one of them withdrawn.
    case("credential_quorum", &[QUORUM, "update attestation set withdrawn_at = {t5} where attestation_id = {att20}"], CREDENTIAL),
    // Two trainers, one affiliate.
    case(
        "credential_quorum",
        &["insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, given_by, decision, created_at)
                values ({mand20}, {acc3}, 'Wikimedia Alpha', {t0}, {t99}, 'given', {acc1}, 'committee', {t0});
            insert into mandate_class (mandate_id, slug) values ({mand20}, 'event-organiser');
            insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
                values ({att20}, {nm2}, {acc5}, {acc3}, {mand20}, 'Wikimedia Alpha', 'name', {t4});
            insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'run')"],
        CREDENTIAL,
    ),
    // One trainer where two are asked for, affiliates aside.
    case(
        "credential_quorum",
        &[],
        "insert into credential (credential_id, nomination_id, account_id, issuer_slug, slug, version, subject_id, awarded_at, epoch, recorded_at)
            values ({cred20}, {nm5}, {acc5}, 'main', 'projects-trainer', '1.0', 'urn:uuid:x', {t9}, 1, {t9})",
    ),
    // A class without criteria has no quorum to reach.
    case(
        "credential_quorum",
        &["insert into nomination (nomination_id, account_id, slug, version, issuer_slug, language, created_at)
            values ({nm20}, {acc5}, 'no-criteria', '1.0', 'main', 'en', 0)"],
        "insert into credential (credential_id, nomination_id, account_id, issuer_slug, slug, version, subject_id, awarded_at, epoch, recorded_at)
            values ({cred20}, {nm20}, {acc5}, 'main', 'no-criteria', '1.0', 'urn:uuid:x', {t9}, 1, {t9})",
    ),
    // Nobody said so.
    case("credential_quorum_level", &[QUORUM], PROFICIENT),
    // One of two trainers said so.
    case(
        "credential_quorum_level",
        &["insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
                values ({att20}, {nm2}, {acc5}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t4});
            insert into attestation_criterion (attestation_id, criterion, level)
                values ({att20}, 'plan', 'proficient'), ({att20}, 'run', 'proficient')"],
        PROFICIENT,
    ),
    // Both of one affiliate.
    case(
        "credential_quorum_level",
        &[
            QUORUM,
            "insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, given_by, decision, created_at)
                values ({mand20}, {acc4}, 'Wikimedia Alpha', {t0}, {t99}, 'given', {acc1}, 'committee', {t0}),
                    ({mand21}, {acc6}, 'Wikimedia Alpha', {t0}, {t99}, 'given', {acc1}, 'committee', {t0});
            insert into mandate_class (mandate_id, slug) values ({mand20}, 'event-organiser'), ({mand21}, 'event-organiser');
            insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
                values ({att21}, {nm2}, {acc5}, {acc4}, {mand20}, 'Wikimedia Alpha', 'name', {t4}),
                    ({att22}, {nm2}, {acc5}, {acc6}, {mand21}, 'Wikimedia Alpha', 'name', {t4});
            insert into attestation_criterion (attestation_id, criterion, level) values ({att21}, 'plan', 'proficient'),
                ({att21}, 'run', 'proficient'), ({att22}, 'plan', 'proficient'), ({att22}, 'run', 'proficient')",
        ],
        PROFICIENT,
    ),
    // Below the level at which the badge is awarded.
    case(
        "credential_quorum_level",
        &[QUORUM],
        "insert into credential (credential_id, nomination_id, account_id, issuer_slug, slug, version, level, subject_id, awarded_at, epoch, recorded_at)
            values ({cred20}, {nm2}, {acc5}, 'main', 'event-organiser', '1.0', 'supported', 'urn:uuid:x', {t9}, 1, {t9})",
    ),
    // None, where the class tells levels apart.
    case(
        "credential_quorum_level",
        &[QUORUM],
        "insert into credential (credential_id, nomination_id, account_id, issuer_slug, slug, version, subject_id, awarded_at, epoch, recorded_at)
            values ({cred20}, {nm2}, {acc5}, 'main', 'event-organiser', '1.0', 'urn:uuid:x', {t9}, 1, {t9})",
    ),
    case("credential_epoch", &[QUORUM, "update installation set epoch = 2"], CREDENTIAL),
    case("credential_fixed", &[], "update credential set awarded_at = {t1} where credential_id = {cred1}"),
    case("credential_fixed", &[], "update credential set level = 'proficient' where credential_id = {cred1}"),
    case("credential_cancelled", &[], "update credential set cancelled_at = {t9} where credential_id = {cred1}"),
    case("credential_cancelled", &[], "update credential set cancelled_at = null where credential_id = {cred4}"),
    case("credential_no_delete", &[QUORUM, CREDENTIAL], "delete from credential where credential_id = {cred20}"),
    case(
        "edition_starts",
        &[RELEASE, SLOT],
        "insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state, published_at, json_digest, jwt_digest)
            values ({ed20}, {cred1}, 3, {list1}, 20, {zero32}, 'ed-active', 'rsa-active', {t9}, 'published', {t9}, {zero32}, {zero32})",
    ),
    case(
        "edition_starts",
        &["insert into release (nomination_id, edition_number, names, account_shown, email_form, confirmed_by) values ({nm1}, 9, '[]', 0, 'none', 'none')", SLOT],
        "insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state)
            values ({ed20}, {cred1}, 9, {list1}, 20, {zero32}, 'ed-active', 'rsa-active', {t9}, 'recorded')",
    ),
    case(
        "edition_starts",
        &["insert into release (nomination_id, edition_number, names, account_shown, email_form, confirmed_by) values ({nm5}, 2, '[]', 0, 'none', 'none')", SLOT],
        "insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state)
            values ({ed20}, {cred4}, 2, {list1}, 20, {zero32}, 'ed-active', 'rsa-active', {t9}, 'recorded')",
    ),
    case("edition_released", &[SLOT], EDITION),
    // An erased credential gets no further edition, whatever was released before.
    case(
        "edition_released",
        &[RELEASE, SLOT, "insert into erasure (credential_id, erased_at, reason) values ({cred1}, {t9}, 'wish')"],
        EDITION,
    ),
    case(
        "edition_slot_of_issuer",
        &[RELEASE, "insert into status_slot (list_id, slot, edition_id) values ({list2}, 20, {ed20})"],
        "insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state)
            values ({ed20}, {cred1}, 3, {list2}, 20, {zero32}, 'ed-active', 'rsa-active', {t9}, 'recorded')",
    ),
    case(
        "edition_keys",
        &[RELEASE, SLOT],
        "insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state)
            values ({ed20}, {cred1}, 3, {list1}, 20, {zero32}, 'ed-retired', 'rsa-active', {t9}, 'recorded')",
    ),
    case(
        "edition_keys",
        &[RELEASE, SLOT],
        "insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state)
            values ({ed20}, {cred1}, 3, {list1}, 20, {zero32}, 'ed-other', 'rsa-active', {t9}, 'recorded')",
    ),
    case("edition_fixed", &[], "update edition set payload_digest = {zero32} where edition_id = {ed2}"),
    case("edition_fixed", &[], "update edition set rsa_kid = 'ed-active' where edition_id = {ed2}"),
    case("edition_state", &[], "update edition set state = 'recorded' where edition_id = {ed3}"),
    case("edition_state", &[], "update edition set state = 'published' where edition_id = {ed1}"),
    case("edition_state", &[], "update edition set state = 'recorded' where edition_id = {ed5}"),
    case("edition_state", &[], "update edition set state = 'cancelled' where edition_id = {ed4}"),
    case("edition_published_once", &[], "update edition set json_digest = {zero32} where edition_id = {ed2}"),
    case("edition_signed", &[RELEASE, SLOT, EDITION, REPLACE], PUBLISH),
    case(
        "edition_signed",
        &[RELEASE, SLOT, EDITION, SIGNED, REPLACE, "update key_pair set state = 'compromised', compromised_at = {t9} where kid = 'ed-active'"],
        PUBLISH,
    ),
    case("edition_slot_set", &[], "update edition set state = 'superseded' where edition_id = {ed2}"),
    case("edition_slot_set", &[RELEASE, SLOT, EDITION], "update edition set state = 'cancelled' where edition_id = {ed20}"),
    case("edition_no_delete", &[RELEASE, SLOT, EDITION], "delete from edition where edition_id = {ed5}"),
    case("edition_payload_recorded", &[], "insert into edition_payload (edition_id, payload) values ({ed4}, {zero1})"),
    case("edition_payload_no_update", &[], "update edition_payload set payload = {zero1} where edition_id = {ed2}"),
    case("edition_payload_kept", &[], "delete from edition_payload where edition_id = {ed2}"),
    case("signed_edition_recorded", &[], "insert into signed_edition (edition_id, json, jwt) values ({ed4}, {zero1}, 'a.b.c')"),
    case("signed_edition_no_update", &[], "update signed_edition set jwt = 'a.b.c' where edition_id = {ed2}"),
    case("signed_edition_kept", &[], "delete from signed_edition where edition_id = {ed1}"),
    case("erasure_no_update", &[], "update erasure set reason = 'other'"),
    case("erasure_no_delete", &[], "delete from erasure"),
    case("suspension_fixed", &[], "update suspension set reason = 'other'"),
    case("suspension_lifted", &[], "update suspension set lifted_at = null, lifted_by = null"),
    case("suspension_no_delete", &[], "delete from suspension"),
    case("revocation_request_fixed", &[], "update revocation_request set reason = 'error' where request_id = {req3}"),
    case(
        "revocation_request_answered",
        &[],
        "update revocation_request set declined_by = null, declined_at = null, confirmed_by = {acc1}, confirmed_at = {t9} where request_id = {req2}",
    ),
    case("revocation_request_answered", &[], "update revocation_request set confirmed_by = {acc3} where request_id = {req1}"),
    case(
        "revocation_request_starts",
        &[],
        "insert into revocation_request (request_id, credential_id, reason, asked_by, asked_at, confirmed_by, confirmed_at)
            values ({req20}, {cred1}, 'error', {acc1}, {t9}, {acc2}, {t9})",
    ),
    case("revocation_request_note", &[], "update revocation_request set note = null where request_id = {req2}"),
    case("revocation_request_note", &[], "update revocation_request set note = 'Other.' where request_id = {req1}"),
    case("revocation_request_no_delete", &[], "delete from revocation_request where request_id = {req3}"),
];
