-- Sample data for migration 0001: at least one row in every table, and the whole life of a badge.
-- The same text for both backends. Bytes are written unhex('…'), which SQLite knows; for
-- PostgreSQL the tests add such a function. People and bodies are invented.

insert into installation (id, base_url, epoch, created_at) values (1, 'https://badges.example.org', 1, 1795172400000);
insert into issuer (slug, did, created_at) values ('main', 'did:web:badges.example.org', 1795172400000), ('other', 'did:web:badges.example.org:issuers:other', 1795172400000);
insert into key_pair (kid, issuer_slug, algorithm, state, public_jwk, public_multikey, created_at, activated_at) values
    ('ed-retired', 'main', 'ed25519', 'active', '{"kty":"OKP"}', 'z6MkRetired', 1795172400000, 1795172400000),
    ('ed-pending', 'main', 'ed25519', 'pending', '{"kty":"OKP"}', 'z6MkPending', 1795172400000, null),
    ('ed-stolen', 'main', 'ed25519', 'pending', '{"kty":"OKP"}', 'z6MkStolen', 1795172400000, null),
    ('rsa-active', 'main', 'rs256', 'active', '{"kty":"RSA"}', null, 1795172400000, 1795172400000),
    ('ed-other', 'other', 'ed25519', 'active', '{"kty":"OKP"}', 'z6MkOther', 1795172400000, 1795172400000);
update key_pair set state = 'retired', retired_at = 1795176000000 where kid = 'ed-retired';
update key_pair set state = 'compromised', compromised_at = 1795176000000 where kid = 'ed-stolen';
insert into key_pair (kid, issuer_slug, algorithm, state, public_jwk, public_multikey, created_at, activated_at) values
    ('ed-active', 'main', 'ed25519', 'active', '{"kty":"OKP"}', 'z6MkActive', 1795172400000, 1795176000000);
insert into did_document (issuer_slug, version, document, digest, made_at) values ('main', 1, '{}', unhex('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'), 1795176000000);

-- 1 steward, 2 and 3 trainers of two bodies, 4 holder who becomes a trainer, 5 known by a slip, 6 to be erased.
insert into account (account_id, central_id, user_name, display_name, affiliate, shown_as, minor, created_at) values
    ('0acc0000000000000000000001', '101', 'Adaeze', 'Adaeze N.', 'Wikimedia Alpha', 'name', 0, 1795172400000),
    ('0acc0000000000000000000002', '102', 'Bohdan', 'Богдан', 'Wikimedia Alpha', 'account', 0, 1795172400000),
    ('0acc0000000000000000000003', '103', 'Chandra', 'चन्द्र', 'Wikimedia Beta', 'affiliate', 0, 1795172400000),
    ('0acc0000000000000000000004', '104', 'Dina', 'دينا', null, 'name', 0, 1795172400000),
    ('0acc0000000000000000000005', null, null, 'Ekow', null, 'name', 1, 1795172400000),
    ('0acc0000000000000000000006', '106', 'Farida', 'Farida', null, 'name', 0, 1795172400000);
insert into api_token (token_hash, account_id, label, created_at, expires_at) values (unhex('3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0'), '0acc0000000000000000000002', 'laptop', 1795172400000, 1831168800000);

insert into appointment (appointment_id, account_id, role, decision, started_at, ended_at) values
    ('0app0000000000000000000001', '0acc0000000000000000000003', 'steward', 'Committee, 2026-11-01', 1795172400000, null),
    ('0app0000000000000000000002', '0acc0000000000000000000003', 'admin', 'Committee, 2026-11-01', 1795172400000, 1795176000000);
insert into session (session_id, secret_hash, account_id, device, borrowed, started_at, seen_at, ends_at, proved_at, proved_by) values
    ('0ses0000000000000000000001', unhex('11469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0'), '0acc0000000000000000000002', 'Android, Chrome', 0, 1795172400000, 1795176000000, 1795777200000, 1795172400000, 'passkey');
insert into invitation (account_id, token_hash, created_at, expires_at) values
    ('0acc0000000000000000000003', unhex('22469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0'), 1795172400000, 1796382000000);
