-- migrate:up

-- Whoever tells a case records what comes of it before anybody hears the answer: no door has been
-- answered what nobody has noted, and none takes over a turn of its own.

drop function look_for_turn(text, text, text, interval, text, text[]);
drop function take_in(
    text, text, text, json, text, timestamptz, text, text, interval, text, text[]
);
drop function take_turn_for(text, text, text, interval, text, text[]);
drop function settle_batch(text, text[], text[], text[], text[]);

-- Takes a case's turn to tell it one command, if nobody has it, and says up to which entry the
-- journal has the case. No row: somebody else has the turn. Each statement sees what was committed
-- when it began, so what is read once the row is locked is what stands.
create function take_turn_for(
    asked_case text, asked_command text, taker text, lasting interval
) returns table (new_holder text, failed integer, recorded_to integer) language plpgsql as $$
begin
    select attempts into failed
    from receipt_turns
    where case_id = asked_case
        and (leased_until is null or leased_until < clock_timestamp())
    for update;
    if not found then
        return;
    end if;
    select case when count(*) = 0 then taker || ' ' || asked_command else taker end
    into new_holder
    from receipts as older
    inner join receipts as asked
        on asked.case_id = asked_case and asked.command_id = asked_command
    where older.case_id = asked_case and older.told_at is null
        and (older.received_at, older.committed_at, older.command_id)
            < (asked.received_at, asked.committed_at, asked.command_id);
    update receipt_turns
    set holder = new_holder, leased_until = clock_timestamp() + lasting
    where case_id = asked_case;
    recorded_to := coalesce((select c.last_n from cases as c where c.case_id = asked_case), 0);
    return next;
end
$$;

-- Takes a command in, and the turn to tell it with that. The case's row is locked first, so that
-- what comes next is dated later; the clock is read once it is locked. $6: an instant stated by the
-- registry or a rehearsal. $8: whoever takes the turn; nobody takes it for what has been admitted
-- before, nor for another command under the same ID.
create function take_in(
    asked_case text, asked_command text, named text, sent json, sent_digest text,
    stated timestamptz, registered text, taker text, lasting interval
) returns table (
    kept_digest text, received timestamptz, told timestamptz, said json, refused json,
    new_holder text, failed integer, recorded_to integer
) language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
    now_received timestamptz;
begin
    perform from receipt_turns where case_id = asked_case for update;
    if not found then
        insert into receipt_turns (case_id) values (asked_case) on conflict do nothing;
        perform from receipt_turns where case_id = asked_case for update;
    end if;
    now_received := clock_timestamp();
    insert into receipts (
        case_id, command_id, command, envelope, digest, received_at, committed_at, register_no
    ) values (
        asked_case, asked_command, named, sent, sent_digest, coalesce(stated, now_received),
        now_received, registered
    ) on conflict (case_id, command_id) do nothing;
    select digest, received_at, told_at, answer, refusal
    into kept_digest, received, told, said, refused
    from receipts
    where case_id = asked_case and command_id = asked_command;
    if taker is not null and kept_digest = sent_digest and said is null then
        select t.new_holder, t.failed, t.recorded_to into new_holder, failed, recorded_to
        from take_turn_for(asked_case, asked_command, taker, lasting) as t;
    end if;
    return next;
end
$$;

-- Looks once more whether a command that waits may be told, or has been told meanwhile.
create function look_for_turn(
    asked_case text, asked_command text, taker text, lasting interval
) returns table (
    kept_digest text, received timestamptz, told timestamptz, said json, refused json,
    new_holder text, failed integer, recorded_to integer
) language plpgsql as $$
begin
    select t.new_holder, t.failed, t.recorded_to into new_holder, failed, recorded_to
    from take_turn_for(asked_case, asked_command, taker, lasting) as t;
    select digest, received_at, told_at, answer, refusal
    into kept_digest, received, told, said, refused
    from receipts
    where case_id = asked_case and command_id = asked_command;
    return next;
