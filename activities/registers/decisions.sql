-- name: verdict
select verdict from verdicts
where case_id = $1 and command_id = $2 and coalesce(question, $3) = $3;

-- name: keep_verdict
select keep_verdict($1, $2, $3, $4, $5);

-- name: take_next
select known, has_place, first from take_next($1, $2, $3, $4, $5, $6, $7::json);

-- name: subject_of
select subject from dossier_cases where case_id = $1;
