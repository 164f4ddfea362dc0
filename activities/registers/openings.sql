-- name: owe
insert into case_openings (key, from_case, entry_n, process, received_at, body)
values ($1, $2, $3, $4, $5, $6)
on conflict (key) do nothing;

-- name: take
-- Pauses double up to a minute; a worker that dies with what it took leaves it to the next one.
update case_openings as o
set attempts = o.attempts + 1,
    next_try_at = clock_timestamp()
        + least(interval '2 seconds' * power(2, least(o.attempts, 10)), interval '1 minute')
        + $2::interval
where o.key in (
    select key from case_openings
    where opened_case is null and refusal is null and next_try_at <= clock_timestamp()
    order by received_at, key
    limit $1
    for update skip locked
)
returning o.key, o.from_case, o.process, o.received_at, o.body, o.attempts,
    (select d.subject from dossier_cases as d where d.case_id = o.from_case) as applicant,
    (select d.institution from dossier_cases as d where d.case_id = o.from_case) as institution;

-- name: note_opened
update case_openings as o
set opened_case = d.opened_case
from unnest($1::text[], $2::text[]) as d (key, opened_case)
where o.key = d.key and o.opened_case is null and o.refusal is null;

-- name: note_refused
update case_openings as o
set refusal = d.refusal
from unnest($1::text[], $2::json[]) as d (key, refusal)
where o.key = d.key and o.opened_case is null and o.refusal is null;

-- name: of_case
-- What a case opens, and by which case it was opened.
select from_case, process, opened_case, refusal from case_openings
where from_case = $1 or opened_case = $1
order by received_at, key;

-- name: not_opened
-- By the wall clock: received_at may lie in a rehearsal's virtual time.
select from_case, process, opened_case, refusal from case_openings
where opened_case is null and (refusal is not null or committed_at < clock_timestamp() - $1::interval)
order by received_at, key;
