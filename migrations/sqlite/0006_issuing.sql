-- Issuing: what waits for its moment, and links for co-attesters elsewhere.
--
-- Reading the comments: as in 0001. SQLite: 0006. The twin for PostgreSQL stands in ../postgres.

create table hold (
    hold_id     text    not null primary key check (length(hold_id) = 26),  -- one press of "Issue"; deleted when it is undone [fixed]
    training_id text    not null references training (training_id),  -- [fixed]
    asked_by    text    not null references account (account_id),  -- the trainer [fixed]
    asked_at    integer not null,  -- ms [fixed]
    due_at      integer not null,  -- ms; until a worker takes it, it can be undone [free: only ever nearer]
    begun_at    integer,  -- ms; a worker took it: there is no undo from then on [once]
    lease_until integer,  -- ms; end of the lease of the worker that has it, or when it is tried again [free]
    ended_at    integer,  -- ms; everybody has an outcome [once]
    check (asked_at <= due_at),
    check ((begun_at is null) = (lease_until is null)),
    check (ended_at is null or begun_at is not null)
) strict;
create index hold_due on hold (due_at) where ended_at is null;
create index hold_by_training on hold (training_id);

create table held (
    hold_id       text    not null references hold (hold_id) on delete cascade,  -- [fixed]
    nomination_id text    not null references nomination (nomination_id),  -- [fixed]
    outcome       text    check (outcome in ('issued', 'refused')),  -- NULL: not yet [once]
    why           text,  -- a code: why it was refused, or what it waits for [free until settled]
    credential_id text    references credential (credential_id),  -- the badge [once]
    settled_at    integer,  -- ms; when the outcome was known [once]
    primary key (hold_id, nomination_id),
    check ((outcome is null) = (settled_at is null)),
    check ((outcome is not null and outcome = 'issued') = (credential_id is not null))
) strict, without rowid;
-- A second press, or a second trainer, never puts the same nomination into line twice.
create unique index held_once on held (nomination_id) where settled_at is null;
create index held_by_credential on held (credential_id) where credential_id is not null;

create table co_attester (
    link_id     text    not null primary key check (length(link_id) = 26),  -- names it in forms; the secret is another thing [fixed]
    token_hash  blob    not null unique check (length(token_hash) = 32),  -- SHA-256 of the secret in the link [fixed]
    training_id text    not null references training (training_id),  -- [fixed]
    slug        text    not null,  -- the class that is to be attested; pinned by the training [fixed]
    invited_id  text    references account (account_id),  -- the trainer whom it was made for; NULL: whoever is given it and may [fixed]
    made_by     text    not null references account (account_id),  -- a trainer of the training [fixed]
    made_at     integer not null,  -- ms [fixed]
    expires_at  integer not null,  -- ms [fixed]
    ended_at    integer,  -- ms; taken back [once]
    check (made_at < expires_at),
    check (invited_id is null or invited_id <> made_by)
) strict;
create index co_attester_by_training on co_attester (training_id);
create index co_attester_by_invited on co_attester (invited_id) where invited_id is not null;

create table co_attester_person (
    link_id    text not null references co_attester (link_id),  -- [fixed]
    account_id text not null references account (account_id),  -- whom the link is about; without any row it is about everybody of the class [fixed]
    primary key (link_id, account_id)
) strict, without rowid;

-- ---------------------------------------------------------------- rules

create trigger hold_fixed before update on hold
when (old.hold_id, old.training_id, old.asked_by, old.asked_at) is not (new.hold_id, new.training_id, new.asked_by, new.asked_at)
    or new.due_at > old.due_at
    or (old.begun_at is not null and old.begun_at is not new.begun_at)
    or (old.ended_at is not null and old.ended_at is not new.ended_at)
begin select raise(abort, 'a hold only comes nearer, begins once and ends once'); end;

create trigger hold_begun before delete on hold
when old.begun_at is not null
begin select raise(abort, 'what has begun cannot be undone'); end;

create trigger held_settled before update on held
when (old.hold_id, old.nomination_id) is not (new.hold_id, new.nomination_id)
    or (old.settled_at is not null
        and (old.outcome, old.why, old.credential_id, old.settled_at) is not (new.outcome, new.why, new.credential_id, new.settled_at))
begin select raise(abort, 'an outcome is written once'); end;

create trigger co_attester_fixed before update on co_attester
when (old.link_id, old.token_hash, old.training_id, old.slug, old.invited_id, old.made_by, old.made_at, old.expires_at) is not (new.link_id, new.token_hash, new.training_id, new.slug, new.invited_id, new.made_by, new.made_at, new.expires_at)
    or (old.ended_at is not null and old.ended_at is not new.ended_at)
begin select raise(abort, 'a link for a co-attester is ended, not changed'); end;
