-- The workshop: people in a room, the slips they hold, and what trainers tick beside their names.
--
-- Reading the comments: as in 0001. A training without a row in `workshop` is known by its
-- nominations only; with one it has participants, who joined by themselves or were put down.
-- PostgreSQL: 0002. The twin for SQLite stands in ../sqlite.

create table workshop (
    training_id    text collate "C" not null primary key references training (training_id),  -- [fixed]
    issuer_slug    text collate "C" not null references issuer (slug),  -- who will sign its badges [fixed]
    language       text collate "C" not null,  -- of the signed texts, where a participant chooses none [free]
    rehearsal      bigint           not null check (rehearsal in (0, 1)),  -- 1: to try everything; nothing of it is ever issued [fixed]
    expected       bigint           not null check (expected between 1 and 1000),  -- people; the budget of requests of those who join is made of it [free]
    join_code      text collate "C" not null unique check (length(join_code) = 20),  -- what the slide shows: lets people join, and nothing else [free: another one when it went too far]
    join_closes_at bigint           not null  -- ms; nobody joins by the slide from then on [free]
);

create table participation (
    training_id   text collate "C" not null references workshop (training_id),  -- [fixed]
    account_id    text collate "C" not null references account (account_id),  -- who [fixed]
    number        bigint           not null check (number >= 1),  -- place on the room sheet, in the order of joining [fixed]
    called        text collate "C",  -- what trainers call the person in this room [free; emptied by erasure]
    names         text collate "C",  -- JSON array of up to three names that badges may say; [] for none [free; emptied by erasure]
    account_shown bigint           not null check (account_shown in (0, 1)),  -- 1: badges may say the user name [free]
    language      text collate "C" not null,  -- of the texts that will be signed [free]
    minor         bigint           not null check (minor in (0, 1)),  -- 1: a minor, or not known to be an adult [free]
    guardian_at   bigint,  -- ms; when a trainer saw the guardian's slip [once]
    came_by       text collate "C" not null check (came_by in ('account', 'link', 'slip', 'trainer', 'list')),  -- [fixed]
    joined_at     bigint           not null,  -- ms [fixed]
    confirmed_by  text collate "C" not null check (confirmed_by in ('holder', 'trainer', 'none')),  -- who said that names and language are right after they were read back [free]
    confirmed_at  bigint,  -- ms [free]
    left_at       bigint,  -- ms; went away, or was put down by mistake [free]
    primary key (training_id, account_id),
    unique (training_id, number),
    check ((confirmed_by = 'none') = (confirmed_at is null))
);
create index participation_by_account on participation (account_id);

create table slip (
    slip_id      text collate "C" not null primary key check (length(slip_id) = 26),  -- names it in forms; the code is another thing [fixed]
    training_id  text collate "C" not null references workshop (training_id),  -- where it was given out [fixed]
    number       bigint           not null check (number >= 1),  -- printed on it, so that a trainer finds it again [fixed]
    code_hash    bytea            not null unique check (length(code_hash) = 32),  -- SHA-256 of the code; the code itself is on the paper only [fixed]
    account_id   text collate "C" references account (account_id),  -- who joined with it [once]
    pin_hash     text collate "C",  -- Argon2id of the holder's own PIN, as a PHC string [free; emptied by erasure]
    failures     bigint           not null check (failures >= 0),  -- wrong PINs in a row [free]
    locked_until bigint,  -- ms; no PIN is tried before [free]
    printed_at   bigint           not null,  -- ms [fixed]
    expires_at   bigint           not null,  -- ms; 24 months later [fixed]
    voided_at    bigint,  -- ms; lost, or replaced: it opens nothing any more [once]
    replaces     text collate "C" references slip (slip_id),  -- the slip in whose place it was printed [fixed]
    unique (training_id, number),
    check (printed_at < expires_at),
    check (pin_hash is null or account_id is not null)
);
create index slip_by_account on slip (account_id) where account_id is not null;

create table tick (
    training_id    text collate "C" not null,  -- [fixed]
    account_id     text collate "C" not null,  -- the participant [fixed]
    slug           text collate "C" not null,  -- a class that the training pinned [fixed]
    criterion      text collate "C" not null,  -- of that class [fixed]
    trainer_id     text collate "C" not null references account (account_id),  -- who saw it; a tick is theirs alone and no attestation yet [fixed]
    met            bigint           not null check (met in (0, 1)),  -- 0: taken back [free until attested]
    level          text collate "C",  -- rubric level reached, where the class has levels [free until attested]
    came_from      text collate "C" not null check (came_from in ('phone', 'paper')),  -- [free]
    ticked_at      bigint           not null,  -- ms; on the trainer's device; the later one stands [only grows]
    attestation_id text collate "C" references attestation (attestation_id),  -- what the trainer made of it [once]
    primary key (training_id, account_id, slug, criterion, trainer_id),
    foreign key (training_id, account_id) references participation (training_id, account_id),
    check (trainer_id <> account_id)
);
create index tick_by_trainer on tick (trainer_id);

