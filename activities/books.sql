-- name: insert_row
insert into registers (register, key, content, case_id, entry_n) values ($1, $2, $3, $4, $5)
on conflict (register, key, case_id) do nothing;

-- name: lock_keys
-- Of two cases that use one key at once, the second sees what the first entered.
select pg_advisory_xact_lock(hashtextextended(name, 0))
from (
    select distinct 'register:' || register || '/' || key as name
    from unnest($1::text[], $2::text[]) as used (register, key)
    order by name
) as keys;

-- name: also_elsewhere
select distinct r.register, r.key
from registers as r
join unnest($2::text[], $3::text[]) as used (register, key)
    on used.register = r.register and used.key = r.key
where r.case_id <> $1
order by r.register, r.key;
