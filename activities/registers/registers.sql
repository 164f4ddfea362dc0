-- name: insert_row
insert into registers (register, key, content, case_id, entry_n) values ($1, $2, $3, $4, $5)
on conflict (register, key) do nothing;

-- name: rows_of
select key, content, case_id, entry_n from registers where register = $1 order by key;

-- name: enqueue
insert into queue (key, stage, received_at, file_no, case_id) values ($1, $2, $3, $4, $5)
on conflict do nothing;

-- name: leave_queue
update queue set left_at = $2 where case_id = $1 and taken_at is null and left_at is null;

-- name: lock_queue
-- Decisions on one stage are made one after the other, or two workers could both be first.
select pg_advisory_xact_lock(hashtextextended('queue:' || $1::text, 0));

-- name: verdict
select verdict from verdicts where case_id = $1 and command_id = $2;

-- name: insert_verdict
insert into verdicts (case_id, command_id, register, verdict) values ($1, $2, $3, $4);

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

-- name: sanctions_of
select id, rule, subject, scope, starts_on, ends_on from sanctions
where subject = $1
order by starts_on, id;

-- name: subject_of
select subject from dossier_cases where case_id = $1;

-- name: active_ban
-- A ban no longer blocks on its end day (R-S.6). Its scope is for the rules to judge: ask only for
-- rules that reach every draft of a publisher.
select rule, ends_on from sanctions
where subject = $1 and rule = any ($2::text[]) and starts_on <= $3::date and ends_on > $3::date
order by ends_on desc, id
limit 1;

-- name: insert_sanction
insert into sanctions (id, rule, subject, scope, starts_on, ends_on)
values ($1, $2, $3, $4, $5, $6)
on conflict (id) do nothing;

-- name: coefficient_on
select value from coefficients where from_day <= $1 order by from_day desc limit 1;

-- name: put_coefficient
insert into coefficients (from_day, value) values ($1, $2)
on conflict (from_day) do update set value = excluded.value;

-- name: edition_on
select body from rulebook_editions
where process = $1 and in_force_from <= $2
order by in_force_from desc, revision desc
limit 1;

-- name: insert_edition
insert into rulebook_editions (process, edition, in_force_from, body) values ($1, $2, $3, $4)
on conflict (process, edition, revision) do nothing;

-- name: revise_edition
insert into rulebook_editions (process, edition, in_force_from, body, revision)
select $1, $2, $3, $4, max(revision) + 1 from rulebook_editions where process = $1 and edition = $2;

-- name: edition
select body from rulebook_editions where process = $1 and edition = $2
order by revision desc
limit 1;

-- name: lock_claim
select pg_advisory_xact_lock(hashtextextended('number:' || $1::text || ':' || $2::text, 0));

-- name: number_given
select year, n from file_numbers_given where process = $1 and claim = $2;

-- name: next_number
-- The counter row stays locked until the caller's transaction ends: a rollback gives the number
-- back before anybody else can read the next one.
insert into file_numbers (process, year, last) values ($1, $2, 1)
on conflict (process, year) do update set last = file_numbers.last + 1
returning last;

-- name: give_number
insert into file_numbers_given (process, year, n, claim) values ($1, $2, $3, $4);

-- name: reference_on
-- One row for each pair asked for, as it stood on a day; a row withdrawn by then has no content.
select distinct on (known.register, known.key) known.register, known.key, known.content
from unnest($1::text[], $2::text[]) as asked (register, key)
join reference_rows as known using (register, key)
where known.from_day <= $3::date
order by known.register, known.key, known.from_day desc;

-- name: put_reference
insert into reference_rows (register, key, content, from_day) values ($1, $2, $3, $4)
on conflict (register, key, from_day) do update set content = excluded.content;
