-- name: year_list
-- Next school year's list: as it was sent in December (year), or published in January (journal).
select b ->> 'book_no' as book_no, b ->> 'title' as title, b ->> 'authors' as authors,
    b ->> 'publisher' as publisher, b ->> 'lesson' as lesson, b ->> 'grade' as grade,
    b ->> 'price' as price, b ->> 'decision_no' as decision_no,
    (b ->> 'decided_on')::date as decided_on,
    (b ->> 'first_school_year')::integer as first_school_year,
    (b ->> 'last_school_year')::integer as last_school_year
from registers as r
join book_lists as l on l.digest = r.content ->> 'digest'
cross join lateral json_array_elements(l.content) with ordinality as lines (b, line)
where r.register = 'book-lists' and r.content ->> 'kind' = $2
    and (r.content ->> 'year')::integer = $1
order by line;

-- name: monthly_lists
select (r.content ->> 'month')::integer as month, r.content ->> 'no' as no,
    (r.content ->> 'on')::date as sent_on, b ->> 'book_no' as book_no, b ->> 'title' as title,
    b ->> 'lesson' as lesson, b ->> 'grade' as grade, b ->> 'decision_no' as decision_no,
    (b ->> 'decided_on')::date as decided_on,
    (b ->> 'first_school_year')::integer as first_school_year
from registers as r
join book_lists as l on l.digest = r.content ->> 'digest'
cross join lateral json_array_elements(l.content) with ordinality as lines (b, line)
where r.register = 'book-lists' and r.content ->> 'kind' = 'monthly'
    and (r.content ->> 'year')::integer = $1
order by month, line;

-- name: books
select book_no, field, lesson, grade, decision_no, decided_on, first_school_year,
    last_school_year, valid
from known_books
where $1::integer is null or ($1 + 1 between first_school_year
    and coalesce(last_school_year, $1 + 1))
order by lesson, grade, book_no;

-- name: price_commission
select r.content ->> 'order_no' as order_no, m ->> 'seat' as seat, m ->> 'person' as person,
    m ->> 'body' as body
from registers as r
cross join lateral json_array_elements(r.content -> 'members') with ordinality as seats (m, line)
where r.register = 'price-commissions' and (r.content ->> 'year')::integer = $1
order by r.entry_n, line;

-- name: unit_prices
select p ->> 'paper' as paper, p ->> 'size' as size, p ->> 'binding' as binding,
    p ->> 'per_signature' as per_signature, r.content ->> 'decision_no' as decision_no,
    r.content ->> 'approval_no' as approval_no, (r.content ->> 'approved_on')::date as approved_on
from registers as r
cross join lateral json_array_elements(r.content -> 'prices') with ordinality as prices (p, line)
where r.register = 'unit-prices' and (r.content ->> 'school_year')::integer = $1 + 1
order by r.entry_n, line;

-- name: prices
select k.book_no, k.lesson, k.grade, r.content ->> 'price' as price,
    r.content ->> 'approval_no' as approval_no, (r.content ->> 'approved_on')::date as approved_on
from registers as r
join known_books as k on k.case_id = r.case_id
where r.register = 'prices' and (r.content ->> 'school_year')::integer = $1 + 1
order by k.lesson, k.grade, k.book_no, approved_on;

-- name: purchases
select content ->> 'book_no' as book_no, (content ->> 'needed')::integer as needed,
    (content ->> 'copies')::integer as copies, content ->> 'approval_no' as approval_no
from registers
where register = 'purchases' and (content ->> 'school_year')::integer = $1 + 1
order by entry_n, key;

-- name: leftovers
select r.content ->> 'request_no' as request_no, r.content ->> 'what' as what,
    r.content ->> 'book_no' as book_no, (r.content ->> 'copies')::integer as copies,
    (r.content ->> 'on')::date as "on"
from registers as r
join registers as y on y.case_id = r.case_id and y.register = 'ministry-years'
where r.register = 'leftovers' and y.key = ($1::integer)::text
order by r.entry_n, r.key;

-- name: held_drafts
select h.content ->> 'file_no' as file_no, (h.content ->> 'until')::date as forwarded_from
from registers as h
join cases as c on c.case_id = h.case_id
where h.register = 'held-drafts' and c.closed_at is null
    and extract(year from (h.content ->> 'until')::date) = $1
order by (h.content ->> 'received_at')::timestamptz, file_no;