insert into passkey (passkey_id, credential_id, account_id, name, key, sign_count, backed_up, created_at, used_at) values
    ('0pk00000000000000000000001', unhex('aabbccdd'), '0acc0000000000000000000002', 'Phone', '{}', 7, 1, 1795172400000, 1795172400000);
insert into identity (provider, subject, account_id, linked_at) values ('affiliate', 'sub-1', '0acc0000000000000000000002', 1795172400000);
insert into sign_in_attempt (state_hash, browser_hash, kind, account_id, memory, expires_at) values
    (unhex('33469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0'), unhex('44469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0'), 'wiki', null, '{}', 1795173000000);

insert into class_version (slug, version, digest, frozen_at, least_place, least_evidence) values
    ('event-organiser', '1.0', 'sha256-organiser', 1795172400000, 2, 0),
    ('projects-trainer', '1.0', 'sha256-trainer', 1795172400000, null, 1),
    ('no-criteria', '1.0', 'sha256-none', 1795172400000, null, 0);
insert into class_level (slug, version, level, place) values
    ('event-organiser', '1.0', 'supported', 1), ('event-organiser', '1.0', 'independent', 2), ('event-organiser', '1.0', 'proficient', 3);
insert into class_criterion (slug, version, criterion, quorum, distinct_affiliates, ordinal) values
    ('event-organiser', '1.0', 'plan', 1, 0, 0),
    ('event-organiser', '1.0', 'run', 2, 1, 1),
    ('projects-trainer', '1.0', 'teach', 2, 0, 0);

insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, given_by, decision, created_at) values
    ('0mand000000000000000000001', '0acc0000000000000000000002', 'Wikimedia Alpha', 1795172400000, 1813172400000, 'founding', null, 'Programme committee, 2026-11-01', 1795172400000),
    ('0mand000000000000000000002', '0acc0000000000000000000003', 'Wikimedia Beta', 1795172400000, 1813172400000, 'given', '0acc0000000000000000000001', 'Programme committee, 2026-11-02', 1795172400000),
    ('0mand000000000000000000003', '0acc0000000000000000000003', 'Wikimedia Alpha', 1795172400000, 1813172400000, 'given', '0acc0000000000000000000001', 'Programme committee, 2026-11-02', 1795172400000),
    ('0mand000000000000000000004', '0acc0000000000000000000002', 'Wikimedia Beta', 1795172400000, 1813172400000, 'given', '0acc0000000000000000000001', 'Programme committee, 2026-11-03', 1795172400000);
insert into mandate_class (mandate_id, slug) values
    ('0mand000000000000000000001', 'event-organiser'), ('0mand000000000000000000001', 'projects-trainer'),
    ('0mand000000000000000000002', 'event-organiser'), ('0mand000000000000000000002', 'projects-trainer'),
    ('0mand000000000000000000003', 'event-organiser'), ('0mand000000000000000000004', 'event-organiser');
update mandate set ended_at = 1795176000000, ended_by = '0acc0000000000000000000001' where mandate_id = '0mand000000000000000000003';
update mandate set paused_at = 1795176000000 where mandate_id = '0mand000000000000000000004';

insert into training (training_id, name, place, starts_at, ends_at, affiliate, created_by, created_at) values
    ('0trn0000000000000000000001', 'Organisers'' weekend', 'Accra', 1795172400000, 1795345200000, 'Wikimedia Alpha', '0acc0000000000000000000002', 1795172400000);
insert into training_class (training_id, slug, version) values ('0trn0000000000000000000001', 'event-organiser', '1.0');
insert into training_trainer (training_id, account_id) values ('0trn0000000000000000000001', '0acc0000000000000000000002'), ('0trn0000000000000000000001', '0acc0000000000000000000003');

