-- name: accepted_book
-- A textbook, or a tool that is read in place of one.
select content from registers where register in ('books', 'tools-in-place') and key = $1
order by case_id
limit 1;

-- name: other_case
select case_id from registers
where register in ('books-in-use', 'stand-ins')
    and content ->> 'review' = $1 and case_id <> $2
order by case_id
limit 1;

-- name: terms_of
-- A book that has a case is known by it; one from before Vade by the published list.
with cases as (
    select (r.content ->> 'n')::integer as n, j.counts_from as since, json_build_object(
        'change', r.content -> 'change',
        'last_school_year', r.content -> 'last_school_year',
        'ends_on', r.content -> 'ends_on',
        'update_from', r.content -> 'update_from',
        'update_until', r.content -> 'update_until'
    ) as term
    from registers as r
    join journal as j on j.case_id = r.case_id and j.n = r.entry_n
    where r.register = 'books-in-use' and r.content ->> 'book_no' = $1
),
listed as (
    select 0 as n, from_day::timestamp at time zone 'Europe/Istanbul' as since, json_build_object(
        'change', 'listed',
        'last_school_year', content -> 'last_school_year'
    ) as term
    from reference_rows
    where register = 'textbooks' and key = $1 and content ->> 'last_school_year' is not null
)
select n, since, term from cases
union all
select n, since, term from listed where not exists (select 1 from cases)
order by n desc, since desc;

-- name: taught
select book_no, first_school_year, last_school_year from known_books
where lesson = $1 and grade = $2 and valid and first_school_year is not null
order by first_school_year, book_no;

-- name: others_in_use
-- Of each case the newest row counts: they may have been recorded in any order.
with cases as (
    select distinct on (case_id) case_id, content
    from registers
    where register = 'books-in-use'
    order by case_id, (content ->> 'n')::integer desc
),
listed as (
    select distinct on (key) key, content
    from reference_rows
    where register = 'textbooks'
    order by key, from_day desc
),
books as (
    select content from cases where case_id <> $1
    union all
    select l.content from listed as l
    where l.content is not null
    and not exists (select 1 from cases as c where c.content ->> 'book_no' = l.key)
)
select count(*)::integer from books
where content ->> 'field' = $2
and coalesce((content ->> 'valid')::boolean, true)
and (content ->> 'first_school_year')::integer <= $3
and (content ->> 'last_school_year')::integer >= $3;
