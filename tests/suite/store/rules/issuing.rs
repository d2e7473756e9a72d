//! Rules about what waits to be issued, and about links for co-attesters.

use super::{Case, case};

pub(super) const CASES: &[Case] = &[
    case("hold_fixed", &[], "update hold set due_at = due_at + 1 where hold_id = {hd2}"),
    case("hold_fixed", &[], "update hold set begun_at = begun_at + 1 where hold_id = {hd1}"),
    case("hold_fixed", &[], "update hold set ended_at = null where hold_id = {hd1}"),
    case("hold_fixed", &[], "update hold set asked_by = {acc3} where hold_id = {hd2}"),
    case("hold_begun", &["delete from hold where hold_id = {hd2}"], "delete from hold where hold_id = {hd1}"),
    case("held_settled", &[], "update held set outcome = null, credential_id = null, settled_at = null where hold_id = {hd1}"),
    case("held_settled", &[], "update held set nomination_id = {nm5} where hold_id = {hd2}"),
    case("co_attester_fixed", &[], "update co_attester set expires_at = expires_at + 1 where link_id = {cat1}"),
    case("co_attester_fixed", &[], "update co_attester set ended_at = null where link_id = {cat2}"),
];
