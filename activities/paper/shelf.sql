-- name: put_pages
-- In one order, so that two who put the same ones wait for each other and not in a circle.
insert into pages (sha256, content)
select p.sha256, p.content
from unnest($1::text[], $2::bytea[]) as p (sha256, content)
order by p.sha256
on conflict (sha256) do nothing;

-- name: get_page
select content from pages where sha256 = $1;
