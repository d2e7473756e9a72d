-- The room: what trainers noted beside their ticks.
--
-- Reading the comments: as in 0001. SQLite: 0005. The twin for PostgreSQL stands in ../postgres.

create table observation (
    training_id text not null,  -- [fixed]
    account_id  text not null,  -- the participant [fixed]
    slug        text not null,  -- a class that the training pinned [fixed]
    trainer_id  text not null references account (account_id),  -- who saw it [fixed]
    note        text not null,  -- what was seen, in the trainer's words; becomes evidence when it is attested [free; deleted by erasure]
    noted_at    integer not null,  -- ms; on the trainer's device; the later one stands [only grows]
    primary key (training_id, account_id, slug, trainer_id),
    foreign key (training_id, account_id) references participation (training_id, account_id),
    check (trainer_id <> account_id)
) strict, without rowid;
create index observation_by_account on observation (account_id);

insert into personal_column (table_name, column_name, erasure, owner) values
    ('observation', 'note', 'delete', 'account_id');

-- ---------------------------------------------------------------- rules

create trigger observation_fixed before update on observation
when (old.training_id, old.account_id, old.slug, old.trainer_id) is not (new.training_id, new.account_id, new.slug, new.trainer_id)
    or new.noted_at < old.noted_at
begin select raise(abort, 'a later note takes the place of an earlier one, and never the other way round'); end;
