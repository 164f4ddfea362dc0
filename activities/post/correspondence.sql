-- name: letters_of
select l.case_id, l.series, l.year, l.n, l.sha256, n.occasion, n.addressee, n.rule, n.template, n.facts,
    n.dated_at, n.sent_at, n.withdrawn_at, a.name, i.name as issuer
from letters as l
join notices as n using (case_id, occasion, addressee)
join notice_addresses as a using (case_id, occasion, addressee)
left join offices as i on i.role = n.facts ->> 'issuer'
where l.case_id = $1
order by n.dated_at, l.year, l.series, l.n;

-- name: keep_pages
-- The page that was kept first stays the letter's.
update letters as l
set sha256 = coalesce(l.sha256, p.sha256)
from unnest($1::text[], $2::text[], $3::text[], $4::text[])
    as p (case_id, occasion, addressee, sha256)
where l.case_id = p.case_id and l.occasion = p.occasion and l.addressee = p.addressee
returning l.case_id, l.occasion, l.addressee, l.sha256;
