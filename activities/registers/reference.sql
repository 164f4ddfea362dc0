-- name: coefficient_on
select value from coefficients where from_day <= $1 order by from_day desc limit 1;

-- name: put_coefficient
insert into coefficients (from_day, value) values ($1, $2)
on conflict (from_day) do update set value = excluded.value;

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
