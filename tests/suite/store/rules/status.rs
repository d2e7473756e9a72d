//! Rules about status lists and slots: given once, set once, never back.

use super::{Case, case};

const SLOT: &str = "insert into status_slot (list_id, slot, edition_id) values ({list1}, 20, {ed20})";

pub(super) const CASES: &[Case] = &[
    case("status_list_fixed", &[], "update status_list set capacity = 262144 where list_id = {list1}"),
    case(
        "status_list_starts",
        &[],
        "insert into status_list (list_id, issuer_slug, epoch, capacity, used, change, created_at) values ({list20}, 'main', 1, 131072, 1, 0, 0)",
    ),
    case(
        "status_list_starts",
        &[],
        "insert into status_list (list_id, issuer_slug, epoch, capacity, used, change, created_at) values ({list20}, 'main', 2, 131072, 0, 0, 0)",
    ),
    case("status_list_grows", &[], "update status_list set used = used - 1 where list_id = {list1}"),
    case("status_list_grows", &[], "update status_list set change = change - 1 where list_id = {list1}"),
    case("status_list_grows", &["update status_list set closed_at = {t9}"], "update status_list set closed_at = null"),
    case("status_list_no_delete", &[], "delete from status_list where list_id = {list2}"),
    case("status_slot_given", &["update status_list set closed_at = {t9} where list_id = {list1}"], SLOT),
    case("status_slot_given", &["update installation set epoch = 2"], SLOT),
    // Half full. The limit is the schema's, however the slots were given.
    case("status_slot_given", &["update status_list set used = 65536 where list_id = {list1}"], SLOT),
    case("status_slot_given", &[], "insert into status_slot (list_id, slot, edition_id) values ({list1}, 131072, {ed20})"),
    case(
        "status_slot_given",
        &[],
        "insert into status_slot (list_id, slot, edition_id, revoked_at, reason) values ({list1}, 20, {ed20}, {t9}, 'error')",
    ),
    // Quiet conflict handling does not pass by the rule.
    case(
        "status_slot_given",
        &["update installation set epoch = 2"],
        "insert into status_slot (list_id, slot, edition_id) values ({list1}, 20, {ed20}) on conflict do nothing",
    ),
    case("status_slot_fixed", &[], "update status_slot set slot = 1 where edition_id = {ed5}"),
    case("status_slot_fixed", &[], "update status_slot set edition_id = {ed21} where edition_id = {ed5}"),
    case("status_slot_revoked", &[], "update status_slot set revoked_at = null, reason = null where edition_id = {ed4}"),
    case("status_slot_revoked", &[], "update status_slot set reason = 'superseded' where edition_id = {ed4}"),
    // Asked, not confirmed.
    case("status_slot_second_person", &[], "update status_slot set revoked_at = {t9}, reason = 'misconduct' where edition_id = {ed2}"),
    // Declined.
    case("status_slot_second_person", &[], "update status_slot set revoked_at = {t9}, reason = 'error' where edition_id = {ed3}"),
    // Confirmed for another reason.
    case(
        "status_slot_second_person",
        &["update revocation_request set confirmed_by = {acc1}, confirmed_at = {t9} where request_id = {req3}"],
        "update status_slot set revoked_at = {t9}, reason = 'error' where edition_id = {ed2}",
    ),
    case("status_slot_no_delete", &[SLOT], "delete from status_slot where edition_id = {ed20}"),
    case("status_list_edition_fixed", &[], "update status_list_edition set payload = {zero1} where version = 3"),
    case("status_list_edition_signed", &[], "update status_list_edition set signed = {zero1} where version = 2"),
    case(
        "status_list_edition_grows",
        &["delete from status_list_edition where version = 1 and purpose = 'revocation'"],
        "insert into status_list_edition (list_id, purpose, version, of_change, payload, payload_digest, prepared_at)
            values ({list1}, 'revocation', 1, 0, {zero1}, {zero32}, {t9})",
    ),
    // The newest signed one is what verifiers fetch.
    case("status_list_edition_kept", &[], "delete from status_list_edition where version = 2"),
    case("status_list_edition_kept", &[], "delete from status_list_edition where purpose = 'suspension'"),
];
