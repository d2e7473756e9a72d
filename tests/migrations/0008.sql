-- Sample data for migration 0008: requests and appeals in each state, proposals, a draft, a listed trainer.
-- The same text for both backends. People and bodies are invented.

insert into correction_request (correction_id, credential_id, asked_by, about, wish, asked_at, outcome, answered_by, answered_at, answer) values
    ('0cor0000000000000000000001', '0cred000000000000000000001', '0acc0000000000000000000004', 'name', 'My name has another letter.', 1795194000000, 'declined', '0acc0000000000000000000003', 1795197600000, 'It is as you confirmed it.'),
    ('0cor0000000000000000000002', '0cred000000000000000000001', '0acc0000000000000000000004', 'language', 'In Arabic, please.', 1795201200000, null, null, null, null);
insert into appeal (appeal_id, made_by, about, request_id, suspension_id, correction_id, nomination_id, code_hash, words, made_at) values
    ('0apl0000000000000000000001', '0acc0000000000000000000004', 'correction', null, null, '0cor0000000000000000000001', null, unhex('00000000000000000000000000000000000000000000000000000000000a1001'), 'I did not.', 1795201200000),
    ('0apl0000000000000000000002', '0acc0000000000000000000004', 'suspension', null, '0ssp0000000000000000000001', null, null, unhex('00000000000000000000000000000000000000000000000000000000000a1002'), 'There was no reason.', 1795201200000),
    ('0apl0000000000000000000003', '0acc0000000000000000000005', 'attestation', null, null, null, '0nm00000000000000000000002', unhex('00000000000000000000000000000000000000000000000000000000000a1003'), null, 1795201200000),
    ('0apl0000000000000000000004', '0acc0000000000000000000004', 'revocation', '0req0000000000000000000003', null, null, null, unhex('00000000000000000000000000000000000000000000000000000000000a1004'), 'It is mine.', 1795201200000);
update appeal set acknowledged_by = '0acc0000000000000000000003', acknowledged_at = 1795204800000 where appeal_id = '0apl0000000000000000000002';
update appeal set outcome = 'granted', answered_by = '0acc0000000000000000000003', answered_at = 1795208400000, answer = 'Lifted.' where appeal_id = '0apl0000000000000000000002';
insert into proposal (proposal_id, kind, title, words, language, proposed_by, proposed_at, outcome, answered_by, answered_at, answer) values
    ('0prp0000000000000000000001', 'capacity', 'Oral history', 'We record elders.', 'en', '0acc0000000000000000000004', 1795194000000, 'taken', '0acc0000000000000000000003', 1795197600000, 'Thank you.'),
    ('0prp0000000000000000000002', 'word', 'ميسّر', 'A better word.', 'ar', '0acc0000000000000000000004', 1795194000000, null, null, null, null);
insert into class_draft (draft_id, form, made_by, made_at, changed_by, changed_at, revision, dropped_at) values
    ('0drf0000000000000000000001', '{}', '0acc0000000000000000000003', 1795194000000, '0acc0000000000000000000001', 1795197600000, 2, null);
insert into listing (account_id, shown_as, country, languages, agreed_at) values
    ('0acc0000000000000000000002', 'name', 'UA', '["uk","en"]', 1795194000000);
