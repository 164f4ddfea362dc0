-- migrate:up

-- What was recorded about an agreement and has been corrected since: the row as it stood. Whoever
-- entered something wrong may correct it and says why; both stay on record.
create table agreement_corrections (
    id bigint generated always as identity primary key,
    case_id text not null,
    register text not null,
    entry jsonb not null,
    corrected_at timestamptz not null default clock_timestamp()
);

create trigger agreement_corrections_are_append_only before update or delete on agreement_corrections
    for each row execute function refuse_change();

create function keep_corrected() returns trigger language plpgsql as $$
begin
    if new.correction is null then
        raise exception '% is append-only but for corrections, which say what was wrong',
            tg_table_name
            using errcode = 'restrict_violation';
    end if;
    insert into agreement_corrections (case_id, register, entry)
    values (old.case_id, tg_table_name, to_jsonb(old));
    return new;
end
$$;

-- Who leaves an agreement owes reports up to the period that runs on that day (R-A.16).
alter table agreement_members
    add column left_on date,
    add column last_period integer check (last_period >= 0),
    add column correction text;

alter table agreement_members add constraint members_who_left_have_a_last_period
    check ((left_on is null) = (last_period is null));

drop trigger agreement_members_are_append_only on agreement_members;
create trigger agreement_members_keep_what_was before update on agreement_members
    for each row execute function keep_corrected();
create trigger agreement_members_stay_on_record before delete on agreement_members
    for each row execute function refuse_change();

alter table agreement_reports add column correction text;
drop trigger agreement_reports_are_append_only on agreement_reports;
create trigger agreement_reports_keep_what_was before update on agreement_reports
    for each row execute function keep_corrected();
create trigger agreement_reports_stay_on_record before delete on agreement_reports
    for each row execute function refuse_change();

-- A training that was announced and never held is struck off; it stays on record.
alter table trainings
    add column entered_on date,
    add column struck_on date,
    add column struck_by text,
    add column correction text;

alter table trainings add constraint trainings_are_struck_by_somebody
    check ((struck_on is null) = (struck_by is null));
alter table trainings add constraint trainings_struck_off_were_never_held
    check (struck_on is null or finished_on is null);

drop trigger trainings_are_finished_once on trainings;
create trigger trainings_keep_what_was before update on trainings
    for each row
    when (
        old.finished_on is not null
        or old.struck_on is not null
        or new.struck_on is not null
        or (old.case_id, old.training, old.institution, old.programme, old.starts_on, old.ends_on)
            is distinct from
            (new.case_id, new.training, new.institution, new.programme, new.starts_on, new.ends_on)
    )
    execute function keep_corrected();

-- When an agreement has come to an end for good, and what was decided on its last day.
alter table agreement_terms
    add column further_programmes text[] not null default '{}',
    add column decided_on date,
    add column letter_no text,
    add column ground text check (ground in ('unilateral', 'performance-indicators', 'mutual'));

alter table agreement_terms drop constraint agreement_terms_change_check;
alter table agreement_terms add constraint agreement_terms_change_check check (
    change in (
        'signed', 'extended', 'terminated', 'termination-withdrawn', 'expired', 'run-off-over'
    )
);

create or replace function report_debtors(of_case text, at_level text, for_period integer)
returns setof text
language sql
stable
as $$
    select m.institution
    from agreement_members as m
    left join agreement_reports as r
        on r.case_id = m.case_id
        and r.level = m.level
        and r.institution = m.institution
        and r.period = for_period
    where m.case_id = of_case
        and m.level = at_level
        and m.first_period <= for_period
        and for_period <= coalesce(m.last_period, for_period)
        and r.institution is null
$$;

-- migrate:down

create or replace function report_debtors(of_case text, at_level text, for_period integer)
returns setof text
language sql
stable
as $$
    select m.institution
    from agreement_members as m
    left join agreement_reports as r
        on r.case_id = m.case_id
        and r.level = m.level
        and r.institution = m.institution
        and r.period = for_period
    where m.case_id = of_case
        and m.level = at_level
        and m.first_period <= for_period
        and r.institution is null
$$;

alter table agreement_terms drop constraint agreement_terms_change_check;
alter table agreement_terms add constraint agreement_terms_change_check
    check (change in ('signed', 'extended', 'expired', 'terminated'));
alter table agreement_terms
    drop column further_programmes,
    drop column decided_on,
    drop column letter_no,
    drop column ground;

drop trigger trainings_keep_what_was on trainings;
alter table trainings
    drop constraint trainings_are_struck_by_somebody,
    drop constraint trainings_struck_off_were_never_held;
alter table trainings
    drop column entered_on, drop column struck_on, drop column struck_by, drop column correction;
create trigger trainings_are_finished_once before update on trainings
    for each row
    when (
        old.finished_on is not null
        or (old.case_id, old.training, old.institution, old.programme, old.starts_on, old.ends_on)
            is distinct from
            (new.case_id, new.training, new.institution, new.programme, new.starts_on, new.ends_on)
    )
    execute function refuse_change();

drop trigger agreement_reports_keep_what_was on agreement_reports;
drop trigger agreement_reports_stay_on_record on agreement_reports;
alter table agreement_reports drop column correction;
create trigger agreement_reports_are_append_only before update or delete on agreement_reports
    for each row execute function refuse_change();

drop trigger agreement_members_keep_what_was on agreement_members;
drop trigger agreement_members_stay_on_record on agreement_members;
alter table agreement_members drop constraint members_who_left_have_a_last_period;
alter table agreement_members
    drop column left_on, drop column last_period, drop column correction;
create trigger agreement_members_are_append_only before update or delete on agreement_members
    for each row execute function refuse_change();

drop function keep_corrected();
drop table agreement_corrections;
