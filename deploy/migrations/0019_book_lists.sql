-- migrate:up

-- Lists of books as they were sent or published, each under the digest of its content. What a case
-- enters of a list names the digest; a list that no case has sent after all is nobody's.
create table book_lists (
    digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
    content json not null,
    collected_at timestamptz not null default clock_timestamp()
);

-- Every accepted textbook once: by its own case, else by the review that accepted it, else from
-- before Vade by the published list.
create view known_books as
with cases as (
    -- of each case the newest row counts: they may have been recorded in any order
    select distinct on (case_id) case_id, content
    from registers
    where register = 'books-in-use'
    order by case_id, (content ->> 'n')::integer desc
),
published as (
    select distinct on (key) key, content
    from reference_rows
    where register = 'textbooks'
    order by key, from_day desc
),
books as (
    select content ->> 'book_no' as book_no, case_id, content from cases
    union all
    select 'review/' || r.key, null, r.content
    from registers as r
    where r.register = 'books'
        and r.content ->> 'decision_no' is not null
        and not exists (
            select 1 from cases as c
            where c.content ->> 'decision_no' = r.content ->> 'decision_no'
                and c.content ->> 'lesson' = r.content ->> 'lesson'
                and c.content ->> 'grade' = r.content ->> 'grade'
        )
    union all
    select p.key, null, p.content
    from published as p
    where p.content is not null
        and not exists (select 1 from cases as c where c.content ->> 'book_no' = p.key)
)
select
    book_no,
    case_id,
    content ->> 'field' as field,
    content ->> 'lesson' as lesson,
    content ->> 'grade' as grade,
    content ->> 'decision_no' as decision_no,
    (content ->> 'decided_on')::date as decided_on,
    (content ->> 'first_school_year')::integer as first_school_year,
    -- a book whose case is not open yet is taught from the named year on
    (content ->> 'last_school_year')::integer as last_school_year,
    coalesce((content ->> 'valid')::boolean, true) as valid
from books;

-- migrate:down

drop view known_books;
drop table book_lists;
