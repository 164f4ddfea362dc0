-- migrate:up

-- Enters rows in the books; what a case entered before under the same key is left as it is. Of two
-- cases that use one key at once, the second sees what the first entered: their names are returned.
-- A place in a queue has a table of its own, and belongs to one case alone: an act that brings one is
-- recorded by one statement, as others are.
create or replace function enter_rows(
    at_case text, into_registers text[], keys text[], contents text[], ns integer[]
) returns text[] language plpgsql as $$
begin
    if 'queue' = any (into_registers) then
        insert into queue (key, stage, received_at, file_no, case_id)
        select e.key, e.place ->> 'stage', (e.place ->> 'received_at')::timestamptz,
            e.place ->> 'file_no', at_case
        from (
            select into_register, key, content::json as place
            from unnest(into_registers, keys, contents) as e (into_register, key, content)
        ) as e
        where e.into_register = 'queue'
        on conflict do nothing;
        if 'queue' = all (into_registers) then
            return '{}';
        end if;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(name, 0))
    from (
        select distinct 'register:' || register || '/' || key as name
        from unnest(into_registers, keys) as used (register, key)
        where register <> 'queue'
        order by name
    ) as used;
    insert into registers (register, key, content, case_id, entry_n)
    select e.register, e.key, e.content::json, at_case, e.n
    from unnest(into_registers, keys, contents, ns) as e (register, key, content, n)
    where e.register <> 'queue'
    on conflict (register, key, case_id) do nothing;
    return (
        select coalesce(array_agg(distinct r.register || '/' || r.key), '{}')
        from registers as r
        join unnest(into_registers, keys) as used (register, key)
            on used.register = r.register and used.key = r.key
        where r.case_id <> at_case
    );
end
$$;

-- migrate:down

create or replace function enter_rows(
    at_case text, into_registers text[], keys text[], contents text[], ns integer[]
) returns text[] language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(name, 0))
    from (
        select distinct 'register:' || register || '/' || key as name
        from unnest(into_registers, keys) as used (register, key)
        order by name
    ) as used;
    insert into registers (register, key, content, case_id, entry_n)
    select e.register, e.key, e.content::json, at_case, e.n
    from unnest(into_registers, keys, contents, ns) as e (register, key, content, n)
    on conflict (register, key, case_id) do nothing;
    return (
        select coalesce(array_agg(distinct r.register || '/' || r.key), '{}')
        from registers as r
        join unnest(into_registers, keys) as used (register, key)
            on used.register = r.register and used.key = r.key
        where r.case_id <> at_case
    );
end
$$;
