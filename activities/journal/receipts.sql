-- name: take_in
-- $8 and $9: who takes the turn, and for how long; or nobody.
select kept_digest, received, told, said, refused, new_holder, failed, recorded_to
from take_in($1, $2, $3, $4::json, $5, $6::timestamptz, $7, $8, $9::interval);

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
