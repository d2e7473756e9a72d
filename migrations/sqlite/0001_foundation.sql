-- The foundation: people, classes, attestations, credentials, status, keys, log, outbox.
--
-- Reading the comments: [fixed] never changes after the row is written, [once] is set from NULL
-- one time, [free] may change. Instants (`_at`) are milliseconds since 1970-01-01T00:00:00Z, UTC,
-- taken from the program's clock. Yes/no columns hold 1 or 0. Ids are 26 characters of Crockford
-- base32 in lower case. Digests are 32 raw bytes of SHA-256 unless said otherwise.
-- Columns that can hold personal data are listed in personal_column, and only there.
-- Every rule below stands here because a check in the program alone would lose a race; each is
-- a trigger or constraint with the same name and the same sentence on both backends.
-- SQLite: 0001. The twin for PostgreSQL stands in ../postgres.

pragma application_id = 1229869895; -- 'INSG': what `file` and we see of it

-- ---------------------------------------------------------------- the installation and its issuers

create table installation (
    id         integer not null primary key check (id = 1),  -- always 1: one row; written by init [fixed]
    base_url   text    not null,  -- public origin, no slash at the end; written by init [fixed once an edition exists]
    epoch      integer not null check (epoch >= 1),  -- starts at 1; restore raises it, so that no slot of a lost tail is used again [only grows]
    created_at integer not null  -- ms; init [fixed]
) strict;

create table issuer (
    slug       text    not null primary key check (slug <> '' and slug not glob '*[^a-z0-9-]*'),  -- part of addresses and of the DID; written by init [fixed]
    did        text    not null unique,  -- did:web or, for a demo, did:key [fixed]
    created_at integer not null  -- ms [fixed]
) strict;

create table key_pair (
    kid             text    not null primary key,  -- Multikey of Ed25519, RFC 7638 thumbprint of RSA; names the file keys/{kid}.pem; written by keys [fixed]
    issuer_slug     text    not null references issuer (slug),  -- whose key [fixed]
    algorithm       text    not null check (algorithm in ('ed25519', 'rs256')),  -- [fixed]
    state           text    not null check (state in ('pending', 'active', 'retired', 'compromised')),  -- pending -> active -> retired; any -> compromised; written by keys
    public_jwk      text    not null,  -- JSON of the public key [fixed]
    public_multikey text,  -- Ed25519 only: multibase form, named in did.json [fixed]
    created_at      integer not null,  -- ms [fixed]
    activated_at    integer,  -- ms; when it became active [once]
    retired_at      integer,  -- ms; when it signed last [once]
    compromised_at  integer,  -- ms; from when on nothing it signed is believed without the log [once]
    check ((algorithm = 'ed25519') = (public_multikey is not null)),
    check (state <> 'pending' or (activated_at is null and retired_at is null)),
    check (state not in ('active', 'retired') or activated_at is not null),
    check ((state = 'compromised') = (compromised_at is not null)),
    check (state <> 'retired' or retired_at is not null),
    check (state <> 'active' or retired_at is null)
) strict;
create unique index key_pair_one_active on key_pair (issuer_slug, algorithm) where state = 'active';

create table did_document (
    issuer_slug text    not null references issuer (slug),  -- [fixed]
    version     integer not null check (version >= 1),  -- counts per issuer from 1 [fixed]
    document    text    not null,  -- the JSON as served at that time; written by keys [fixed]
    digest      blob    not null check (length(digest) = 32),  -- of document [fixed]
    made_at     integer not null,  -- ms [fixed]
    primary key (issuer_slug, version)
) strict;

-- ---------------------------------------------------------------- people and what they may do

create table account (
    account_id   text    not null primary key check (length(account_id) = 26),  -- a trainer, steward or holder; without central_id a person known by a slip only [fixed]
    central_id   text    unique,  -- global id of the Wikimedia account, never the name; written at first sign-in [free]
    user_name    text,  -- Wikimedia user name as last seen [free]
    display_name text,  -- name the person chose to show [free]
    affiliate    text,  -- body the person speaks for by default [free]
    shown_as     text    not null check (shown_as in ('name', 'account', 'affiliate')),  -- how the person appears on attestations to come [free]
    minor        integer not null check (minor in (0, 1)),  -- 1: never listed, nickname by default; no age is kept [free]
    language     text,  -- in which the person reads pages and mails; NULL: as the browser asks [free]
    created_at   integer not null,  -- ms [fixed]
    erased_at    integer,  -- ms; from then on the personal columns are empty for ever [once]
    check (erased_at is null or (central_id is null and user_name is null and display_name is null and affiliate is null and language is null))
) strict;

create table api_token (
    token_hash blob    not null primary key check (length(token_hash) = 32),  -- SHA-256 of the token; the token itself is nowhere [fixed]
    account_id text    not null references account (account_id),  -- who acts with it [fixed]
    label      text    not null,  -- what its owner calls it; the row goes with the person [fixed]
    created_at integer not null,  -- ms [fixed]
    expires_at integer not null,  -- ms; dead from then on [fixed]
    revoked_at integer,  -- ms [once]
    check (created_at < expires_at)
) strict;
create index api_token_by_account on api_token (account_id);

-- ---------------------------------------------------------------- how people sign in

create table appointment (
    appointment_id text    not null primary key check (length(appointment_id) = 26),  -- that somebody is a steward or an admin; trainers have mandates instead [fixed]
    account_id     text    not null references account (account_id),  -- who [fixed]
    role           text    not null check (role in ('steward', 'admin')),  -- steward: mandates, classes, revocations; admin: the installation [fixed]
    decision       text    not null check (decision <> ''),  -- who decided it and where that is written; no private person's name [fixed]
    started_at     integer not null,  -- ms [fixed]
    ended_at       integer  -- ms; for ever [once]
) strict;
create unique index appointment_one on appointment (account_id, role) where ended_at is null;

create table session (
    session_id  text    not null primary key check (length(session_id) = 26),  -- names it in its owner's list; never in a cookie [fixed]
    secret_hash blob    not null unique check (length(secret_hash) = 32),  -- SHA-256 of what the cookie holds; changes when its owner proves again who they are
    account_id  text    not null references account (account_id),  -- who is signed in; signing out deletes the row [fixed]
    device      text    not null,  -- system and browser in a few words, for its owner's list [fixed]
    borrowed    integer not null check (borrowed in (0, 1)),  -- 1: somebody else's device; short, and gone with the browser [fixed]
    started_at  integer not null,  -- ms [fixed]
    seen_at     integer not null,  -- ms; last request, to the minute [only grows]
    ends_at     integer not null,  -- ms; dead from then on, however much it is used [fixed]
    proved_at   integer not null,  -- ms; when its owner last proved who they are [only grows]
    proved_by   text    not null check (proved_by in ('passkey', 'wiki', 'provider', 'link', 'slip')),  -- and how [free]
    check (started_at < ends_at)
) strict;
create index session_by_account on session (account_id);

create table invitation (
    account_id text    not null primary key references account (account_id),  -- whom the link signs in, once; a newer link takes the place of an older one [fixed]
    token_hash blob    not null unique check (length(token_hash) = 32),  -- SHA-256 of what the link holds; using it deletes the row [fixed]
    created_at integer not null,  -- ms [fixed]
    expires_at integer not null,  -- ms; dead from then on [fixed]
    check (created_at < expires_at)
) strict;

create table passkey (
    passkey_id    text    not null primary key check (length(passkey_id) = 26),  -- names it in forms [fixed]
    credential_id blob    not null unique check (length(credential_id) between 1 and 1023),  -- by which an authenticator finds it [fixed]
    account_id    text    not null references account (account_id),  -- whom it signs in; removing it deletes the row [fixed]
    name          text    not null,  -- what its owner calls it [free]
    key           text    not null,  -- JSON of public key, counter and flags, as the library keeps them; written at each use that changes them
    sign_count    integer not null check (sign_count >= 0),  -- the authenticator's own count, 0 if it has none [only grows]
    backed_up     integer not null check (backed_up in (0, 1)),  -- 1: kept on more than one device, as the authenticator says [free]
    created_at    integer not null,  -- ms [fixed]
    used_at       integer  -- ms; last sign-in with it [only grows]
) strict;
create index passkey_by_account on passkey (account_id);

create table identity (
    provider   text    not null check (provider <> ''),  -- name of an OpenID provider in the configuration [fixed]
    subject    text    not null check (subject <> ''),  -- its id of the person, which never changes there [fixed]
    account_id text    not null references account (account_id),  -- who that is here [fixed]
    linked_at  integer not null,  -- ms [fixed]
    primary key (provider, subject)
) strict;
create index identity_by_account on identity (account_id);

