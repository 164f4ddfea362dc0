-- name: take_in
-- $8 and $9: who takes the turn, and for how long; or nobody.
select kept_digest, received, told, said, refused, new_holder, failed, recorded_to
from take_in($1, $2, $3, $4::json, $5, $6::timestamptz, $7, $8, $9::interval);

-- name: take_in_after
-- What came before is written first, and the turn is taken only if that stands; each part refers to
-- the one before it, which keeps them in this order. A command came when it was asked for, however
-- long the writing waits; its receipt waits for the disk, though who records for a case does not.
select t.kept_digest, t.received, t.told, t.said, t.refused, t.new_holder, t.failed, t.recorded_to,
    w.last_n, w.are_written, w.unreached, w.elsewhere,
    set_config('synchronous_commit', before.lasting, true)
from (
    select $1::text as case_id, clock_timestamp() as came_at,
        current_setting('synchronous_commit') as lasting
    offset 0
) as before
cross join lateral write_batch(
    before.case_id, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35::json, $36, $37::json, $38::jsonb,
    $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51::json, $52::json, $53, $54,
    $55, $56, $57, $58
) as w
left join lateral take_in(
    before.case_id, $2, $3, $4::json, $5, coalesce($6::timestamptz, before.came_at), $7,
    case when w.are_written then $8::text end, $9::interval
) as t on true;

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

-- name: note_replies
-- $3: whether it is admitted; null if it is held, which the journal notes, and what becomes of it, in
-- this order. A command that was refused may be tried again, so an admission replaces a refusal; the
-- first admission stays, unless it said that the command is held. What is noted already is not
-- written again. $5: who gives back the case's turn with that, if anybody does. One statement, so
-- that neither stands without the other; in the order in which others lock turns of many cases.
with heard as (
    select case_id, command_id, admitted, said::json as said, holder
    from unnest($1::text[], $2::text[], $3::boolean[], $4::text[], $5::text[])
        as heard (case_id, command_id, admitted, said, holder)
), noted as (
    update receipts as r
    set told_at = coalesce(r.told_at, clock_timestamp()),
        answer = case when h.admitted then h.said else r.answer end,
        refusal = case when h.admitted then null when not h.admitted then h.said else r.refusal end
    from heard as h
    where r.case_id = h.case_id and r.command_id = h.command_id
        and case
            when h.admitted then r.answer is null or r.answer ->> 'held' is not null
            when not h.admitted
                then r.answer is null and r.refusal::text is distinct from h.said::text
            else r.told_at is null
        end
), theirs as (
    select t.case_id
    from receipt_turns as t
    inner join heard as h on h.case_id = t.case_id and h.holder = t.holder
    order by t.case_id
    for update of t
)
update receipt_turns as t
set holder = null, leased_until = null, attempts = 0, next_try_at = clock_timestamp()
from theirs
where t.case_id = theirs.case_id;

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
