-- The workshop: people in a room, the slips they hold, and what trainers tick beside their names.
--
-- Reading the comments: as in 0001. A training without a row in `workshop` is known by its
-- nominations only; with one it has participants, who joined by themselves or were put down.
-- SQLite: 0002. The twin for PostgreSQL stands in ../postgres.

create table workshop (
    training_id    text    not null primary key references training (training_id),  -- [fixed]
    issuer_slug    text    not null references issuer (slug),  -- who will sign its badges [fixed]
    language       text    not null,  -- of the signed texts, where a participant chooses none [free]
    rehearsal      integer not null check (rehearsal in (0, 1)),  -- 1: to try everything; nothing of it is ever issued [fixed]
    expected       integer not null check (expected between 1 and 1000),  -- people; the budget of requests of those who join is made of it [free]
    join_code      text    not null unique check (length(join_code) = 20),  -- what the slide shows: lets people join, and nothing else [free: another one when it went too far]
    join_closes_at integer not null  -- ms; nobody joins by the slide from then on [free]
) strict;

create table participation (
    training_id   text    not null references workshop (training_id),  -- [fixed]
    account_id    text    not null references account (account_id),  -- who [fixed]
    number        integer not null check (number >= 1),  -- place on the room sheet, in the order of joining [fixed]
    called        text,  -- what trainers call the person in this room [free; emptied by erasure]
    names         text,  -- JSON array of up to three names that badges may say; [] for none [free; emptied by erasure]
    account_shown integer not null check (account_shown in (0, 1)),  -- 1: badges may say the user name [free]
    language      text    not null,  -- of the texts that will be signed [free]
    minor         integer not null check (minor in (0, 1)),  -- 1: a minor, or not known to be an adult [free]
    guardian_at   integer,  -- ms; when a trainer saw the guardian's slip [once]
    came_by       text    not null check (came_by in ('account', 'link', 'slip', 'trainer', 'list')),  -- [fixed]
    joined_at     integer not null,  -- ms [fixed]
    confirmed_by  text    not null check (confirmed_by in ('holder', 'trainer', 'none')),  -- who said that names and language are right after they were read back [free]
    confirmed_at  integer,  -- ms [free]
    left_at       integer,  -- ms; went away, or was put down by mistake [free]
    primary key (training_id, account_id),
    unique (training_id, number),
    check ((confirmed_by = 'none') = (confirmed_at is null))
) strict, without rowid;
create index participation_by_account on participation (account_id);

create table slip (
    slip_id      text    not null primary key check (length(slip_id) = 26),  -- names it in forms; the code is another thing [fixed]
    training_id  text    not null references workshop (training_id),  -- where it was given out [fixed]
    number       integer not null check (number >= 1),  -- printed on it, so that a trainer finds it again [fixed]
    code_hash    blob    not null unique check (length(code_hash) = 32),  -- SHA-256 of the code; the code itself is on the paper only [fixed]
    account_id   text    references account (account_id),  -- who joined with it [once]
    pin_hash     text,  -- Argon2id of the holder's own PIN, as a PHC string [free; emptied by erasure]
    failures     integer not null check (failures >= 0),  -- wrong PINs in a row [free]
    locked_until integer,  -- ms; no PIN is tried before [free]
    printed_at   integer not null,  -- ms [fixed]
    expires_at   integer not null,  -- ms; 24 months later [fixed]
    voided_at    integer,  -- ms; lost, or replaced: it opens nothing any more [once]
    replaces     text    references slip (slip_id),  -- the slip in whose place it was printed [fixed]
    unique (training_id, number),
    check (printed_at < expires_at),
    check (pin_hash is null or account_id is not null)
) strict;
create index slip_by_account on slip (account_id) where account_id is not null;

