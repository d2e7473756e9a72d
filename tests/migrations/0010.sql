-- Sample data for migration 0010: a picture of somebody's work, and one of which half has come. The same text for both
-- backends. People are invented, and the bytes are no picture.

insert into picture (picture_id, training_id, account_id, trainer_id, caption, digest, width, height, added_at) values
    ('0pic0000000000000000000001', '0trn0000000000000000000001', '0acc0000000000000000000004', '0acc0000000000000000000002', 'The plan on the wall', unhex('00000000000000000000000000000000000000000000000000000000000b0001'), 1200, 1600, 1795179800000);
insert into picture_file (picture_id, account_id, jpeg, small) values
    ('0pic0000000000000000000001', '0acc0000000000000000000004', unhex('ffd8ffd9'), unhex('ffd8ffd9'));
insert into picture_upload (picture_id, training_id, account_id, trainer_id, caption, size, digest, begun_at) values
    ('0pic0000000000000000000002', '0trn0000000000000000000001', '0acc0000000000000000000004', '0acc0000000000000000000002', '', 8, unhex('00000000000000000000000000000000000000000000000000000000000b0002'), 1795179900000);
insert into picture_chunk (picture_id, account_id, begins, bytes) values
    ('0pic0000000000000000000002', '0acc0000000000000000000004', 0, unhex('ffd8ffe0'));
