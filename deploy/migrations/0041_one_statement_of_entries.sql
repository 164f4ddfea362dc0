-- migrate:up

-- Writes the entries of a batch where they follow the last one that there is, with the terms that they
-- changed. One recorder per case at a time: the lock is held until its transaction ends, and what
-- is read under it was committed before. Otherwise nothing is written, and the recorder looks
-- closer. It says too whether a notice of the case has not gone out yet.
create function write_entries(
    at_case text, ns integer[], kinds text[], names text[], rules text[], counted timestamptz[],
    settled timestamptz[], commands text[], seals text[], previous text[], hashes text[],
    answers text[], changed text[]
) returns table (last_n integer, are_written boolean, has_unsent boolean) language plpgsql as $$
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
    has_unsent := exists (
        select from notices where case_id = at_case and sent_at is null and withdrawn_at is null
    );
    return next;
end
$$;

-- migrate:down

drop function write_entries(
    text, integer[], text[], text[], text[], timestamptz[], timestamptz[], text[], text[], text[],
    text[], text[], text[]
);
