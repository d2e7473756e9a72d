-- Sample data for migration 0009: notices read and unread, an address that is confirmed and one that is asked about.
-- The same text for both backends. People and addresses are invented.

update account set language = 'ar' where account_id = '0acc0000000000000000000004';
insert into notice (notice_id, account_id, kind, subject, told_at, read_at) values
    ('0ntc0000000000000000000001', '0acc0000000000000000000004', 'issued', '0cred000000000000000000001', 1795190400000, 1795190500000),
    ('0ntc0000000000000000000002', '0acc0000000000000000000004', 'badge-changed', '0cred000000000000000000001', 1795194000000, null),
    ('0ntc0000000000000000000003', '0acc0000000000000000000005', 'invited', '0trn0000000000000000000001', 1795172400000, null);
insert into mail_address (account_id, address, asked_at, token_hash, expires_at, confirmed_at) values
    ('0acc0000000000000000000004', 'dina@example.org', 1795172400000, null, 1796382000000, 1795172500000),
    ('0acc0000000000000000000002', 'bohdan@example.org', 1795172400000, unhex('000000000000000000000000000000000000000000000000000000000000a001'), 1796382000000, null);