create table sign_in_attempt (
    state_hash   blob    not null primary key check (length(state_hash) = 32),  -- SHA-256 of what comes back in the answer; the answer deletes the row, so that it is heard once [fixed]
    browser_hash blob    not null check (length(browser_hash) = 32),  -- SHA-256 of the cookie of the browser that began; no other may finish [fixed]
    kind         text    not null check (kind in ('passkey', 'new-passkey', 'wiki', 'provider')),  -- what is waited for [fixed]
    account_id   text    references account (account_id),  -- whose new way in it will be; NULL: it will say who [fixed]
    memory       text    not null,  -- JSON: challenge, PKCE verifier, nonce, where to go on; no secret of a person [fixed]
    expires_at   integer not null  -- ms; ten minutes at most [fixed]
) strict;
create index sign_in_attempt_by_end on sign_in_attempt (expires_at);

-- ---------------------------------------------------------------- badge classes, as far as they were used

create table class_version (
    slug           text    not null check (slug <> '' and slug not glob '*[^a-z0-9-]*'),  -- written when a version is first used [fixed]
    version        text    not null,  -- as in the address [fixed]
    digest         text    not null,  -- over structure and source texts, as the catalogue writes it; a file that differs does not load [fixed]
    frozen_at      integer not null,  -- ms [fixed]
    least_place    integer          check (least_place >= 1),  -- place in class_level of the lowest level at which the badge is awarded; NULL: no levels are told apart [fixed]
    least_evidence integer not null check (least_evidence >= 0),  -- pieces of evidence that each attestation needs [fixed]
    primary key (slug, version)
) strict;

create table class_level (
    slug    text    not null,  -- written together with class_version [fixed]
    version text    not null,  -- [fixed]
    level   text    not null,  -- its id in the class's rubric [fixed]
    place   integer not null check (place >= 1),  -- from low to high [fixed]
    primary key (slug, version, level),
    unique (slug, version, place),
    foreign key (slug, version) references class_version (slug, version)
) strict, without rowid;

create table class_criterion (
    slug                text    not null,  -- written together with class_version [fixed]
    version             text    not null,  -- [fixed]
    criterion           text    not null,  -- its id in the class [fixed]
    quorum              integer not null check (quorum >= 1),  -- trainers that must attest it [fixed]
    distinct_affiliates integer not null check (distinct_affiliates in (0, 1)),  -- 1: each for another affiliate [fixed]
    ordinal             integer not null check (ordinal >= 0),  -- place in the class [fixed]
    primary key (slug, version, criterion),
    unique (slug, version, ordinal),
    foreign key (slug, version) references class_version (slug, version)
) strict, without rowid;

-- ---------------------------------------------------------------- mandates, trainings, nominations

create table mandate (
    mandate_id    text    not null primary key check (length(mandate_id) = 26),  -- a trainer's right to attest [fixed]
    account_id    text    not null references account (account_id),  -- the trainer [fixed]
    affiliate     text    not null,  -- the body the trainer attests for under it [fixed]
    starts_at     integer not null,  -- ms, included [fixed]
    ends_at       integer not null,  -- ms, not included [fixed]
    basis         text    not null check (basis in ('founding', 'given', 'badge')),  -- badge: written by publishing a trainer badge [fixed]
    given_by      text    references account (account_id),  -- the steward; NULL for a badge or a founding decision [fixed]
    decision      text    not null check (decision <> ''),  -- who decided and when, as a body says it; no private person's name [fixed]
    credential_id text    references credential (credential_id),  -- the trainer badge it rests on [fixed]
    created_at    integer not null,  -- ms [fixed]
    paused_at     integer,  -- ms; while set nothing is attested under it [free until ended]
    ended_at      integer,  -- ms; ended early, for ever [once]
    ended_by      text    references account (account_id),  -- who; NULL when the badge ended it [once, with ended_at]
    unique (mandate_id, account_id, affiliate),
    check (starts_at < ends_at),
    check ((basis = 'badge') = (credential_id is not null)),
    check (given_by is null or given_by <> account_id),
    check (basis <> 'given' or given_by is not null),
    check (ended_by is null or ended_at is not null)
) strict;
create index mandate_by_account on mandate (account_id);
create index mandate_by_credential on mandate (credential_id) where credential_id is not null;

create table mandate_class (
    mandate_id text not null references mandate (mandate_id),  -- written with its mandate [fixed]
    slug       text not null check (slug <> '' and slug not glob '*[^a-z0-9-]*'),  -- any version of this class [fixed]
    primary key (mandate_id, slug)
) strict, without rowid;

create table training (
    training_id text    not null primary key check (length(training_id) = 26),  -- an event, or a mentorship of two [fixed]
    name        text    not null,  -- for the public [free]
    place       text    not null,  -- for the public; empty when online [free]
    starts_at   integer not null,  -- ms [free]
    ends_at     integer not null,  -- ms [free]
    affiliate   text    not null,  -- who holds it [free]
    created_by  text    not null references account (account_id),  -- [fixed]
    created_at  integer not null,  -- ms [fixed]
    check (starts_at <= ends_at)
) strict;

create table training_class (
    training_id text not null references training (training_id),  -- [fixed]
    slug        text not null,  -- the version is pinned when the training is made [fixed]
    version     text not null,  -- [fixed]
    primary key (training_id, slug, version),
    foreign key (slug, version) references class_version (slug, version)
) strict, without rowid;

create table training_trainer (
    training_id text not null references training (training_id),  -- rows come and go until the training is over
    account_id  text not null references account (account_id),  -- [fixed]
    primary key (training_id, account_id)
) strict, without rowid;
create index training_trainer_by_account on training_trainer (account_id);

create table nomination (
    nomination_id text    not null primary key check (length(nomination_id) = 26),  -- a person put forward for a class version [fixed]
    account_id    text    not null references account (account_id),  -- the holder to be [fixed]
    slug          text    not null,  -- [fixed]
    version       text    not null,  -- [fixed]
    issuer_slug   text    not null references issuer (slug),  -- who will sign [fixed]
    training_id   text    references training (training_id),  -- where; then the class version is one of its pinned ones [fixed]
    nominated_by  text    references account (account_id),  -- who; NULL: a slip [fixed]
    language      text    not null,  -- of the texts that will be signed [free until closed]
    created_at    integer not null,  -- ms [fixed]
    closed_at     integer,  -- ms; set by inserting a credential (trigger) or by withdrawing the nomination; empty again only when the credential was cancelled
    unique (nomination_id, account_id),
    unique (nomination_id, account_id, slug, version, issuer_slug),
    foreign key (slug, version) references class_version (slug, version),
    foreign key (training_id, slug, version) references training_class (training_id, slug, version)
) strict;
create unique index nomination_one_open on nomination (account_id, slug, version) where closed_at is null;
create index nomination_by_account on nomination (account_id);
create index nomination_by_training on nomination (training_id) where training_id is not null;

create table release (
    nomination_id  text    not null references nomination (nomination_id),  -- what the holder lets an edition say; written at join, at release, at correction
    edition_number integer not null check (edition_number >= 1),  -- of which edition [fixed]
    names          text    not null,  -- JSON array of up to three names with their scripts; [] for none [free until recorded]
    account_shown  integer not null check (account_shown in (0, 1)),  -- 1: the user name is signed [free until recorded]
    email          text,  -- only by opt-in [free until recorded]
    email_form     text    not null check (email_form in ('none', 'hashed', 'plain')),  -- [free until recorded]
    email_salt     text,  -- 128 random bits, only when hashed [free until recorded]
    holder_did     text,  -- a DID whose control the holder proved [free until recorded]
    confirmed_at   integer,  -- ms; when it was read back and agreed [free until recorded]
    confirmed_by   text    not null check (confirmed_by in ('holder', 'trainer', 'none')),  -- [free until recorded]
    primary key (nomination_id, edition_number),
    check ((email_form = 'none') = (email is null)),
    check ((email_form = 'hashed') = (email_salt is not null)),
    check ((confirmed_by = 'none') = (confirmed_at is null)),
    -- With no confirmation the badge is signed without a name.
    check (confirmed_by <> 'none' or (names = '[]' and account_shown = 0 and email_form = 'none' and holder_did is null))
) strict;

-- ---------------------------------------------------------------- attestations

