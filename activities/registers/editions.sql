-- name: insert_edition
insert into rulebook_editions (process, edition, in_force_from, body) values ($1, $2, $3, $4)
on conflict (process, edition, revision) do nothing;

-- name: revise_edition
insert into rulebook_editions (process, edition, in_force_from, body, revision)
select $1, $2, $3, $4, max(revision) + 1 from rulebook_editions where process = $1 and edition = $2;

-- name: revisions
select body from rulebook_editions where process = $1 and edition = $2 order by revision;
