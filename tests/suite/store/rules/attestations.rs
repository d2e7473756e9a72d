//! Rules about attestations: who may, what for, until when, and that nothing is rewritten.

use super::{Case, case};

/// By trainer 3 for the slip person's open nomination, under the mandate of Wikimedia Beta.
const ATTESTED: &str =
    "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
        values ({att20}, {nm2}, {acc5}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t4})";

/// By trainer 3 for a class that asks for a piece of evidence.
const TAUGHT: &str =
    "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
        values ({att20}, {nm5}, {acc5}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t6})";

/// The slip person of the open nomination.
const ERASED: &str = "update account set erased_at = {t8}, central_id = null, user_name = null, display_name = null, affiliate = null where account_id = {acc5}";

pub(super) const CASES: &[Case] = &[
    case(
        "attestation_open",
        &[],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm1}, {acc4}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t4})",
    ),
    case(
        "attestation_open",
        &[],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm6}, {acc1}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t4})",
    ),
    case(
        "attestation_open",
        &[],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at, withdrawn_at)
            values ({att20}, {nm2}, {acc5}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t4}, {t4})",
    ),
    // Ended.
    case(
        "attestation_entitled",
        &[],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc3}, {mand3}, 'Wikimedia Alpha', 'name', {t4})",
    ),
    // Paused.
    case(
        "attestation_entitled",
        &[],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc2}, {mand4}, 'Wikimedia Beta', 'name', {t4})",
    ),
    // The last instant is not included.
    case(
        "attestation_entitled",
        &[],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t5000})",
    ),
    // Not begun.
    case(
        "attestation_entitled",
        &[],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t0} - 1)",
    ),
    // For another class.
    case(
        "attestation_entitled",
        &[],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm5}, {acc5}, {acc4}, {mand5}, 'Wikimedia Gamma', 'name', {t6})",
    ),
    // By a trainer badge that is suspended.
    case(
        "attestation_entitled",
        &["update status_slot set suspended_at = {t9} where edition_id = {ed3}"],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc4}, {mand5}, 'Wikimedia Gamma', 'name', {t9})",
    ),
    // By a trainer badge that is revoked.
    case(
        "attestation_entitled",
        &["update status_slot set revoked_at = {t9}, reason = 'key-compromise' where edition_id = {ed3}"],
        "insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc4}, {mand5}, 'Wikimedia Gamma', 'name', {t9})",
    ),
    case("attestation_fixed", &[], "update attestation set attested_at = {t2} where attestation_id = {att3}"),
    case("attestation_fixed", &[], "update attestation set shown_as = 'account' where attestation_id = {att3}"),
    case("attestation_withdrawn", &[], "update attestation set withdrawn_at = {t9} where attestation_id = {att9}"),
    case("attestation_words", &[], "update attestation set statement = 'Never seen.' where attestation_id = {att1}"),
    case("attestation_words", &[], "update attestation set statement = null where attestation_id = {att1}"),
    case("attestation_words", &[], "update attestation set statement = 'Again.' where attestation_id = {att6}"),
    case("attestation_words", &[], "update attestation set withdrawn_reason = 'Other.' where attestation_id = {att9}"),
    case("attestation_no_delete", &[ATTESTED], "delete from attestation where attestation_id = {att20}"),
    // Of another class, and of none.
    case("attestation_criterion_of_class", &[ATTESTED], "insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'teach')"),
    case("attestation_criterion_of_class", &[ATTESTED], "insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'dance')"),
    case(
        "attestation_criterion_of_class",
        &[ATTESTED, "update attestation set withdrawn_at = {t5} where attestation_id = {att20}"],
        "insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'run')",
    ),
    case(
        "attestation_criterion_of_class",
        &[ATTESTED, "update nomination set closed_at = {t5} where nomination_id = {nm2}"],
        "insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'run')",
    ),
    case(
        "attestation_criterion_of_class",
        &[ATTESTED, "update mandate set ended_at = {t5} where mandate_id = {mand2}"],
        "insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'run')",
    ),
    case(
        "attestation_criterion_once",
        &["insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
            values ({att20}, {nm2}, {acc5}, {acc2}, {mand1}, 'Wikimedia Alpha', 'name', {t4})"],
        "insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'run')",
    ),
    // Below, and unknown.
    case(
        "attestation_criterion_level",
        &[ATTESTED],
        "insert into attestation_criterion (attestation_id, criterion, level) values ({att20}, 'run', 'supported')",
    ),
    case(
        "attestation_criterion_level",
        &[ATTESTED],
        "insert into attestation_criterion (attestation_id, criterion, level) values ({att20}, 'run', 'master')",
    ),
    // A class that tells no levels apart has none.
    case(
        "attestation_criterion_level",
        &[TAUGHT, "insert into evidence (attestation_id, ordinal, narrative) values ({att20}, 0, 'Led the second half.')"],
        "insert into attestation_criterion (attestation_id, criterion, level) values ({att20}, 'teach', 'independent')",
    ),
    case("attestation_criterion_evidence", &[TAUGHT], "insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'teach')"),
    case("attestation_criterion_no_update", &[], "update attestation_criterion set level = 'expert' where attestation_id = {att3}"),
    case("attestation_criterion_no_delete", &[], "delete from attestation_criterion where attestation_id = {att3}"),
    case("evidence_open", &[], "insert into evidence (attestation_id, ordinal, narrative) values ({att1}, 1, 'More.')"),
    case("evidence_open", &[], "insert into evidence (attestation_id, ordinal, narrative) values ({att9}, 1, 'More.')"),
    case("evidence_no_update", &[], "update evidence set narrative = 'Other.'"),
    case("evidence_kept", &[], "delete from evidence where attestation_id = {att1}"),
    // Erased, with the nomination still open: nothing new is written.
    case("nomination_of_erased", &[], "insert into nomination (nomination_id, account_id, slug, version, issuer_slug, language, created_at)
        values ({nm20}, {acc6}, 'projects-trainer', '1.0', 'main', 'en', 0)"),
    case("release_of_erased", &[ERASED], "insert into release (nomination_id, edition_number, names, account_shown, email_form, confirmed_by)
        values ({nm2}, 2, '[]', 0, 'none', 'none')"),
    case("attestation_of_erased", &[ERASED], ATTESTED),
    case("attestation_reason_of_erased", &[ERASED], "update attestation set withdrawn_at = {t9}, withdrawn_reason = 'Never seen.' where attestation_id = {att3}"),
    case("evidence_of_erased", &[ERASED], "insert into evidence (attestation_id, ordinal, narrative) values ({att3}, 0, 'More.')"),
    case("revocation_request_of_erased", &[], "insert into revocation_request (request_id, credential_id, reason, note, asked_by, asked_at)
        values ({req20}, {cred3}, 'error', 'Was it Farida?', {acc1}, {t9})"),
];
