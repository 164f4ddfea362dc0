-- name: year_opened
select content ->> 'file_no' from registers
where register = 'ministry-years' and key = $1::text and case_id <> $2
order by entry_n
limit 1;

-- name: lock_lists
-- Two lists collected at once would both have a book that belongs to one of them.
select pg_advisory_xact_lock(hashtextextended('book-lists', 0));

-- name: accepted_and_not_listed
-- The monthly list: accepted up to a day, and on no monthly list that was sent. A year that follows
-- one with a case goes back to its December, whose last days may have come after its list.
with bounds as (
    select case
        when exists (
            select 1 from registers
            where register = 'ministry-years' and key = ($1::integer - 1)::text
        ) then make_date($1::integer - 1, 12, 1)
        else $2::date
    end as since
),
sent as (
    select b ->> 'decision_no' as decision_no, b ->> 'lesson' as lesson, b ->> 'grade' as grade
    from registers as r
    join book_lists as l on l.digest = r.content ->> 'digest'
    cross join lateral json_array_elements(l.content) as b
    where r.register = 'book-lists' and r.content ->> 'kind' = 'monthly'
)
select k.*, t.content as names, null::text as price
from known_books as k
cross join bounds
left join lateral (
    select content from reference_rows
    where register = 'book-titles' and key = k.book_no
    order by from_day desc
    limit 1
) as t on true
where k.decided_on between bounds.since and $3::date
    and not exists (
        select 1 from sent as s
        where s.decision_no = k.decision_no and s.lesson = k.lesson and s.grade = k.grade
    )
order by k.lesson, k.grade, k.book_no;

-- name: taught_in
-- The yearly list: accepted up to a day, running or extended in a school year, with their prices.
select k.*, t.content as names, p.price
from known_books as k
left join lateral (
    select content from reference_rows
    where register = 'book-titles' and key = k.book_no
    order by from_day desc
    limit 1
) as t on true
left join lateral (
    select content ->> 'price' as price from registers
    where register = 'prices' and case_id = k.case_id
        and (content ->> 'school_year')::integer = $1::integer
    order by content ->> 'approved_on' desc
    limit 1
) as p on true
where k.valid
    and k.decided_on <= $2::date
    and k.first_school_year <= $1::integer
    and coalesce(k.last_school_year, $1::integer) >= $1::integer
order by k.lesson, k.grade, k.book_no;

-- name: keep_list
insert into book_lists (digest, content) values ($1, $2) on conflict do nothing;

-- name: books_of
select b ->> 'book_no' from book_lists as l
cross join lateral json_array_elements(l.content) as b
where l.digest = $1;

-- name: unit_prices
select content from registers
where register = 'unit-prices' and (content ->> 'school_year')::integer = $1
order by content ->> 'approved_on' desc, key desc
limit 1;

-- name: held
-- Cases that ended while they were held are forwarded no more.
select h.content ->> 'file_no' as file_no
from registers as h
join cases as c on c.case_id = h.case_id
where h.register = 'held-drafts' and h.content ->> 'until' = $1 and c.closed_at is null
order by (h.content ->> 'received_at')::timestamptz, h.content ->> 'file_no';
