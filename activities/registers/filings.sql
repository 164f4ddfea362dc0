-- name: filing_under
select now, digest, file_no, case_id, received_at from filing_under($1, $2);

-- name: keep_filing
-- A number that somebody uses already gives way to the next one; what it brought stays.
insert into filings (
    process, claim, digest, file_no, case_id, received_at, filed_by_role, filed_by
) values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (process, claim) do update set
    file_no = excluded.file_no, case_id = excluded.case_id;

-- name: was_taken_in
select exists (
    select from filings where case_id = $1 and received_at = $2 and digest = any($3::text[])
);
