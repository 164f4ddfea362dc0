-- name: sanctions_of
select id, rule, subject, scope, starts_on, ends_on from sanctions
where subject = $1
order by starts_on, id;

-- name: insert_sanction
insert into sanctions (id, rule, subject, scope, starts_on, ends_on)
values ($1, $2, $3, $4, $5, $6)
on conflict (id) do nothing;

-- name: active_ban
-- A ban no longer blocks on its end day (R-S.6). Its scope is for the rules to judge: ask only for
-- rules that reach every draft of a publisher.
select rule, ends_on from sanctions
where subject = $1 and rule = any ($2::text[]) and starts_on <= $3::date and ends_on > $3::date
order by ends_on desc, id
limit 1;