create table attestation (
    attestation_id   text    not null primary key check (length(attestation_id) = 26),  -- public: names the evidence entry [fixed]
    nomination_id    text    not null,  -- [fixed]
    holder_id        text    not null,  -- whom the nomination is for, repeated for the check below [fixed]
    trainer_id       text    not null references account (account_id),  -- [fixed]
    mandate_id       text    not null,  -- by what right [fixed]
    affiliate        text    not null,  -- of the mandate [fixed]
    statement        text,  -- the trainer's words about the holder [fixed; emptied by erasure]
    shown_as         text    not null check (shown_as in ('name', 'account', 'affiliate')),  -- as the trainer agreed to be shown on this record [fixed]
    attested_at      integer not null,  -- ms [fixed]
    withdrawn_at     integer,  -- ms [once]
    withdrawn_reason text,  -- the trainer's words [once, with withdrawn_at; emptied by erasure]
    constraint attestation_not_of_oneself check (trainer_id <> holder_id),
    check (withdrawn_reason is null or withdrawn_at is not null),
    foreign key (nomination_id, holder_id) references nomination (nomination_id, account_id),
    foreign key (mandate_id, trainer_id, affiliate) references mandate (mandate_id, account_id, affiliate)
) strict;
-- With the trainer: alone, SQLite would rather walk all attestations of the trainer.
create index attestation_by_nomination on attestation (nomination_id, trainer_id);
create index attestation_by_trainer on attestation (trainer_id);
create index attestation_by_mandate on attestation (mandate_id);

create table attestation_criterion (
    attestation_id text not null references attestation (attestation_id),  -- written with its attestation [fixed]
    criterion      text not null,  -- [fixed]
    level          text,  -- rubric level reached, where the class has levels [fixed]
    primary key (attestation_id, criterion)
) strict, without rowid;

create table evidence (
    attestation_id text    not null references attestation (attestation_id),  -- written with its attestation; the row goes with the person
    ordinal        integer not null check (ordinal >= 0),  -- order in which it is shown [fixed]
    url            text,  -- where it can be seen [fixed]
    narrative      text,  -- what it is [fixed]
    primary key (attestation_id, ordinal),
    check (url is not null or narrative is not null)
) strict;

-- ---------------------------------------------------------------- credentials, editions, slots

create table credential (
    credential_id text    not null primary key check (length(credential_id) = 26),  -- one award, one id for ever [fixed]
    nomination_id text    not null,  -- [fixed]
    account_id    text    not null,  -- the holder [fixed]
    issuer_slug   text    not null,  -- [fixed]
    slug          text    not null,  -- [fixed]
    version       text    not null,  -- [fixed]
    level         text,  -- the certified one; NULL where the class tells no levels apart [fixed]
    subject_id    text    not null check (subject_id like 'urn:uuid:%'),  -- of this award; stays when the holder shows no DID [fixed]
    awarded_at    integer not null,  -- ms; kept by corrections [fixed]
    valid_until   integer,  -- ms [fixed]
    epoch         integer not null,  -- the installation's when it was recorded [fixed]
    recorded_at   integer not null,  -- ms; T1 [fixed]
    cancelled_at  integer,  -- ms; recorded, never published, and never will be [once]
    check (valid_until is null or awarded_at < valid_until),
    foreign key (slug, version, level) references class_level (slug, version, level),
    foreign key (nomination_id, account_id, slug, version, issuer_slug)
        references nomination (nomination_id, account_id, slug, version, issuer_slug)
) strict;
create unique index credential_one_per_nomination on credential (nomination_id) where cancelled_at is null;
create index credential_by_account on credential (account_id);
create index credential_by_class on credential (slug, version);

create table status_list (
    list_id     text    not null primary key check (list_id like 'e%-%' and length(list_id) >= 29),  -- 'e{epoch}-{26}'; part of signed bytes [fixed]
    issuer_slug text    not null references issuer (slug),  -- who signs it [fixed]
    epoch       integer not null,  -- slots are given only in the current one [fixed]
    capacity    integer not null check (capacity >= 131072 and capacity % 8 = 0),  -- slots; fewer would tell holders apart [fixed]
    used        integer not null check (used >= 0 and used <= capacity / 2),  -- slots given; counted by trigger, a list is full at half [only grows]
    change      integer not null check (change >= 0),  -- counts changes of bits; raised by trigger in the same transaction [only grows]
    created_at  integer not null,  -- ms [fixed]
    closed_at   integer  -- ms; no slot is given any more [once]
) strict;
create index status_list_open on status_list (issuer_slug, epoch) where closed_at is null;

create table status_slot (
    list_id      text    not null references status_list (list_id),  -- [fixed]
    slot         integer not null check (slot >= 0),  -- random index in the list [fixed]
    edition_id   text    not null unique check (length(edition_id) = 26),  -- whose; the slot is written first, so this is no foreign key [fixed]
    revoked_at   integer,  -- ms [once]
    reason       text    check (reason in ('superseded', 'error', 'misconduct', 'holder', 'cancelled', 'key-compromise')),  -- [once, with revoked_at]
    suspended_at integer,  -- ms; the bit of the suspension list [free]
    primary key (list_id, slot),
    unique (list_id, slot, edition_id),
    check ((revoked_at is null) = (reason is null))
) strict, without rowid;
create index status_slot_revoked on status_slot (list_id, slot) where revoked_at is not null;
create index status_slot_suspended on status_slot (list_id, slot) where suspended_at is not null;

create table status_list_edition (
    list_id        text    not null references status_list (list_id),  -- [fixed]
    purpose        text    not null check (purpose in ('revocation', 'suspension')),  -- [fixed]
    version        integer not null check (version >= 1),  -- grows; the newest is the published one [fixed]
    of_change      integer not null check (of_change >= 0),  -- status_list.change whose bits it shows [fixed]
    payload        blob    not null,  -- the list credential without its proof, as it will be signed [fixed]
    payload_digest blob    not null check (length(payload_digest) = 32),  -- of payload [fixed]
    prepared_at    integer not null,  -- ms [fixed]
    signed         blob,  -- the bytes served [once]
    signed_at      integer,  -- ms [once]
    primary key (list_id, purpose, version),
    check ((signed is null) = (signed_at is null))
) strict;

create table edition (
    edition_id     text    not null primary key check (length(edition_id) = 26),  -- one signed state of a credential [fixed]
    credential_id  text    not null references credential (credential_id),  -- [fixed]
    number         integer not null check (number >= 1),  -- 1, 2, ... per credential [fixed]
    list_id        text    not null,  -- [fixed]
    slot           integer not null,  -- [fixed]
    payload_digest blob    not null check (length(payload_digest) = 32),  -- of edition_payload.payload; stays after erasure [fixed]
    ed25519_kid    text    not null references key_pair (kid),  -- signs the JSON form [fixed]
    rsa_kid        text    not null references key_pair (kid),  -- signs the JWT form [fixed]
    recorded_at    integer not null,  -- ms; T1 [fixed]
    state          text    not null check (state in ('recorded', 'published', 'superseded', 'cancelled')),  -- recorded -> published | cancelled; published -> superseded
    published_at   integer,  -- ms; T2 [once]
    json_digest    blob    check (length(json_digest) = 32),  -- of signed_edition.json; stays after erasure [once]
    jwt_digest     blob    check (length(jwt_digest) = 32),  -- of signed_edition.jwt; stays after erasure [once]
    unique (credential_id, number),
    foreign key (list_id, slot, edition_id) references status_slot (list_id, slot, edition_id),
    check ((state in ('published', 'superseded')) = (published_at is not null)),
    check ((published_at is null) = (json_digest is null)),
    check ((published_at is null) = (jwt_digest is null))
) strict;
create unique index edition_one_published on edition (credential_id) where state = 'published';
create unique index edition_one_recorded on edition (credential_id) where state = 'recorded';
create index edition_unfinished on edition (recorded_at) where state = 'recorded';

create table edition_payload (
    edition_id text not null primary key references edition (edition_id),  -- written in T1; the row goes with the person
    payload    blob not null  -- the credential without proofs, exactly as it is signed [fixed]
) strict;

create table signed_edition (
    edition_id text not null primary key references edition (edition_id),  -- written in T2; the row goes with the person
    json       blob not null,  -- the JSON form, byte for byte as served and baked [fixed]
    jwt        text not null  -- the JWT form, compact [fixed]
) strict;

create table erasure (
    credential_id text    not null primary key references credential (credential_id),  -- its bytes are gone and its address answers "gone" [fixed]
    erased_at     integer not null,  -- ms [fixed]
    reason        text    not null  -- a code, no personal text [fixed]
) strict;

