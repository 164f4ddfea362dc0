-- migrate:up

-- Documents that lie in the store, by the digest under which messages name them. Names that senders
-- give are not kept: the digest is the key, and the content says what it is.
create table documents (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    size bigint not null check (size > 0),
    media_type text not null check (media_type <> ''),
    stored_at timestamptz not null default clock_timestamp()
);

-- Who has brought which; the same one may come from several.
create table document_uploads (
    sha256 text not null references documents (sha256),
    -- Issuer and subject of the token, opaque.
    uploaded_by text not null,
    role text not null,
    actor text not null,
    uploaded_at timestamptz not null default clock_timestamp(),
    primary key (sha256, uploaded_by)
);
create trigger document_uploads_are_append_only before update or delete on document_uploads
    for each row execute function refuse_change();

-- What a journal entry names by digest. It reads the text as text: nothing that an entry may hold
-- can make it fail, and with it the entry.
create function digests_named(sealed text) returns text[]
language sql immutable strict parallel safe as $$
    select array(
        select distinct found[1]
        from regexp_matches(
            regexp_replace($1, '"previous_hash":"[0-9a-f]{64}"', ''), '"([0-9a-f]{64})"', 'g'
        ) as found
    )
$$;
create index journal_by_document on journal using gin (digests_named(sealed));

create index agreement_reports_by_report on agreement_reports (report);
create index people_by_photo on people (photo) where photo is not null;

-- migrate:down

drop index people_by_photo;
drop index agreement_reports_by_report;
drop index journal_by_document;
drop function digests_named(text);
drop table document_uploads;
drop table documents;
