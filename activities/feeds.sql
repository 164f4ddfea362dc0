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

-- name: terms
-- Terms within somebody's reach as they stand: those that run first, by their days, then those that
-- are over, the newest first, so that of many no running one is left out for them. $6: when a case or a term may have
-- ended at the earliest; $9, $10: of these rules of these processes only, or null. Held back are
-- those that never had a day.
select t.case_id, c.process, t.key, t.state, t.due_at, t.last_due_at, t.sequence, t.settled_at
from seen_cases($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as c
join terms_now as t using (case_id)
where (c.closed_at is null or c.closed_at >= $6::timestamptz)
    and (t.state in ('open', 'paused', 'ended') or t.settled_at >= $6)
    and t.last_due_at is not null
    and ($7::text is null or c.case_id = $7)
    and ($8::text is null or c.bound @@ format('$.*[*] == %s', to_json($8))::jsonpath)
    and ($9::text[] is null or (c.process, t.rule) in (
        select * from unnest($9::text[], $10::text[])
    ))
order by t.state not in ('open', 'paused', 'ended'),
    case when t.state in ('open', 'paused', 'ended') then coalesce(t.due_at, 'infinity') end,
    t.settled_at desc, t.case_id, t.key
limit $11;
