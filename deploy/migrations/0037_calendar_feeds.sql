-- migrate:up

-- Calendar feeds that somebody has asked for. Of the token that opens one there is a hash and
-- nothing else: whoever reads this table can open none. What is in a feed is decided anew at each
-- reading, by the policy and the claims of whoever asked for it.
create table calendar_feeds (
    id bigint generated always as identity primary key,
    token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
    -- Issuer and subject, opaque.
    subject text not null,
    claims json not null,
    title text not null,
    kind text not null check (kind in ('office', 'institution', 'case')),
    -- The role, the institution's code, or the case's ID.
    about text not null,
    language text not null check (language in ('tr', 'en')),
    made_at timestamptz not null default clock_timestamp(),
    read_at timestamptz,
    revoked_at timestamptz
);
create index calendar_feeds_by_subject on calendar_feeds (subject) where revoked_at is null;

-- Whose eyes: the cases that somebody may see, by any of these and by nothing else; for lists and
-- counts alike. The first argument null asks for nobody's in particular.
create function seen_cases(
    processes text[], named text[], own_kinds text[], own_roles text[], own_whos text[]
) returns setof cases language sql stable as $$
    select *
    from cases
    where processes is null
        or process = any(processes)
        or case_id = any(named)
        or exists (
            select from unnest(own_kinds, own_roles, own_whos) as own (kind, role, who)
            where own.kind = process and (
                cases.bound -> own.role ? own.who
                or (own.role = '' and exists (
                    select from dossier_cases as d
                    where d.case_id = cases.case_id and d.subject = own.who
                ))
            )
        )
$$;

-- migrate:down

drop function seen_cases;
drop table calendar_feeds;
