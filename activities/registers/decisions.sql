-- name: lock_queue
-- Decisions on one stage are made one after the other, or two workers could both be first.
select pg_advisory_xact_lock(hashtextextended('queue:' || $1::text, 0));

-- name: verdict
select verdict from verdicts
where case_id = $1 and command_id = $2 and coalesce(question, $3) = $3;

-- name: keep_verdict
insert into verdicts (case_id, command_id, register, verdict, question) values ($1, $2, $3, $4, $5)
on conflict (case_id, command_id) do update set
    register = excluded.register,
    verdict = excluded.verdict,
    question = excluded.question,
    decided_at = excluded.decided_at;

-- name: own_place
select key, received_at, taken_by from queue
where stage = $1 and case_id = $2 and left_at is null
order by taken_at nulls first
limit 1;

-- name: first_before
select file_no from queue
where stage = $1
    and taken_at is null
    and left_at is null
    and (received_at, file_no) < ($2::timestamptz, $3::text)
order by received_at, file_no
limit 1;

-- name: take
update queue set taken_at = clock_timestamp(), taken_by = $2 where key = $1 and taken_at is null;

-- name: subject_of
select subject from dossier_cases where case_id = $1;

-- name: enqueue
insert into queue (key, stage, received_at, file_no, case_id) values ($1, $2, $3, $4, $5)
on conflict do nothing;
