-- migrate:up

-- What a journal entry names by digest; neither the hash of the entry before it nor the digest of the
-- command that it is of, which every entry has. Cut at its quotation marks, a text is looked through
-- in a quarter of the time that two expressions took; and most entries name nothing, and are in no
-- index.
drop index journal_by_document;
create or replace function digests_named(sealed text) returns text[]
language sql immutable strict parallel safe as $$
    select array(
        select distinct part
        from string_to_table(
            replace(
                replace($1, '"previous_hash":"', '"previous_hash":"-'),
                '"brought":{"digest":"', '"brought":{"digest":"-'
            ),
            '"'
        ) as part
        where length(part) = 64 and part ~ '^[0-9a-f]*$'
    )
$$;
create index journal_by_document on journal using gin (digests_named(sealed))
where digests_named(sealed) <> '{}';

-- migrate:down

drop index journal_by_document;
create or replace function digests_named(sealed text) returns text[]
language sql immutable strict parallel safe as $$
    select array(
        select distinct found[1]
        from regexp_matches(
            regexp_replace($1, '"previous_hash":"[0-9a-f]{64}"', ''), '"([0-9a-f]{64})"', 'g'
        ) as found
    )
$$;
create index journal_by_document on journal using gin (digests_named(sealed));
