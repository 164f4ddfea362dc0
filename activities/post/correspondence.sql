-- name: letters_of
select l.case_id, l.series, l.year, l.n, l.sha256, n.occasion, n.addressee, n.rule, n.template, n.facts,
    n.dated_at, n.sent_at, n.withdrawn_at, a.name, i.name as issuer
from letters as l
join notices as n using (case_id, occasion, addressee)
join notice_addresses as a using (case_id, occasion, addressee)
left join offices as i on i.role = n.facts ->> 'issuer'
where l.case_id = $1
order by n.dated_at, l.year, l.series, l.n;

-- name: keep_page
-- The page that was kept first stays the letter's.
update letters set sha256 = coalesce(sha256, $4)
where case_id = $1 and occasion = $2 and addressee = $3
returning sha256;
