-- name: reserve
-- Taken over from a case that has not opened for long, by the wall clock: it will not any more.
insert into sole_cases as s (kind, key, case_id, file_no) values ($1, $2, $3, $4)
on conflict (kind, key) do update set
    case_id = excluded.case_id,
    file_no = excluded.file_no,
    reserved_at = clock_timestamp()
where s.case_id = excluded.case_id
    or (
        s.reserved_at < clock_timestamp() - $5::interval
        and not exists (select from cases as c where c.case_id = s.case_id)
    )
returning case_id, file_no;

-- name: holder
select case_id, file_no from sole_cases where kind = $1 and key = $2;
