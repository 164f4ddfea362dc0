-- name: filing_under
select now, digest, file_no, case_id, received_at from filing_under($1, $2);

-- name: take_in
-- All in one statement, so that no number is drawn in vain: whoever files under the same key at the
-- same time waits, and finds what stands there by then. $7: a number of the sender's own; $8: the one
-- that stands there, if somebody else has used it. A number has four digits, or as many as it takes.
with kept as materialized (
    select digest, file_no, case_id, received_at from filing_under($1, $2)
), numbered as materialized (
    select coalesce(
        $7::text,
        (
            select year || '-' || lpad(n::text, greatest(4, length(n::text)), '0')
            from number_for($1, $9, $10)
        )
    ) as file_no
    from kept
    where digest is null or (digest = $3 and file_no = $8)
), taken as (
    insert into filings (
        process, claim, digest, file_no, case_id, received_at, filed_by_role, filed_by
    )
    select $1, $2, $3, file_no, $1 || '-' || file_no, $4, $5, $6 from numbered
    on conflict (process, claim) do update set
        file_no = excluded.file_no, case_id = excluded.case_id
    returning digest, file_no, case_id, received_at
)
select digest, file_no, case_id, received_at from taken
union all
select digest, file_no, case_id, received_at from kept where not exists (select from numbered);

-- name: was_taken_in
select exists (
    select from filings where case_id = $1 and received_at = $2 and digest = any($3::text[])
);
