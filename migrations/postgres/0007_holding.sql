-- What holders decide about their badges: who finds them, what a visitor sees, who is shown them now.
--
-- Reading the comments: as in 0001. A badge without a row in badge_choice is unlisted, and its page
-- shows what was signed. Codes and links are deleted when their time is over.
-- PostgreSQL: 0007. The twin for SQLite stands in ../sqlite.

create table badge_choice (
    credential_id text collate "C" not null primary key references credential (credential_id),  -- whose page [fixed]
    listed        bigint           not null check (listed in (0, 1)),  -- 1: named on the page of its class; never a minor's [free]
    names         text collate "C" not null check (names in ('shown', 'withheld')),  -- on the public page [free]
    evidence      text collate "C" not null check (evidence in ('shown', 'withheld')),  -- records of attestations, and what was seen [free]
    files         text collate "C" not null check (files in ('shown', 'withheld')),  -- downloads; with any of the three withheld there are none [free]
    chosen_at     bigint           not null  -- ms [free]
);
create index badge_choice_listed on badge_choice (credential_id) where listed = 1;

create table viewing_link (
    link_id       text collate "C" not null primary key check (length(link_id) = 26),  -- names it in forms; opens nothing [fixed]
    credential_id text collate "C" not null references credential (credential_id),  -- what it shows whole [fixed]
    token_hash    bytea            not null unique check (length(token_hash) = 32),  -- SHA-256 of what the link holds; ending it deletes the row [fixed]
    created_at    bigint           not null,  -- ms [fixed]
    ends_at       bigint           not null,  -- ms; opens nothing from then on [fixed]
    check (created_at < ends_at and ends_at <= created_at + 7776000000)
);
create index viewing_link_by_credential on viewing_link (credential_id);
create index viewing_link_by_end on viewing_link (ends_at);

create table showing (
    credential_id text collate "C" not null primary key references credential (credential_id),  -- shown by its holder to somebody present; a newer code takes the place of an older one [fixed]
    code          text collate "C" not null check (length(code) = 6),  -- as its holder reads it out; ending it deletes the row [fixed]
    legal_name    text collate "C",  -- for the first who enters the code; emptied in the same moment [free]
    failures      bigint           not null check (failures between 0 and 5),  -- wrong codes; five end it [only grows]
    shown_at      bigint,  -- ms; when it was first entered; by whom is not kept [once]
    begun_at      bigint           not null,  -- ms [fixed]
    ends_at       bigint           not null,  -- ms; ten minutes later [fixed]
    check (begun_at < ends_at and ends_at <= begun_at + 600000),
    check (legal_name is null or shown_at is null)
);
create index showing_by_end on showing (ends_at);

create table withholding (
    account_id  text collate "C" not null primary key references account (account_id),  -- whose badges say "genuine; details withheld"; lifting it deletes the row [fixed]
    reason      text collate "C" not null check (reason in ('vanished', 'suppressed', 'memorial')),  -- a code, never shown [fixed]
    withheld_by text collate "C" not null references account (account_id),  -- the steward [fixed]
    withheld_at bigint           not null  -- ms [fixed]
);

insert into personal_column (table_name, column_name, erasure, owner) values
    ('showing', 'code', 'delete', 'credential_id'),
    ('showing', 'legal_name', 'delete', 'credential_id'),
    ('withholding', 'reason', 'delete', 'account_id');

-- ---------------------------------------------------------------- rules

-- Both ways, because a person may turn out to be a minor later.
create function badge_choice_of_adults() returns trigger language plpgsql as $$ begin
    if new.listed = 1 and exists (
        select 1 from credential c join account a on a.account_id = c.account_id where c.credential_id = new.credential_id and a.minor = 1) then
        raise exception using message = 'no badge of a minor is listed';
    end if;
    return new;
end $$;
create trigger badge_choice_of_adults before insert on badge_choice for each row execute function badge_choice_of_adults();

create function badge_choice_of_adults_later() returns trigger language plpgsql as $$ begin
    if new.listed = 1 and exists (
        select 1 from credential c join account a on a.account_id = c.account_id where c.credential_id = new.credential_id and a.minor = 1) then
        raise exception using message = 'no badge of a minor is listed';
    end if;
    return new;
end $$;
create trigger badge_choice_of_adults_later before update on badge_choice for each row execute function badge_choice_of_adults_later();

create function badge_choice_of_erased() returns trigger language plpgsql as $$ begin
    if exists (select 1 from erasure e where e.credential_id = new.credential_id) then
        raise exception using message = 'nothing is written about an erased person';
    end if;
    return new;
end $$;
create trigger badge_choice_of_erased before insert on badge_choice for each row execute function badge_choice_of_erased();

create function viewing_link_of_erased() returns trigger language plpgsql as $$ begin
    if exists (select 1 from erasure e where e.credential_id = new.credential_id) then
        raise exception using message = 'nothing is written about an erased person';
    end if;
    return new;
end $$;
create trigger viewing_link_of_erased before insert on viewing_link for each row execute function viewing_link_of_erased();

create function showing_of_erased() returns trigger language plpgsql as $$ begin
    if exists (select 1 from erasure e where e.credential_id = new.credential_id) then
        raise exception using message = 'nothing is written about an erased person';
    end if;
    return new;
end $$;
create trigger showing_of_erased before insert on showing for each row execute function showing_of_erased();

create function withholding_of_erased() returns trigger language plpgsql as $$ begin
    if exists (select 1 from account a where a.account_id = new.account_id and a.erased_at is not null) then
        raise exception using message = 'nothing is written about an erased person';
    end if;
    return new;
end $$;
create trigger withholding_of_erased before insert on withholding for each row execute function withholding_of_erased();

create function showing_read_once() returns trigger language plpgsql as $$ begin
    if old.shown_at is not null and old.shown_at is distinct from new.shown_at then
        raise exception using message = 'a legal name is shown to one person, once';
    end if;
    return new;
end $$;
create trigger showing_read_once before update on showing for each row execute function showing_read_once();
