-- migrate:up

-- Cases that were opened by a calendar which changed before that was recorded: whoever changed it may not
-- have found them among the open ones. They are brought what they have missed.
create table calendars_behind (case_id text primary key);

-- Keeps what a case began with, as before; and where the calendar by which it was opened changes just now,
-- or has changed since it was read, notes that. Never waits for whoever changes it, who locks the
-- calendar first and then the cases.
create or replace function begin_case(opened_case text, began json) returns void language plpgsql as $$
declare
    known record;
begin
    select * into known from json_to_record(began) as said (
        start json, opening json, text integer, process text, edition text, revision integer,
        applicant text, institution text, calendar_version integer
    );
    insert into beginnings (case_id, start, opening, text)
    values (opened_case, known.start, known.opening, known.text)
    on conflict (case_id) do nothing;
    if not pg_try_advisory_xact_lock_shared(hashtextextended('calendar', 0))
        or known.calendar_version < (select max(version) from calendar_versions)
    then
        insert into calendars_behind (case_id) values (opened_case) on conflict (case_id) do nothing;
    end if;
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

-- migrate:down

create or replace function begin_case(opened_case text, began json) returns void language plpgsql as $$
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
drop table calendars_behind;
