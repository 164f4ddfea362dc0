-- name: note_access
insert into access_log (
    subject, role, actor, institution, act, case_id, command, command_id, allowed, why
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: filed_by
-- A case that has been started and not opened yet is known by nobody but its filing.
-- One filing of several has started it; which one, the case says.
select case_id, process, file_no, received_at, claim from filings
where case_id = $1 and filed_by_role = $2 and filed_by = $3
order by received_at, claim;
