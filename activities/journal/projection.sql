-- name: one_case
select case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant
from cases
where case_id = $1;

-- name: open_cases
select case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant
from cases
where closed_at is null
order by next_due nulls last, case_id
limit $1;

-- name: all_cases
select case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant
from cases
order by received_at, case_id
limit $1;

-- name: overdue
-- A case that nobody has woken yet is overdue all the same once its due instant has passed.
select case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant
from cases
where closed_at is null and (overdue or next_due < $1)
order by next_due nulls last, case_id
limit $2;

-- name: due_within
select case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant
from cases
where closed_at is null and next_due >= $1 and next_due <= $2
order by next_due, case_id
limit $3;

-- name: by_stage
select case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant
from cases
where closed_at is null and stage = $1 and ($2::text is null or process = $2)
order by next_due nulls last, received_at, case_id
limit $3;

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
