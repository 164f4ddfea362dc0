-- name: enter_rows
select enter_rows($1, $2::text[], $3::text[], $4::text[], $5::integer[]);