-- 1 corrected badge, 2 still short of its quorum, 3 trainer badge, 4 revoked and erased, 5 cancelled and open again, 6 withdrawn.
insert into nomination (nomination_id, account_id, slug, version, issuer_slug, training_id, nominated_by, language, created_at) values
    ('0nm00000000000000000000001', '0acc0000000000000000000004', 'event-organiser', '1.0', 'main', '0trn0000000000000000000001', '0acc0000000000000000000002', 'en', 1795179600000),
    ('0nm00000000000000000000002', '0acc0000000000000000000005', 'event-organiser', '1.0', 'main', '0trn0000000000000000000001', '0acc0000000000000000000002', 'fr', 1795179600000),
    ('0nm00000000000000000000003', '0acc0000000000000000000004', 'projects-trainer', '1.0', 'main', null, '0acc0000000000000000000002', 'ar', 1795179600000),
    ('0nm00000000000000000000004', '0acc0000000000000000000006', 'event-organiser', '1.0', 'main', null, '0acc0000000000000000000002', 'en', 1795179600000),
    ('0nm00000000000000000000005', '0acc0000000000000000000005', 'projects-trainer', '1.0', 'main', null, null, 'en', 1795179600000),
    ('0nm00000000000000000000006', '0acc0000000000000000000001', 'event-organiser', '1.0', 'main', null, '0acc0000000000000000000001', 'en', 1795179600000);
update nomination set closed_at = 1795183200000 where nomination_id = '0nm00000000000000000000006';
insert into release (nomination_id, edition_number, names, account_shown, email, email_form, email_salt, holder_did, confirmed_at, confirmed_by) values
    ('0nm00000000000000000000001', 1, '["Dina"]', 1, null, 'none', null, null, 1795179600000, 'holder'),
    ('0nm00000000000000000000001', 2, '["دينا","Dina"]', 1, 'dina@example.org', 'hashed', '00112233445566778899aabbccddeeff', 'did:key:z6MkHolder', 1795186800000, 'holder'),
    ('0nm00000000000000000000002', 1, '[]', 0, null, 'none', null, null, null, 'none'),
    ('0nm00000000000000000000003', 1, '["Dina"]', 0, null, 'none', null, null, 1795179600000, 'trainer'),
    ('0nm00000000000000000000004', 1, '["Farida"]', 0, null, 'none', null, null, 1795179600000, 'holder'),
    ('0nm00000000000000000000005', 1, '[]', 0, null, 'none', null, null, null, 'none');

insert into attestation (attestation_id, nomination_id, holder_id, trainer_id, mandate_id, affiliate, statement, shown_as, attested_at) values
    ('0att0000000000000000000001', '0nm00000000000000000000001', '0acc0000000000000000000004', '0acc0000000000000000000002', '0mand000000000000000000001', 'Wikimedia Alpha', 'Seen at the event.', 'name', 1795183200000),
    ('0att0000000000000000000002', '0nm00000000000000000000001', '0acc0000000000000000000004', '0acc0000000000000000000003', '0mand000000000000000000002', 'Wikimedia Beta', 'Seen at the event.', 'name', 1795183200000),
    ('0att0000000000000000000003', '0nm00000000000000000000002', '0acc0000000000000000000005', '0acc0000000000000000000002', '0mand000000000000000000001', 'Wikimedia Alpha', null, 'name', 1795183200000),
    ('0att0000000000000000000004', '0nm00000000000000000000003', '0acc0000000000000000000004', '0acc0000000000000000000002', '0mand000000000000000000001', 'Wikimedia Alpha', null, 'name', 1795183200000),
    ('0att0000000000000000000005', '0nm00000000000000000000003', '0acc0000000000000000000004', '0acc0000000000000000000003', '0mand000000000000000000002', 'Wikimedia Beta', null, 'name', 1795183200000),
    ('0att0000000000000000000006', '0nm00000000000000000000004', '0acc0000000000000000000006', '0acc0000000000000000000002', '0mand000000000000000000001', 'Wikimedia Alpha', 'Seen at the event.', 'name', 1795183200000),
    ('0att0000000000000000000007', '0nm00000000000000000000004', '0acc0000000000000000000006', '0acc0000000000000000000003', '0mand000000000000000000002', 'Wikimedia Beta', null, 'name', 1795183200000),
    ('0att0000000000000000000008', '0nm00000000000000000000005', '0acc0000000000000000000005', '0acc0000000000000000000002', '0mand000000000000000000001', 'Wikimedia Alpha', null, 'name', 1795183200000),
    ('0att0000000000000000000009', '0nm00000000000000000000005', '0acc0000000000000000000005', '0acc0000000000000000000003', '0mand000000000000000000002', 'Wikimedia Beta', null, 'name', 1795183200000);
