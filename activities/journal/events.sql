-- name: lock_events
-- One writer at a time; the lock is given back after its numbers are visible.
select pg_try_advisory_xact_lock(hashtextextended('events', 0));

-- name: are_owed
select exists (select from events_owed);

-- name: last_number
select coalesce(max(seq), 0) from events;

-- name: take_owed
-- Entries in the order in which they were journalled, of a case in that of their numbers, each with
-- the stage in which the case stood before it.
with taken as (
    delete from events_owed where id in (select id from events_owed order by id limit $1)
    returning id, case_id, n
)
select t.case_id, t.n, j.sealed, j.settled_at, j.hash, c.process, c.file_no,
    (
        select p.sealed::json -> 'effects' ->> 'stage'
        from journal as p where p.case_id = t.case_id and p.n = t.n - 1
    ) as stage_before
from taken as t
join journal as j on j.case_id = t.case_id and j.n = t.n
join cases as c on c.case_id = t.case_id
order by t.id;

-- name: known_terms
select case_id, array_agg(event -> 'data' ->> 'term') as terms
from events where case_id = any($1::text[]) and type = $2
group by case_id;

-- name: insert_events
insert into events (seq, case_id, n, k, type, event)
select *
from unnest($1::bigint[], $2::text[], $3::integer[], $4::smallint[], $5::text[], $6::json[]);

-- name: between
-- The number of the last of the next so many events, and the cases of those of some types, or all.
select max(seq) as last, count(*) as scanned,
    array_agg(distinct case_id) filter (where $3::text[] is null or type = any($3)) as cases
from (select seq, case_id, type from events where seq > $1 order by seq limit $2) as next;

-- name: page
-- $3: cases that are seen; $4: those of them of which all is seen; $5: what only those show.
select seq, event from events
where seq > $1 and seq <= $2
    and case_id = any($3::text[])
    and (type <> $5 or case_id = any($4::text[]))
order by seq
limit $6;
