-- Notices: what a person is told here, and the mail address to which it also goes, if they gave one.
--
-- Reading the comments: as in 0001. Every notice stands on the person's own page; a mail about it is
-- a row of `outbox` that names the notice and nothing else.
-- SQLite: 0009. The twin for PostgreSQL stands in ../postgres.

create table notice (
    notice_id  text not null primary key check (length(notice_id) = 26),  -- [fixed]
    account_id text not null references account (account_id),  -- who is told; erasure deletes the row [fixed]
    kind       text not null check (kind in ('invited', 'issued', 'badge-changed', 'renewal-due', 'renewal-near', 'correction-answered', 'appeal-answered', 'co-attester-asked')),  -- [fixed]
    subject    text not null check (length(subject) = 26),  -- id of the thing it tells about: a credential, training, nomination or request [fixed]
    told_at    integer not null,  -- ms; of a thing that happens again, the last time [only grows]
    read_at    integer,  -- ms; the person has seen it [free: told again is unread again]
    unique (account_id, kind, subject)
) strict;

create table mail_address (
    account_id   text not null primary key references account (account_id),  -- whose [fixed]
    address      text not null,  -- as the person typed it; another one takes its place; the row goes with the person [free]
    asked_at     integer not null,  -- ms; when the question whether it is theirs was put into the outbox [free]
    token_hash   blob unique check (length(token_hash) = 32),  -- SHA-256 of the token in that question; NULL once answered [free]
    expires_at   integer not null,  -- ms; the question cannot be answered from then on [free]
    confirmed_at integer,  -- ms; only from then on anything else is sent to it [free: another address starts unconfirmed]
    check ((token_hash is null) = (confirmed_at is not null)),
    check (asked_at < expires_at)
) strict;

insert into personal_column (table_name, column_name, erasure, owner) values
    ('mail_address', 'address', 'delete', 'account_id');

-- ---------------------------------------------------------------- rules

create trigger notice_fixed before update on notice
when (old.notice_id, old.account_id, old.kind, old.subject) is not (new.notice_id, new.account_id, new.kind, new.subject) or new.told_at < old.told_at
begin select raise(abort, 'a notice keeps what it tells and whom'); end;

create trigger mail_address_of_erased before insert on mail_address
when exists (select 1 from account a where a.account_id = new.account_id and a.erased_at is not null)
begin select raise(abort, 'nothing is written about an erased person'); end;
