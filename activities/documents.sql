-- name: document
select sha256, size, media_type from documents where sha256 = $1;

-- name: documents
select sha256, size, media_type from documents where sha256 = any ($1::text[]);

-- name: keep_document
insert into documents (sha256, size, media_type) values ($1, $2, $3)
on conflict (sha256) do nothing;

-- name: keep_upload
insert into document_uploads (sha256, uploaded_by, role, actor) values ($1, $2, $3, $4)
on conflict (sha256, uploaded_by) do nothing
returning uploaded_at;

-- name: uploaded
select uploaded_at from document_uploads where sha256 = $1 and uploaded_by = $2;

-- name: naming
-- Entries of cases that name a document, the newest case first.
select case_id, n from journal
where digests_named(sealed) @> array[$1::text] and digests_named(sealed) <> '{}'
order by settled_at desc, case_id, n
limit $2;

-- name: named
-- What the entries of a case name.
select n, digests_named(sealed) as digests from journal
where case_id = $1 and digests_named(sealed) <> '{}'
order by n;

-- name: rows_naming
-- Rows of registers that name a document, by the keys under which they are listed.
select 'reports' as register, case_id || '/' || level || '/' || institution as key
from agreement_reports where report = $1
union
select 'people', person from people where photo = $1
union
select 'people', person from court_decisions where document = $1
union
select 'people', person from national_id_changes where $1 in (former_extract, new_extract);