create table suspension (
    suspension_id text    not null primary key check (length(suspension_id) = 26),  -- [fixed]
    credential_id text    not null references credential (credential_id),  -- [fixed]
    reason        text    not null,  -- a code, no personal text [fixed]
    suspended_by  text    not null references account (account_id),  -- [fixed]
    suspended_at  integer not null,  -- ms [fixed]
    lifted_by     text    references account (account_id),  -- [once]
    lifted_at     integer,  -- ms [once]
    check ((lifted_by is null) = (lifted_at is null))
) strict;
create unique index suspension_one_open on suspension (credential_id) where lifted_at is null;

create table revocation_request (
    request_id    text    not null primary key check (length(request_id) = 26),  -- asked by one person, confirmed by another [fixed]
    credential_id text    not null references credential (credential_id),  -- [fixed]
    reason        text    not null check (reason in ('error', 'misconduct', 'holder')),  -- what the slot will say [fixed]
    note          text,  -- for the second person [fixed; emptied by erasure]
    asked_by      text    not null references account (account_id),  -- [fixed]
    asked_at      integer not null,  -- ms [fixed]
    confirmed_by  text    references account (account_id),  -- [once]
    confirmed_at  integer,  -- ms [once]
    declined_by   text    references account (account_id),  -- who said no; may be the one who asked [once]
    declined_at   integer,  -- ms [once]
    constraint revocation_by_two_people check (asked_by <> confirmed_by),
    check ((confirmed_by is null) = (confirmed_at is null)),
    check ((declined_by is null) = (declined_at is null)),
    check (confirmed_at is null or declined_at is null)
) strict;
create index revocation_request_by_credential on revocation_request (credential_id);

-- ---------------------------------------------------------------- log, outbox, retries

create table log_entry (
    seq        integer not null primary key check (seq >= 1),  -- 1, 2, ... without gaps [fixed]
    kind       text    not null check (kind <> ''),  -- what was done [fixed]
    subject    text,  -- id of the thing, so that erasure finds the entry; never published [fixed; emptied by erasure, with nonce]
    nonce      blob    check (length(nonce) = 32),  -- opens the commitment [fixed; emptied by erasure: then nothing links the entry to anybody]
    commitment blob    not null check (length(commitment) = 32),  -- SHA-256(0x00, "insignia-log/v1", kind, SHA-256(nonce, object)) [fixed]
    chain      blob    not null check (length(chain) = 32),  -- SHA-256(chain of seq - 1, seq as 8 bytes, kind, commitment) [fixed]
    logged_at  integer  -- ms; by the program's clock, for people who look through it; no part of the chain [fixed]
) strict;
create index log_entry_by_subject on log_entry (subject) where subject is not null;

create table log_head (
    id    integer not null primary key check (id = 1),  -- one row, written by this migration; locked last in a transaction [fixed]
    seq   integer not null check (seq >= 0),  -- of the newest entry; 0: none [only grows]
    chain blob    not null check (length(chain) = 32)  -- of the newest entry; 32 zero bytes before the first
) strict;
insert into log_head (id, seq, chain) values (1, 0, zeroblob(32));

create table outbox (
    outbox_id   text    not null primary key check (length(outbox_id) = 26),  -- what leaves after commit; the Message-ID of a mail is made of it [fixed]
    kind        text    not null check (kind <> ''),  -- who handles it [fixed]
    subject     text    not null,  -- id of the thing it speaks of, so that erasure finds it [fixed]
    payload     text,  -- what to send; emptied when sent [fixed until sent]
    created_at  integer not null,  -- ms [fixed]
    due_at      integer not null,  -- ms; next try, or end of the lease of the worker that has it [free]
    sent_at     integer,  -- ms [once]
    given_up_at integer,  -- ms; too many failures: a person must look [free]
    attempts    integer not null check (attempts >= 0),  -- tries begun [only grows]
    last_error  text,  -- what the last try said; may quote an address [free]
    check ((sent_at is null) = (payload is not null)),
    check (sent_at is null or given_up_at is null)
) strict;
create index outbox_due on outbox (due_at) where sent_at is null and given_up_at is null;
create index outbox_by_subject on outbox (subject);

create table idempotency (
    principal      text    not null,  -- who asked: an account id [fixed]
    key            text    not null,  -- as the client sent it [fixed]
    request_digest blob    not null check (length(request_digest) = 32),  -- the same key with another request is refused [fixed]
    status         integer,  -- HTTP status of the answer; NULL while it is being made [once]
    response       blob,  -- the answer, given again byte for byte [once; emptied by erasure]
    created_at     integer not null,  -- ms; rows are dropped after a day [fixed]
    primary key (principal, key),
    check (response is null or status is not null)
) strict;

-- ---------------------------------------------------------------- where personal data may stand

create table personal_column (
    table_name  text not null,  -- written by migrations only [fixed]
    column_name text not null,  -- [fixed]
    erasure     text not null check (erasure in ('clear', 'delete')),  -- clear: set to NULL; delete: the row goes [fixed]
    owner       text not null,  -- column of the same table whose value tells whose it is: an account, nomination, attestation, credential or edition id, or a log or outbox subject; '*': every row, whoever is erased [fixed]
    primary key (table_name, column_name)
) strict;
insert into personal_column (table_name, column_name, erasure, owner) values
    ('account', 'central_id', 'clear', 'account_id'),
    ('account', 'user_name', 'clear', 'account_id'),
    ('account', 'display_name', 'clear', 'account_id'),
    ('account', 'affiliate', 'clear', 'account_id'),
    ('account', 'language', 'clear', 'account_id'),
    ('api_token', 'label', 'delete', 'account_id'),
    ('session', 'device', 'delete', 'account_id'),
    ('passkey', 'credential_id', 'delete', 'account_id'),
    ('passkey', 'name', 'delete', 'account_id'),
    ('passkey', 'key', 'delete', 'account_id'),
    ('identity', 'subject', 'delete', 'account_id'),
    ('release', 'names', 'delete', 'nomination_id'),
    ('release', 'email', 'delete', 'nomination_id'),
    ('release', 'email_salt', 'delete', 'nomination_id'),
    ('release', 'holder_did', 'delete', 'nomination_id'),
    ('attestation', 'statement', 'clear', 'nomination_id'),
    ('attestation', 'withdrawn_reason', 'clear', 'nomination_id'),
    ('evidence', 'url', 'delete', 'attestation_id'),
    ('evidence', 'narrative', 'delete', 'attestation_id'),
    ('edition_payload', 'payload', 'delete', 'edition_id'),
    ('signed_edition', 'json', 'delete', 'edition_id'),
    ('signed_edition', 'jwt', 'delete', 'edition_id'),
    ('revocation_request', 'note', 'clear', 'credential_id'),
    ('log_entry', 'subject', 'clear', 'subject'),
    ('log_entry', 'nonce', 'clear', 'subject'),
    ('outbox', 'payload', 'delete', 'subject'),
    ('outbox', 'last_error', 'delete', 'subject'),
    ('idempotency', 'response', 'clear', '*');

-- ---------------------------------------------------------------- rules: the installation and its issuers

create trigger installation_base_url before update on installation
when old.base_url is not new.base_url and exists (select 1 from edition)
begin select raise(abort, 'the public address is part of signed badges: it cannot be changed any more'); end;

create trigger installation_epoch before update on installation
when new.epoch < old.epoch
begin select raise(abort, 'an epoch only grows'); end;

create trigger installation_no_delete before delete on installation
begin select raise(abort, 'the installation cannot be deleted'); end;

create trigger issuer_no_update before update on issuer
begin select raise(abort, 'an issuer is never changed or deleted'); end;

create trigger issuer_no_delete before delete on issuer
begin select raise(abort, 'an issuer is never changed or deleted'); end;

create trigger key_pair_fixed before update on key_pair
when (old.kid, old.issuer_slug, old.algorithm, old.public_jwk, old.public_multikey, old.created_at) is not (new.kid, new.issuer_slug, new.algorithm, new.public_jwk, new.public_multikey, new.created_at)
begin select raise(abort, 'a key is never changed'); end;

create trigger key_pair_starts before insert on key_pair
when new.state not in ('pending', 'active')
begin select raise(abort, 'a key starts pending or active'); end;

create trigger key_pair_state before update on key_pair
when old.state <> new.state
    and not (old.state = 'pending' and new.state = 'active')
    and not (old.state = 'active' and new.state = 'retired')
    and not (old.state <> 'compromised' and new.state = 'compromised')
begin select raise(abort, 'a key goes from pending to active to retired, or to compromised, and never back'); end;

create trigger key_pair_times before update on key_pair
when (old.activated_at is not null and old.activated_at is not new.activated_at)
    or (old.retired_at is not null and old.retired_at is not new.retired_at)
    or (old.compromised_at is not null and old.compromised_at is not new.compromised_at)
