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

-- migrate:down

drop table calendar_feeds;
