-- name: one_case
select case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant,
    pending, bound
from cases
where case_id = $1;

-- name: list_cases
-- What is asked for together holds together; null asks for nothing. A case that nobody has woken
-- yet is overdue all the same once its due instant has passed, and one whose mail was given up
-- needs attention though it has not heard of it. What fits is counted and put in order by little
-- of it; the cases themselves are read of one page alone.
with fitting as materialized (
    select case_id, received_at,
        coalesce(case when $1 then received_at else next_due end, 'infinity') as place
    from seen_cases($13::text[], $14::text[], $15::text[], $16::text[], $17::text[]) as cases
    where ($1::boolean or closed_at is null)
        and ($2::text is null or process = $2)
        and ($3::text is null or stage = $3)
        and ($4::timestamptz is null or (closed_at is null and (overdue or next_due < $4)))
        and ($5::timestamptz is null or next_due >= $5)
        and ($6::timestamptz is null or next_due <= $6)
        and ($8::text[] is null or case_id = any($8))
        and ($9::text is null or waiting_on = $9)
        and ($10::text is null or applicant = $10)
        and ($11::text is null or bound @@ format('$.*[*] == %s', to_json($11))::jsonpath)
        and ($12::boolean is null or (pending::text <> '[]') = $12)
        and ($21::text is null or pending::text <> '[]' and exists (
            select from json_array_elements(pending) as p where p ->> 'waits_for' = $21
        ))
        and ($22::boolean is null or (needs_attention or case_id in (
            select n.case_id from notices as n
            where n.given_up_at is not null and n.withdrawn_at is null
        )) = $22)
), page as (
    select * from fitting
    where $18::text is null
        or (place, received_at, case_id) > (coalesce($19::timestamptz, 'infinity'), $20, $18)
    order by place, received_at, case_id
    limit $7
)
select case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention or exists (
        select from notices as n
        where n.case_id = c.case_id and n.given_up_at is not null and n.withdrawn_at is null
    ) as needs_attention,
    c.received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant, pending,
    bound, (select count(*) from fitting) as fitting
from page join cases as c using (case_id)
order by place, c.received_at, case_id;

-- name: counts_by_stage
select process, stage, count(*) as cases, count(*) filter (where overdue) as overdue
from cases
where closed_at is null
group by process, stage
order by process, stage;

-- name: overview
select process, stage, waiting_on,
    case
        when received_at > $1::timestamptz - interval '1 month' then 0
        when received_at > $1 - interval '3 months' then 1
        when received_at > $1 - interval '1 year' then 2
        else 3
    end as age,
    count(*) as cases, count(*) filter (where overdue or next_due < $1) as overdue,
    min(received_at) as oldest
from seen_cases($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
where closed_at is null
group by process, stage, waiting_on, age
order by process, stage, waiting_on, age;

-- name: work_counts
-- How many open cases each of the work lists holds: all in one look. $1: an office, or null.
select
    count(*) filter (where $1::text is not null and waiting_on = $1) as mine,
    count(*) filter (where next_due between $4::timestamptz and $5::timestamptz) as week,
    count(*) filter (where overdue or next_due < $4) as overdue,
    count(*) filter (where pending::text <> '[]') as held,
    count(*) filter (where pending::text <> '[]' and exists (
        select from json_array_elements(pending) as p where p ->> 'waits_for' = 'office'
    )) as conflicts,
    count(*) filter (where needs_attention or case_id in (
        select n.case_id from notices as n
        where n.given_up_at is not null and n.withdrawn_at is null
    )) as attention,
    count(*) as "all"
from seen_cases($6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
where closed_at is null
    and ($2::text is null or process = $2)
    and ($3::text is null or bound @@ format('$.*[*] == %s', to_json($3))::jsonpath);

-- name: acting
-- Applicants by their key in the dossier: where a review is anonymous, the journal seals them.
with acted as (
    select c.process, a.actor ->> 'role' as role, a.actor ->> 'id' as who,
        a.actor ->> 'institution' as institution
    from cases as c
    join journal as j using (case_id)
    cross join lateral (select j.sealed::json -> 'actor' as actor) as a
    where c.closed_at is null and j.kind = 'command'
)
select process, role, min(who) as who, institution
from acted
where role not in ('applicant', 'system')
group by process, role, institution
union
select c.process, b.role, null, w.code
from cases as c, jsonb_each(bound) as b (role, codes),
    jsonb_array_elements_text(b.codes) as w (code)
where c.closed_at is null and not exists (
    select from acted as a
    where a.process = c.process and a.role = b.role and a.institution = w.code
)
union
select c.process, 'applicant', d.subject, null
from cases as c join dossier_cases as d using (case_id)
where c.closed_at is null
order by process, role, institution nulls first, who;

-- name: earliest_occasion
select case_id, next_occasion from cases
where closed_at is null and next_occasion is not null
order by next_occasion, case_id
limit 1;
