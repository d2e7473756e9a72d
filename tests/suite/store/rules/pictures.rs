//! Rules about pictures as evidence, and their uploads.

use super::{Case, case};

const GONE: &str = "insert into account (account_id, shown_as, minor, created_at) values ({acc20}, 'name', 0, 0);
    insert into participation (training_id, account_id, number, account_shown, language, minor, came_by, joined_at, confirmed_by)
        values ({trn1}, {acc20}, 20, 0, 'en', 0, 'list', 0, 'none');
    update account set erased_at = 1 where account_id = {acc20}";

const NINE: &str = "insert into picture (picture_id, training_id, account_id, trainer_id, caption, digest, width, height, added_at)
    select '0pic000000000000000000002' || n.number, {trn1}, {acc4}, {acc2}, '', {zero32}, 1, 1, 0
    from (select 0 as number union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8) n";

const NINE_UNDER_WAY: &str = "insert into picture_upload (picture_id, training_id, account_id, trainer_id, caption, size, digest, begun_at)
    select '0pic000000000000000000002' || n.number, {trn1}, {acc4}, {acc2}, '', 8, {zero32}, 0
    from (select 0 as number union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8) n";

pub(super) const CASES: &[Case] = &[
    case("picture_fixed", &[], "update picture set caption = 'Something else' where picture_id = {pic1}"),
    case("picture_file_fixed", &[], "update picture_file set jpeg = {zero32} where picture_id = {pic1}"),
    case("picture_upload_fixed", &[], "update picture_upload set size = 9 where picture_id = {pic2}"),
    case("picture_chunk_fixed", &[], "update picture_chunk set bytes = {zero4} where picture_id = {pic2}"),
    case(
        "picture_most",
        &[NINE],
        "insert into picture (picture_id, training_id, account_id, trainer_id, caption, digest, width, height, added_at)
            values ({pic30}, {trn1}, {acc4}, {acc2}, '', {zero32}, 1, 1, 0)",
    ),
    case(
        "picture_upload_most",
        &[NINE_UNDER_WAY],
        "insert into picture_upload (picture_id, training_id, account_id, trainer_id, caption, size, digest, begun_at)
            values ({pic30}, {trn1}, {acc4}, {acc2}, '', 8, {zero32}, 0)",
    ),
    case(
        "picture_of_erased",
        &[GONE],
        "insert into picture (picture_id, training_id, account_id, trainer_id, caption, digest, width, height, added_at)
            values ({pic30}, {trn1}, {acc20}, {acc2}, '', {zero32}, 1, 1, 0)",
    ),
    case(
        "picture_upload_of_erased",
        &[GONE],
        "insert into picture_upload (picture_id, training_id, account_id, trainer_id, caption, size, digest, begun_at)
            values ({pic30}, {trn1}, {acc20}, {acc2}, '', 8, {zero32}, 0)",
    ),
    case(
        "picture_chunk_follows",
        &[],
        "insert into picture_chunk (picture_id, account_id, begins, bytes) values ({pic2}, {acc4}, 5, {zero2})",
    ),
    case(
        "picture_chunk_follows",
        &[],
        "insert into picture_chunk (picture_id, account_id, begins, bytes) values ({pic2}, {acc4}, 2, {zero2})",
    ),
    case(
        "picture_chunk_follows",
        &[],
        "insert into picture_chunk (picture_id, account_id, begins, bytes) values ({pic2}, {acc4}, 4, {zero5})",
    ),
];
