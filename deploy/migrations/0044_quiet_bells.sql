-- migrate:up

-- Only an address that is new wakes the mailer. A case that is opened enters its applicant, known or
-- not: it woke the mailer too, and transactions that notify commit one after the other.
drop trigger dossier_wakes_the_mailer on dossier;
drop trigger offices_wake_the_mailer on offices;

create trigger new_applicants_wake_the_mailer after insert on dossier
    for each row when (new.email is not null) execute function announce('vade_notices');
create trigger moved_applicants_wake_the_mailer after update on dossier
    for each row when (new.email is distinct from old.email)
    execute function announce('vade_notices');
create trigger new_offices_wake_the_mailer after insert on offices
    for each row when (new.email is not null) execute function announce('vade_notices');
create trigger moved_offices_wake_the_mailer after update on offices
    for each row when (new.email is distinct from old.email)
    execute function announce('vade_notices');

-- migrate:down

drop trigger moved_offices_wake_the_mailer on offices;
drop trigger new_offices_wake_the_mailer on offices;
drop trigger moved_applicants_wake_the_mailer on dossier;
drop trigger new_applicants_wake_the_mailer on dossier;

create trigger dossier_wakes_the_mailer after insert or update on dossier
    for each statement execute function announce('vade_notices');
create trigger offices_wake_the_mailer after insert or update on offices
    for each statement execute function announce('vade_notices');
