-- migrate:up

-- A notice that nobody has an address for is set aside for an hour (activities/post/notices.sql), so
-- that the mailer does not read thousands of them before each batch. It is due at once when an
-- address comes, whichever way. Addresses come one after the other with that: none is overlooked
-- because it was being entered at the same moment.
create function release_notices(of_cases text[], to_role text) returns boolean
language plpgsql as $$
begin
    update notices
    set given_up_at = null, next_try_at = clock_timestamp()
    where given_up_at is not null
        and (case_id = any (of_cases) and addressee = 'applicant'
            or addressee = to_role or split_part(addressee, '/', 1) = to_role);
    update notices
    set next_try_at = clock_timestamp()
    where sent_at is null
        and withdrawn_at is null
        and given_up_at is null
        and next_try_at > clock_timestamp()
        and (case_id = any (of_cases) and addressee = 'applicant'
            or addressee = to_role or split_part(addressee, '/', 1) = to_role);
    return found;
end
$$;

create or replace function release_notices_to_office() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('addresses', 0));
    perform release_notices(null, new.role);
    return null;
end
$$;

create or replace function release_notices_to_applicant() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('addresses', 0));
    perform release_notices(
        array(select case_id from dossier_cases where subject = new.subject), null
    );
    return null;
end
$$;

-- Whose case it is may be entered after a notice of it.
create function release_notices_of_case() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('addresses', 0));
    if exists (
        select from notices where case_id = new.case_id and addressee = 'applicant'
    ) and release_notices(array[new.case_id], null) then
        perform pg_notify('vade_notices', '');
    end if;
    return null;
end
$$;

create trigger linked_cases_release_notices after insert on dossier_cases
    for each row execute function release_notices_of_case();

-- migrate:down

drop trigger linked_cases_release_notices on dossier_cases;
drop function release_notices_of_case();

create or replace function release_notices_to_office() returns trigger language plpgsql as $$
begin
    update notices
    set given_up_at = null, next_try_at = clock_timestamp()
    where given_up_at is not null
        and (addressee = new.role or split_part(addressee, '/', 1) = new.role);
    return null;
end
$$;

create or replace function release_notices_to_applicant() returns trigger language plpgsql as $$
begin
    update notices
    set given_up_at = null, next_try_at = clock_timestamp()
    where given_up_at is not null
        and addressee = 'applicant'
        and case_id in (select case_id from dossier_cases where subject = new.subject);
    return null;
end
$$;

drop function release_notices(text[], text);