end
$$;

-- Numbers the letters of a case that have no number yet. $2: the first letter of a rule to the series
-- of its regulation. $3: an office that signs its own letters to its series, of which each
-- institution has one. The counter rows stay locked until the caller's transaction ends: a rollback
-- gives the numbers back before anybody reads the next.
create function number_letters(at_case text, of_laws json, of_offices json) returns void
language sql as $$
    with fresh as (
        select n.case_id, n.occasion, n.addressee, n.dated_at,
            coalesce(
                (of_offices ->> split_part(n.facts ->> 'issuer', '/', 1))
                    || coalesce('.' || nullif(split_part(n.facts ->> 'issuer', '/', 2), ''), ''),
                of_laws ->> left(replace(n.rule, 'R-', ''), 1),
                of_laws ->> 'T'
            ) as series,
            extract(year from n.dated_at at time zone 'Europe/Istanbul')::integer as year
        from notices as n
        left join letters as l using (case_id, occasion, addressee)
        where n.case_id = at_case
            and n.kind = 'notification'
            and n.sent_at is null
            and n.withdrawn_at is null
            and l.n is null
    ),
    counted as (
        select series, year, count(*)::integer as letters from fresh group by series, year
    ),
    counters as (
        insert into letter_series as s (series, year, last)
        select series, year, letters from counted order by series, year
        on conflict (series, year) do update set last = s.last + excluded.last
        returning s.series, s.year, s.last
    )
    insert into letters (case_id, occasion, addressee, series, year, n)
    select f.case_id, f.occasion, f.addressee, f.series, f.year,
        c.last - counted.letters + row_number() over (
            partition by f.series, f.year order by f.dated_at, f.occasion, f.addressee
        )
    from fresh as f
    join counted using (series, year)
    join counters as c using (series, year);
$$;

-- Ends the recording of a batch: enters its rows and notices; what is there already is left as it is.
-- Numbers its letters ($14: there are any), takes a case that has ended ($16) out of every queue, and
-- takes back the reminders of terms that are no longer open ($17; null: a batch that came late shows
-- no terms), for nobody has to hurry any more. Notes what the journal says of commands, and gives back
-- the turn that was taken for one of them alone, unless somebody takes it just now, for what comes
-- next. It says who is out of reach, and rows whose key another case has used, too. Where whoever
-- records for a case does not know that it knows all of that ($21; null: it records by itself), the
-- commands are left as they are: the recorder has the case look first, and notes them then. Nor does
-- such a recorder wait for the disk: lost with the machine, the act is untold again with the note of
-- its answer, and told anew; and nothing that builds on it stands on the disk before it does.
create function end_batch(
    at_case text, last_n integer, into_registers text[], keys text[], contents text[], ns integer[],
    occasions text[], addressees text[], kinds text[], rules text[], templates text[], facts text[],
    dated timestamptz[], of_laws json, of_offices json, ended_at timestamptz, open_terms text[],
    commands text[], answers text[], refusals text[], known text[],
    out unreached text[], out elsewhere text[]
) language plpgsql as $$
begin
    if known is not null then
        perform set_config('synchronous_commit', 'off', true);
    end if;
    unreached := '{}';
    elsewhere := '{}';
    if keys <> '{}' then
        select array_agg(coalesce(e.n, last_n) order by e.at) into ns
        from unnest(ns) with ordinality as e (n, at);
        elsewhere := enter_rows(at_case, into_registers, keys, contents, ns);
    end if;
    if occasions <> '{}' then
        insert into notices (case_id, occasion, addressee, kind, rule, template, facts, dated_at)
        select at_case, e.occasion, e.addressee, e.kind, e.rule, e.template, e.facts::json, e.dated
        from unnest(occasions, addressees, kinds, rules, templates, facts, dated)
            as e (occasion, addressee, kind, rule, template, facts, dated)
        on conflict (case_id, occasion, addressee) do nothing;
    end if;
    if of_laws is not null then
        perform number_letters(at_case, of_laws, of_offices);
    end if;
    if ended_at is not null then
        update queue set left_at = ended_at
        where case_id = at_case and taken_at is null and left_at is null;
    end if;
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
    if commands <> '{}' and (
        known is null
        or unreached || array(select 'register/' || row from unnest(elsewhere) as row) <@ known
    ) then
        update receipts as r
        set told_at = coalesce(r.told_at, clock_timestamp()), answer = s.answer::json,
            refusal = s.refusal::json
        from unnest(commands, answers, refusals) as s (command_id, answer, refusal)
        where r.case_id = at_case and r.command_id = s.command_id
            -- what is noted already is not written again
            and (
                r.told_at is null or r.answer::text is distinct from s.answer
                or r.refusal::text is distinct from s.refusal
            );
        perform from receipt_turns
        where case_id = at_case and taken_for(holder) = any (commands)
        for update skip locked;
        if found then
            update receipt_turns
            set holder = null, leased_until = null, attempts = 0, next_try_at = clock_timestamp()
            where case_id = at_case;
        end if;
    end if;
