-- name: last_entry
select n, hash from journal where case_id = $1 order by n desc limit 1;

-- name: hashes
-- Of the last entry, and of those from $2 to $3; the recorder has the lock of the case.
select n, hash from journal
where case_id = $1
    and (n between $2 and $3 or n = (select max(n) from journal where case_id = $1));

-- name: write
-- Entries, the terms they changed, and the case's row in the lists, if they follow the last one; with
-- $31 what ends a batch, too, for one that brings nothing else. The guard holds for what the
-- recorder's lock cannot see: a batch that arrives late as a whole.
with done as materialized (
    select last_n, are_written
    from write_entries(
        $1, $2::integer[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
        $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
        $13::text[]
    )
), shown as (
    insert into cases (
        case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
        needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms,
        applicant, pending, bound
    )
    select $1, last_n, $14::text, $15::text, $16::text, $17::text, $18::text, $19::timestamptz,
        $20::boolean, $21::boolean, $22::timestamptz, $23::text, $24::text, $25::timestamptz,
        $26::timestamptz, $27::json, $28::text, $29::json, $30::jsonb
    from done
    where are_written
    on conflict (case_id) do update set
        last_n = excluded.last_n,
        stage = excluded.stage,
        waiting_on = excluded.waiting_on,
        next_term = excluded.next_term,
        next_due = excluded.next_due,
        overdue = excluded.overdue,
        needs_attention = excluded.needs_attention,
        outcome = excluded.outcome,
        outcome_rule = excluded.outcome_rule,
        closed_at = excluded.closed_at,
        next_occasion = excluded.next_occasion,
        terms = excluded.terms,
        applicant = excluded.applicant,
        pending = excluded.pending,
        bound = excluded.bound
    where cases.last_n <= excluded.last_n
)
select last_n, are_written,
    case
        when are_written and $31::boolean
            then settle_batch($1, $32::text[], $33::text[], $34::text[], $35::text[])
    end as unreached
from done;

-- name: settle
select settle_batch($1, $2::text[], $3::text[], $4::text[], $5::text[]);

-- name: answer_of
-- One entry, or two: what was held is answered again when it is settled, and that counts. What an
-- office put in its place has no entry of its own, and the decision's answer, unless it falls there.
select answer from journal
where case_id = $1 and answer is not null
    and (
        command_id = $2
        or (
            name = $3 and kind = 'command'
            and sealed::json -> 'body' ->> 'conflict' = $2
            and sealed::json -> 'body' ->> 'in_order' = 'true'
            and sealed::json -> 'effects' -> 'pending' is null
        )
    )
order by n desc
limit 1;

-- name: entries
select n, settled_at, sealed, previous_hash, hash, answer from journal where case_id = $1 order by n;

-- name: keep_beginning
-- With the revision of its edition by which the case is judged, if it names one; noted before, that
-- stays.
with kept as (
    insert into beginnings (case_id, start, opening, text) values ($1, $2, $3, $4)
    on conflict (case_id) do update set start = excluded.start, opening = excluded.opening
)
insert into case_editions (case_id, process, edition, revision)
select $1, process, edition, revision from rulebook_editions
where process = $5 and edition = $6 and revision = $7
on conflict (case_id) do nothing;

-- name: beginning
select start, opening, text from beginnings where case_id = $1;
