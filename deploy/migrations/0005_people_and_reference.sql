-- migrate:up

-- What offices publish and keep outside any case: the list of programmes, the classrooms that a
-- licence allows. The newest row on or before a day counts.
create table reference_rows (
    register text not null,
    key text not null check (key <> ''),
    from_day date not null,
    -- None: withdrawn from that day on.
    content json,
    primary key (register, key, from_day)
);

-- Beside the dossier the only place of personal data: who trainees, instructors and holders of
-- accounts are, by the opaque key that cases know.
create table people (
    -- Eleven digits in a row could be an identity number, and keys are shown everywhere.
    person text primary key
        check (person ~ '^[A-Za-z0-9._:-]{1,64}$' and person !~ '[0-9]{11}'),
    national_id text not null unique check (national_id ~ '^[1-9][0-9]{10}$'),
    birth_date date not null,
    -- By order of a court: such a person is enrolled by the directorate general alone (C-2.2).
    hidden boolean not null default false,
    photo text check (photo ~ '^[0-9a-f]{64}$'),
    registered_by text not null,
    registered_at timestamptz not null default clock_timestamp()
);

-- On what grounds an identity was hidden or shown again.
create table court_decisions (
    id bigint generated always as identity primary key,
    person text not null references people (person),
    number text not null check (number <> ''),
    decided_on date not null,
    hides boolean not null,
    entered_by text not null,
    entered_at timestamptz not null default clock_timestamp()
);

create index court_decisions_by_person on court_decisions (person, decided_on);
create trigger court_decisions_are_append_only before update or delete on court_decisions
    for each row execute function refuse_change();

-- Changes of an identity number, each with its official letter and both registry extracts (C-16.1).
create table national_id_changes (
    id bigint generated always as identity primary key,
    person text not null references people (person),
    former text not null check (former ~ '^[1-9][0-9]{10}$'),
    -- "current" alone is a word of SQL's own.
    changed_to text not null check (changed_to ~ '^[1-9][0-9]{10}$' and changed_to <> former),
    letter_no text not null check (letter_no <> ''),
    former_extract text not null check (former_extract ~ '^[0-9a-f]{64}$'),
    new_extract text not null
        check (new_extract ~ '^[0-9a-f]{64}$' and new_extract <> former_extract),
    changed_by text not null,
    changed_on date not null,
    entered_at timestamptz not null default clock_timestamp()
);

create index national_id_changes_by_person on national_id_changes (person);
create index national_id_changes_by_former on national_id_changes (former);
create trigger national_id_changes_are_append_only before update or delete on national_id_changes
    for each row execute function refuse_change();

-- Absence, lesson by lesson (C-12.1). A lesson recorded again corrects the one before it, which
-- stays to be seen: the newest row of a lesson counts.
create table absences (
    id bigint generated always as identity primary key,
    person text not null references people (person),
    case_id text not null,
    -- A course that has opened has a first journal entry; nothing is kept for any other.
    opened_by_entry integer not null generated always as (1) stored,
    lesson_on date not null,
    starts_at time not null,
    -- 0: attended after all.
    hours smallint not null check (hours between 0 and 12),
    recorded_by text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    foreign key (case_id, opened_by_entry) references journal (case_id, n)
);

create index absences_by_course on absences (case_id, person, lesson_on, starts_at, id desc);
create index absences_by_person on absences (person);
create trigger absences_are_append_only before update or delete on absences
    for each row execute function refuse_change();

-- What a trainee paid for a course, whole or by instalments (C-11.1).
create table course_fees (
    -- Institutions and their banks number receipts for themselves.
    institution text not null check (institution <> ''),
    receipt_no text not null check (receipt_no <> ''),
    person text not null references people (person),
    case_id text not null,
    opened_by_entry integer not null generated always as (1) stored,
    paid_on date not null,
    amount numeric(14, 2) not null check (amount > 0),
    explanation text not null check (explanation <> ''),
    recorded_by text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    -- One receipt is one payment.
    primary key (institution, receipt_no),
    foreign key (case_id, opened_by_entry) references journal (case_id, n)
);

create index course_fees_by_course on course_fees (case_id, person, paid_on);
create index course_fees_by_person on course_fees (person);
create trigger course_fees_are_append_only before update or delete on course_fees
    for each row execute function refuse_change();

-- Accounts of institutions: each is one person's (C-17.1 to C-17.3).
create table accounts (
    id bigint generated always as identity primary key,
    institution text not null check (institution <> ''),
    role text not null check (role in ('user-administrator', 'principal')),
    person text not null references people (person),
    -- The institution's own account is named by its code, a manager's by the identity number that
    -- stands in people and nowhere else: 1 is the number itself, 2 its first alteration.
    alteration smallint check (alteration >= 1),
    opened_on date not null,
    opened_by text not null,
    closed_on date check (closed_on >= opened_on),
    closed_by text,
    constraint accounts_are_named
        check ((role = 'user-administrator') = (alteration is null)),
    constraint accounts_are_closed_by_somebody
        check ((closed_on is null) = (closed_by is null))
);

-- One open account bears the code of an institution, and one person holds it.
create unique index accounts_of_institution on accounts (institution)
    where role = 'user-administrator' and closed_on is null;
-- Two open accounts never bear one name.
create unique index accounts_names on accounts (person, alteration) where closed_on is null;
-- Nobody has the same authority twice in one institution.
create unique index accounts_open on accounts (institution, role, person) where closed_on is null;

-- An account ends with its holder: it is closed, and never passes on or opens again.
create trigger accounts_never_change_hands before update on accounts
    for each row
    when (
        old.closed_on is not null
        or (old.institution, old.role, old.person, old.alteration, old.opened_on)
            is distinct from (new.institution, new.role, new.person, new.alteration, new.opened_on)
    )
    execute function refuse_change();
create trigger accounts_stay_on_record before delete on accounts
    for each row execute function refuse_change();

-- migrate:down

drop table accounts;
drop table course_fees;
drop table absences;
drop table national_id_changes;
drop table court_decisions;
drop table people;
drop table reference_rows;
