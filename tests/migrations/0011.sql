-- Sample data for migration 0011: a badge of the wrong class that waits for its second person, and a trainer at the end of a day.
-- The same text for both backends. People and addresses are invented.

insert into training_class (training_id, slug, version) values ('0trn0000000000000000000001', 'projects-trainer', '1.0');
insert into nomination (nomination_id, account_id, slug, version, issuer_slug, training_id, nominated_by, language, created_at) values
    ('0nm00000000000000000000007', '0acc0000000000000000000004', 'projects-trainer', '1.0', 'main', '0trn0000000000000000000001', '0acc0000000000000000000002', 'en', 1795194000000);
insert into revocation_request (request_id, credential_id, reason, note, asked_by, asked_at) values
    ('0req0000000000000000000004', '0cred000000000000000000001', 'error', '', '0acc0000000000000000000002', 1795194000000);
insert into replacement (request_id, nomination_id) values ('0req0000000000000000000004', '0nm00000000000000000000007');
insert into attesting_cap (account_id, day) values ('0acc0000000000000000000002', 20777);
insert into notice (notice_id, account_id, kind, subject, told_at, read_at) values
    ('0ntc0000000000000000000004', '0acc0000000000000000000001', 'attesting-capped', '0acc0000000000000000000002', 1795194000000, null);
