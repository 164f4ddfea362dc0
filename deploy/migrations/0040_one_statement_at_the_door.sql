-- migrate:up

-- A turn taken for one command alone, before which nothing stands, names that command behind its
-- holder; whoever records the act gives the turn back with it. Null: the turn is for more than one.
create function taken_for(holder text) returns text language sql immutable as $$
    select nullif(substr(holder, strpos(holder || ' ', ' ') + 1), '')
$$;

-- Takes a case's turn to tell it one command, if nobody has it, or whoever asks ($5). What it has
-- been answered already and nobody has noted yet ($6) does not stand before. No row: somebody else
-- has the turn. Each statement sees what was committed when it began, so what is read once the row is
-- locked is what stands.
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

-- Takes a command in, and the turn to tell it with that. The case's row is locked first, so that
-- what comes next is dated later; the clock is read once it is locked. $6: an instant stated by the
-- registry or a rehearsal. $8: whoever takes the turn; nobody takes it for what has been admitted
-- before, nor for another command under the same ID.
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

-- Looks once more whether a command that waits may be told, or has been told meanwhile.
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

-- migrate:down

drop function look_for_turn(text, text, text, interval, text, text[]);
drop function take_in(
    text, text, text, json, text, timestamptz, text, text, interval, text, text[]
);
drop function take_turn_for(text, text, text, interval, text, text[]);
drop function taken_for(text);
