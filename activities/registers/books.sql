-- name: insert_row
insert into registers (register, key, content, case_id, entry_n) values ($1, $2, $3, $4, $5)
on conflict (register, key) do nothing;

-- name: rows_of
select key, content, case_id, entry_n from registers where register = $1 order by key;

-- name: enqueue
insert into queue (key, stage, received_at, file_no, case_id) values ($1, $2, $3, $4, $5)
on conflict do nothing;

-- name: leave_queue
update queue set left_at = $2 where case_id = $1 and taken_at is null and left_at is null;