insert into evidence (attestation_id, ordinal, url, narrative) values
    ('0att0000000000000000000001', 0, 'https://example.org/report', 'The report of the event.'),
    ('0att0000000000000000000004', 0, null, 'Led the first half.'),
    ('0att0000000000000000000005', 0, null, 'Led the second half.'),
    ('0att0000000000000000000006', 0, null, 'Ran the registration desk.'),
    ('0att0000000000000000000008', 0, null, 'Led the first half.'),
    ('0att0000000000000000000009', 0, null, 'Led the second half.');
insert into attestation_criterion (attestation_id, criterion, level) values
    ('0att0000000000000000000001', 'plan', 'proficient'),
    ('0att0000000000000000000001', 'run', 'proficient'),
    ('0att0000000000000000000002', 'run', null),
    ('0att0000000000000000000003', 'plan', null),
    ('0att0000000000000000000003', 'run', null),
    ('0att0000000000000000000004', 'teach', null),
    ('0att0000000000000000000005', 'teach', null),
    ('0att0000000000000000000006', 'plan', null),
    ('0att0000000000000000000006', 'run', null),
    ('0att0000000000000000000007', 'run', null),
    ('0att0000000000000000000008', 'teach', null),
    ('0att0000000000000000000009', 'teach', null);

-- T1 of nominations 1, 3, 4 and 5.
insert into status_list (list_id, issuer_slug, epoch, capacity, used, change, created_at) values
    ('e1-0st00000000000000000000001', 'main', 1, 131072, 0, 0, 1795183200000),
    ('e1-0st00000000000000000000002', 'other', 1, 131072, 0, 0, 1795183200000);
insert into credential (credential_id, nomination_id, account_id, issuer_slug, slug, version, level, subject_id, awarded_at, valid_until, epoch, recorded_at) values
    ('0cred000000000000000000001', '0nm00000000000000000000001', '0acc0000000000000000000004', 'main', 'event-organiser', '1.0', 'independent', 'urn:uuid:00000000-0000-4000-8000-000000000001', 1795186800000, null, 1, 1795186800000),
    ('0cred000000000000000000002', '0nm00000000000000000000003', '0acc0000000000000000000004', 'main', 'projects-trainer', '1.0', null, 'urn:uuid:00000000-0000-4000-8000-000000000002', 1795186800000, 1889794800000, 1, 1795186800000),
    ('0cred000000000000000000003', '0nm00000000000000000000004', '0acc0000000000000000000006', 'main', 'event-organiser', '1.0', 'independent', 'urn:uuid:00000000-0000-4000-8000-000000000003', 1795186800000, null, 1, 1795186800000),
    ('0cred000000000000000000004', '0nm00000000000000000000005', '0acc0000000000000000000005', 'main', 'projects-trainer', '1.0', null, 'urn:uuid:00000000-0000-4000-8000-000000000004', 1795186800000, 1889794800000, 1, 1795186800000);
insert into status_slot (list_id, slot, edition_id) values
    ('e1-0st00000000000000000000001', 1007, '0ed00000000000000000000001'),
    ('e1-0st00000000000000000000001', 1014, '0ed00000000000000000000002'),
    ('e1-0st00000000000000000000001', 1021, '0ed00000000000000000000003'),
    ('e1-0st00000000000000000000001', 1028, '0ed00000000000000000000004'),
    ('e1-0st00000000000000000000001', 1035, '0ed00000000000000000000005');
insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state) values
    ('0ed00000000000000000000001', '0cred000000000000000000001', 1, 'e1-0st00000000000000000000001', 1007, unhex('75f3ae1057c197610e33633c630a4e0000dd997f095592bb90cf797202a92b07'), 'ed-active', 'rsa-active', 1795186800000, 'recorded'),
    ('0ed00000000000000000000003', '0cred000000000000000000002', 1, 'e1-0st00000000000000000000001', 1021, unhex('b4f3bdff83fbf2030f6e60c0ebf5f184946b84855482e2e02b43207f4ced1eb7'), 'ed-active', 'rsa-active', 1795186800000, 'recorded'),
    ('0ed00000000000000000000004', '0cred000000000000000000003', 1, 'e1-0st00000000000000000000001', 1028, unhex('7a73eba42dbcd020406d60749891ae3abd0ddd8bc1506bec8779697fad7a1ee9'), 'ed-active', 'rsa-active', 1795186800000, 'recorded'),
    ('0ed00000000000000000000005', '0cred000000000000000000004', 1, 'e1-0st00000000000000000000001', 1035, unhex('2a9ccb9039548cd0962ab9d118a7ac65de64e35c297b72ac91507b1276d30cfb'), 'ed-active', 'rsa-active', 1795186800000, 'recorded');
insert into edition_payload (edition_id, payload) values
    ('0ed00000000000000000000001', unhex('7061796c6f616431')),
    ('0ed00000000000000000000003', unhex('7061796c6f616433')),
    ('0ed00000000000000000000004', unhex('7061796c6f616434')),
    ('0ed00000000000000000000005', unhex('7061796c6f616435'));

-- T2: three are published, the fourth is cancelled because an attestation was withdrawn meanwhile.
insert into signed_edition (edition_id, json, jwt) values
    ('0ed00000000000000000000001', unhex('6a736f6e31'), 'a.b.1'),
    ('0ed00000000000000000000003', unhex('6a736f6e33'), 'a.b.3'),
    ('0ed00000000000000000000004', unhex('6a736f6e34'), 'a.b.4');
update edition set state = 'published', published_at = 1795190400000, json_digest = unhex('f0132c279e71fa499c50167255bcd12318bcccdefd930699cc7b8082d7bd590c'), jwt_digest = unhex('c53f2ce7da5d402f9347afcd558edc9add92968c09f5bf130187fd344a8efb11') where edition_id = '0ed00000000000000000000001';
update edition set state = 'published', published_at = 1795190400000, json_digest = unhex('1aac6b26cab53085f8f004fb5ff5e1108bfbc046e5edbcc7f940d904ad70fdf8'), jwt_digest = unhex('d539d82e2ee8cad1f1da41d152a94c86c88251338e203e3c9f5a272ee42ab08e') where edition_id = '0ed00000000000000000000003';
update edition set state = 'published', published_at = 1795190400000, json_digest = unhex('669f8291a5b43eb7460d906b0ad1df4b8de3dcc80bb3d23ea91f492d78f4ab3f'), jwt_digest = unhex('4dbb10cce0d5ed995944d7dbb7292a2fae89c297f23136e2af711e9423df3530') where edition_id = '0ed00000000000000000000004';
update attestation set withdrawn_at = 1795190400000, withdrawn_reason = 'It was somebody else.' where attestation_id = '0att0000000000000000000009';
update status_slot set revoked_at = 1795190400000, reason = 'cancelled' where edition_id = '0ed00000000000000000000005';
update edition set state = 'cancelled' where edition_id = '0ed00000000000000000000005';
update credential set cancelled_at = 1795190400000 where credential_id = '0cred000000000000000000004';
update nomination set closed_at = null where nomination_id = '0nm00000000000000000000005';

-- Correction of the first: a second edition, a new slot, the old slot set.
insert into edition (edition_id, credential_id, number, list_id, slot, payload_digest, ed25519_kid, rsa_kid, recorded_at, state) values
    ('0ed00000000000000000000002', '0cred000000000000000000001', 2, 'e1-0st00000000000000000000001', 1014, unhex('b96b2ae937a0d587b9890dbad2e7e98d5e9898ed940ec10a7518a14d4fb4b60c'), 'ed-active', 'rsa-active', 1795186800000, 'recorded');