create table tick (
    training_id    text    not null,  -- [fixed]
    account_id     text    not null,  -- the participant [fixed]
    slug           text    not null,  -- a class that the training pinned [fixed]
    criterion      text    not null,  -- of that class [fixed]
    trainer_id     text    not null references account (account_id),  -- who saw it; a tick is theirs alone and no attestation yet [fixed]
    met            integer not null check (met in (0, 1)),  -- 0: taken back [free until attested]
    level          text,  -- rubric level reached, where the class has levels [free until attested]
    came_from      text    not null check (came_from in ('phone', 'paper')),  -- [free]
    ticked_at      integer not null,  -- ms; on the trainer's device; the later one stands [only grows]
    attestation_id text    references attestation (attestation_id),  -- what the trainer made of it [once]
    primary key (training_id, account_id, slug, criterion, trainer_id),
    foreign key (training_id, account_id) references participation (training_id, account_id),
    check (trainer_id <> account_id)
) strict, without rowid;
create index tick_by_trainer on tick (trainer_id);

insert into personal_column (table_name, column_name, erasure, owner) values
    ('participation', 'called', 'clear', 'account_id'),
    ('participation', 'names', 'clear', 'account_id'),
    ('slip', 'pin_hash', 'clear', 'account_id');

-- ---------------------------------------------------------------- rules

create trigger workshop_fixed before update on workshop
when (old.training_id, old.issuer_slug, old.rehearsal) is not (new.training_id, new.issuer_slug, new.rehearsal)
begin select raise(abort, 'a rehearsal stays a rehearsal, and a training its issuer'); end;

create trigger participation_fixed before update on participation
when (old.training_id, old.account_id, old.number, old.came_by, old.joined_at) is not (new.training_id, new.account_id, new.number, new.came_by, new.joined_at)
begin select raise(abort, 'a participant keeps the place on the room sheet'); end;

create trigger participation_no_delete before delete on participation
begin select raise(abort, 'a participant leaves, and is not deleted'); end;

create trigger participation_of_erased before insert on participation
when exists (select 1 from account a where a.account_id = new.account_id and a.erased_at is not null)
begin select raise(abort, 'nothing is written about an erased person'); end;

create trigger slip_fixed before update on slip
when (old.slip_id, old.training_id, old.number, old.code_hash, old.printed_at, old.expires_at, old.replaces) is not (new.slip_id, new.training_id, new.number, new.code_hash, new.printed_at, new.expires_at, new.replaces)
begin select raise(abort, 'a printed slip never changes'); end;

create trigger slip_held before update on slip
when old.account_id is not null and old.account_id is not new.account_id
begin select raise(abort, 'a slip stays with the person who joined with it'); end;

create trigger slip_voided before update on slip
when old.voided_at is not null and (old.voided_at is not new.voided_at or (new.pin_hash is not null and old.pin_hash is not new.pin_hash))
begin select raise(abort, 'a voided slip stays void'); end;

create trigger slip_no_delete before delete on slip
begin select raise(abort, 'a slip is voided, not deleted'); end;

create trigger tick_fixed before update on tick
when (old.training_id, old.account_id, old.slug, old.criterion, old.trainer_id) is not (new.training_id, new.account_id, new.slug, new.criterion, new.trainer_id)
    or new.ticked_at < old.ticked_at
begin select raise(abort, 'a later tick takes the place of an earlier one, and never the other way round'); end;

create trigger tick_attested before update on tick
when old.attestation_id is not null and (old.met, old.level, old.attestation_id) is not (new.met, new.level, new.attestation_id)
    and not exists (select 1 from attestation a where a.attestation_id = old.attestation_id and a.withdrawn_at is not null)
begin select raise(abort, 'a tick that was attested changes only when the attestation was withdrawn'); end;

create trigger tick_of_class before insert on tick
when not exists (select 1 from training_class c where c.training_id = new.training_id and c.slug = new.slug)
begin select raise(abort, 'a tick is about a class of its training'); end;

create trigger nomination_in_rehearsal before insert on credential
when exists (select 1 from nomination n join workshop w on w.training_id = n.training_id
        where n.nomination_id = new.nomination_id and w.rehearsal = 1)
begin select raise(abort, 'nothing is issued in a rehearsal'); end;
