-- migrate:up

-- Whether anybody may take a case's turn. One that was taken for one command alone is over once that
-- is admitted: whoever recorded the act could not give it back, if somebody had the row just then.
create function is_free(turn receipt_turns) returns boolean language sql stable as $$
    select turn.leased_until is null
        or turn.leased_until < clock_timestamp()
        or exists (
            select from receipts as r
            where r.case_id = turn.case_id
                and r.command_id = taken_for(turn.holder)
                and r.answer is not null
        );
$$;

create or replace function take_turn_for(
    asked_case text, asked_command text, taker text, lasting interval
) returns table (new_holder text, failed integer, recorded_to integer) language plpgsql as $$
begin
    select t.attempts into failed
    from receipt_turns as t
    where t.case_id = asked_case and is_free(t)
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

-- Keeps what was granted under a command to a question.
create function keep_verdict(
    asking_case text, asking_command text, of_register text, granted json, asked text
) returns void language sql as $$
    insert into verdicts (case_id, command_id, register, verdict, question)
    values (asking_case, asking_command, of_register, granted, asked)
    on conflict (case_id, command_id) do update set
        register = excluded.register,
        verdict = excluded.verdict,
        question = excluded.question,
        decided_at = excluded.decided_at;
$$;

-- Gives a file its turn in the queue of a stage. What was granted before under the command to the
-- question is granted again; `first` has not been taken up, and comes before. Decisions on one stage
-- are made one after the other, or two workers could both be first. Taken already: this very file had
-- its turn, and nobody is behind it in the queue.
create function take_next(
    asking_case text, asking_command text, of_register text, at_stage text, own_no text,
    asked text, granted json,
    out known json, out has_place boolean, out first text
) language plpgsql as $$
declare
    place record;
begin
    perform pg_advisory_xact_lock(hashtextextended('queue:' || at_stage, 0));
    select verdict into known
    from verdicts
    where case_id = asking_case and command_id = asking_command
        and coalesce(question, asked) = asked;
    if known is not null then
        return;
    end if;
    select key, received_at, taken_by into place
    from queue
    where stage = at_stage and case_id = asking_case and left_at is null
    order by taken_at nulls first
    limit 1;
    has_place := found;
    if not has_place then
        return;
    end if;
    if place.taken_by is null then
        select file_no into first
        from queue
        where stage = at_stage
            and taken_at is null
            and left_at is null
            and (received_at, file_no) < (place.received_at, own_no)
        order by received_at, file_no
        limit 1;
    end if;
    if first is null then
        update queue set taken_at = clock_timestamp(), taken_by = asking_command
        where key = place.key and taken_at is null;
        perform keep_verdict(asking_case, asking_command, of_register, granted, asked);
    end if;
end
$$;

-- migrate:down

drop function take_next(text, text, text, text, text, text, json);
drop function keep_verdict(text, text, text, json, text);

create or replace function take_turn_for(
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

drop function is_free(receipt_turns);
