-- name: number_for
select year, n from number_for($1, $2, $3);
