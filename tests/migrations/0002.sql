-- Sample data for migration 0002: a workshop of the training in 0001 and a rehearsal, with people who came by each way.
-- The same text for both backends. People and bodies are invented.

insert into training (training_id, name, place, starts_at, ends_at, affiliate, created_by, created_at) values
    ('0trn0000000000000000000002', 'Rehearsal', '', 1795172400000, 1795345200000, 'Wikimedia Alpha', '0acc0000000000000000000002', 1795172400000);
insert into training_class (training_id, slug, version) values ('0trn0000000000000000000002', 'event-organiser', '1.0');
insert into training_trainer (training_id, account_id) values ('0trn0000000000000000000002', '0acc0000000000000000000002');
insert into workshop (training_id, issuer_slug, language, rehearsal, expected, join_code, join_closes_at) values
    ('0trn0000000000000000000001', 'main', 'en', 0, 60, '0jnc0000000000000001', 1795345200000),
    ('0trn0000000000000000000002', 'main', 'fr', 1, 5, '0jnc0000000000000002', 1795345200000);
insert into participation (training_id, account_id, number, called, names, account_shown, language, minor, guardian_at, came_by, joined_at, confirmed_by, confirmed_at, left_at) values
    ('0trn0000000000000000000001', '0acc0000000000000000000004', 1, 'Dina', '["Dina","دينا"]', 1, 'en', 0, null, 'account', 1795176000000, 'holder', 1795176060000, null),
    ('0trn0000000000000000000001', '0acc0000000000000000000005', 2, 'Esi', '["Esi"]', 0, 'fr', 1, 1795176120000, 'slip', 1795176030000, 'trainer', 1795176120000, null),
    ('0trn0000000000000000000002', '0acc0000000000000000000004', 1, 'Dina', '[]', 0, 'fr', 0, null, 'trainer', 1795176000000, 'none', null, 1795176600000);
insert into slip (slip_id, training_id, number, code_hash, account_id, pin_hash, failures, locked_until, printed_at, expires_at, voided_at, replaces) values
    ('0slp0000000000000000000001', '0trn0000000000000000000001', 1, unhex('00000000000000000000000000000000000000000000000000000000000051a1'), '0acc0000000000000000000005', null, 0, null, 1795172400000, 1858244400000, 1795180000000, null),
    ('0slp0000000000000000000002', '0trn0000000000000000000001', 2, unhex('00000000000000000000000000000000000000000000000000000000000051a2'), '0acc0000000000000000000005', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', 1, null, 1795180000000, 1858252000000, null, '0slp0000000000000000000001'),
    ('0slp0000000000000000000003', '0trn0000000000000000000001', 3, unhex('00000000000000000000000000000000000000000000000000000000000051a3'), null, null, 0, null, 1795172400000, 1858244400000, null, null);
insert into tick (training_id, account_id, slug, criterion, trainer_id, met, level, came_from, ticked_at, attestation_id) values
    ('0trn0000000000000000000001', '0acc0000000000000000000004', 'event-organiser', 'run', '0acc0000000000000000000002', 1, null, 'phone', 1795179700000, '0att0000000000000000000001'),
    ('0trn0000000000000000000001', '0acc0000000000000000000005', 'event-organiser', 'run', '0acc0000000000000000000003', 1, null, 'paper', 1795179700000, null);
