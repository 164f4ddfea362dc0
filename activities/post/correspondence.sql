-- name: number_letters
-- $2: the first letter of a rule to the series of its regulation. The counter rows stay locked until
-- the caller's transaction ends: a rollback gives the numbers back before anybody reads the next.
with fresh as (
    select n.case_id, n.occasion, n.addressee, n.dated_at,
        coalesce($2::json ->> left(replace(n.rule, 'R-', ''), 1), $2::json ->> 'T') as series,
        extract(year from n.dated_at at time zone 'Europe/Istanbul')::integer as year
    from notices as n
    left join letters as l using (case_id, occasion, addressee)
    where n.case_id = $1
        and n.kind = 'notification'
        and n.sent_at is null
        and n.withdrawn_at is null
        and l.n is null
),
counted as (
    select series, year, count(*)::integer as letters from fresh group by series, year
),
counters as (
    insert into letter_series as s (series, year, last)
    select series, year, letters from counted order by series, year
    on conflict (series, year) do update set last = s.last + excluded.last
    returning s.series, s.year, s.last
)
insert into letters (case_id, occasion, addressee, series, year, n)
select f.case_id, f.occasion, f.addressee, f.series, f.year,
    c.last - counted.letters + row_number() over (
        partition by f.series, f.year order by f.dated_at, f.occasion, f.addressee
    )
from fresh as f
join counted using (series, year)
join counters as c using (series, year);

-- name: letters_of
select l.case_id, l.series, l.year, l.n, l.sha256, n.occasion, n.addressee, n.rule, n.template, n.facts,
    n.dated_at, n.sent_at, n.withdrawn_at, a.name
from letters as l
join notices as n using (case_id, occasion, addressee)
join notice_addresses as a using (case_id, occasion, addressee)
where l.case_id = $1
order by n.dated_at, l.year, l.series, l.n;

-- name: keep_page
-- The page that was kept first stays the letter's.
update letters set sha256 = coalesce(sha256, $4)
where case_id = $1 and occasion = $2 and addressee = $3
returning sha256;
