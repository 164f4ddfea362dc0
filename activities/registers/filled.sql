-- name: lock_claim
select pg_advisory_xact_lock(hashtextextended('form:' || $1::text, 0));

-- name: filled_under
select form, digest, answer, filled_at from filled_forms where claim = $1;

-- name: keep_form
insert into filled_forms (claim, form, digest, answer, filled_by_role, filled_by, filled_at)
values ($1, $2, $3, $4, $5, $6, $7);
