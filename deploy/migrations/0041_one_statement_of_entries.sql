-- migrate:up

-- Writes the entries of a batch where they follow the last one that there is, with the terms that they
-- changed. One recorder per case at a time: the lock is held until its transaction ends, and what
-- is read under it was committed before. Otherwise nothing is written, and the recorder looks
-- closer.
create function write_entries(
    at_case text, ns integer[], kinds text[], names text[], rules text[], counted timestamptz[],
    settled timestamptz[], commands text[], seals text[], previous text[], hashes text[],
    answers text[], changed text[]
) returns table (last_n integer, are_written boolean) language plpgsql as $$
declare
    last_hash text;
begin
    perform pg_advisory_xact_lock(hashtextextended('journal:' || at_case, 0));
    select n, hash into last_n, last_hash from journal where case_id = at_case
    order by n desc limit 1;
    last_n := coalesce(last_n, 0);
    are_written := ns = '{}' or (ns[1] = last_n + 1 and (last_n = 0 or previous[1] = last_hash));
    if are_written and ns <> '{}' then
        insert into journal (
            case_id, n, kind, name, rule, counts_from, settled_at, command_id, sealed,
            previous_hash, hash, answer
        )
        select at_case, e.n, e.kind, e.name, e.rule, e.counts_from, e.settled_at, e.command_id,
            e.sealed, e.previous_hash, e.hash, e.answer::json
        from unnest(
            ns, kinds, names, rules, counted, settled, commands, seals, previous, hashes, answers
        ) as e (
            n, kind, name, rule, counts_from, settled_at, command_id, sealed, previous_hash, hash,
            answer
        )
        order by e.n;
        perform keep_terms_now(at_case, e.n, e.settled_at, e.terms::json)
        from unnest(ns, settled, changed) as e (n, settled_at, terms)
        where e.terms is not null;
        last_n := ns[cardinality(ns)];
    end if;
    return next;
end
$$;

-- Whom a notice of a case cannot reach: there is no address, or the mail server refused it for good.
-- Members of an agreement are named together: institution/*.
create function out_of_reach(at_case text) returns text[] language sql stable as $$
    select coalesce(array_agg(distinct addressee order by addressee), '{}')
    from (
        select case
            when m.institution is null then n.addressee
            else split_part(n.addressee, '/', 1) || '/*'
        end as addressee
        from notices as n
        join notice_addresses as a using (case_id, occasion, addressee)
        left join agreement_members as m
            on m.case_id = n.case_id and m.institution = nullif(split_part(n.addressee, '/', 2), '')
        where n.case_id = at_case
            and n.sent_at is null
            and n.withdrawn_at is null
            and (a.email is null or n.given_up_at is not null)
    ) as unreached
$$;

-- Ends the recording of a batch, when its notices are drawn up: takes back the reminders of terms
-- that are no longer open ($2; null: a batch that came late shows no terms), for nobody has to hurry
-- any more; notes what the journal says of commands; gives back the turn that was taken for one of
-- them alone, unless somebody takes it just now, for what comes next. It says who is out of reach.
create function settle_batch(
    at_case text, open_terms text[], commands text[], answers text[], refusals text[]
) returns text[] language plpgsql as $$
declare
    unreached text[] := '{}';
begin
    perform from notices
    where case_id = at_case and sent_at is null and withdrawn_at is null
    limit 1;
    if found then
        -- an occasion begins with the key of its term
        update notices
        set withdrawn_at = clock_timestamp()
        where case_id = at_case
            and kind in ('reminder', 'escalation')
            and sent_at is null
            and withdrawn_at is null
            and split_part(occasion, '/', 1) <> all (open_terms);
        unreached := out_of_reach(at_case);
    end if;
    if commands <> '{}' then
        update receipts as r
        set told_at = coalesce(r.told_at, clock_timestamp()), answer = s.answer::json,
            refusal = s.refusal::json
        from unnest(commands, answers, refusals) as s (command_id, answer, refusal)
        where r.case_id = at_case and r.command_id = s.command_id;
        perform from receipt_turns
        where case_id = at_case and taken_for(holder) = any (commands)
        for update skip locked;
        if found then
            update receipt_turns
            set holder = null, leased_until = null, attempts = 0, next_try_at = clock_timestamp()
            where case_id = at_case;
        end if;
    end if;
    return unreached;
end
$$;

-- Enters rows in the books; what a case entered before under the same key is left as it is. Of two
-- cases that use one key at once, the second sees what the first entered: their names are returned.
create function enter_rows(
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

-- migrate:down

drop function enter_rows(text, text[], text[], text[], integer[]);
drop function settle_batch(text, text[], text[], text[], text[]);
drop function out_of_reach(text);
drop function write_entries(
    text, integer[], text[], text[], text[], timestamptz[], timestamptz[], text[], text[], text[],
    text[], text[], text[]
);
