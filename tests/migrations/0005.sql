-- Sample data for migration 0005: notes beside the ticks of 0002. The same text for both backends. People and bodies
-- are invented.

insert into observation (training_id, account_id, slug, trainer_id, note, noted_at) values
    ('0trn0000000000000000000001', '0acc0000000000000000000004', 'event-organiser', '0acc0000000000000000000002', 'Ran the opening round and kept to the time.', 1795179700000),
    ('0trn0000000000000000000001', '0acc0000000000000000000005', 'event-organiser', '0acc0000000000000000000003', '', 1795179700000);
