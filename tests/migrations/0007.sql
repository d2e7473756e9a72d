-- Sample data for migration 0007: choices, a link, a code and a steward's decision, on badges of 0001.
-- The same text for both backends.

insert into badge_choice (credential_id, listed, names, evidence, files, chosen_at) values
    ('0cred000000000000000000001', 1, 'shown', 'shown', 'shown', 1795190400000),
    ('0cred000000000000000000002', 0, 'withheld', 'withheld', 'shown', 1795190400000);
insert into viewing_link (link_id, credential_id, token_hash, created_at, ends_at) values
    ('0vl00000000000000000000001', '0cred000000000000000000002', unhex('00000000000000000000000000000000000000000000000000000000000071a1'), 1795190400000, 1795276800000);
insert into showing (credential_id, code, legal_name, failures, shown_at, begun_at, ends_at) values
    ('0cred000000000000000000001', '012345', 'Dina Example', 1, null, 1795190400000, 1795191000000),
    ('0cred000000000000000000002', '543210', null, 0, 1795190460000, 1795190400000, 1795191000000);
insert into withholding (account_id, reason, withheld_by, withheld_at) values
    ('0acc0000000000000000000005', 'vanished', '0acc0000000000000000000003', 1795190400000);
