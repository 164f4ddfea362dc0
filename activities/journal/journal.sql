-- name: last_entry
select n, hash from journal where case_id = $1 order by n desc limit 1;

-- name: hashes
-- Of the last entry, and of those from $2 to $3; the recorder has the lock of the case.
select n, hash from journal
where case_id = $1
    and (n between $2 and $3 or n = (select max(n) from journal where case_id = $1));

-- name: write
select last_n, are_written, unreached, elsewhere
from write_batch(
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
    $22, $23, $24, $25, $26, $27::json, $28, $29::json, $30::jsonb, $31, $32, $33, $34, $35, $36,
    $37, $38, $39, $40, $41, $42, $43::json, $44::json, $45, $46, $47, $48, $49, $50
);

-- name: end
select unreached, elsewhere
from end_batch(
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::json, $15::json, $16, $17, $18,
    $19, $20, $21
);

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

-- name: begin
select begin_case($1, $2::json);

-- name: wait_for_the_disk
-- Who records for a case does not; with an opening, or a receipt in the same transaction, they do.
set local synchronous_commit to default;

-- name: forget
update beginnings set start = $2, opening = $3 where case_id = $1;

-- name: beginning
select start, opening, text from beginnings where case_id = $1;
