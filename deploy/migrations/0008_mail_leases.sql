-- migrate:up

-- A mailer leases a notice in a short transaction, sends it outside any, and notes the outcome: a
-- slow mail server holds no lock, and a note that comes late finds its attempt superseded.
alter table notices
    add column leased_until timestamptz,
    -- The mail server refused it for good, or took it and never answered: a person decides.
    add column given_up_at timestamptz,
    add constraint notices_given_up_say_why check (given_up_at is null or failed is not null),
    add constraint notices_given_up_are_not_sent check (given_up_at is null or sent_at is null);

drop index notices_to_send;
create index notices_to_send on notices (next_try_at)
    where sent_at is null and withdrawn_at is null and given_up_at is null;
create index notices_given_up on notices (case_id) where given_up_at is not null;

-- Where each notice goes. An office of one institution, principal/123456, that has no address of
-- its own is reached by that of its role.
create view notice_addresses as
select
    n.case_id,
    n.occasion,
    n.addressee,
    coalesce(d.name, o.name, g.name) as name,
    coalesce(d.email, o.email, g.email) as email
from notices as n
left join offices as o on o.role = n.addressee
left join offices as g on g.role = split_part(n.addressee, '/', 1)
left join dossier_cases as c on c.case_id = n.case_id and n.addressee = 'applicant'
left join dossier as d on d.subject = c.subject;

-- Another address is another chance: what was given up at the old one is due again.
create function release_notices_to_office() returns trigger language plpgsql as $$
begin
    update notices
    set given_up_at = null, next_try_at = clock_timestamp()
    where given_up_at is not null
        and (addressee = new.role or split_part(addressee, '/', 1) = new.role);
    return null;
end
$$;

create function release_notices_to_applicant() returns trigger language plpgsql as $$
begin
    update notices
    set given_up_at = null, next_try_at = clock_timestamp()
    where given_up_at is not null
        and addressee = 'applicant'
        and case_id in (select case_id from dossier_cases where subject = new.subject);
    return null;
end
$$;

create trigger new_offices_release_notices after insert on offices
    for each row when (new.email is not null)
    execute function release_notices_to_office();
create trigger moved_offices_release_notices after update on offices
    for each row when (new.email is distinct from old.email)
    execute function release_notices_to_office();
create trigger moved_applicants_release_notices after update on dossier
    for each row when (new.email is distinct from old.email)
    execute function release_notices_to_applicant();

-- migrate:down

drop trigger moved_applicants_release_notices on dossier;
drop trigger moved_offices_release_notices on offices;
drop trigger new_offices_release_notices on offices;
drop function release_notices_to_applicant();
drop function release_notices_to_office();
drop view notice_addresses;
drop index notices_given_up;
drop index notices_to_send;
alter table notices drop column given_up_at, drop column leased_until;
create index notices_to_send on notices (next_try_at)
    where sent_at is null and withdrawn_at is null;
