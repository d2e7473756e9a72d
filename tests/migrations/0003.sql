-- Sample data for migration 0003: somebody put down from a list. The same text for both backends.

insert into put_down (training_id, once, account_id) values
    ('0trn0000000000000000000002', unhex('000000000000000000000000000000000000000000000000000000000000b1a1'), '0acc0000000000000000000004');
