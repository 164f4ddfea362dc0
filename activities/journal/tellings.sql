-- name: is_open
select exists (select from cases where case_id = $1 and closed_at is null);
