-- People put down by trainers, by hand or from a list: each line of each form once.
--
-- Reading the comments: as in 0001. SQLite: 0003. The twin for PostgreSQL stands in ../postgres.

create table put_down (
    training_id text not null,  -- [fixed]
    once        blob not null check (length(once) = 32),  -- SHA-256 of a form's random id and the number of a line; says nothing about a person [fixed]
    account_id  text not null,  -- who was put down by it [fixed]
    primary key (training_id, once),
    foreign key (training_id, account_id) references participation (training_id, account_id)
) strict, without rowid;
