-- name: lock_claim
select pg_advisory_xact_lock(hashtextextended('number:' || $1::text || ':' || $2::text, 0));

-- name: number_given
select year, n from file_numbers_given where process = $1 and claim = $2;

-- name: next_number
-- The counter row stays locked until the caller's transaction ends: a rollback gives the number
-- back before anybody else can read the next one.
insert into file_numbers (process, year, last) values ($1, $2, 1)
on conflict (process, year) do update set last = file_numbers.last + 1
returning last;

-- name: give_number
insert into file_numbers_given (process, year, n, claim) values ($1, $2, $3, $4);
