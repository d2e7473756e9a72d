//! Rules about the log, the outbox, retries, and the list of personal columns.

use super::{Case, case};

pub(super) const CASES: &[Case] = &[
    case("log_entry_next", &[], "insert into log_entry (seq, kind, commitment, chain) values (9, 'x', {zero32}, {zero32})"),
    case("log_entry_fixed", &[], "update log_entry set kind = 'x' where seq = 1"),
    case("log_entry_fixed", &[], "update log_entry set commitment = {zero32} where seq = 1"),
    case("log_entry_fixed", &[], "update log_entry set chain = {zero32} where seq = 5"),
    case("log_entry_opening", &[], "update log_entry set nonce = {zero32} where seq = 1"),
    case("log_entry_opening", &[], "update log_entry set subject = 'somebody' where seq = 5"),
    case("log_entry_no_delete", &[], "delete from log_entry where seq = 5"),
    case("log_head_newest", &[], "update log_head set seq = 4, chain = (select chain from log_entry where seq = 4)"),
    case("log_head_newest", &[], "update log_head set chain = {zero32}"),
    case("log_head_no_delete", &[], "delete from log_head"),
    case("outbox_fixed", &[], "update outbox set subject = 'x'"),
    case("outbox_sent", &[], "update outbox set sent_at = {t9} where outbox_id = {bx2}"),
    case("outbox_sent", &[], "update outbox set attempts = 0 where outbox_id = {bx1}"),
    case("outbox_sent", &[], "update outbox set payload = 'other' where outbox_id = {bx1}"),
    case("idempotency_fixed", &[], "update idempotency set request_digest = {zero32}"),
    case("idempotency_answered", &[], "update idempotency set status = 200 where key = 'retry-1'"),
    case("idempotency_answered", &[], "update idempotency set response = {zero1} where key = 'retry-1'"),
    case("personal_column_no_update", &[], "update personal_column set erasure = 'clear'"),
    case("personal_column_no_delete", &[], "delete from personal_column"),
];
