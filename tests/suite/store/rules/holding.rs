//! Rules about what holders choose.

use super::{Case, case};

pub(super) const CASES: &[Case] = &[
    case(
        "badge_choice_of_adults",
        &["update account set minor = 1 where account_id = {acc4}", "delete from badge_choice"],
        "insert into badge_choice (credential_id, listed, names, evidence, files, chosen_at) values ({cred1}, 1, 'shown', 'shown', 'shown', 0)",
    ),
    case(
        "badge_choice_of_adults_later",
        &["update account set minor = 1 where account_id = {acc4}"],
        "update badge_choice set listed = 1 where credential_id = {cred2}",
    ),
    case(
        "badge_choice_of_erased",
        &[],
        "insert into badge_choice (credential_id, listed, names, evidence, files, chosen_at) values ({cred3}, 0, 'shown', 'shown', 'shown', 0)",
    ),
    case(
        "viewing_link_of_erased",
        &[],
        "insert into viewing_link (link_id, credential_id, token_hash, created_at, ends_at) values ({vl20}, {cred3}, {zero32}, 0, 1)",
    ),
    case(
        "showing_of_erased",
        &[],
        "insert into showing (credential_id, code, failures, begun_at, ends_at) values ({cred3}, '000000', 0, 0, 1)",
    ),
    case(
        "withholding_of_erased",
        &[],
        "insert into withholding (account_id, reason, withheld_by, withheld_at) values ({acc6}, 'vanished', {acc3}, 0)",
    ),
    case("showing_read_once", &[], "update showing set shown_at = null where credential_id = {cred2}"),
];