begin select raise(abort, 'what happened to a key is not rewritten'); end;

create trigger key_pair_no_delete before delete on key_pair
begin select raise(abort, 'a key is never deleted: old badges need it'); end;

create trigger did_document_no_update before update on did_document
begin select raise(abort, 'a published DID document is never changed or deleted'); end;

create trigger did_document_no_delete before delete on did_document
begin select raise(abort, 'a published DID document is never changed or deleted'); end;

-- ---------------------------------------------------------------- rules: people

create trigger account_fixed before update on account
when (old.account_id, old.created_at) is not (new.account_id, new.created_at)
begin select raise(abort, 'an account keeps its id'); end;

create trigger account_erased before update on account
when old.erased_at is not null and old.erased_at is not new.erased_at
begin select raise(abort, 'an erased account stays erased'); end;

create trigger account_no_delete before delete on account
begin select raise(abort, 'an account is erased, not deleted: what it attested still names it'); end;

create trigger api_token_fixed before update on api_token
when (old.token_hash, old.account_id, old.label, old.created_at, old.expires_at) is not (new.token_hash, new.account_id, new.label, new.created_at, new.expires_at)
begin select raise(abort, 'a token is never changed'); end;

create trigger api_token_revoked before update on api_token
when old.revoked_at is not null and old.revoked_at is not new.revoked_at
begin select raise(abort, 'a revoked token stays revoked'); end;

-- ---------------------------------------------------------------- rules: how people sign in

create trigger appointment_fixed before update on appointment
when (old.appointment_id, old.account_id, old.role, old.decision, old.started_at) is not (new.appointment_id, new.account_id, new.role, new.decision, new.started_at)
begin select raise(abort, 'an appointment is never changed, only ended'); end;

create trigger appointment_ended before update on appointment
when old.ended_at is not null and old.ended_at is not new.ended_at
begin select raise(abort, 'an appointment that ended stays ended'); end;

create trigger appointment_no_delete before delete on appointment
begin select raise(abort, 'appointments are not deleted'); end;

create trigger session_fixed before update on session
when (old.session_id, old.account_id, old.device, old.borrowed, old.started_at, old.ends_at) is not (new.session_id, new.account_id, new.device, new.borrowed, new.started_at, new.ends_at)
begin select raise(abort, 'a session keeps its owner and its end'); end;

create trigger session_grows before update on session
when new.seen_at < old.seen_at or new.proved_at < old.proved_at
begin select raise(abort, 'the times of a session only grow'); end;

create trigger invitation_fixed before update on invitation
begin select raise(abort, 'a one-time link is replaced, not changed'); end;

create trigger passkey_fixed before update on passkey
when (old.passkey_id, old.credential_id, old.account_id, old.created_at) is not (new.passkey_id, new.credential_id, new.account_id, new.created_at)
begin select raise(abort, 'a passkey keeps its owner'); end;

create trigger passkey_counts before update on passkey
when new.sign_count < old.sign_count
begin select raise(abort, 'the count of a passkey only grows: a smaller one comes from a copy'); end;

create trigger identity_fixed before update on identity
begin select raise(abort, 'an identity elsewhere keeps its owner here'); end;

create trigger sign_in_attempt_fixed before update on sign_in_attempt
begin select raise(abort, 'an attempt to sign in is answered once, not changed'); end;

create trigger session_of_erased before insert on session
when exists (select 1 from account a where a.account_id = new.account_id and a.erased_at is not null)
begin select raise(abort, 'nothing is written about an erased person'); end;

create trigger passkey_of_erased before insert on passkey
when exists (select 1 from account a where a.account_id = new.account_id and a.erased_at is not null)
begin select raise(abort, 'nothing is written about an erased person'); end;

create trigger identity_of_erased before insert on identity
when exists (select 1 from account a where a.account_id = new.account_id and a.erased_at is not null)
begin select raise(abort, 'nothing is written about an erased person'); end;

-- ---------------------------------------------------------------- rules: badge classes

create trigger class_version_no_update before update on class_version
begin select raise(abort, 'a released class version never changes'); end;

create trigger class_version_no_delete before delete on class_version
begin select raise(abort, 'a released class version never changes'); end;

create trigger class_criterion_no_update before update on class_criterion
begin select raise(abort, 'a released class version never changes'); end;

create trigger class_criterion_no_delete before delete on class_criterion
begin select raise(abort, 'a released class version never changes'); end;

create trigger class_criterion_frozen before insert on class_criterion
when exists (select 1 from nomination n where n.slug = new.slug and n.version = new.version)
begin select raise(abort, 'a released class version never changes'); end;

create trigger class_level_no_update before update on class_level
begin select raise(abort, 'a released class version never changes'); end;

create trigger class_level_no_delete before delete on class_level
begin select raise(abort, 'a released class version never changes'); end;

create trigger class_level_frozen before insert on class_level
when exists (select 1 from nomination n where n.slug = new.slug and n.version = new.version)
begin select raise(abort, 'a released class version never changes'); end;

-- ---------------------------------------------------------------- rules: mandates

create trigger mandate_fixed before update on mandate
when (old.mandate_id, old.account_id, old.affiliate, old.starts_at, old.ends_at, old.basis, old.given_by, old.decision, old.credential_id, old.created_at) is not (new.mandate_id, new.account_id, new.affiliate, new.starts_at, new.ends_at, new.basis, new.given_by, new.decision, new.credential_id, new.created_at)
begin select raise(abort, 'a mandate is never rewritten: end it and give another'); end;

create trigger mandate_starts before insert on mandate
when new.ended_at is not null or new.paused_at is not null
begin select raise(abort, 'a mandate starts in force'); end;

create trigger mandate_ended before update on mandate
when old.ended_at is not null and (old.ended_at, old.ended_by, old.paused_at) is not (new.ended_at, new.ended_by, new.paused_at)
begin select raise(abort, 'an ended mandate stays ended'); end;

create trigger mandate_by_badge before insert on mandate
when new.basis = 'badge' and not exists (
        select 1 from credential c join edition e on e.credential_id = c.credential_id
        where c.credential_id = new.credential_id and c.account_id = new.account_id and e.state = 'published')
begin select raise(abort, 'a mandate by badge needs a published badge of the same person'); end;

create trigger mandate_no_delete before delete on mandate
begin select raise(abort, 'a mandate is ended, not deleted'); end;

create trigger mandate_class_no_update before update on mandate_class
begin select raise(abort, 'the classes of a mandate never change'); end;

create trigger mandate_class_no_delete before delete on mandate_class
begin select raise(abort, 'the classes of a mandate never change'); end;

create trigger mandate_class_frozen before insert on mandate_class
when exists (select 1 from attestation a where a.mandate_id = new.mandate_id)
begin select raise(abort, 'the classes of a mandate never change'); end;

-- ---------------------------------------------------------------- rules: trainings and nominations

create trigger training_fixed before update on training
when (old.training_id, old.created_by, old.created_at) is not (new.training_id, new.created_by, new.created_at)
begin select raise(abort, 'a training keeps its id'); end;

create trigger training_no_delete before delete on training
begin select raise(abort, 'a training is not deleted'); end;

create trigger training_class_no_update before update on training_class
begin select raise(abort, 'a training pins its class versions'); end;

create trigger nomination_fixed before update on nomination
when (old.nomination_id, old.account_id, old.slug, old.version, old.issuer_slug, old.training_id, old.nominated_by, old.created_at) is not (new.nomination_id, new.account_id, new.slug, new.version, new.issuer_slug, new.training_id, new.nominated_by, new.created_at)
    or (old.language <> new.language and new.closed_at is not null)
begin select raise(abort, 'a nomination is never rewritten: withdraw it and nominate again'); end;

create trigger nomination_reopened before update on nomination
when old.closed_at is not null and old.closed_at is not new.closed_at
    and (new.closed_at is not null
        or exists (select 1 from credential c where c.nomination_id = new.nomination_id and c.cancelled_at is null)
        or not exists (select 1 from credential c where c.nomination_id = new.nomination_id))
begin select raise(abort, 'a closed nomination stays closed unless its credential was cancelled'); end;

create trigger nomination_no_delete before delete on nomination
begin select raise(abort, 'a nomination is withdrawn, not deleted'); end;

create trigger release_recorded before update on release
when exists (select 1 from edition e join credential c on c.credential_id = e.credential_id
        where c.nomination_id = old.nomination_id and c.cancelled_at is null and e.state <> 'cancelled' and e.number = old.edition_number)
    or (old.nomination_id, old.edition_number) is not (new.nomination_id, new.edition_number)
