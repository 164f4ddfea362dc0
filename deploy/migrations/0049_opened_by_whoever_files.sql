-- migrate:up

-- A case that has been opened leaves it to whoever filed, and waits for that, to record it. Since when
-- nobody has seen to that; none once the journal knows the case, or the case records by itself.
alter table filings add column unseen_since timestamptz;
create index filings_unseen on filings (unseen_since) where unseen_since is not null;

-- Notes who applied in a case.
create function link_case(applied_in text, applicant text, of_institution text) returns void
language sql as $$
    insert into dossier (subject) values (applicant) on conflict (subject) do nothing;
    insert into dossier_cases (case_id, subject, institution)
    values (applied_in, applicant, of_institution)
    on conflict (case_id) do nothing;
$$;

-- Keeps what a case began with, the revision of the rulebook by which it is judged, if it names one,
-- and who applied. What has been kept stays. Whoever records that waits for the disk, unlike with an
-- act: nobody would soon tell the case again, and until somebody looks no door would know it.
create function begin_case(opened_case text, began json) returns void language plpgsql as $$
declare
    known record;
begin
    select * into known from json_to_record(began) as said (
        start json, opening json, text integer, process text, edition text, revision integer,
        applicant text, institution text
    );
    insert into beginnings (case_id, start, opening, text)
    values (opened_case, known.start, known.opening, known.text)
    on conflict (case_id) do nothing;
    insert into case_editions (case_id, process, edition, revision)
    select opened_case, e.process, e.edition, e.revision
    from rulebook_editions as e
    where e.process = known.process and e.edition = known.edition and e.revision = known.revision
    on conflict (case_id) do nothing;
    if known.applicant is not null then
        perform link_case(opened_case, known.applicant, known.institution);
    end if;
end
$$;

alter function enter_rows(text, text[], text[], text[], integer[]) rename to enter_rows_of_books;

-- Enters rows in the books, as `enter_rows_of_books` does, and before them what a case began with, so
-- that a case is opened by one statement.
create function enter_rows(
    at_case text, into_registers text[], keys text[], contents text[], ns integer[]
) returns text[] language plpgsql as $$
begin
    if into_registers[1] = 'beginnings' then
        perform begin_case(at_case, contents[1]::json);
        set local synchronous_commit to default;
        if cardinality(keys) = 1 then
            return '{}';
        end if;
        into_registers := into_registers[2:];
        keys := keys[2:];
        contents := contents[2:];
        ns := ns[2:];
    end if;
    return enter_rows_of_books(at_case, into_registers, keys, contents, ns);
end
$$;

alter function write_entries(
    text, integer[], text[], text[], text[], timestamptz[], timestamptz[], text[], text[], text[], text[],
    text[], text[]
) rename to write_entries_that_follow;

-- Writes entries of a case, as `write_entries_that_follow` does. A case that does not know what a sender
-- has recorded for it brings that again: where a batch begins with entries that stand, by the hash of
-- the last of them, those behind them are written.
create function write_entries(
    at_case text, ns integer[], kinds text[], names text[], rules text[], counted timestamptz[],
    settled timestamptz[], commands text[], seals text[], previous text[], hashes text[],
    answers text[], changed text[]
) returns table (last_n integer, are_written boolean) language plpgsql as $$
declare
    last_hash text;
    known integer;
    fresh integer := 1;
begin
    perform pg_advisory_xact_lock(hashtextextended('journal:' || at_case, 0));
    select j.n - ns[1] + 1, j.hash into known, last_hash from journal as j where j.case_id = at_case
    order by j.n desc limit 1;
    if known between 1 and cardinality(ns) - 1 and hashes[known] = last_hash then
        fresh := known + 1;
    end if;
    return query select * from write_entries_that_follow(
        at_case, ns[fresh:], kinds[fresh:], names[fresh:], rules[fresh:], counted[fresh:],
        settled[fresh:], commands[fresh:], seals[fresh:], previous[fresh:], hashes[fresh:],
        answers[fresh:], changed[fresh:]
    );
end
$$;

-- migrate:down

drop function write_entries(
    text, integer[], text[], text[], text[], timestamptz[], timestamptz[], text[], text[], text[], text[],
    text[], text[]
);
alter function write_entries_that_follow(
    text, integer[], text[], text[], text[], timestamptz[], timestamptz[], text[], text[], text[], text[],
    text[], text[]
) rename to write_entries;
drop function enter_rows(text, text[], text[], text[], integer[]);
alter function enter_rows_of_books(text, text[], text[], text[], integer[]) rename to enter_rows;
drop function begin_case(text, json);
drop function link_case(text, text, text);
drop index filings_unseen;
alter table filings drop column unseen_since;
