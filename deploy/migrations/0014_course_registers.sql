-- migrate:up

-- The decision itself, by its digest; of those entered before there is none (C-2.2).
alter table court_decisions add column document text check (document ~ '^[0-9a-f]{64}$');

-- Certificates from before this system, entered by the directorate with number and date (R-C.20).
-- Entered again, a certificate is corrected, or withdrawn; the newest row under its key counts.
create table older_certificates (
    id bigint generated always as identity primary key,
    -- As courses enter theirs: person, programme, level.
    key text not null check (key <> ''),
    person text not null references people (person),
    programme text not null check (programme <> ''),
    level smallint check (level >= 1),
    number text not null check (number <> ''),
    dated_on date not null,
    withdrawn boolean not null,
    -- Of what is entered a first time there is none.
    reason text check (reason <> ''),
    entered_by text not null,
    entered_at timestamptz not null default clock_timestamp()
);

create index older_certificates_by_key on older_certificates (key, id desc);
create index older_certificates_by_person on older_certificates (person);
create trigger older_certificates_are_append_only before update or delete on older_certificates
    for each row execute function refuse_change();

-- Every certificate there is: star and next level rest on these alone (C-8.4, C-15.1).
create view certificates_known as
select key from registers where register = 'certificates'
union
select key from (
    select distinct on (key) key, withdrawn from older_certificates order by key, id desc
) as newest
where not withdrawn;

-- What a receipt stands for after it was entered wrong: the newest row counts (C-11.1).
create table course_fee_corrections (
    id bigint generated always as identity primary key,
    institution text not null,
    receipt_no text not null,
    person text not null references people (person),
    case_id text not null,
    opened_by_entry integer not null generated always as (1) stored,
    paid_on date not null,
    -- 0: there was no such payment.
    amount numeric(14, 2) not null check (amount >= 0),
    explanation text not null check (explanation <> ''),
    reason text not null check (reason <> ''),
    corrected_by text not null,
    corrected_at timestamptz not null default clock_timestamp(),
    foreign key (institution, receipt_no) references course_fees (institution, receipt_no),
    foreign key (case_id, opened_by_entry) references journal (case_id, n)
);

create index course_fee_corrections_by_receipt
    on course_fee_corrections (institution, receipt_no, id desc);
create index course_fee_corrections_by_course on course_fee_corrections (case_id, person);
create index course_fee_corrections_by_person on course_fee_corrections (person);
create trigger course_fee_corrections_are_append_only
    before update or delete on course_fee_corrections
    for each row execute function refuse_change();

-- Each payment as it stands now.
create view course_fees_now as
select
    fee.institution,
    fee.receipt_no,
    coalesce(newest.person, fee.person) as person,
    coalesce(newest.case_id, fee.case_id) as case_id,
    coalesce(newest.paid_on, fee.paid_on) as paid_on,
    coalesce(newest.amount, fee.amount) as amount,
    coalesce(newest.explanation, fee.explanation) as explanation
from course_fees as fee
left join lateral (
    select * from course_fee_corrections as corrected
    where corrected.institution = fee.institution and corrected.receipt_no = fee.receipt_no
    order by corrected.id desc
    limit 1
) as newest on true;

-- migrate:down

drop view course_fees_now;
drop table course_fee_corrections;
drop view certificates_known;
drop table older_certificates;
alter table court_decisions drop column document;
