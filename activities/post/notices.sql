-- name: insert_notice
insert into notices (case_id, occasion, addressee, kind, rule, template, facts, dated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (case_id, occasion, addressee) do nothing;

-- name: insert_group_notice
-- $3: institution/*. One for each member who owes a report on the period and has not filed it.
insert into notices (case_id, occasion, addressee, kind, rule, template, facts, dated_at)
select $1, $2, split_part($3::text, '/', 1) || '/' || institution, $4, $5, $6, $7, $8
from report_debtors($1, $9, $10) as institution
on conflict (case_id, occasion, addressee) do nothing;

-- name: withdraw_reminders
-- $2: keys of the terms still open. An occasion begins with the key of its term.
update notices
set withdrawn_at = clock_timestamp()
where case_id = $1
    and kind in ('reminder', 'escalation')
    and sent_at is null
    and withdrawn_at is null
    and split_part(occasion, '/', 1) <> all ($2::text[]);

-- name: unaddressed
-- An office of one institution, principal/123456, that has no address of its own is reached by
-- that of its role. Members of an agreement are named together: institution/*.
select distinct
    case
        when m.institution is null then n.addressee else split_part(n.addressee, '/', 1) || '/*'
    end as addressee
from notices as n
left join agreement_members as m
    on m.case_id = n.case_id and m.institution = nullif(split_part(n.addressee, '/', 2), '')
left join offices as o on o.role = n.addressee
left join offices as g on g.role = split_part(n.addressee, '/', 1)
left join dossier_cases as c on c.case_id = n.case_id and n.addressee = 'applicant'
left join dossier as d on d.subject = c.subject
where n.case_id = $1
    and n.sent_at is null
    and n.withdrawn_at is null
    and coalesce(d.email, o.email, g.email) is null
order by addressee;

-- name: next_to_send
-- Rows without an address are left where they are; they are due again once an address appears.
select n.case_id, n.occasion, n.addressee, n.kind, n.rule, n.template, n.facts, n.dated_at,
    coalesce(d.name, o.name, g.name) as name, coalesce(d.email, o.email, g.email) as email
from notices as n
left join offices as o on o.role = n.addressee
left join offices as g on g.role = split_part(n.addressee, '/', 1)
left join dossier_cases as c on c.case_id = n.case_id and n.addressee = 'applicant'
left join dossier as d on d.subject = c.subject
where n.sent_at is null
    and n.withdrawn_at is null
    and n.next_try_at <= clock_timestamp()
    and coalesce(d.email, o.email, g.email) is not null
order by n.next_try_at, n.case_id, n.occasion, n.addressee
limit 1
for update of n skip locked;

-- name: mark_sent
update notices
set sent_at = clock_timestamp(), message_id = $4, attempts = attempts + 1, failed = null
where case_id = $1 and occasion = $2 and addressee = $3 and sent_at is null;

-- name: mark_failed
update notices
set attempts = attempts + 1,
    failed = $4,
    next_try_at = clock_timestamp() + least(
        interval '10 seconds' * power(2, least(attempts, 10)), interval '1 hour'
    )
where case_id = $1 and occasion = $2 and addressee = $3 and sent_at is null;

-- name: notices_of
select occasion, addressee, kind, rule, template, facts, dated_at, sent_at, withdrawn_at,
    message_id, attempts, failed
from notices
where case_id = $1
order by dated_at, occasion, addressee;

-- name: put_applicant
insert into dossier (subject, name, email) values ($1, $2, $3)
on conflict (subject) do update set
    name = coalesce(excluded.name, dossier.name), email = coalesce(excluded.email, dossier.email);

-- name: know_applicant
insert into dossier (subject) values ($1) on conflict (subject) do nothing;

-- name: link_case
insert into dossier_cases (case_id, subject) values ($1, $2) on conflict (case_id) do nothing;

-- name: put_anonymity_code
update dossier_cases set anonymity_code = $2 where case_id = $1 and anonymity_code is null;

-- name: put_office
insert into offices (role, name, email) values ($1, $2, $3)
on conflict (role) do update set name = excluded.name, email = excluded.email;

-- name: office_name
select name from offices where role = $1;
