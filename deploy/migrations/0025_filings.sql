-- migrate:up

-- Filings as the door took them in, by their sender's own key: sent again under it, a filing is the
-- same one, with the number and the date of receipt that it was given first.
create table filings (
    process text not null,
    claim text not null,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    file_no text not null,
    case_id text not null,
    received_at timestamptz not null,
    filed_by_role text not null,
    filed_by text not null,
    -- None: its case could not be started yet, or its number is somebody else's.
    started_at timestamptz,
    primary key (process, claim)
);

create index filings_started on filings (case_id) where started_at is not null;

-- migrate:down

drop table filings;
