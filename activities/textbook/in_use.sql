-- name: accepted_book
select content from registers where register = 'books' and key = $1
order by case_id
limit 1;

-- name: other_case
select case_id from registers
where register = 'books-in-use' and content ->> 'review' = $1 and case_id <> $2
order by case_id
limit 1;

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
