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
