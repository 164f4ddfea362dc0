-- name: lock_accounts
-- Accounts of a holder are opened one after the other, or two could bear one name.
select pg_advisory_xact_lock(hashtextextended('accounts:' || $1::text, 0));

-- name: own_account_holder
-- Who holds the institution's own account, if it is open.
select person from accounts
where institution = $1 and role = 'user-administrator' and closed_on is null;

-- name: open_account
-- The account that is open already, or none.
select account.institution, account.role, account.person, account.alteration, account.opened_on,
    account.closed_on, holder.national_id
from accounts as account
join people as holder using (person)
where account.institution = $1 and account.role = $2 and account.person = $3
    and account.closed_on is null;

-- name: next_alteration
-- The first one that no open account of the person bears.
select min(n)
from generate_series(1, (select count(*) + 1 from accounts where person = $1)) as n
where not exists (
    select from accounts where person = $1 and alteration = n and closed_on is null
);

-- name: insert_account
insert into accounts (institution, role, person, alteration, opened_on, opened_by)
values ($1, $2, $3, $4, $5, $6);

-- name: last_opening
-- The last day on which one of a person's open accounts at an institution was opened.
select max(opened_on) from accounts
where institution = $1 and person = $2 and closed_on is null;

-- name: close_accounts
update accounts set closed_on = $3, closed_by = $4
where institution = $1 and person = $2 and closed_on is null;

-- name: accounts_of
select account.institution, account.role, account.person, account.alteration, account.opened_on,
    account.closed_on, holder.national_id
from accounts as account
join people as holder using (person)
where account.institution = $1
order by account.id;

-- name: without_manager
select account.institution from accounts as account
where account.role = 'user-administrator'
    and account.closed_on is null
    and not exists (
        select from accounts as manager
        where manager.institution = account.institution
            and manager.role = 'principal'
            and manager.closed_on is null
    )
order by account.institution;