begin select raise(abort, 'what an edition says is fixed when it is recorded: correct it by a new edition'); end;

create trigger release_kept before delete on release
when exists (select 1 from edition e join credential c on c.credential_id = e.credential_id
        where c.nomination_id = old.nomination_id and c.cancelled_at is null and e.state <> 'cancelled' and e.number = old.edition_number)
    and not (exists (select 1 from nomination n join account a on a.account_id = n.account_id
            where n.nomination_id = old.nomination_id and a.erased_at is not null)
        or exists (select 1 from erasure e join credential c on c.credential_id = e.credential_id
            where c.nomination_id = old.nomination_id))
begin select raise(abort, 'what an edition says is deleted only by erasure'); end;

-- ---------------------------------------------------------------- rules: attestations

create trigger attestation_open before insert on attestation
when new.withdrawn_at is not null
    or not exists (select 1 from nomination n where n.nomination_id = new.nomination_id and n.closed_at is null)
    or exists (select 1 from credential c where c.nomination_id = new.nomination_id and c.cancelled_at is null)
begin select raise(abort, 'only an open nomination can be attested'); end;

create trigger attestation_entitled before insert on attestation
when not exists (
        select 1 from mandate m
        join nomination n on n.nomination_id = new.nomination_id
        join mandate_class k on k.mandate_id = m.mandate_id and k.slug = n.slug
        where m.mandate_id = new.mandate_id and m.account_id = new.trainer_id
            and m.starts_at <= new.attested_at and new.attested_at < m.ends_at
            and m.paused_at is null and m.ended_at is null
            and (m.basis <> 'badge' or exists (
                select 1 from edition e join status_slot s on s.list_id = e.list_id and s.slot = e.slot
                where e.credential_id = m.credential_id and e.state = 'published'
                    and s.revoked_at is null and s.suspended_at is null)))
begin select raise(abort, 'the trainer has no mandate in force for this badge class'); end;

create trigger attestation_fixed before update on attestation
when (old.attestation_id, old.nomination_id, old.holder_id, old.trainer_id, old.mandate_id, old.affiliate, old.shown_as, old.attested_at) is not (new.attestation_id, new.nomination_id, new.holder_id, new.trainer_id, new.mandate_id, new.affiliate, new.shown_as, new.attested_at)
begin select raise(abort, 'an attestation is never rewritten: withdraw it and attest again'); end;

create trigger attestation_withdrawn before update on attestation
when old.withdrawn_at is not null and old.withdrawn_at is not new.withdrawn_at
begin select raise(abort, 'a withdrawn attestation stays withdrawn'); end;

create trigger attestation_words before update on attestation
when (old.statement is not new.statement
        or (old.withdrawn_at is not null and old.withdrawn_reason is not new.withdrawn_reason))
    and not ((new.statement is null or not old.statement is not new.statement)
        and (new.withdrawn_reason is null or not old.withdrawn_reason is not new.withdrawn_reason)
        and (exists (select 1 from nomination n join account a on a.account_id = n.account_id
            where n.nomination_id = old.nomination_id and a.erased_at is not null)
        or exists (select 1 from erasure e join credential c on c.credential_id = e.credential_id
            where c.nomination_id = old.nomination_id)))
begin select raise(abort, 'the words of an attestation are emptied only by erasure'); end;

create trigger attestation_no_delete before delete on attestation
begin select raise(abort, 'an attestation is withdrawn, not deleted'); end;

-- The mandate is asked again: a row added later would count as attested under it.
create trigger attestation_criterion_of_class before insert on attestation_criterion
when not exists (
        select 1 from attestation a
        join nomination n on n.nomination_id = a.nomination_id
        join class_criterion k on k.slug = n.slug and k.version = n.version and k.criterion = new.criterion
        join mandate m on m.mandate_id = a.mandate_id
        where a.attestation_id = new.attestation_id and a.withdrawn_at is null and n.closed_at is null
            and m.paused_at is null and m.ended_at is null)
begin select raise(abort, 'only a criterion of the nominated class version, attested now, can be met'); end;

create trigger attestation_criterion_once before insert on attestation_criterion
when exists (
        select 1 from attestation a
        join attestation b on b.nomination_id = a.nomination_id and b.trainer_id = a.trainer_id and b.withdrawn_at is null
        join attestation_criterion c on c.attestation_id = b.attestation_id and c.criterion = new.criterion
        where a.attestation_id = new.attestation_id)
begin select raise(abort, 'a trainer attests a criterion once'); end;

create trigger attestation_criterion_level before insert on attestation_criterion
when new.level is not null and not exists (
        select 1 from attestation a
        join nomination n on n.nomination_id = a.nomination_id
        join class_version v on v.slug = n.slug and v.version = n.version
        join class_level l on l.slug = v.slug and l.version = v.version and l.level = new.level
        where a.attestation_id = new.attestation_id and l.place >= v.least_place)
begin select raise(abort, 'a criterion is met at the level at which the badge is awarded, or above'); end;

-- The evidence is written first; afterwards only erasure takes it away.
create trigger attestation_criterion_evidence before insert on attestation_criterion
when exists (
        select 1 from attestation a
        join nomination n on n.nomination_id = a.nomination_id
        join class_version v on v.slug = n.slug and v.version = n.version
        where a.attestation_id = new.attestation_id and v.least_evidence > (
            select count(*) from evidence e where e.attestation_id = a.attestation_id))
begin select raise(abort, 'a criterion is met only with the evidence that the class asks for'); end;

create trigger attestation_criterion_no_update before update on attestation_criterion
begin select raise(abort, 'an attestation is never rewritten: withdraw it and attest again'); end;

create trigger attestation_criterion_no_delete before delete on attestation_criterion
begin select raise(abort, 'an attestation is never rewritten: withdraw it and attest again'); end;

create trigger evidence_open before insert on evidence
when not exists (
        select 1 from attestation a join nomination n on n.nomination_id = a.nomination_id
        where a.attestation_id = new.attestation_id and a.withdrawn_at is null and n.closed_at is null)
begin select raise(abort, 'evidence is added only while the nomination is open'); end;

create trigger evidence_no_update before update on evidence
begin select raise(abort, 'evidence is never rewritten'); end;

create trigger evidence_kept before delete on evidence
when not exists (select 1 from attestation a join account h on h.account_id = a.holder_id
            where a.attestation_id = old.attestation_id and h.erased_at is not null)
    and not exists (select 1 from attestation a
            join credential c on c.nomination_id = a.nomination_id
            join erasure e on e.credential_id = c.credential_id
            where a.attestation_id = old.attestation_id)
begin select raise(abort, 'evidence is deleted only by erasure'); end;

-- ---------------------------------------------------------------- rules: credentials

create trigger credential_nomination_open before insert on credential
when not exists (select 1 from nomination n where n.nomination_id = new.nomination_id and n.closed_at is null)
begin select raise(abort, 'a credential needs an open nomination'); end;

-- A trainer attests a criterion once, so distinct affiliates are also distinct trainers.
create trigger credential_quorum before insert on credential
when not exists (select 1 from class_criterion k where k.slug = new.slug and k.version = new.version)
    or exists (
        select 1 from class_criterion k
        where k.slug = new.slug and k.version = new.version and k.quorum > (
            select case when k.distinct_affiliates = 1 then count(distinct a.affiliate) else count(distinct a.trainer_id) end
            from attestation a join attestation_criterion c on c.attestation_id = a.attestation_id
            where a.nomination_id = new.nomination_id and a.withdrawn_at is null and c.criterion = k.criterion))
begin select raise(abort, 'a criterion of the class has not reached its quorum'); end;

-- Words without a level count as the class requires it; those below it are not written. So the
-- lowest level needs no more than the quorum above.
create trigger credential_quorum_level before insert on credential
when exists (
        select 1 from class_version v
        where v.slug = new.slug and v.version = new.version and (v.least_place is null) <> (new.level is null))
    or exists (
        select 1 from class_level r join class_version v on v.slug = r.slug and v.version = r.version
        where r.slug = new.slug and r.version = new.version and r.level = new.level and r.place < v.least_place)
    or exists (
        select 1 from class_criterion k
        join class_version v on v.slug = k.slug and v.version = k.version
        join class_level r on r.slug = k.slug and r.version = k.version and r.level = new.level and r.place > v.least_place
        where k.slug = new.slug and k.version = new.version and k.quorum > (
            select case when k.distinct_affiliates = 1 then count(distinct a.affiliate) else count(distinct a.trainer_id) end
            from attestation a join attestation_criterion c on c.attestation_id = a.attestation_id
            left join class_level l on l.slug = k.slug and l.version = k.version and l.level = c.level
            where a.nomination_id = new.nomination_id and a.withdrawn_at is null and c.criterion = k.criterion
                and coalesce(l.place, v.least_place) >= r.place))
