-- name: lock_case
-- One recorder per case at a time; held until the transaction ends.
select pg_advisory_xact_lock(hashtextextended('journal:' || $1::text, 0));

-- name: last_entry
select n, hash from journal where case_id = $1 order by n desc limit 1;

-- name: hashes
-- Of the last entry, and of those from $2 to $3.
select n, hash from journal
where case_id = $1
    and (n between $2 and $3 or n = (select max(n) from journal where case_id = $1));

-- name: insert_entry
insert into journal (
    case_id, n, kind, name, rule, counts_from, settled_at, command_id,
    sealed, previous_hash, hash, answer
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: keep_terms
select keep_terms_now($1, $2, $3, $4);

-- name: replace_projection
-- The guard holds for what the advisory lock cannot see: a batch that arrives late as a whole.
insert into cases (
    case_id, last_n, process, file_no, stage, waiting_on, next_term, next_due, overdue,
    needs_attention, received_at, outcome, outcome_rule, closed_at, next_occasion, terms, applicant,
    pending, bound
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
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
where cases.last_n <= excluded.last_n;

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
insert into beginnings (case_id, start, opening, text) values ($1, $2, $3, $4)
on conflict (case_id) do update set start = excluded.start, opening = excluded.opening;

-- name: beginning
select start, opening, text from beginnings where case_id = $1;
