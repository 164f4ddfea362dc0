-- migrate:up

-- Which institutions act in a case, by role: {"principal": ["99001122"]}. Whoever acts for one of
-- them sees the case. Whose an application is stays in dossier_cases, which no list shows.
alter table cases add column bound jsonb not null default '{}';
create index cases_bound on cases using gin (bound);

-- Who did what at the front door, allowed and denied. Rows are added and never changed.
create table access_log (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    -- Issuer and subject of the token, opaque; none where nobody was recognised.
    subject text,
    role text,
    actor text,
    institution text,
    act text not null,
    case_id text,
    command text,
    command_id text,
    allowed boolean not null,
    -- Of a denial.
    why text
);
create index access_log_by_case on access_log (case_id, at);
create index access_log_by_subject on access_log (subject, at);

create function access_log_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'the record of access is only added to';
end
$$;
create trigger access_log_is_kept before update or delete on access_log
    for each row execute function access_log_is_kept();

-- migrate:down

drop table access_log;
drop function access_log_is_kept();
drop index cases_bound;
alter table cases drop column bound;
