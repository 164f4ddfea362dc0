-- name: sanctions_of
-- One that was lifted ends on the day named for it (R-S.13).
select id, rule, subject, scope, starts_on, coalesce(from_day, ends_on) as ends_on
from sanctions left join ban_liftings on ban = id
where subject = $1
order by starts_on, id;

-- name: insert_sanction
insert into sanctions (id, rule, subject, scope, starts_on, ends_on)
values ($1, $2, $3, $4, $5, $6)
on conflict (id) do nothing;

-- name: insert_decided
insert into sanctions (id, rule, subject, scope, starts_on, ends_on, decision_no, entered_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (id) do nothing;

-- name: sanction
-- As it was entered, lifted or not; held until the act is done.
select id, rule, subject, scope, starts_on, ends_on from sanctions
where id = $1
for update;

-- name: lifting
select ban, from_day, decision_no, decided_on, grounds from ban_liftings
where ban = $1;

-- name: insert_lifting
insert into ban_liftings (ban, from_day, decision_no, decided_on, grounds, lifted_by)
values ($1, $2, $3, $4, $5, $6)
on conflict (ban) do nothing;

-- name: active_ban
-- A ban no longer blocks on its end day (R-S.6). Its scope is for the rules to judge: ask only for
-- rules that reach every draft of a publisher.
select rule, coalesce(from_day, ends_on) as ends_on
from sanctions left join ban_liftings on ban = id
where subject = $1 and rule = any ($2::text[])
    and starts_on <= $3::date and coalesce(from_day, ends_on) > $3::date
order by coalesce(from_day, ends_on) desc, id
limit 1;
