-- Pictures as evidence: what a trainer photographed of a person's work, and uploads under way.
--
-- Reading the comments: as in 0001. A picture is drawn anew before it is stored, so nothing that a camera
-- wrote is in it. It goes 90 days after its training ended, and with the person; no address of it is public.
-- SQLite: 0010. The twin for PostgreSQL stands in ../postgres.

create table picture (
    picture_id  text    not null primary key check (length(picture_id) = 26),  -- chosen by the page that sends it, so that the same one sent twice is one [fixed]
    training_id text    not null,  -- [fixed]
    account_id  text    not null,  -- of whose work [fixed]
    trainer_id  text    not null references account (account_id),  -- who added it [fixed]
    caption     text    not null check (length(caption) <= 200),  -- in the trainer's words; may be empty [fixed; deleted by erasure]
    digest      blob    not null check (length(digest) = 32),  -- SHA-256 of the bytes that were sent, which are not kept [fixed]
    width       integer not null check (width between 1 and 1600),  -- pixels [fixed]
    height      integer not null check (height between 1 and 1600),  -- pixels [fixed]
    added_at    integer not null,  -- ms [fixed]
    unique (picture_id, account_id),
    foreign key (training_id, account_id) references participation (training_id, account_id),
    check (trainer_id <> account_id)
) strict, without rowid;
create index picture_by_training on picture (training_id, account_id);
create index picture_by_account on picture (account_id);
create index picture_by_trainer on picture (trainer_id, added_at);

create table picture_file (
    picture_id text not null primary key,  -- [fixed]
    account_id text not null,  -- of whose work [fixed]
    jpeg       blob not null check (length(jpeg) between 1 and 2097152),  -- [fixed; deleted by erasure]
    small      blob not null check (length(small) between 1 and 131072),  -- the same for lists, as JPEG [fixed; deleted by erasure]
    foreign key (picture_id, account_id) references picture (picture_id, account_id)
) strict;

create table picture_upload (
    picture_id  text    not null primary key check (length(picture_id) = 26),  -- what will be the picture's [fixed]
    training_id text    not null,  -- [fixed]
    account_id  text    not null,  -- of whose work [fixed]
    trainer_id  text    not null references account (account_id),  -- who sends it [fixed]
    caption     text    not null check (length(caption) <= 200),  -- [fixed; deleted by erasure]
    size        integer not null check (size between 1 and 2097152),  -- bytes of the whole [fixed]
    digest      blob    not null check (length(digest) = 32),  -- SHA-256 of the whole [fixed]
    begun_at    integer not null,  -- ms; a day later it is cleared away [fixed]
    unique (picture_id, account_id),
    foreign key (training_id, account_id) references participation (training_id, account_id),
    check (trainer_id <> account_id)
) strict, without rowid;
create index picture_upload_by_training on picture_upload (training_id, account_id);

create table picture_chunk (
    picture_id text    not null,  -- [fixed]
    account_id text    not null,  -- of whose work [fixed]
    begins     integer not null check (begins >= 0),  -- bytes before it [fixed]
    bytes      blob    not null check (length(bytes) between 1 and 65536),  -- [fixed; deleted by erasure]
    primary key (picture_id, begins),
    foreign key (picture_id, account_id) references picture_upload (picture_id, account_id)
) strict;

insert into personal_column (table_name, column_name, erasure, owner) values
    ('picture', 'caption', 'delete', 'account_id'),
    ('picture_file', 'jpeg', 'delete', 'account_id'),
    ('picture_file', 'small', 'delete', 'account_id'),
    ('picture_upload', 'caption', 'delete', 'account_id'),
    ('picture_chunk', 'bytes', 'delete', 'account_id');

-- ---------------------------------------------------------------- rules

create trigger picture_fixed before update on picture
begin select raise(abort, 'a picture is removed, never changed'); end;

create trigger picture_file_fixed before update on picture_file
begin select raise(abort, 'a picture is removed, never changed'); end;

create trigger picture_upload_fixed before update on picture_upload
begin select raise(abort, 'an upload goes on as it was begun'); end;

create trigger picture_chunk_fixed before update on picture_chunk
begin select raise(abort, 'what has come of an upload stays'); end;

create trigger picture_most before insert on picture
when (select count(*) from picture p where p.training_id = new.training_id and p.account_id = new.account_id) >= 10
begin select raise(abort, 'a person has at most ten pictures in a training'); end;

create trigger picture_upload_most before insert on picture_upload
when (select count(*) from picture_upload u where u.training_id = new.training_id and u.account_id = new.account_id) >= 10
begin select raise(abort, 'at most ten pictures of a person are under way'); end;

create trigger picture_of_erased before insert on picture
when exists (select 1 from account a where a.account_id = new.account_id and a.erased_at is not null)
begin select raise(abort, 'nothing is written about an erased person'); end;

create trigger picture_upload_of_erased before insert on picture_upload
when exists (select 1 from account a where a.account_id = new.account_id and a.erased_at is not null)
begin select raise(abort, 'nothing is written about an erased person'); end;

create trigger picture_chunk_follows before insert on picture_chunk
when new.begins <> (select coalesce(sum(length(c.bytes)), 0) from picture_chunk c where c.picture_id = new.picture_id)
    or new.begins + length(new.bytes) > (select u.size from picture_upload u where u.picture_id = new.picture_id)
begin select raise(abort, 'a chunk begins where the one before it ends, and ends within the whole'); end;
