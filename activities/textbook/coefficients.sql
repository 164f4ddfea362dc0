-- name: coefficient_on
select value from coefficients where from_day <= $1 order by from_day desc limit 1;

-- name: put_coefficient
insert into coefficients (from_day, value) values ($1, $2)
on conflict (from_day) do update set value = excluded.value;
