-- People put down by trainers, by hand or from a list: each line of each form once.
--
-- Reading the comments: as in 0001. PostgreSQL: 0003. The twin for SQLite stands in ../sqlite.

create table put_down (
    training_id text collate "C" not null,  -- [fixed]
    once        bytea            not null check (length(once) = 32),  -- SHA-256 of a form's random id and the number of a line; says nothing about a person [fixed]
    account_id  text collate "C" not null,  -- who was put down by it [fixed]
    primary key (training_id, once),
    foreign key (training_id, account_id) references participation (training_id, account_id)
);
