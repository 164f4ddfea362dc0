-- name: insert_receipt
-- Lines up first: the case's row is locked until the receipt is committed, so that what comes next is
-- dated later. $6: an instant stated by the registry or a rehearsal; otherwise the database's own
-- clock, which is read once the row is locked.
with lined_up as (
    insert into receipt_turns (case_id) values ($1)
    on conflict (case_id) do update set case_id = excluded.case_id
    returning case_id
)
insert into receipts (
    case_id, command_id, command, envelope, digest, received_at, committed_at, register_no
)
select case_id, $2, $3, $4::json, $5, coalesce($6::timestamptz, clock_timestamp()),
    clock_timestamp(), $7
from lined_up
on conflict (case_id, command_id) do nothing
returning case_id, command_id, command, envelope, digest, received_at, told_at, answer, refusal;

-- name: receipt
select case_id, command_id, command, envelope, digest, received_at, told_at, answer, refusal
from receipts
where case_id = $1 and command_id = $2;

-- name: undelivered_up_to
select command, envelope, received_at
from receipts
where case_id = $1 and received_at <= $2 and told_at is null
order by received_at, committed_at, command_id;

-- name: taken_in
select command, envelope, received_at
from receipts
where case_id = $1 and command_id = any($2::text[]);

-- name: mark_delivered
-- $3: whether it is admitted; null if it is held, which the journal notes, and what becomes of it, in
-- this order. A command that was refused may be tried again, so an admission replaces a refusal; the
-- first admission stays, unless it said that the command is held. $5: who gives back the case's
-- turn with that, if anybody does. One statement, so that neither stands without the other.
with noted as (
    update receipts
    set told_at = coalesce(told_at, clock_timestamp()),
        answer = case when $3::boolean then $4 else answer end,
        refusal = case when $3::boolean then null when not $3::boolean then $4 else refusal end
    where case_id = $1 and command_id = $2
        and ($3::boolean is null or answer is null or ($3::boolean and answer ->> 'held' is not null))
)
update receipt_turns
set holder = null, leased_until = null, attempts = 0, next_try_at = clock_timestamp()
where case_id = $1 and holder = $5;

-- name: mark_settled
-- What the journal says, entry after entry: the last one counts.
update receipts
set told_at = coalesce(told_at, clock_timestamp()), answer = $3, refusal = $4
where case_id = $1 and command_id = $2;

-- name: tell_again
-- What a lost case had answered and no journal knows is told again, to the case restored from it.
update receipts
set told_at = null, answer = null
where case_id = $1 and answer is not null and not exists (
    select from journal as j
    where j.case_id = receipts.case_id and j.command_id = receipts.command_id
);

-- name: undelivered_for
-- By the wall clock: received_at may be stated, or lie in a rehearsal's virtual time.
select r.case_id, count(*) as commands, min(r.committed_at) as first_at, t.attempts
from receipts as r
inner join receipt_turns as t on t.case_id = r.case_id
where r.told_at is null
    and (r.committed_at < clock_timestamp() - $1::interval or t.attempts >= $2)
group by r.case_id, t.attempts
order by r.case_id;
