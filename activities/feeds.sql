-- name: make
insert into calendar_feeds (token_hash, subject, claims, title, kind, about, language)
values ($1, $2, $3, $4, $5, $6, $7)
returning id;

-- name: of_subject
select id, subject, claims, title, kind, about, language, made_at, read_at
from calendar_feeds
where subject = $1 and revoked_at is null
order by made_at, id;

-- name: by_token
-- Reading it notes that it was read.
update calendar_feeds set read_at = clock_timestamp()
where token_hash = $1 and revoked_at is null
returning id, subject, claims, title, kind, about, language, made_at, read_at;

-- name: revoke
update calendar_feeds set revoked_at = clock_timestamp()
where id = $1 and subject = $2 and revoked_at is null
returning id;

-- name: changes
-- What became of the terms of these cases, in the order in which it was settled.
select j.case_id, j.n, j.counts_from, j.settled_at, j.sealed::json -> 'effects' -> 'terms' as terms
from journal as j
where j.case_id = any($1::text[]) and j.sealed::json -> 'effects' -> 'terms' is not null
order by j.case_id, j.n;
