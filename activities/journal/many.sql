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
-- Of cases that nobody is telling anything, and that have nothing older to hear first.
update receipt_turns as t
set holder = $3, leased_until = clock_timestamp() + $4::interval
from unnest($1::text[], $2::text[]) as asked (case_id, command_id)
inner join receipts as own
    on own.case_id = asked.case_id and own.command_id = asked.command_id
where t.case_id = own.case_id and own.told_at is null
    and (t.leased_until is null or t.leased_until < clock_timestamp())
    and not exists (
        select from receipts as older
        where older.case_id = own.case_id and older.told_at is null
            and (older.received_at, older.committed_at, older.command_id)
                < (own.received_at, own.committed_at, own.command_id)
    )
returning t.case_id;

-- name: note_answers
-- As for one: the first admission stays, unless it said that the command is held.
update receipts as r
set told_at = coalesce(r.told_at, clock_timestamp()), answer = said.answer::json, refusal = null
from unnest($1::text[], $2::text[], $3::text[]) as said (case_id, command_id, answer)
where r.case_id = said.case_id and r.command_id = said.command_id
    and (r.answer is null or r.answer ->> 'held' is not null);

-- name: give_back_all
update receipt_turns
set holder = null, leased_until = null, attempts = 0, next_try_at = clock_timestamp()
where case_id = any($1::text[]) and holder = $2;

-- name: lock_cases
-- As for one, in the order of the cases.
select pg_advisory_xact_lock(hashtextextended('journal:' || case_id, 0))
from (select case_id from unnest($1::text[]) as asked (case_id) order by case_id) as in_order;

-- name: where_they_stand
-- The last entry of each, and the hash of the entry that is asked for.
select asked.case_id, last.n, last.hash, own.hash as own
from unnest($1::text[], $2::integer[]) as asked (case_id, n)
left join lateral (
    select n, hash from journal as j where j.case_id = asked.case_id order by n desc limit 1
) as last on true
left join journal as own on own.case_id = asked.case_id and own.n = asked.n;

-- name: enter_all
insert into journal (
    case_id, n, kind, name, rule, counts_from, settled_at, command_id,
    sealed, previous_hash, hash, answer
)
select case_id, n, kind, name, rule, counts_from, settled_at, command_id,
    sealed, previous_hash, hash, answer
from json_to_recordset($1::json) as entry (
    case_id text, n integer, kind text, name text, rule text, counts_from timestamptz,
    settled_at timestamptz, command_id text, sealed text, previous_hash text, hash text, answer json
);

-- name: keep_terms_all
select keep_terms_now(case_id, n, settled_at, terms)
from json_to_recordset($1::json)
    as entry (case_id text, n integer, settled_at timestamptz, terms json)
where json_typeof(terms) = 'array';

-- name: show_all
-- What goes on from where a journal ends is the newest there is.
update cases set
    last_n = shown.last_n,
    stage = shown.stage,
    waiting_on = shown.waiting_on,
    next_term = shown.next_term,
    next_due = shown.next_due,
    overdue = shown.overdue,
    needs_attention = shown.needs_attention,
    outcome = shown.outcome,
    outcome_rule = shown.outcome_rule,
    closed_at = shown.closed_at,
    next_occasion = shown.next_occasion,
    terms = shown.terms,
    applicant = shown.applicant,
    pending = shown.pending,
    bound = shown.bound
from json_populate_recordset(null::cases, $1::json) as shown
where cases.case_id = shown.case_id;

-- name: withdraw_reminders_all
update notices as n
set withdrawn_at = clock_timestamp()
from json_to_recordset($1::json) as shown (case_id text, terms json)
where n.case_id = shown.case_id
    and n.kind in ('reminder', 'escalation')
    and n.sent_at is null
    and n.withdrawn_at is null
    and split_part(n.occasion, '/', 1) not in (
        select term ->> 'key' from json_array_elements(shown.terms) as term
        where term ->> 'state' = any($2::text[])
    );

-- name: open_cases
select case_id from cases where closed_at is null;

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
