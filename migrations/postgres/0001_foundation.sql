create table installation (id bigint primary key);
