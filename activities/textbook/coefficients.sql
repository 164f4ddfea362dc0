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
