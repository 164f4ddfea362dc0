-- migrate:up

-- Which body has an agreement, or is to have one, on which subject and at which level (A-8.7). A
-- branch or representation stands here under its body. The subject is the code that an official
-- picked; the case may pick another one as long as its office has not decided (R-A.7).
create table agreement_subjects (
    case_id text primary key,
    partner text not null references dossier (subject),
    subject text not null check (subject <> ''),
    level text not null check (level in ('district', 'province', 'general')),
    reserved_on date not null,
    command_id text not null
);

create index agreement_subjects_by_partner on agreement_subjects (partner, subject);

-- From when to when an agreement is in force: signed, extended, ended. The newest row counts.
create table agreement_terms (
    case_id text not null,
    n integer not null check (n >= 1),
    change text not null check (change in ('signed', 'extended', 'expired', 'terminated')),
    starts_on date not null,
    -- The last day, to 24:00 (R-A.10).
    ends_on date not null,
    programme text not null check (programme <> ''),
    entry_n integer not null,
    primary key (case_id, n),
    -- Nothing stands here that no journal entry accounts for.
    foreign key (case_id, entry_n) references journal (case_id, n)
);

create trigger agreement_terms_are_append_only before update or delete on agreement_terms
    for each row execute function refuse_change();

-- Who takes part in an agreement, and therefore reports on it (A-11.3a to A-11.3c).
create table agreement_members (
    case_id text not null,
    -- An agreement that has been applied for has a first journal entry; there is no other.
    opened_by_entry integer not null generated always as (1) stored,
    institution text not null check (institution <> ''),
    level text not null check (level in ('institution', 'district', 'province')),
    joined_on date not null,
    -- The first period that ends after that day: no report is owed for an earlier one.
    first_period integer not null check (first_period >= 1),
    joined_by text not null,
    entered_at timestamptz not null default clock_timestamp(),
    primary key (case_id, institution, level),
    foreign key (case_id, opened_by_entry) references journal (case_id, n)
);

create trigger agreement_members_are_append_only before update or delete on agreement_members
    for each row execute function refuse_change();

-- One report per member and period. Late ones stand beside the others, with the day they were due.
create table agreement_reports (
    case_id text not null,
    level text not null,
    period integer not null check (period >= 1),
    institution text not null,
    due_on date not null,
    received_at timestamptz not null,
    report text not null check (report ~ '^[0-9a-f]{64}$'),
    filed_by text not null,
    primary key (case_id, level, period, institution),
    foreign key (case_id, institution, level)
        references agreement_members (case_id, institution, level)
);

create trigger agreement_reports_are_append_only before update or delete on agreement_reports
    for each row execute function refuse_change();

-- Training under an agreement: what has begun before its end is finished after it (A-11.4).
create table trainings (
    case_id text not null,
    -- The number of the course, given by whoever holds it.
    training text not null check (training <> ''),
    institution text not null,
    member_level text not null generated always as ('institution') stored,
    programme text not null check (programme <> ''),
    starts_on date not null,
    ends_on date not null check (ends_on >= starts_on),
    begun_by text not null,
    entered_at timestamptz not null default clock_timestamp(),
    finished_on date check (finished_on >= starts_on),
    finished_by text,
    primary key (case_id, training),
    constraint trainings_are_finished_by_somebody
        check ((finished_on is null) = (finished_by is null)),
    foreign key (case_id, institution, member_level)
        references agreement_members (case_id, institution, level)
);

-- A training is begun once and finished once; nothing else of it changes.
create trigger trainings_are_finished_once before update on trainings
    for each row
    when (
        old.finished_on is not null
        or (old.case_id, old.training, old.institution, old.programme, old.starts_on, old.ends_on)
            is distinct from
            (new.case_id, new.training, new.institution, new.programme, new.starts_on, new.ends_on)
    )
    execute function refuse_change();
create trigger trainings_stay_on_record before delete on trainings
    for each row execute function refuse_change();

-- migrate:down

drop table trainings;
drop table agreement_reports;
drop table agreement_members;
drop table agreement_terms;
drop table agreement_subjects;
