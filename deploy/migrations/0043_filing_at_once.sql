-- migrate:up

-- What is read here is read once the lock is held: each statement of a volatile function sees what
-- was committed before it. To the door that is one question, not two.

-- What was filed under a key, and the time: whoever asks at the same time waits for the other's end.
create function filing_under(of_process text, under_claim text)
returns table (now timestamptz, digest text, file_no text, case_id text, received_at timestamptz)
language sql volatile as $$
    select pg_advisory_xact_lock(
        hashtextextended('filing:' || of_process || ':' || under_claim, 0)
    );
    select clock_timestamp(), f.digest, f.file_no, f.case_id, f.received_at
    from (select) as one
    left join filings as f on f.process = of_process and f.claim = under_claim
$$;

-- The next number of a year's book, or the one that was given under the same key. The counter row
-- stays locked until the caller's transaction ends: a rollback gives the number back before anybody
-- else can read the next one.
create function number_for(of_book text, of_year integer, under_claim text)
returns table (year integer, n integer)
language sql volatile as $$
    select pg_advisory_xact_lock(hashtextextended('number:' || of_book || ':' || under_claim, 0));
    with given as (
        select g.year, g.n from file_numbers_given as g
        where g.process = of_book and g.claim = under_claim
    ), counted as (
        insert into file_numbers as counter (process, year, last)
        select of_book, of_year, 1 where not exists (select from given)
        on conflict (process, year) do update set last = counter.last + 1
        returning counter.last
    ), issued as (
        insert into file_numbers_given (process, year, n, claim)
        select of_book, of_year, last, under_claim from counted
        returning file_numbers_given.year, file_numbers_given.n
    )
    select given.year, given.n from given
    union all
    select issued.year, issued.n from issued
$$;

-- Whose a case is that has not been opened yet, it says itself: it has the key of its filing.
alter table filings drop column started_at;

-- migrate:down

alter table filings add column started_at timestamptz;
drop function number_for(text, integer, text);
drop function filing_under(text, text);