insert into edition_payload (edition_id, payload) values ('0ed00000000000000000000002', unhex('7061796c6f616432'));
insert into signed_edition (edition_id, json, jwt) values ('0ed00000000000000000000002', unhex('6a736f6e32'), 'a.b.2');
update status_slot set revoked_at = 1795194000000, reason = 'superseded' where edition_id = '0ed00000000000000000000001';
update edition set state = 'superseded' where edition_id = '0ed00000000000000000000001';
update edition set state = 'published', published_at = 1795194000000, json_digest = unhex('0a17092634d6d639aa87c57817c8f44f14b70e3e12c3b04a1b578b8eb9639bd5'), jwt_digest = unhex('9a3831a904b35d30bdf5b608f6823f6f4e0385311989a34bb9826e1c6904dc5c') where edition_id = '0ed00000000000000000000002';

-- The trainer badge: it writes a mandate, is suspended and reinstated.
insert into mandate (mandate_id, account_id, affiliate, starts_at, ends_at, basis, decision, credential_id, created_at) values
    ('0mand000000000000000000005', '0acc0000000000000000000004', 'Wikimedia Gamma', 1795190400000, 1889794800000, 'badge', 'trainer badge', '0cred000000000000000000002', 1795190400000);
insert into mandate_class (mandate_id, slug) values ('0mand000000000000000000005', 'event-organiser');
insert into suspension (suspension_id, credential_id, reason, suspended_by, suspended_at) values ('0ssp0000000000000000000001', '0cred000000000000000000002', 'inquiry', '0acc0000000000000000000001', 1795194000000);
update status_slot set suspended_at = 1795194000000 where edition_id = '0ed00000000000000000000003';
update suspension set lifted_by = '0acc0000000000000000000002', lifted_at = 1795197600000 where suspension_id = '0ssp0000000000000000000001';
update status_slot set suspended_at = null where edition_id = '0ed00000000000000000000003';

-- Revocation by two people, then erasure of the person.
insert into revocation_request (request_id, credential_id, reason, note, asked_by, asked_at) values
    ('0req0000000000000000000001', '0cred000000000000000000003', 'holder', 'Farida asked for it.', '0acc0000000000000000000002', 1795194000000),
    ('0req0000000000000000000002', '0cred000000000000000000002', 'error', 'Wrong person?', '0acc0000000000000000000002', 1795194000000),
    ('0req0000000000000000000003', '0cred000000000000000000001', 'misconduct', null, '0acc0000000000000000000002', 1795194000000);
update revocation_request set confirmed_by = '0acc0000000000000000000001', confirmed_at = 1795197600000 where request_id = '0req0000000000000000000001';
update revocation_request set declined_by = '0acc0000000000000000000001', declined_at = 1795197600000 where request_id = '0req0000000000000000000002';
update status_slot set revoked_at = 1795197600000, reason = 'holder' where edition_id = '0ed00000000000000000000004';

insert into log_entry (seq, kind, subject, nonce, commitment, chain) values
    (1, 'edition', '0cred000000000000000000001', unhex('0a78009591722cc84825ca95ee7ffa52428047ed12c9076044ebfe8665f9657f'), unhex('ced5e9b73dfb397d08420a5e91c03272b3d9c46fc80f1cdc9417312395221b14'), unhex('ebab71a5fa23b10a21009b6947439d93489c8901162116cc75f8bac580fdae88')),
    (2, 'edition', '0cred000000000000000000002', unhex('626e1e3b6935c66a2c8ab9c84fc3dd552253090c6e91f59499bccbc7b8ffc5c2'), unhex('d0708fa5d0a0b9537dbe4d582653128c9091aad29bcae2505da620fa9ecf9193'), unhex('13d6123bcde65c4cfab5f93e0b6c122ee67e02d42289b38d1865d17230a01aea')),
    (3, 'edition', '0cred000000000000000000003', unhex('0f5f924500a4d703b9a480306e2faa6cba900295e5a1144b3c772a3a66db2a84'), unhex('633ac0f3cfbddbbd13555563995962d2019e291a423cd8893af1cc44d3cb8221'), unhex('83068269fe5adecc9ebdffe3401213816d3fdcef05a6a6301ab4c79eda193364')),
    (4, 'edition', '0cred000000000000000000001', unhex('6970041381069bfeb059842158d5b779445816bb6eb90a5f342dba43ad7f1369'), unhex('bdc7c683d2e5288a0a5a1a926c65472395c6d0dcb7112c3deb5ed7a94caa69a3'), unhex('69fd3bf098206a0b82733c001eb1e0506e3ac2190cb766aba73676f2965701d8')),
    (5, 'revocation', '0cred000000000000000000003', unhex('0a99cdf5244ff16a73f4da6273a8e3d2728f433aa3feaf387262b8532e972e15'), unhex('1f07e336d2e234d249c01d45d96709abb80b6dc9ad035888fc4b3d74a070f407'), unhex('8b4dd681d65301325143b6a1a3427894b801e2944558bbc16a7aaa4d3643790b'));
