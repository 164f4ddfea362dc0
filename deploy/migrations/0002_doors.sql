-- migrate:up

-- Commands as the front door took them in. The row is committed before the case is told, so that
-- the date of receipt holds even when every worker is down.
create table receipts (
    case_id text not null,
    command_id text not null,
    command text not null,
    -- json, not jsonb: kept as it was sent, and JSON that jsonb cannot hold (an escaped NUL) must
    -- not stop a filing at the door.
    envelope json not null,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    -- The date that counts. clock_timestamp, not now: now is when the transaction began.
    received_at timestamptz not null default clock_timestamp(),
    register_no text,
    -- When the row was written, by the wall clock; the relay's patience is measured from here,
    -- because received_at may be stated by the registry or lie in a rehearsal's virtual time.
    committed_at timestamptz not null default clock_timestamp(),
    told_at timestamptz,
    answer json,
    refusal json,
    attempts integer not null default 0,
    -- The door tells the case itself at once; the relay steps in where that has not worked.
    next_try_at timestamptz not null default clock_timestamp() + interval '5 seconds',
    -- A command ID is one command: the same ID with another body is refused at the door.
    primary key (case_id, command_id),
    constraint receipts_answered_are_told
        check (told_at is not null or (answer is null and refusal is null)),
    -- Admitted or refused, never both and never ignored.
    constraint receipts_have_one_answer check (answer is null or refusal is null)
);

create index receipts_untold on receipts (case_id, received_at) where told_at is null;
create index receipts_to_relay on receipts (next_try_at) where told_at is null;

-- Reminders and official notifications. The mailer drains the table; no address is copied here,
-- because the dossier is the only place of personal data.
create table notices (
    case_id text not null,
    occasion text not null,
    addressee text not null,
    kind text not null check (kind in ('reminder', 'escalation', 'notification')),
    rule text not null,
    template text not null,
    facts json not null,
    dated_at timestamptz not null,
    -- A reminder that was not sent before its term was met is not sent any more.
    withdrawn_at timestamptz,
    sent_at timestamptz,
    message_id text,
    attempts integer not null default 0,
    next_try_at timestamptz not null default clock_timestamp(),
    -- Kind of fault and SMTP code only: a server's own words often repeat the address.
    failed text,
    -- One notice per case, occasion and addressee, however often it is recorded.
    primary key (case_id, occasion, addressee),
    constraint notices_sent_have_an_id check (sent_at is null or message_id is not null),
    constraint notices_withdrawn_are_not_sent check (sent_at is null or withdrawn_at is null)
);

create index notices_to_send on notices (next_try_at)
    where sent_at is null and withdrawn_at is null;

-- The only place of personal data: who an applicant is, by the opaque key that cases know.
create table dossier (
    subject text primary key,
    name text,
    email text check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$')
);

-- Which case belongs to whom. Kept apart from the projection, which forgets the applicant once the
-- draft is coded.
create table dossier_cases (
    case_id text primary key,
    subject text not null references dossier (subject),
    anonymity_code text unique
);

create index dossier_cases_by_subject on dossier_cases (subject);

-- Where notices to an office go, by role.
create table offices (
    role text primary key,
    name text not null,
    email text check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$')
);

create function announce() returns trigger language plpgsql as $$
begin
    perform pg_notify(tg_argv[0], '');
    return null;
end
$$;

-- Wakes the mailer at once: also when an address appears for notices that waited for one.
create trigger notices_wake_the_mailer after insert on notices
    for each statement execute function announce('vade_notices');
create trigger dossier_wakes_the_mailer after insert or update on dossier
    for each statement execute function announce('vade_notices');
create trigger offices_wake_the_mailer after insert or update on offices
    for each statement execute function announce('vade_notices');

-- migrate:down

drop table offices;
drop table dossier_cases;
drop table dossier;
drop table notices;
drop table receipts;
drop function announce();
