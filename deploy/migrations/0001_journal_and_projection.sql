-- migrate:up

-- What a case did, in the order in which it settled it. The case numbers, seals and hashes its
-- entries; the database holds that nothing of it can be changed, left out or forked later.
create table journal (
    case_id text not null,
    n integer not null check (n >= 1),
    previous_n integer generated always as (nullif(n - 1, 0)) stored,
    kind text not null,
    name text not null,
    rule text not null,
    counts_from timestamptz not null,
    settled_at timestamptz not null,
    command_id text,
    -- The exact canonical JSON that was hashed, actor, body and effects included. It is text and
    -- not jsonb: jsonb reorders keys and rewrites numbers, and the hash would no longer match.
    sealed text not null,
    previous_hash text not null,
    hash text not null,
    -- The sender's first answer, for repeats. Not sealed: it is an answer, not part of the record.
    answer json,
    primary key (case_id, n),
    unique (case_id, n, hash),
    -- The chain: no gap and no second history of the same case can be stored.
    constraint journal_is_a_chain foreign key (case_id, previous_n, previous_hash)
        references journal (case_id, n, hash),
    constraint journal_starts_at_genesis check (n > 1 or previous_hash = repeat('0', 64)),
    constraint journal_hash_is_of_the_seal
        check (hash = encode(sha256(convert_to(sealed, 'UTF8')), 'hex'))
);

-- A command counts once: whatever two workers do, it cannot be journalled twice as admitted.
create unique index journal_command_counts_once on journal (case_id, command_id)
    where kind = 'command';
create index journal_by_command on journal (case_id, command_id) where command_id is not null;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: the table is append-only', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end
$$;

create trigger journal_is_append_only before update or delete on journal
    for each row execute function refuse_change();
create trigger journal_is_not_emptied before truncate on journal
    for each statement execute function refuse_change();

-- One row per case for lists and counts that people sort. Temporal's visibility can neither order
-- nor group; nothing here is ever asked for a decision.
create table cases (
    case_id text primary key,
    -- Last journal entry this row shows; an older batch that comes late never overwrites it.
    last_n integer not null,
    process text not null,
    file_no text not null,
    stage text not null,
    waiting_on text,
    next_term text,
    next_due timestamptz,
    overdue boolean not null,
    needs_attention boolean not null,
    received_at timestamptz not null,
    outcome text,
    outcome_rule text,
    closed_at timestamptz,
    next_occasion timestamptz,
    terms json not null,
    -- The applicant's key in the dossier, never a name.
    applicant text,
    unique (process, file_no)
);

create index cases_open_by_due on cases (next_due) where closed_at is null;
create index cases_overdue on cases (next_due) where overdue and closed_at is null;
create index cases_open_by_stage on cases (process, stage) where closed_at is null;
create index cases_by_occasion on cases (next_occasion) where closed_at is null;

-- migrate:down

drop table cases;
drop table journal;
drop function refuse_change();
