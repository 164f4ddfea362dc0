-- name: sanctions_of
select id, rule, subject, scope, starts_on, ends_on from sanctions
where subject = $1
order by starts_on, id;

-- name: insert_sanction
insert into sanctions (id, rule, subject, scope, starts_on, ends_on)
values ($1, $2, $3, $4, $5, $6)
on conflict (id) do nothing;
