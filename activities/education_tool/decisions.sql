-- name: decision
select content from registers where register = $1 and key = $2;

-- name: insert_use
insert into tool_decision_uses (decision_no, transaction_no, used_on, recorded_by)
values ($1, $2, $3, $4)
on conflict (decision_no, transaction_no) do nothing;

-- name: use
select decision_no, transaction_no, used_on from tool_decision_uses
where decision_no = $1 and transaction_no = $2;
