-- name: put_page
insert into pages (sha256, content) values ($1, $2) on conflict (sha256) do nothing;

-- name: get_page
select content from pages where sha256 = $1;
