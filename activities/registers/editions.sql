-- name: note_edition
insert into case_editions (case_id, process, edition, revision)
select $1, process, edition, revision from rulebook_editions
where process = $2 and edition = $3 and revision = $4
on conflict (case_id) do nothing;

-- name: insert_edition
insert into rulebook_editions (process, edition, in_force_from, body) values ($1, $2, $3, $4)
on conflict (process, edition, revision) do nothing;

-- name: revise_edition
insert into rulebook_editions (process, edition, in_force_from, body, revision)
select $1, $2, $3, $4, max(revision) + 1 from rulebook_editions where process = $1 and edition = $2;

-- name: revisions
select body from rulebook_editions where process = $1 and edition = $2 order by revision;
