-- name: line_up_all
-- As for one, in the order of the cases: two that tell many at once never wait for each other.
insert into receipt_turns (case_id)
select case_id from unnest($1::text[]) as asked (case_id) order by case_id
on conflict (case_id) do update set case_id = excluded.case_id;

-- name: insert_all
insert into receipts (case_id, command_id, command, envelope, digest, received_at, register_no)
select case_id, command_id, $1, envelope::json, digest,
    coalesce(received_at, clock_timestamp()), register_no
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
    as sent (case_id, command_id, envelope, digest, received_at, register_no)
on conflict (case_id, command_id) do nothing;

-- name: receipts
select r.case_id, r.command_id, r.command, r.envelope, r.digest, r.received_at, r.told_at,
    r.answer, r.refusal
from receipts as r
inner join unnest($1::text[], $2::text[]) as asked (case_id, command_id)
    on asked.case_id = r.case_id and asked.command_id = r.command_id;

-- name: take_turns
-- Of cases that nobody is telling anything, and that have nothing older to hear first: each is taken
-- for one command, and the journal gives it back with the answer to that.
update receipt_turns as t
set holder = $3 || ' ' || own.command_id, leased_until = clock_timestamp() + $4::interval
from unnest($1::text[], $2::text[]) as asked (case_id, command_id)
inner join receipts as own
    on own.case_id = asked.case_id and own.command_id = asked.command_id
where t.case_id = own.case_id and own.told_at is null
    and is_free(t)
    and not exists (
        select from receipts as older
        where older.case_id = own.case_id and older.told_at is null
            and (older.received_at, older.committed_at, older.command_id)
                < (own.received_at, own.committed_at, own.command_id)
    )
returning t.case_id, t.holder,
    coalesce((select c.last_n from cases as c where c.case_id = t.case_id), 0) as recorded_to;

-- name: open_cases
-- Those in which something was settled last come first: their workers have them at hand.
select c.case_id
from cases as c
left join journal as j on j.case_id = c.case_id and j.n = c.last_n
where c.closed_at is null
order by j.settled_at desc, c.case_id;

-- name: calendars
-- What each was opened with, by a digest, and what it has been told of its calendar since.
select b.case_id, md5(b.opening ->> 'calendar') as opened_by, (
    select json_agg(
        json_build_object('kind', j.kind, 'body', j.sealed::json -> 'body') order by j.n
    )
    from journal as j
    where j.case_id = b.case_id and j.kind in ('closure', 'renewal')
) as told
from beginnings as b
where b.case_id = any($1::text[]);

-- name: opened_by
select md5(opening ->> 'calendar') as opened_by, opening -> 'calendar' as calendar
from beginnings
where case_id = any($1::text[]);

-- name: moved
select j.case_id, j.sealed::json -> 'effects' -> 'terms' as terms
from journal as j
inner join unnest($1::text[], $2::text[]) as told (case_id, command_id)
    on told.case_id = j.case_id and told.command_id = j.command_id
where j.kind in ('closure', 'renewal');

-- name: behind
select case_id from calendars_behind limit $1;

-- name: no_more_behind
delete from calendars_behind where case_id = $1 returning case_id;
