-- migrate:up

alter function enter_rows(text, text[], text[], text[], integer[]) rename to enter_plain_rows;

-- Enters rows in the books, as `enter_plain_rows` does. A place in a queue has a table of its own, and
-- belongs to one case alone: an act that brings one is recorded by one statement, as others are.
create function enter_rows(
    at_case text, into_registers text[], keys text[], contents text[], ns integer[]
) returns text[] language plpgsql as $$
begin
    if 'queue' = any (into_registers) then
        insert into queue (key, stage, received_at, file_no, case_id)
        select e.key, e.content::json ->> 'stage', (e.content::json ->> 'received_at')::timestamptz,
            e.content::json ->> 'file_no', at_case
        from unnest(into_registers, keys, contents) as e (register, key, content)
        where e.register = 'queue'
        on conflict do nothing;
        select array_agg(e.register order by e.at), array_agg(e.key order by e.at),
            array_agg(e.content order by e.at), array_agg(e.n order by e.at)
        into into_registers, keys, contents, ns
        from unnest(into_registers, keys, contents, ns)
            with ordinality as e (register, key, content, n, at)
        where e.register <> 'queue';
        if keys is null then
            return '{}';
        end if;
    end if;
    return enter_plain_rows(at_case, into_registers, keys, contents, ns);
end
$$;

-- migrate:down

drop function enter_rows(text, text[], text[], text[], integer[]);
alter function enter_plain_rows(text, text[], text[], text[], integer[]) rename to enter_rows;