end
$$;

-- Writes a batch: entries, the terms they changed, and the case's row in the lists, if they follow the
-- last one; with `is_all` what ends it, too, where nothing else comes in between. The guard of the row
-- holds for what the recorder's lock cannot see: a batch that arrives late as a whole. Planned once:
-- whatever is written here is found by its key, and planning took as long as writing.
create function write_batch(
    at_case text, ns integer[], entry_kinds text[], names text[], entry_rules text[],
    counted timestamptz[], settled timestamptz[], command_ids text[], seals text[],
    previous text[], hashes text[], entry_answers text[], changed text[],
    of_process text, of_file_no text, at_stage text, waits_on text, coming_term text,
    coming_due timestamptz, is_overdue boolean, needs boolean, came_at timestamptz,
    ended_as text, ended_by text, ended_at timestamptz, coming_occasion timestamptz,
    all_terms json, applied_by text, all_pending json, all_bound jsonb, is_all boolean,
    into_registers text[], keys text[], contents text[], row_ns integer[],
    occasions text[], addressees text[], kinds text[], rules text[], templates text[], facts text[],
    dated timestamptz[], of_laws json, of_offices json, left_at timestamptz, open_terms text[],
    commands text[], answers text[], refusals text[], known text[],
    out last_n integer, out are_written boolean, out unreached text[], out elsewhere text[]
) language plpgsql set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    select e.last_n, e.are_written into last_n, are_written
    from write_entries(
        at_case, ns, entry_kinds, names, entry_rules, counted, settled, command_ids, seals,
        previous, hashes, entry_answers, changed
    ) as e;
    if not are_written then
        return;
    end if;
    insert into cases as c (
        case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
        needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms,
        applicant, pending, bound
    ) values (
        at_case, write_batch.last_n, of_process, of_file_no, at_stage, waits_on, coming_term,
        coming_due, is_overdue, needs, came_at, ended_as, ended_by, ended_at, coming_occasion,
        all_terms, applied_by, all_pending, all_bound
    )
    on conflict (case_id) do update set
        last_n = excluded.last_n,
        stage = excluded.stage,
        waiting_on = excluded.waiting_on,
        next_term = excluded.next_term,
        next_due = excluded.next_due,
        overdue = excluded.overdue,
        needs_attention = excluded.needs_attention,
        outcome = excluded.outcome,
        outcome_rule = excluded.outcome_rule,
        closed_at = excluded.closed_at,
        next_occasion = excluded.next_occasion,
        terms = excluded.terms,
        applicant = excluded.applicant,
        pending = excluded.pending,
        bound = excluded.bound
    where c.last_n <= excluded.last_n;
    if is_all then
        select e.unreached, e.elsewhere into unreached, elsewhere
        from end_batch(
            at_case, write_batch.last_n, into_registers, keys, contents, row_ns, occasions,
            addressees, kinds, rules, templates, facts, dated, of_laws, of_offices, left_at,
            open_terms, commands, answers, refusals, known
        ) as e;
    end if;
