-- name: one_case
select case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant,
    pending
from cases
where case_id = $1;

-- name: list_cases
-- What is asked for together holds together; null asks for nothing. A case that nobody has woken
-- yet is overdue all the same once its due instant has passed, and one whose mail was given up
-- needs attention though it has not heard of it.
select case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention or exists (
        select from notices as n
        where n.case_id = cases.case_id and n.given_up_at is not null and n.withdrawn_at is null
    ) as needs_attention,
    received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant, pending,
    count(*) over () as fitting
from cases
where ($1::boolean or closed_at is null)
    and ($2::text is null or process = $2)
    and ($3::text is null or stage = $3)
    and ($4::timestamptz is null or (closed_at is null and (overdue or next_due < $4)))
    and ($5::timestamptz is null or next_due >= $5)
    and ($6::timestamptz is null or next_due <= $6)
order by case when $1 then received_at else next_due end nulls last, received_at, case_id
limit $7;

-- name: counts_by_stage
select process, stage, count(*) as cases, count(*) filter (where overdue) as overdue
from cases
where closed_at is null
group by process, stage
order by process, stage;

-- name: earliest_occasion
select case_id, next_occasion from cases
where closed_at is null and next_occasion is not null
order by next_occasion, case_id
limit 1;