update log_head set seq = 5, chain = unhex('8b4dd681d65301325143b6a1a3427894b801e2944558bbc16a7aaa4d3643790b') where id = 1;

insert into erasure (credential_id, erased_at, reason) values ('0cred000000000000000000003', 1795201200000, 'wish');
update account set erased_at = 1795201200000, central_id = null, user_name = null, display_name = null, affiliate = null where account_id = '0acc0000000000000000000006';
delete from signed_edition where edition_id = '0ed00000000000000000000004';
delete from edition_payload where edition_id = '0ed00000000000000000000004';
delete from evidence where attestation_id = '0att0000000000000000000006';
update attestation set statement = null where attestation_id = '0att0000000000000000000006';
delete from release where nomination_id = '0nm00000000000000000000004';
update revocation_request set note = null where request_id = '0req0000000000000000000001';
update log_entry set nonce = null, subject = null where subject = '0cred000000000000000000003';

insert into status_list_edition (list_id, purpose, version, of_change, payload, payload_digest, prepared_at, signed, signed_at) values
    ('e1-0st00000000000000000000001', 'revocation', 1, 0, unhex('6c69737431'), unhex('834c3303401517679ca06c3e4801c1e73192f8a574481f2d1eb9e8dc342476c6'), 1795190400000, unhex('7369676e656431'), 1795190400000),
    ('e1-0st00000000000000000000001', 'suspension', 1, 0, unhex('6c69737431'), unhex('834c3303401517679ca06c3e4801c1e73192f8a574481f2d1eb9e8dc342476c6'), 1795190400000, unhex('7369676e656431'), 1795190400000),
    ('e1-0st00000000000000000000001', 'revocation', 2, 0, unhex('6c69737432'), unhex('d5d277c6ba0c2eef77055b9ab808ce57dd7baaada5074e4592a9f0743b560fc8'), 1795197600000, unhex('7369676e656432'), 1795197600000),
    ('e1-0st00000000000000000000001', 'revocation', 3, 0, unhex('6c69737433'), unhex('c510d96d5379f3cde25a969e52502dacb6c3b8eeb20de53b24e14fda137b858b'), 1795201200000, null, null);
insert into outbox (outbox_id, kind, subject, payload, created_at, due_at, attempts, last_error) values
    ('0bx00000000000000000000001', 'mail', '0cred000000000000000000001', '{"to":"dina@example.org"}', 1795190400000, 1795190400000, 1, '450 try later'),
    ('0bx00000000000000000000002', 'mail', '0cred000000000000000000002', '{"to":"dina@example.org"}', 1795190400000, 1795190400000, 1, null);
update outbox set sent_at = 1795194000000, payload = null where outbox_id = '0bx00000000000000000000002';
insert into idempotency (principal, key, request_digest, status, response, created_at) values
    ('0acc0000000000000000000002', 'retry-1', unhex('1f58b9145b24d108d7ac38887338b3ea3229833b9c1e418250343f907bfd1047'), 201, unhex('7b7d'), 1795190400000),
    ('0acc0000000000000000000002', 'retry-2', unhex('1f58b9145b24d108d7ac38887338b3ea3229833b9c1e418250343f907bfd1047'), null, null, 1795190400000);
