-- name: cancelled_since
-- What m.19(2) ends, it ends on all current commissions: of whichever case the row is.
select content ->> 'member' as member, content ->> 'finding_no' as finding_no
from registers
where register = 'commission-duties'
    and content ->> 'rule' = 'S-19.2'
    and content ->> 'member' = any ($1::text[])
    and (content ->> 'cancelled_at')::timestamptz > $2::timestamptz
order by (content ->> 'cancelled_at')::timestamptz, key
limit 1;