end
$$;

-- migrate:down

drop function write_batch(
    text, integer[], text[], text[], text[], timestamptz[], timestamptz[], text[], text[], text[],
    text[], text[], text[], text, text, text, text, text, timestamptz, boolean, boolean,
    timestamptz, text, text, timestamptz, timestamptz, json, text, json, jsonb, boolean, text[],
    text[], text[], integer[], text[], text[], text[], text[], text[], text[], timestamptz[], json,
    json, timestamptz, text[], text[], text[], text[], text[]
);
drop function end_batch(
    text, integer, text[], text[], text[], integer[], text[], text[], text[], text[], text[], text[],
    timestamptz[], json, json, timestamptz, text[], text[], text[], text[], text[]
);
drop function number_letters(text, json, json);
drop function look_for_turn(text, text, text, interval);
drop function take_in(text, text, text, json, text, timestamptz, text, text, interval);
drop function take_turn_for(text, text, text, interval);

create function take_turn_for(
    asked_case text, asked_command text, taker text, lasting interval, own text, answered text[]
) returns table (new_holder text, failed integer) language plpgsql as $$
begin
    select attempts into failed
    from receipt_turns
    where case_id = asked_case
        and (leased_until is null or leased_until < clock_timestamp() or holder = own)
    for update;
    if not found then
        return;
    end if;
    select case when count(*) = 0 then taker || ' ' || asked_command else taker end
    into new_holder
    from receipts as older
    inner join receipts as asked
        on asked.case_id = asked_case and asked.command_id = asked_command
    where older.case_id = asked_case and older.told_at is null
        and older.command_id <> all (answered)
        and (older.received_at, older.committed_at, older.command_id)
            < (asked.received_at, asked.committed_at, asked.command_id);
    update receipt_turns
    set holder = new_holder, leased_until = clock_timestamp() + lasting
    where case_id = asked_case;
    return next;
end
$$;

create function take_in(
    asked_case text, asked_command text, named text, sent json, sent_digest text,
    stated timestamptz, registered text, taker text, lasting interval, own text, answered text[]
) returns table (
    kept_digest text, received timestamptz, told timestamptz, said json, refused json,
    new_holder text, failed integer
) language plpgsql as $$
declare
    now_received timestamptz;
begin
    perform from receipt_turns where case_id = asked_case for update;
    if not found then
        insert into receipt_turns (case_id) values (asked_case) on conflict do nothing;
        perform from receipt_turns where case_id = asked_case for update;
    end if;
    now_received := clock_timestamp();
    insert into receipts (
        case_id, command_id, command, envelope, digest, received_at, committed_at, register_no
    ) values (
        asked_case, asked_command, named, sent, sent_digest, coalesce(stated, now_received),
        now_received, registered
    ) on conflict (case_id, command_id) do nothing;
    select digest, received_at, told_at, answer, refusal
    into kept_digest, received, told, said, refused
    from receipts
    where case_id = asked_case and command_id = asked_command;
    if taker is not null and kept_digest = sent_digest and said is null then
        select t.new_holder, t.failed into new_holder, failed
        from take_turn_for(asked_case, asked_command, taker, lasting, own, answered) as t;
    end if;
    return next;
end
$$;

create function look_for_turn(
    asked_case text, asked_command text, taker text, lasting interval, own text, answered text[]
) returns table (
    kept_digest text, received timestamptz, told timestamptz, said json, refused json,
    new_holder text, failed integer
) language plpgsql as $$
begin
    select t.new_holder, t.failed into new_holder, failed
    from take_turn_for(asked_case, asked_command, taker, lasting, own, answered) as t;
    select digest, received_at, told_at, answer, refusal
    into kept_digest, received, told, said, refused
    from receipts
    where case_id = asked_case and command_id = asked_command;
    return next;
end
$$;

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
