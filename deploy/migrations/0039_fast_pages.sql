-- migrate:up

-- How each term of a case stands, and how often it has changed: what a calendar shows of it, and by
-- which version. Derived from the journal with each entry, so that a feed of thousands of terms
-- reads no journal.
create table terms_now (
    case_id text not null,
    -- T-14.2#2
    key text not null,
    -- T-14.2
    rule text not null,
    state text not null,
    -- Null while it is paused.
    due_at timestamptz,
    -- The newest end that it has had.
    last_due_at timestamptz,
    -- How often it changed after it was opened.
    sequence integer not null,
    -- Newest entry that changed it, and when that was settled.
    n integer not null,
    settled_at timestamptz not null,
    primary key (case_id, key)
);
create index terms_now_by_rule on terms_now (rule);

create function keep_terms_now(at_case text, at_n integer, at timestamptz, terms json)
returns void language sql as $$
    insert into terms_now as t (
        case_id, key, rule, state, due_at, last_due_at, sequence, n, settled_at
    )
    select at_case, term ->> 'key',
        split_part(split_part(term ->> 'key', '#', 1), '/', 1), term ->> 'state',
        (term ->> 'due_at')::timestamptz, (term ->> 'due_at')::timestamptz, 0, at_n, at
    from json_array_elements(terms) as term
    on conflict (case_id, key) do update set
        state = excluded.state,
        due_at = excluded.due_at,
        last_due_at = coalesce(excluded.due_at, t.last_due_at),
        sequence = t.sequence + 1,
        n = excluded.n,
        settled_at = excluded.settled_at
$$;

-- What there is already. An entry that no JSON of PostgreSQL holds (an escaped NUL in what somebody
-- wrote) is passed over: its term shows once it changes again.
do $$
declare
    entry record;
begin
    for entry in select case_id, n, settled_at, sealed from journal order by case_id, n loop
        begin
            if json_typeof(entry.sealed::json #> '{effects,terms}') = 'array' then
                perform keep_terms_now(
                    entry.case_id, entry.n, entry.settled_at,
                    entry.sealed::json #> '{effects,terms}'
                );
            end if;
        exception when untranslatable_character then
            raise notice '% entry %: its terms are not read', entry.case_id, entry.n;
        end;
    end loop;
end
$$;

-- The large registers by the keys that lists of rows are in the order of (activities/listing.sql).
create index agreement_members_by_key
    on agreement_members ((case_id || '/' || level || '/' || institution));
create index agreement_reports_by_key
    on agreement_reports (
        (case_id || '/' || level || '/' || institution), (lpad(period::text, 4, '0'))
    );

-- migrate:down

drop index agreement_reports_by_key;
drop index agreement_members_by_key;
drop function keep_terms_now(text, integer, timestamptz, json);
drop table terms_now;
