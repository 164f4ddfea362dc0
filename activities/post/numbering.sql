-- name: number_letters
-- $2: the first letter of a rule to the series of its regulation. $3: an office that signs its own
-- letters to its series, of which each institution has one. The counter rows stay locked until
-- the caller's transaction ends: a rollback gives the numbers back before anybody reads the next.
with fresh as (
    select n.case_id, n.occasion, n.addressee, n.dated_at,
        coalesce(
            ($3::json ->> split_part(n.facts ->> 'issuer', '/', 1))
                || coalesce('.' || nullif(split_part(n.facts ->> 'issuer', '/', 2), ''), ''),
            $2::json ->> left(replace(n.rule, 'R-', ''), 1),
            $2::json ->> 'T'
        ) as series,
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
