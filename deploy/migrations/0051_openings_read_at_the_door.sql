-- migrate:up

-- What the workers say of the cases opened from now on, so that a door can read for a case what it must
-- know; and the key by which a worker knows that a door has read it. One row, once a worker has run.
create table opening_terms (
    one boolean primary key default true check (one),
    key bytea not null,
    language text not null,
    remind_apart integer not null,
    listed_apart integer not null
);

-- migrate:down

drop table opening_terms;
