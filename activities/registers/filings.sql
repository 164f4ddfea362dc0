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
        process, claim, digest, file_no, case_id, received_at, filed_by_role, filed_by, unseen_since
    )
    select $1, $2, $3, file_no, $1 || '-' || file_no, $4, $5, $6,
        case when $11 then clock_timestamp() end
    from numbered
    on conflict (process, claim) do update set
        file_no = excluded.file_no, case_id = excluded.case_id, unseen_since = excluded.unseen_since
    returning digest, file_no, case_id, received_at
)
select digest, file_no, case_id, received_at from taken
union all
select digest, file_no, case_id, received_at from kept where not exists (select from numbered);

-- name: was_taken_in
select exists (
    select from filings where case_id = $1 and received_at = $2 and digest = any($3::text[])
);

-- name: unseen_openings
-- What the journal knows is seen to. The others are looked at again as long after this, unless somebody
-- has seen to them by then.
with old as materialized (
    select process, claim from filings
    where unseen_since < clock_timestamp() - $1::interval
    order by unseen_since
    limit $2
    for update skip locked
), looked_at as (
    update filings as f set unseen_since = case
        when not exists (select from journal as j where j.case_id = f.case_id)
            then clock_timestamp()
    end
    from old
    where f.process = old.process and f.claim = old.claim
    returning f.case_id, f.unseen_since
)
select case_id from looked_at where unseen_since is not null;

-- name: seen_to
update filings set unseen_since = null where case_id = any($1) and unseen_since is not null;
