-- name: take_turn
update receipt_turns
set holder = $2, leased_until = clock_timestamp() + $3::interval
where case_id = $1 and is_free(receipt_turns)
returning attempts;

-- name: now
select now();

-- name: look
select kept_digest, received, told, said, refused, new_holder, failed, recorded_to
from look_for_turn($1, $2, $3, $4::interval);

-- name: take_waiting_turns
-- Cases with untold receipts whose pause is over and whom nobody is telling anything.
update receipt_turns
set holder = $1, leased_until = clock_timestamp() + $2::interval
where case_id in (
    select t.case_id
    from receipt_turns as t
    inner join (
        select case_id, min(received_at) as first_at
        from receipts
        where told_at is null
        group by case_id
    ) as waiting on waiting.case_id = t.case_id
    where t.next_try_at <= clock_timestamp()
        and is_free(t)
    order by waiting.first_at, t.case_id
    limit $3
    for update of t skip locked
)
returning case_id, attempts;

-- name: keep_turn
-- Before each delivery, so that the lease is longer than what is done under it.
update receipt_turns
set leased_until = clock_timestamp() + $3::interval
where case_id = $1 and holder = $2
returning case_id;

-- name: next_untold
-- The first one; with $2 the first one before that command.
select r.command_id
from receipts as r
left join receipts as own on own.case_id = $1 and own.command_id = $2
where r.case_id = $1 and r.told_at is null
    and (
        $2::text is null
        or (r.received_at, r.committed_at, r.command_id)
            < (own.received_at, own.committed_at, own.command_id)
    )
order by r.received_at, r.committed_at, r.command_id
limit 1;

-- name: give_back
-- A success resets the pause; after a failure it doubles, up to a minute.
update receipt_turns
set holder = null,
    leased_until = null,
    attempts = case when $3 then attempts + 1 else 0 end,
    next_try_at = clock_timestamp() + case
        when $3 then least(interval '2 seconds' * power(2, least(attempts, 10)), interval '1 minute')
        else interval '0'
    end
where case_id = $1 and holder = $2;
