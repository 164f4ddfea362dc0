-- name: insert_group_notice
-- $3: institution/*. One for each member who owes a report on the period and has not filed it.
insert into notices (case_id, occasion, addressee, kind, rule, template, facts, dated_at)
select $1, $2, split_part($3::text, '/', 1) || '/' || institution, $4, $5, $6, $7, $8
from report_debtors($1, $9, $10) as institution
on conflict (case_id, occasion, addressee) do nothing;

-- name: insert_members_notice
-- $3: institution/**. One for each member of a level that has not left by the day of the notice.
insert into notices (case_id, occasion, addressee, kind, rule, template, facts, dated_at)
select $1, $2, split_part($3::text, '/', 1) || '/' || m.institution, $4, $5, $6, $7, $8
from agreement_members as m
where m.case_id = $1
    and m.level = $9
    and (m.left_on is null or m.left_on > ($8::timestamptz at time zone 'Europe/Istanbul')::date)
    and m.last_period is distinct from 0
on conflict (case_id, occasion, addressee) do nothing;

-- name: unreachable
select out_of_reach($1);

-- name: lease_next
-- $1: how long. $2: how many at most. Rows without an address are left where they are (`set_aside`).
-- An office that is awaited is named as people know it.
with due as materialized (
    select n.case_id, n.occasion, n.addressee, a.name, a.email, l.series, l.year, l.n, l.sha256,
        o.name as awaited, i.name as issuer
    from notices as n
    join notice_addresses as a using (case_id, occasion, addressee)
    left join letters as l using (case_id, occasion, addressee)
    left join offices as o on o.role = n.facts ->> 'awaited'
    left join offices as i on i.role = n.facts ->> 'issuer'
    where n.sent_at is null
        and n.withdrawn_at is null
        and n.given_up_at is null
        and n.next_try_at <= clock_timestamp()
        and (n.leased_until is null or n.leased_until <= clock_timestamp())
        and a.email is not null
    order by n.next_try_at, n.case_id, n.occasion, n.addressee
    limit $2
    for update of n skip locked
)
update notices as n
set attempts = n.attempts + 1, leased_until = clock_timestamp() + $1::interval
from due
where n.case_id = due.case_id and n.occasion = due.occasion and n.addressee = due.addressee
returning n.case_id, n.occasion, n.addressee, n.rule, n.template, n.facts, n.dated_at,
    n.attempts, n.failed, due.name, due.email, due.series, due.year, due.n, due.sha256,
    due.awaited, due.issuer;

-- name: lack_an_address
select exists (
    select
    from notices as n
    join notice_addresses as a using (case_id, occasion, addressee)
    where n.sent_at is null
        and n.withdrawn_at is null
        and n.given_up_at is null
        and n.next_try_at <= clock_timestamp()
        and a.email is null
);

-- name: wait_for_addresses
-- Whoever enters one holds this lock, too: it is seen here, or finds what is set aside here.
select pg_advisory_xact_lock(hashtextextended('addresses', 0));

-- name: set_aside
-- Due again in an hour, or when there is an address. $1: how many at most, so that nobody who enters
-- one waits long.
with idle as (
    select n.case_id, n.occasion, n.addressee
    from notices as n
    join notice_addresses as a using (case_id, occasion, addressee)
    where n.sent_at is null
        and n.withdrawn_at is null
        and n.given_up_at is null
        and n.next_try_at <= clock_timestamp()
        and a.email is null
    limit $1
)
update notices as n
set next_try_at = clock_timestamp() + interval '1 hour'
from idle
where n.case_id = idle.case_id and n.occasion = idle.occasion and n.addressee = idle.addressee;

-- name: hand_back
-- Leased and not begun. $4: the attempt that there has not been; a second time it changes nothing.
update notices as n
set attempts = n.attempts - 1, leased_until = null
from unnest($1::text[], $2::text[], $3::text[], $4::integer[])
    as d (case_id, occasion, addressee, attempt)
where n.case_id = d.case_id
    and n.occasion = d.occasion
    and n.addressee = d.addressee
    and n.attempts = d.attempt
    and n.sent_at is null;

-- name: mark_sent
-- A reminder may have been withdrawn while it was being sent: then the withdrawal came too late.
update notices as n
set sent_at = clock_timestamp(), message_id = d.message_id, failed = null, leased_until = null,
    given_up_at = null, withdrawn_at = null
from unnest($1::text[], $2::text[], $3::text[], $4::text[])
    as d (case_id, occasion, addressee, message_id)
where n.case_id = d.case_id
    and n.occasion = d.occasion
    and n.addressee = d.addressee
    and n.sent_at is null;

-- name: put_off
-- $4: the attempt whose lease this ends. A later one may have begun: its lease is left alone.
update notices as n
set failed = d.why,
    leased_until = null,
    next_try_at = clock_timestamp() + least(
        interval '10 seconds' * power(2, least(n.attempts - 1, 10)), interval '1 hour'
    )
from unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[])
    as d (case_id, occasion, addressee, attempt, why)
where n.case_id = d.case_id
    and n.occasion = d.occasion
    and n.addressee = d.addressee
    and n.attempts = d.attempt
    and n.sent_at is null;

-- name: give_up
update notices as n
set failed = d.why, leased_until = null, given_up_at = clock_timestamp()
from unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[])
    as d (case_id, occasion, addressee, attempt, why)
where n.case_id = d.case_id
    and n.occasion = d.occasion
    and n.addressee = d.addressee
    and n.attempts = d.attempt
    and n.sent_at is null;

-- name: undelivered
-- $1: a case, or null for all. What has not gone out and either cannot or was tried in vain.
select n.case_id, n.occasion, n.addressee, n.kind, n.dated_at, n.attempts, n.failed as why,
    case
        when a.email is null then 'no-address'
        when n.given_up_at is not null then 'given-up'
        else 'put-off'
    end as state,
    case when a.email is not null and n.given_up_at is null then n.next_try_at end as next_try_at
from notices as n
join notice_addresses as a using (case_id, occasion, addressee)
where n.sent_at is null
    and n.withdrawn_at is null
    and (a.email is null or n.attempts > 0)
    and ($1::text is null or n.case_id = $1)
order by n.dated_at, n.case_id, n.occasion, n.addressee;

-- name: retry
-- A lease stays as it is: what is being sent is not sent twice.
with due as (
    update notices
    set given_up_at = null, next_try_at = clock_timestamp()
    where sent_at is null
        and withdrawn_at is null
        and attempts > 0
        and ($1::text is null or case_id = $1)
        and ($2::text is null or addressee = $2)
    returning case_id
)
select count(*) as notices, pg_notify('vade_notices', '') as woken from due;

-- name: withdraw_given_up
with ended as (
    update notices
    set withdrawn_at = clock_timestamp()
    where sent_at is null
        and withdrawn_at is null
        and given_up_at is not null
        and case_id = $1
        and ($2::text is null or addressee = $2)
    returning case_id
)
select count(*) as notices from ended;

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

-- name: put_anonymity_code
update dossier_cases set anonymity_code = $2 where case_id = $1 and anonymity_code is null;

-- name: put_office
insert into offices (role, name, email) values ($1, $2, $3)
on conflict (role) do update set name = excluded.name, email = excluded.email;

-- name: office_name
select name from offices where role = $1;
