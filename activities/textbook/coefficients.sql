-- name: coefficient_on
-- The newest period that has begun by then, unless it is over: an older one does not come back.
select value, through_day from (
    select value, through_day from coefficients
    where from_day <= $1
    order by from_day desc
    limit 1
) as newest
where through_day is null or through_day >= $1;

-- name: put_coefficient
insert into coefficients (from_day, value, through_day) values ($1, $2, $3)
on conflict (from_day) do update set value = excluded.value, through_day = excluded.through_day;

-- name: lock_periods
-- Of two who enter the same days at once, the second sees what the first did.
select pg_advisory_xact_lock(hashtextextended('coefficients', 0));

-- name: overlapped
-- A period without an end gives way to whatever begins after it; the very same one is none of them.
select from_day from coefficients
where from_day <= $2
    and (from_day >= $1 or through_day >= $1)
    and not (from_day = $1 and through_day is not distinct from $2 and value = $3)
order by from_day;
