-- migrate:up

-- Official books: one row per key, written with the journal entry that caused it.
create table registers (
    register text not null,
    key text not null,
    content json not null,
    case_id text not null,
    entry_n integer not null,
    -- A second write of the same key is the first one.
    primary key (register, key),
    -- Nothing stands in a book that no journal entry accounts for.
    foreign key (case_id, entry_n) references journal (case_id, n)
);

create index registers_by_case on registers (case_id);

-- First come, first served: files that wait for a stage, in the order of their receipt.
create table queue (
    key text primary key,
    stage text not null,
    received_at timestamptz not null,
    file_no text not null,
    case_id text not null,
    taken_at timestamptz,
    taken_by text,
    -- A case that ends while it waits leaves the queue, or it would hold up everybody behind it.
    left_at timestamptz,
    constraint queue_taken_by_a_command check ((taken_at is null) = (taken_by is null)),
    constraint queue_taken_or_left check (taken_at is null or left_at is null)
);

-- The order of the queue; a file waits once in a stage.
create index queue_order on queue (stage, received_at, file_no)
    where taken_at is null and left_at is null;
create unique index queue_waits_once on queue (stage, case_id)
    where taken_at is null and left_at is null;
create index queue_by_case on queue (case_id);

-- What a register decided, by the command that asked: asked again, it answers the same.
create table verdicts (
    case_id text not null,
    command_id text not null,
    register text not null,
    verdict json not null,
    decided_at timestamptz not null default clock_timestamp(),
    primary key (case_id, command_id)
);

-- Bans on a publisher (S.1), by its legal identity and not by its name (S.3, reading 8).
create table sanctions (
    id text primary key,
    rule text not null,
    subject text not null,
    scope json not null default '{}',
    starts_on date not null,
    -- First day on which an application is accepted again (S.3, reading 6).
    ends_on date not null check (ends_on > starts_on)
);

create index sanctions_by_subject on sanctions (subject);

-- Civil-servant monthly coefficient, lira per point, by the first day on which it holds (T-15.1a).
create table coefficients (
    from_day date primary key,
    value numeric not null check (value > 0)
);

-- Days on which the offices are closed, or closed in the afternoon.
create table calendar_days (
    day date not null,
    kind text not null check (kind in ('closed', 'half')),
    name text not null,
    -- A decreed day outlives every new seeding.
    source text not null check (source in ('seed', 'decree')),
    primary key (day, kind)
);

-- Which years have been seeded; a decree alone does not make a year complete.
create table calendar_years (
    year integer primary key,
    seeded_at timestamptz not null default clock_timestamp()
);

-- Editions of the rulebooks. A published edition never changes: cases live by it.
create table rulebook_editions (
    process text not null,
    edition text not null,
    in_force_from date not null,
    body json not null,
    primary key (process, edition),
    -- Two editions from the same day would leave open which one a filing falls under.
    unique (process, in_force_from)
);

create trigger editions_are_append_only before update or delete on rulebook_editions
    for each row execute function refuse_change();

-- File numbers without gaps. A sequence or identity column loses numbers when an insert is rolled
-- back; a counter row, locked until the transaction ends, does not (as A-10.3 asks of its book).
create table file_numbers (
    process text not null,
    year integer not null,
    last integer not null check (last >= 1),
    primary key (process, year)
);

-- Who got which number: asked again under the same claim, the same number comes back.
create table file_numbers_given (
    process text not null,
    year integer not null,
    n integer not null,
    claim text not null,
    primary key (process, year, n),
    unique (process, claim),
    foreign key (process, year) references file_numbers (process, year)
);

-- migrate:down

drop table file_numbers_given;
drop table file_numbers;
drop table rulebook_editions;
drop table calendar_years;
drop table calendar_days;
drop table coefficients;
drop table sanctions;
drop table verdicts;
drop table queue;
drop table registers;
