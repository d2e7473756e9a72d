-- Stewardship: what holders ask for, what they appeal against, proposals, drafts of classes, and who is listed.
--
-- Reading the comments: as in 0001. What people write here in their own words is personal and goes
-- with them; outcomes and instants stay, so that clocks can be checked.
-- PostgreSQL: 0008. The twin for SQLite stands in ../sqlite.

create table correction_request (
    correction_id text collate "C" not null primary key check (length(correction_id) = 26),  -- a holder says that their badge is wrong [fixed]
    credential_id text collate "C" not null references credential (credential_id),  -- which [fixed]
    asked_by      text collate "C" not null references account (account_id),  -- its holder [fixed]
    about         text collate "C" not null check (about in ('name', 'language', 'detail')),  -- what is wrong [fixed]
    wish          text collate "C",  -- the holder's words [fixed; emptied by erasure]
    asked_at      bigint           not null,  -- ms [fixed]
    outcome       text collate "C" check (outcome in ('corrected', 'declined', 'withdrawn')),  -- NULL while it waits [once]
    answered_by   text collate "C" references account (account_id),  -- a steward or a trainer with a mandate; the holder when withdrawn [once, with outcome]
    answered_at   bigint,  -- ms [once, with outcome]
    answer        text collate "C",  -- words for the holder [once, with outcome; emptied by erasure]
    check ((outcome is null) = (answered_by is null)),
    check ((outcome is null) = (answered_at is null)),
    check (outcome is not null or answer is null),
    constraint correction_not_by_its_holder check (outcome is null or (outcome = 'withdrawn') = (answered_by = asked_by))
);
create unique index correction_request_one_open on correction_request (credential_id) where outcome is null;
create index correction_request_by_account on correction_request (asked_by);

create table appeal (
    appeal_id       text collate "C" not null primary key check (length(appeal_id) = 26),  -- a holder wants a decision looked at by somebody else [fixed]
    made_by         text collate "C" not null references account (account_id),  -- the holder [fixed]
    about           text collate "C" not null check (about in ('revocation', 'suspension', 'correction', 'attestation')),  -- which of the four below [fixed]
    request_id      text collate "C" references revocation_request (request_id),  -- against this revocation [fixed]
    suspension_id   text collate "C" references suspension (suspension_id),  -- against this suspension [fixed]
    correction_id   text collate "C" references correction_request (correction_id),  -- against this refused correction [fixed]
    nomination_id   text collate "C" references nomination (nomination_id),  -- against an attestation that is withheld [fixed]
    code_hash       bytea            not null unique check (length(code_hash) = 32),  -- SHA-256 of the code that opens the outcome without signing in; the code was shown once [fixed]
    words           text collate "C",  -- why, in the holder's words [fixed; emptied by erasure]
    made_at         bigint           not null,  -- ms; 14 days from here it is acknowledged, 30 days from here answered [fixed]
    acknowledged_by text collate "C" references account (account_id),  -- the steward who took it up [once]
    acknowledged_at bigint,  -- ms [once]
    outcome         text collate "C" check (outcome in ('granted', 'partly', 'dismissed')),  -- NULL while it waits [once]
    answered_by     text collate "C" references account (account_id),  -- never who decided what it is against [once, with outcome]
    answered_at     bigint,  -- ms [once, with outcome]
    answer          text collate "C",  -- words for the holder [once, with outcome; emptied by erasure]
    check ((request_id is null) = (about <> 'revocation')),
    check ((suspension_id is null) = (about <> 'suspension')),
    check ((correction_id is null) = (about <> 'correction')),
    check ((nomination_id is null) = (about <> 'attestation')),
    check ((acknowledged_by is null) = (acknowledged_at is null)),
    check ((outcome is null) = (answered_by is null)),
    check ((outcome is null) = (answered_at is null)),
    check (outcome is not null or answer is null),
    constraint appeal_not_by_oneself check (answered_by <> made_by)
);
create index appeal_by_account on appeal (made_by);
create unique index appeal_one_of_request on appeal (request_id) where request_id is not null;
create unique index appeal_one_of_suspension on appeal (suspension_id) where suspension_id is not null;
create unique index appeal_one_of_correction on appeal (correction_id) where correction_id is not null;
create unique index appeal_one_of_nomination on appeal (nomination_id) where nomination_id is not null and outcome is null;

