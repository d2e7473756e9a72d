//! Rules about workshops, participants, slips and ticks.

use super::{Case, case};

/// A nomination of the rehearsal, with every quorum.
const REHEARSED: &str = "insert into account (account_id, shown_as, minor, created_at) values ({acc20}, 'name', 0, 0);
    insert into nomination (nomination_id, account_id, slug, version, issuer_slug, training_id, language, created_at)
        values ({nm20}, {acc20}, 'event-organiser', '1.0', 'main', {trn2}, 'en', {t1});
    insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, shown_as, attested_at)
        values ({att20}, {nm20}, {acc20}, {acc2}, {mand1}, 'Wikimedia Alpha', 'name', {t4}), ({att21}, {nm20}, {acc20}, {acc3}, {mand2}, 'Wikimedia Beta', 'name', {t4});
    insert into attestation_criterion (attestation_id, criterion) values ({att20}, 'plan'), ({att20}, 'run'), ({att21}, 'run')";

pub(super) const CASES: &[Case] = &[
    case("workshop_fixed", &[], "update workshop set rehearsal = 0 where training_id = {trn2}"),
    case("workshop_fixed", &[], "update workshop set issuer_slug = 'other' where training_id = {trn1}"),
    case("participation_fixed", &[], "update participation set number = 9 where training_id = {trn1} and account_id = {acc4}"),
    case("participation_no_delete", &["delete from tick"], "delete from participation"),
    case(
        "participation_of_erased",
        &["insert into account (account_id, shown_as, minor, created_at, erased_at) values ({acc20}, 'name', 0, 0, 1)"],
        "insert into participation (training_id, account_id, number, account_shown, language, minor, came_by, joined_at, confirmed_by)
            values ({trn1}, {acc20}, 9, 0, 'en', 0, 'list', 0, 'none')",
    ),
    case("slip_fixed", &[], "update slip set code_hash = {zero32} where slip_id = {slp3}"),
    case("slip_held", &[], "update slip set account_id = {acc4} where slip_id = {slp2}"),
    case("slip_voided", &[], "update slip set voided_at = null where slip_id = {slp1}"),
    case("slip_voided", &[], "update slip set pin_hash = 'x' where slip_id = {slp1}"),
    case("slip_no_delete", &[], "delete from slip where slip_id = {slp3}"),
    case("tick_fixed", &[], "update tick set ticked_at = 1 where account_id = {acc5}"),
    case("tick_fixed", &[], "update tick set trainer_id = {acc2} where account_id = {acc5}"),
    case("tick_attested", &[], "update tick set met = 0 where account_id = {acc4}"),
    case(
        "tick_of_class",
        &[],
        "insert into tick (training_id, account_id, slug, criterion, trainer_id, met, came_from, ticked_at)
            values ({trn1}, {acc4}, 'facilitator', 'run', {acc2}, 1, 'phone', 0)",
    ),
    case("observation_fixed", &[], "update observation set noted_at = 1 where account_id = {acc5}"),
    case("observation_fixed", &[], "update observation set trainer_id = {acc2} where account_id = {acc5}"),
    case("nomination_in_rehearsal", &[REHEARSED], 
        "insert into credential (credential_id, nomination_id, account_id, issuer_slug, slug, version, level, subject_id, awarded_at, epoch, recorded_at)
            values ({cred20}, {nm20}, {acc20}, 'main', 'event-organiser', '1.0', 'independent', 'urn:uuid:x', {t9}, 1, {t9})",
    ),
];
