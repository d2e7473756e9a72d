//! Rules about notices and mail addresses.

use super::{Case, case};

pub(super) const CASES: &[Case] = &[
    case("notice_fixed", &[], "update notice set kind = 'issued' where notice_id = {ntc2}"),
    case("notice_fixed", &[], "update notice set told_at = 1 where notice_id = {ntc1}"),
    case(
        "mail_address_of_erased",
        &["insert into account (account_id, shown_as, minor, created_at, erased_at) values ({acc20}, 'name', 0, 0, 1)"],
        "insert into mail_address (account_id, address, asked_at, token_hash, expires_at) values ({acc20}, 'x@example.org', 0, {zero32}, 1)",
    ),
];