begin select raise(abort, 'nobody is certified at a level that their quorum did not reach'); end;

create trigger credential_epoch before insert on credential
when new.cancelled_at is not null or not exists (select 1 from installation i where i.epoch = new.epoch)
begin select raise(abort, 'a credential is recorded in the current epoch'); end;

-- Closes the nomination, so that no caller can forget it.
create trigger credential_closes_nomination after insert on credential begin
    update nomination set closed_at = new.recorded_at where nomination_id = new.nomination_id;
end;

create trigger credential_fixed before update on credential
when (old.credential_id, old.nomination_id, old.account_id, old.issuer_slug, old.slug, old.version, old.level, old.subject_id, old.awarded_at, old.valid_until, old.epoch, old.recorded_at) is not (new.credential_id, new.nomination_id, new.account_id, new.issuer_slug, new.slug, new.version, new.level, new.subject_id, new.awarded_at, new.valid_until, new.epoch, new.recorded_at)
begin select raise(abort, 'a credential never changes'); end;

create trigger credential_cancelled before update on credential
when (old.cancelled_at is not null and old.cancelled_at is not new.cancelled_at)
    or (old.cancelled_at is null and new.cancelled_at is not null
        and exists (select 1 from edition e where e.credential_id = new.credential_id and e.state <> 'cancelled'))
begin select raise(abort, 'only a credential without a living edition can be cancelled, and it stays so'); end;

create trigger credential_no_delete before delete on credential
begin select raise(abort, 'a credential is never deleted'); end;

-- ---------------------------------------------------------------- rules: status lists and slots

create trigger status_list_fixed before update on status_list
when (old.list_id, old.issuer_slug, old.epoch, old.capacity, old.created_at) is not (new.list_id, new.issuer_slug, new.epoch, new.capacity, new.created_at)
begin select raise(abort, 'a status list never changes its shape'); end;

create trigger status_list_starts before insert on status_list
when new.used <> 0 or new.change <> 0 or new.closed_at is not null
    or not exists (select 1 from installation i where i.epoch = new.epoch)
begin select raise(abort, 'a status list starts empty, in the current epoch'); end;

create trigger status_list_grows before update on status_list
when new.used < old.used or new.change < old.change or (old.closed_at is not null and old.closed_at is not new.closed_at)
begin select raise(abort, 'a status list only grows, and a closed one stays closed'); end;

create trigger status_list_no_delete before delete on status_list
begin select raise(abort, 'a status list is never deleted: badges point to it'); end;

create trigger status_slot_given before insert on status_slot
when new.revoked_at is not null or new.suspended_at is not null
    or not exists (
        select 1 from status_list l join installation i on i.epoch = l.epoch
        where l.list_id = new.list_id and l.closed_at is null and l.used < l.capacity / 2 and new.slot < l.capacity)
begin select raise(abort, 'a slot is given clear, in an open list of the current epoch that is not half full'); end;

create trigger status_slot_fixed before update on status_slot
when (old.list_id, old.slot, old.edition_id) is not (new.list_id, new.slot, new.edition_id)
begin select raise(abort, 'a slot belongs to one edition for ever'); end;

create trigger status_slot_revoked before update on status_slot
when old.revoked_at is not null and (old.revoked_at, old.reason) is not (new.revoked_at, new.reason)
begin select raise(abort, 'a revocation is final'); end;

create trigger status_slot_second_person before update on status_slot
when old.revoked_at is null and new.reason in ('error', 'misconduct', 'holder')
    and not exists (
        select 1 from edition e join revocation_request r on r.credential_id = e.credential_id
        where e.edition_id = new.edition_id and r.reason = new.reason and r.confirmed_at is not null)
    and not (new.reason = 'holder' and exists (
        select 1 from edition e join erasure x on x.credential_id = e.credential_id where e.edition_id = new.edition_id))
begin select raise(abort, 'a revocation needs a second person'); end;

create trigger status_slot_no_delete before delete on status_slot
begin select raise(abort, 'a slot is never given back'); end;

-- Counting here, not in the program: no caller can forget it.
create trigger status_slot_counted after insert on status_slot begin
    update status_list set used = used + 1 where list_id = new.list_id;
end;
create trigger status_slot_changed after update on status_slot
when old.revoked_at is not new.revoked_at or old.suspended_at is not new.suspended_at begin
    update status_list set change = change + 1 where list_id = new.list_id;
end;

create trigger status_list_edition_fixed before update on status_list_edition
when (old.list_id, old.purpose, old.version, old.of_change, old.payload, old.payload_digest, old.prepared_at) is not (new.list_id, new.purpose, new.version, new.of_change, new.payload, new.payload_digest, new.prepared_at)
begin select raise(abort, 'a status list edition never changes'); end;

create trigger status_list_edition_signed before update on status_list_edition
when old.signed is not null and (old.signed, old.signed_at) is not (new.signed, new.signed_at)
begin select raise(abort, 'a status list edition is signed once'); end;

create trigger status_list_edition_grows before insert on status_list_edition
when exists (select 1 from status_list_edition o
        where o.list_id = new.list_id and o.purpose = new.purpose and o.version >= new.version)
begin select raise(abort, 'status list editions are numbered upwards'); end;

create trigger status_list_edition_kept before delete on status_list_edition
when not exists (select 1 from status_list_edition o
        where o.list_id = old.list_id and o.purpose = old.purpose and o.version > old.version and o.signed is not null)
begin select raise(abort, 'only a status list edition that a newer signed one replaces can be deleted'); end;

-- ---------------------------------------------------------------- rules: editions

create trigger edition_starts before insert on edition
when new.state <> 'recorded'
    or new.number <> 1 + (select count(*) from edition o where o.credential_id = new.credential_id)
    or exists (select 1 from credential c where c.credential_id = new.credential_id and c.cancelled_at is not null)
begin select raise(abort, 'an edition starts recorded, numbered from 1, for a credential that is not cancelled'); end;

create trigger edition_released before insert on edition
when not exists (
        select 1 from release r join credential c on c.nomination_id = r.nomination_id
        where c.credential_id = new.credential_id and r.edition_number = new.number)
    or exists (select 1 from erasure e where e.credential_id = new.credential_id)
begin select raise(abort, 'an edition says only what was released before it was recorded'); end;

create trigger edition_slot_of_issuer before insert on edition
when not exists (
        select 1 from credential c join status_list l on l.issuer_slug = c.issuer_slug
        where c.credential_id = new.credential_id and l.list_id = new.list_id)
begin select raise(abort, 'an edition has a slot in a list of its issuer'); end;

create trigger edition_keys before insert on edition
when not exists (
        select 1 from credential c
        join key_pair e on e.issuer_slug = c.issuer_slug and e.algorithm = 'ed25519' and e.state = 'active'
        join key_pair r on r.issuer_slug = c.issuer_slug and r.algorithm = 'rs256' and r.state = 'active'
        where c.credential_id = new.credential_id and e.kid = new.ed25519_kid and r.kid = new.rsa_kid)
begin select raise(abort, 'an edition is recorded for the active keys of its issuer'); end;

create trigger edition_fixed before update on edition
when (old.edition_id, old.credential_id, old.number, old.list_id, old.slot, old.payload_digest, old.ed25519_kid, old.rsa_kid, old.recorded_at) is not (new.edition_id, new.credential_id, new.number, new.list_id, new.slot, new.payload_digest, new.ed25519_kid, new.rsa_kid, new.recorded_at)
begin select raise(abort, 'an edition never changes'); end;

create trigger edition_state before update on edition
when old.state <> new.state
    and not (old.state = 'recorded' and new.state in ('published', 'cancelled'))
    and not (old.state = 'published' and new.state = 'superseded')
begin select raise(abort, 'an edition goes from recorded to published to superseded, or from recorded to cancelled'); end;

create trigger edition_published_once before update on edition
when old.published_at is not null and (old.published_at, old.json_digest, old.jwt_digest) is not (new.published_at, new.json_digest, new.jwt_digest)
begin select raise(abort, 'what was published is not rewritten'); end;

-- A key may be retired between T1 and T2: the edition is finished with it.
create trigger edition_signed before update on edition
when old.state = 'recorded' and new.state = 'published' and not exists (
        select 1 from signed_edition s
        join edition_payload p on p.edition_id = s.edition_id
        join key_pair e on e.kid = new.ed25519_kid and e.state in ('active', 'retired')
        join key_pair r on r.kid = new.rsa_kid and r.state in ('active', 'retired')
        where s.edition_id = new.edition_id)