insert into personal_column (table_name, column_name, erasure, owner) values
    ('participation', 'called', 'clear', 'account_id'),
    ('participation', 'names', 'clear', 'account_id'),
    ('slip', 'pin_hash', 'clear', 'account_id');

-- ---------------------------------------------------------------- rules

create trigger workshop_fixed before update on workshop for each row
    when ((old.training_id, old.issuer_slug, old.rehearsal) is distinct from (new.training_id, new.issuer_slug, new.rehearsal))
    execute function refuse('a rehearsal stays a rehearsal, and a training its issuer');

create trigger participation_fixed before update on participation for each row
    when ((old.training_id, old.account_id, old.number, old.came_by, old.joined_at) is distinct from (new.training_id, new.account_id, new.number, new.came_by, new.joined_at))
    execute function refuse('a participant keeps the place on the room sheet');

create trigger participation_no_delete before delete on participation for each row
    execute function refuse('a participant leaves, and is not deleted');

create function participation_of_erased() returns trigger language plpgsql as $$ begin
    perform 1 from account where account_id = new.account_id for share;
    if exists (select 1 from account a where a.account_id = new.account_id and a.erased_at is not null) then
        raise exception using message = 'nothing is written about an erased person';
    end if;
    return new;
end $$;
create trigger participation_of_erased before insert on participation for each row execute function participation_of_erased();

create trigger slip_fixed before update on slip for each row
    when ((old.slip_id, old.training_id, old.number, old.code_hash, old.printed_at, old.expires_at, old.replaces) is distinct from (new.slip_id, new.training_id, new.number, new.code_hash, new.printed_at, new.expires_at, new.replaces))
    execute function refuse('a printed slip never changes');

create trigger slip_held before update on slip for each row
    when (old.account_id is not null and old.account_id is distinct from new.account_id)
    execute function refuse('a slip stays with the person who joined with it');

create trigger slip_voided before update on slip for each row
    when (old.voided_at is not null and (old.voided_at is distinct from new.voided_at or (new.pin_hash is not null and old.pin_hash is distinct from new.pin_hash)))
    execute function refuse('a voided slip stays void');

create trigger slip_no_delete before delete on slip for each row
    execute function refuse('a slip is voided, not deleted');

create trigger tick_fixed before update on tick for each row
    when ((old.training_id, old.account_id, old.slug, old.criterion, old.trainer_id) is distinct from (new.training_id, new.account_id, new.slug, new.criterion, new.trainer_id)
    or new.ticked_at < old.ticked_at)
    execute function refuse('a later tick takes the place of an earlier one, and never the other way round');

create function tick_attested() returns trigger language plpgsql as $$ begin
    if old.attestation_id is not null and (old.met, old.level, old.attestation_id) is distinct from (new.met, new.level, new.attestation_id)
    and not exists (select 1 from attestation a where a.attestation_id = old.attestation_id and a.withdrawn_at is not null) then
        raise exception using message = 'a tick that was attested changes only when the attestation was withdrawn';
    end if;
    return new;
end $$;
create trigger tick_attested before update on tick for each row execute function tick_attested();

create function tick_of_class() returns trigger language plpgsql as $$ begin
    if not exists (select 1 from training_class c where c.training_id = new.training_id and c.slug = new.slug) then
        raise exception using message = 'a tick is about a class of its training';
    end if;
    return new;
end $$;
create trigger tick_of_class before insert on tick for each row execute function tick_of_class();

create function nomination_in_rehearsal() returns trigger language plpgsql as $$ begin
    if exists (select 1 from nomination n join workshop w on w.training_id = n.training_id
        where n.nomination_id = new.nomination_id and w.rehearsal = 1) then
        raise exception using message = 'nothing is issued in a rehearsal';
    end if;
    return new;
end $$;
create trigger nomination_in_rehearsal before insert on credential for each row execute function nomination_in_rehearsal();

-- TRUNCATE passes by row triggers.
create trigger workshop_no_truncate before truncate on workshop for each statement execute function refuse('rows of workshop are not deleted');
create trigger participation_no_truncate before truncate on participation for each statement execute function refuse('rows of participation are not deleted');
create trigger slip_no_truncate before truncate on slip for each statement execute function refuse('rows of slip are not deleted');
create trigger tick_no_truncate before truncate on tick for each statement execute function refuse('rows of tick are not deleted');
