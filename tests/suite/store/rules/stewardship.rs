//! Rules about requests, appeals and the register of trainers.

use super::{Case, case};

/// An appeal of account 4 that nobody has answered.
const ANSWER_2: &str = "update appeal set outcome = 'granted', answered_by = {acc2}, answered_at = {t9} where appeal_id = {apl4}";

pub(super) const CASES: &[Case] = &[
    case("correction_request_answered", &[], "update correction_request set outcome = 'corrected' where correction_id = {cor1}"),
    case("correction_request_no_delete", &[], "delete from correction_request where correction_id = {cor2}"),
    case("appeal_answered", &[], "update appeal set answered_by = {acc2} where appeal_id = {apl2}"),
    // Who asked for the revocation, who suspended, who declined, who trains.
    case("appeal_by_another", &[], ANSWER_2),
    case(
        "appeal_by_another",
        &["update revocation_request set confirmed_by = {acc1}, confirmed_at = {t8} where request_id = {req3}"],
        "update appeal set outcome = 'partly', answered_by = {acc1}, answered_at = {t9} where appeal_id = {apl4}",
    ),
    case(
        "appeal_by_another",
        &["insert into suspension (suspension_id, credential_id, reason, suspended_by, suspended_at) values ({ssp20}, {cred1}, 'inquiry', {acc1}, {t8});
            insert into appeal (appeal_id, made_by, about, suspension_id, code_hash, made_at) values ({apl20}, {acc4}, 'suspension', {ssp20}, {zero32}, {t9})"],
        "update appeal set outcome = 'granted', answered_by = {acc1}, answered_at = {t9} where appeal_id = {apl20}",
    ),
    case("appeal_by_another", &[], "update appeal set outcome = 'dismissed', answered_by = {acc3}, answered_at = {t9} where appeal_id = {apl1}"),
    case("appeal_by_another", &[], "update appeal set outcome = 'dismissed', answered_by = {acc2}, answered_at = {t9} where appeal_id = {apl3}"),
    case("appeal_no_delete", &[], "delete from appeal where appeal_id = {apl1}"),
    case("listing_of_adults", &[], "insert into listing (account_id, shown_as, country, languages, agreed_at) values ({acc5}, 'name', '', '[]', 0)"),
    case("listing_of_adults", &[], "insert into listing (account_id, shown_as, country, languages, agreed_at) values ({acc6}, 'name', '', '[]', 0)"),
];