create table proposal (
    proposal_id text collate "C" not null primary key check (length(proposal_id) = 26),  -- a capacity or a word that somebody misses [fixed]
    kind        text collate "C" not null check (kind in ('capacity', 'word')),  -- [fixed]
    title       text collate "C",  -- the capacity, or the word as it should be [fixed; emptied by erasure]
    words       text collate "C",  -- why, and where it stands now [fixed; emptied by erasure]
    language    text collate "C" not null,  -- in which it is written [fixed]
    proposed_by text collate "C" not null references account (account_id),  -- [fixed]
    proposed_at bigint           not null,  -- ms [fixed]
    outcome     text collate "C" check (outcome in ('taken', 'declined')),  -- NULL while it waits [once]
    answered_by text collate "C" references account (account_id),  -- the steward [once, with outcome]
    answered_at bigint,  -- ms [once, with outcome]
    answer      text collate "C",  -- words for who proposed it [once, with outcome; emptied by erasure]
    check ((outcome is null) = (answered_by is null)),
    check ((outcome is null) = (answered_at is null)),
    check (outcome is not null or answer is null)
);
create index proposal_by_account on proposal (proposed_by);

create table class_draft (
    draft_id   text collate "C" not null primary key check (length(draft_id) = 26),  -- a class that is being written; nothing is published from here [fixed]
    form       text collate "C" not null,  -- JSON of the fields as they were typed; about a class, never about a person [free]
    made_by    text collate "C" not null references account (account_id),  -- [fixed]
    made_at    bigint           not null,  -- ms [fixed]
    changed_by text collate "C" not null references account (account_id),  -- the steward who saved it last [free]
    changed_at bigint           not null,  -- ms [only grows]
    revision   bigint           not null check (revision >= 1),  -- counts savings, so that nobody overwrites what they have not seen [only grows]
    dropped_at bigint           -- ms; not wanted any more [once]
);

create table listing (
    account_id text collate "C" not null primary key references account (account_id),  -- a trainer who agreed to stand in the public register; taking it back deletes the row [fixed]
    shown_as   text collate "C" not null check (shown_as in ('name', 'account')),  -- by which of their names [free]
    country    text collate "C" not null,  -- two letters of ISO 3166, or empty [free]
    languages  text collate "C" not null,  -- JSON array of language tags in which they train [free]
    agreed_at  bigint           not null  -- ms [free]
);

insert into personal_column (table_name, column_name, erasure, owner) values
    ('correction_request', 'wish', 'clear', 'asked_by'),
    ('correction_request', 'answer', 'clear', 'asked_by'),
    ('appeal', 'words', 'clear', 'made_by'),
    ('appeal', 'answer', 'clear', 'made_by'),
    ('proposal', 'title', 'clear', 'proposed_by'),
    ('proposal', 'words', 'clear', 'proposed_by'),
    ('proposal', 'answer', 'clear', 'proposed_by'),
    ('listing', 'country', 'delete', 'account_id'),
    ('listing', 'languages', 'delete', 'account_id');

-- ---------------------------------------------------------------- rules

create trigger correction_request_answered before update on correction_request for each row
    when (old.outcome is not null and (old.outcome, old.answered_by, old.answered_at) is distinct from (new.outcome, new.answered_by, new.answered_at))
    execute function refuse('an answered request for a correction stays answered');

create trigger correction_request_no_delete before delete on correction_request for each row
    execute function refuse('a request for a correction is answered, not deleted');

create trigger appeal_answered before update on appeal for each row
    when (old.outcome is not null and (old.outcome, old.answered_by, old.answered_at) is distinct from (new.outcome, new.answered_by, new.answered_at))
    execute function refuse('an answered appeal stays answered');

create function appeal_by_another() returns trigger language plpgsql as $$ begin
    if new.answered_by is not null and old.answered_by is null and (
        exists (select 1 from revocation_request r where r.request_id = new.request_id and (r.asked_by = new.answered_by or r.confirmed_by = new.answered_by))
        or exists (select 1 from suspension s where s.suspension_id = new.suspension_id and s.suspended_by = new.answered_by)
        or exists (select 1 from correction_request c where c.correction_id = new.correction_id and c.answered_by = new.answered_by)
        or exists (select 1 from nomination n left join training_trainer t on t.training_id = n.training_id
            where n.nomination_id = new.nomination_id and (n.nominated_by = new.answered_by or t.account_id = new.answered_by))) then
        raise exception using message = 'an appeal is answered by somebody who had no part in what it is against';
    end if;
    return new;
end $$;
create trigger appeal_by_another before update on appeal for each row execute function appeal_by_another();

create trigger appeal_no_delete before delete on appeal for each row
    execute function refuse('an appeal is answered, not deleted');

create function listing_of_adults() returns trigger language plpgsql as $$ begin
    if exists (select 1 from account a where a.account_id = new.account_id and (a.minor = 1 or a.erased_at is not null)) then
        raise exception using message = 'only adults are listed, and nobody who was erased';
    end if;
    return new;
end $$;
create trigger listing_of_adults before insert on listing for each row execute function listing_of_adults();

-- TRUNCATE passes by row triggers.
create trigger correction_request_no_truncate before truncate on correction_request for each statement execute function refuse('rows of correction_request are not deleted');
create trigger appeal_no_truncate before truncate on appeal for each statement execute function refuse('rows of appeal are not deleted');
