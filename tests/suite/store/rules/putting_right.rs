//! Rules about the badge that takes the place of one of the wrong class.

use super::{Case, case};

const REQUEST: &str = "insert into revocation_request (request_id, credential_id, reason, asked_by, asked_at)
    values ({req20}, {cred1}, 'error', {acc3}, {t8})";
const AGREED: &str = "update revocation_request set confirmed_by = {acc1}, confirmed_at = {t9} where request_id = {req4}";
const WITHDRAWN: &str = "update nomination set closed_at = {t9} where nomination_id = {nm7}";
const REPLACED: &str = "update status_slot set revoked_at = {t9}, reason = 'superseded' where edition_id = {ed2}";

pub(super) const CASES: &[Case] = &[
    // Somebody else's.
    case("replacement_fits", &[REQUEST], "insert into replacement (request_id, nomination_id) values ({req20}, {nm2})"),
    // Of the same class.
    case("replacement_fits", &[REQUEST], "insert into replacement (request_id, nomination_id) values ({req20}, {nm1})"),
    // From elsewhere.
    case(
        "replacement_fits",
        &[
            REQUEST,
            WITHDRAWN,
            "insert into nomination (nomination_id, account_id, slug, version, issuer_slug, nominated_by, language, created_at)
                values ({nm20}, {acc4}, 'projects-trainer', '1.0', 'main', {acc2}, 'en', {t8})",
        ],
        "insert into replacement (request_id, nomination_id) values ({req20}, {nm20})",
    ),
    // Withdrawn, and never a badge.
    case("replacement_fits", &[REQUEST, WITHDRAWN], "insert into replacement (request_id, nomination_id) values ({req20}, {nm7})"),
    // A request for another reason.
    case("replacement_fits", &[], "insert into replacement (request_id, nomination_id) values ({req3}, {nm7})"),
    case("replacement_fixed", &[], "update replacement set nomination_id = {nm2} where request_id = {req4}"),
    case("replacement_no_delete", &[], "delete from replacement where request_id = {req4}"),
    // Nobody agreed yet, and no newer edition stands ready.
    case("status_slot_replaced", &[], REPLACED),
    // What was to take the place was withdrawn meanwhile.
    case("status_slot_replaced", &[AGREED, WITHDRAWN], REPLACED),
    // A newer edition of another badge.
    case(
        "status_slot_replaced",
        &[super::credentials::RELEASE, super::credentials::SLOT, super::credentials::EDITION],
        "update status_slot set revoked_at = {t9}, reason = 'superseded' where edition_id = {ed3}",
    ),
    case("status_slot_not_in_error", &[AGREED], "update status_slot set revoked_at = {t9}, reason = 'error' where edition_id = {ed2}"),
];
