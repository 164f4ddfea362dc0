-- name: law_on
-- Edition and calendar as of one instant; $5, $6: digests of what is known, and is not sent again.
with law as materialized (
    select newest.revision, newest.text as rulebook, calendar_between($3, $4) as calendar
    from (select) as one
    left join lateral (
        select revision, body::text as text from rulebook_editions
        where process = $1 and in_force_from <= $2
        order by in_force_from desc, revision desc
        limit 1
    ) as newest on true
)
select revision, md5(rulebook) as rulebook_digest, md5(calendar) as calendar_digest,
    case when md5(rulebook) <> all ($5::text[]) then rulebook end as rulebook,
    case when md5(calendar) <> all ($6::text[]) then calendar end as calendar
from law;
