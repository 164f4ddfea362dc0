-- migrate:up

-- Cases that another case opens when it comes to a certain end: committed with the journal entry that
-- says so, and started by a worker afterwards, however often it takes. That entry is the receipt.
create table case_openings (
    -- One of each case that opens another.
    key text primary key,
    from_case text not null,
    entry_n integer not null,
    process text not null,
    received_at timestamptz not null,
    -- Without who applied: that is in the dossier alone.
    body json not null,
    committed_at timestamptz not null default clock_timestamp(),
    opened_case text,
    -- Why the other case did not accept it; an office files it then.
    refusal json,
    attempts integer not null default 0,
    next_try_at timestamptz not null default clock_timestamp(),
    foreign key (from_case, entry_n) references journal (case_id, n),
    constraint case_openings_come_to_one_end check (opened_case is null or refusal is null)
);

create index case_openings_to_do on case_openings (next_try_at)
    where opened_case is null and refusal is null;
create index case_openings_by_case on case_openings (from_case);
create index case_openings_by_opened on case_openings (opened_case);

-- What a case that another one opens must say of the applicant, whom that one has forgotten.
alter table dossier_cases add column institution text;

-- migrate:down

alter table dossier_cases drop column institution;
drop table case_openings;