begin select raise(abort, 'an edition is published with its signed bytes stored, by keys that are not compromised'); end;

create trigger edition_slot_set before update on edition
when old.state <> new.state and new.state in ('superseded', 'cancelled') and exists (
        select 1 from status_slot s where s.list_id = new.list_id and s.slot = new.slot and s.revoked_at is null)
begin select raise(abort, 'an edition is superseded or cancelled only after its slot is set'); end;

create trigger edition_no_delete before delete on edition
begin select raise(abort, 'an edition is never deleted'); end;

create trigger edition_payload_recorded before insert on edition_payload
when not exists (select 1 from edition e where e.edition_id = new.edition_id and e.state = 'recorded')
begin select raise(abort, 'a payload is stored when its edition is recorded'); end;

create trigger edition_payload_no_update before update on edition_payload
begin select raise(abort, 'what will be signed never changes'); end;

create trigger edition_payload_kept before delete on edition_payload
when not exists (
        select 1 from edition e join erasure x on x.credential_id = e.credential_id where e.edition_id = old.edition_id)
begin select raise(abort, 'signed bytes are deleted only by erasure'); end;

create trigger signed_edition_recorded before insert on signed_edition
when not exists (select 1 from edition e where e.edition_id = new.edition_id and e.state = 'recorded')
begin select raise(abort, 'signed bytes are stored once, before their edition is published'); end;

create trigger signed_edition_no_update before update on signed_edition
begin select raise(abort, 'signed bytes never change'); end;

create trigger signed_edition_kept before delete on signed_edition
when not exists (
        select 1 from edition e join erasure x on x.credential_id = e.credential_id where e.edition_id = old.edition_id)
begin select raise(abort, 'signed bytes are deleted only by erasure'); end;

create trigger erasure_no_update before update on erasure
begin select raise(abort, 'an erasure is final'); end;

create trigger erasure_no_delete before delete on erasure
begin select raise(abort, 'an erasure is final'); end;

create trigger suspension_fixed before update on suspension
when (old.suspension_id, old.credential_id, old.reason, old.suspended_by, old.suspended_at) is not (new.suspension_id, new.credential_id, new.reason, new.suspended_by, new.suspended_at)
begin select raise(abort, 'a suspension is never rewritten'); end;

create trigger suspension_lifted before update on suspension
when old.lifted_at is not null and (old.lifted_at, old.lifted_by) is not (new.lifted_at, new.lifted_by)
begin select raise(abort, 'a lifted suspension stays lifted: suspend again'); end;

create trigger suspension_no_delete before delete on suspension
begin select raise(abort, 'a suspension is lifted, not deleted'); end;

create trigger revocation_request_fixed before update on revocation_request
when (old.request_id, old.credential_id, old.reason, old.asked_by, old.asked_at) is not (new.request_id, new.credential_id, new.reason, new.asked_by, new.asked_at)
begin select raise(abort, 'a request is never rewritten'); end;

create trigger revocation_request_answered before update on revocation_request
when (old.confirmed_at is not null or old.declined_at is not null)
    and (old.confirmed_at, old.confirmed_by, old.declined_at, old.declined_by) is not (new.confirmed_at, new.confirmed_by, new.declined_at, new.declined_by)
begin select raise(abort, 'an answered request stays answered'); end;

create trigger revocation_request_starts before insert on revocation_request
when new.confirmed_at is not null or new.declined_at is not null
begin select raise(abort, 'a request starts unanswered'); end;

create trigger revocation_request_note before update on revocation_request
when old.note is not new.note and (new.note is not null or (
        not exists (select 1 from erasure e where e.credential_id = old.credential_id)
        and not exists (select 1 from credential c join account a on a.account_id = c.account_id
            where c.credential_id = old.credential_id and a.erased_at is not null)))
begin select raise(abort, 'the note of a request is emptied only by erasure'); end;

create trigger revocation_request_no_delete before delete on revocation_request
begin select raise(abort, 'a request is declined, not deleted'); end;

-- ---------------------------------------------------------------- rules: after erasure

-- Erasing closes what is open and empties what was written; these keep it so.
create trigger nomination_of_erased before insert on nomination
when exists (select 1 from account a where a.account_id = new.account_id and a.erased_at is not null)
begin select raise(abort, 'nothing is written about an erased person'); end;

create trigger release_of_erased before insert on release
when exists (select 1 from nomination n join account a on a.account_id = n.account_id
            where n.nomination_id = new.nomination_id and a.erased_at is not null)
        or exists (select 1 from erasure e join credential c on c.credential_id = e.credential_id
            where c.nomination_id = new.nomination_id)
begin select raise(abort, 'nothing is written about an erased person'); end;

create trigger attestation_of_erased before insert on attestation
when exists (select 1 from account a where a.account_id = new.holder_id and a.erased_at is not null)
begin select raise(abort, 'nothing is written about an erased person'); end;

create trigger attestation_reason_of_erased before update on attestation
when new.withdrawn_reason is not null and old.withdrawn_reason is not new.withdrawn_reason
    and (exists (select 1 from nomination n join account a on a.account_id = n.account_id
            where n.nomination_id = old.nomination_id and a.erased_at is not null)
        or exists (select 1 from erasure e join credential c on c.credential_id = e.credential_id
            where c.nomination_id = old.nomination_id))
begin select raise(abort, 'nothing is written about an erased person'); end;

create trigger evidence_of_erased before insert on evidence
when exists (select 1 from attestation t join account a on a.account_id = t.holder_id
        where t.attestation_id = new.attestation_id and a.erased_at is not null)
begin select raise(abort, 'nothing is written about an erased person'); end;

create trigger revocation_request_of_erased before insert on revocation_request
when new.note is not null and (exists (select 1 from erasure e where e.credential_id = new.credential_id)
    or exists (select 1 from credential c join account a on a.account_id = c.account_id
        where c.credential_id = new.credential_id and a.erased_at is not null))
begin select raise(abort, 'nothing is written about an erased person'); end;

-- ---------------------------------------------------------------- rules: log, outbox, retries

create trigger log_entry_next before insert on log_entry
when new.seq <> 1 + (select coalesce(max(e.seq), 0) from log_entry e)
begin select raise(abort, 'the log has no gaps'); end;

create trigger log_entry_fixed before update on log_entry
when (old.seq, old.kind, old.commitment, old.chain, old.logged_at) is not (new.seq, new.kind, new.commitment, new.chain, new.logged_at)
begin select raise(abort, 'the log is append-only'); end;

create trigger log_entry_opening before update on log_entry
when (old.nonce is not new.nonce and new.nonce is not null) or (old.subject is not new.subject and new.subject is not null)
begin select raise(abort, 'the opening of a log entry can only be emptied'); end;

create trigger log_entry_no_delete before delete on log_entry
begin select raise(abort, 'the log is append-only'); end;

create trigger log_head_newest before update on log_head
when new.seq < old.seq or not exists (
        select 1 from log_entry e where e.seq = new.seq and e.chain = new.chain
            and e.seq = (select max(o.seq) from log_entry o))
begin select raise(abort, 'the head of the log is its newest entry'); end;

create trigger log_head_no_delete before delete on log_head
begin select raise(abort, 'the log is append-only'); end;

create trigger outbox_fixed before update on outbox
when (old.outbox_id, old.kind, old.subject, old.created_at) is not (new.outbox_id, new.kind, new.subject, new.created_at)
begin select raise(abort, 'what leaves is never rewritten'); end;

create trigger outbox_sent before update on outbox
when old.sent_at is not null and old.sent_at is not new.sent_at
    or new.attempts < old.attempts
    or (new.payload is not null and old.payload is not new.payload)
begin select raise(abort, 'what was sent stays sent'); end;

create trigger idempotency_fixed before update on idempotency
when (old.principal, old.key, old.request_digest, old.created_at) is not (new.principal, new.key, new.request_digest, new.created_at)
begin select raise(abort, 'a retry key keeps its request'); end;

create trigger idempotency_answered before update on idempotency
when (old.status is not null and old.status is not new.status)
    or (old.status is not null and old.response is not new.response and new.response is not null)
begin select raise(abort, 'a retry gets the same answer'); end;

create trigger personal_column_no_update before update on personal_column
begin select raise(abort, 'the list of personal columns changes only by migration'); end;

create trigger personal_column_no_delete before delete on personal_column
begin select raise(abort, 'the list of personal columns changes only by migration'); end;
