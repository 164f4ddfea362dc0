-- name: edition_on
select body, edition, revision from rulebook_editions
where process = $1 and in_force_from <= $2
order by in_force_from desc, revision desc
limit 1;

-- name: note_edition
-- The opening is asked again after an outage; what it is told last, the case records.
insert into case_editions (case_id, process, edition, revision) values ($1, $2, $3, $4)
on conflict (case_id) do update set edition = excluded.edition, revision = excluded.revision;

-- name: insert_edition
insert into rulebook_editions (process, edition, in_force_from, body) values ($1, $2, $3, $4)
on conflict (process, edition, revision) do nothing;

-- name: revise_edition
insert into rulebook_editions (process, edition, in_force_from, body, revision)
select $1, $2, $3, $4, max(revision) + 1 from rulebook_editions where process = $1 and edition = $2;

-- name: revisions
select body from rulebook_editions where process = $1 and edition = $2 order by revision;
