-- name: insert_row
insert into registers (register, key, content, case_id, entry_n) values ($1, $2, $3, $4, $5)
on conflict (register, key) do nothing;
