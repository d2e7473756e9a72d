-- Putting right: the badge of the right class that takes the place of a wrong one; and who came to the end of a day's attesting.
--
-- Reading the comments: as in 0001. The wrong badge goes as by any revocation, when a second person agrees;
-- its slot says 'superseded', because it is no fault of the holder, and its edition stays published, as that of
-- a revoked badge does. What took its place is found here; nothing says that it is issued before it is.
-- SQLite: 0011. The twin for PostgreSQL stands in ../postgres.

create table replacement (
    request_id    text not null primary key references revocation_request (request_id),  -- the request by which the wrong badge goes [fixed]
    nomination_id text not null references nomination (nomination_id)  -- of the right class; the badge that comes of it takes the place [fixed]
) strict, without rowid;
create index replacement_by_nomination on replacement (nomination_id);


create table attesting_cap (
    account_id text not null references account (account_id),  -- the trainer [fixed]
    day        integer not null check (day > 0),  -- days since 1970-01-01 (UTC) on which they attested as often as one may; stewards are told once [fixed]
    primary key (account_id, day)
) strict, without rowid;

-- One more kind: a steward is told that a trainer came to the end of a day's attesting; the subject is the trainer's account.
create table notice_of_more_kinds (
    notice_id  text not null primary key check (length(notice_id) = 26),  -- [fixed]
    account_id text not null references account (account_id),  -- who is told; erasure deletes the row [fixed]
    kind       text not null check (kind in ('invited', 'issued', 'badge-changed', 'renewal-due', 'renewal-near', 'correction-answered', 'appeal-answered', 'co-attester-asked', 'attesting-capped')),  -- [fixed]
    subject    text not null check (length(subject) = 26),  -- id of the thing it tells about: a credential, training, nomination, request or account [fixed]
    told_at    integer not null,  -- ms; of a thing that happens again, the last time [only grows]
    read_at    integer,  -- ms; the person has seen it [free: told again is unread again]
    unique (account_id, kind, subject)
) strict;
insert into notice_of_more_kinds select notice_id, account_id, kind, subject, told_at, read_at from notice;
drop table notice;
alter table notice_of_more_kinds rename to notice;

-- ---------------------------------------------------------------- rules

create trigger replacement_fits before insert on replacement
when not exists (
        select 1 from revocation_request r join credential c on c.credential_id = r.credential_id
        join nomination o on o.nomination_id = c.nomination_id
        join nomination n on n.account_id = o.account_id and n.training_id = o.training_id and n.slug <> o.slug
        where r.request_id = new.request_id and r.reason = 'error' and r.confirmed_at is null and r.declined_at is null
            and n.nomination_id = new.nomination_id and (n.closed_at is null or exists (
                select 1 from credential q where q.nomination_id = n.nomination_id and q.cancelled_at is null)))
begin select raise(abort, 'a badge is replaced by one of another class, of the same person, from the same training'); end;

create trigger replacement_fixed before update on replacement
begin select raise(abort, 'what takes the place of a badge is never rewritten'); end;

create trigger replacement_no_delete before delete on replacement
begin select raise(abort, 'what takes the place of a badge is never deleted'); end;

-- 'superseded' is said of an edition only when another one stands ready, or when two people agreed on the right badge.
create trigger status_slot_replaced before update on status_slot
when old.revoked_at is null and new.reason = 'superseded'
    and not exists (
        select 1 from edition e join edition newer on newer.credential_id = e.credential_id
        where e.edition_id = new.edition_id and newer.state = 'recorded' and newer.number > e.number)
    and not exists (
        select 1 from edition e join revocation_request r on r.credential_id = e.credential_id
        join replacement p on p.request_id = r.request_id join nomination n on n.nomination_id = p.nomination_id
        where e.edition_id = new.edition_id and r.confirmed_at is not null and (n.closed_at is null or exists (
            select 1 from credential q where q.nomination_id = n.nomination_id and q.cancelled_at is null)))
begin select raise(abort, 'a badge is replaced by a newer edition, or by the right badge when a second person agreed'); end;

-- Who asked for the right badge to take the place did not ask for the wrong one to be called an error.
create trigger status_slot_not_in_error before update on status_slot
when old.revoked_at is null and new.reason = 'error'
    and not exists (
        select 1 from edition e join revocation_request r on r.credential_id = e.credential_id
        where e.edition_id = new.edition_id and r.reason = 'error' and r.confirmed_at is not null
            and not exists (select 1 from replacement p where p.request_id = r.request_id))
    and exists (
        select 1 from edition e join revocation_request r on r.credential_id = e.credential_id
        join replacement p on p.request_id = r.request_id
        where e.edition_id = new.edition_id and r.confirmed_at is not null)
begin select raise(abort, 'a badge that another one replaces is not called an error'); end;

create trigger notice_fixed before update on notice
when (old.notice_id, old.account_id, old.kind, old.subject) is not (new.notice_id, new.account_id, new.kind, new.subject) or new.told_at < old.told_at
begin select raise(abort, 'a notice keeps what it tells and whom'); end;
