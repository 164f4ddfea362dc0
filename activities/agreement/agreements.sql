-- name: lock_subject
-- Of two offices that decide on one body and subject at once, the second sees what the first did.
select pg_advisory_xact_lock(hashtextextended('subject:' || $1::text || ':' || $2::text, 0));

-- name: same_subject
-- What stands on a day with a body on a subject, beside the case itself: agreements up to their
-- last day, and before there is one, the reservation of a case that is open. The longest one of
-- the directorate general comes first; one without an end has not been signed yet.
select s.case_id, s.level, newest.ends_on
from agreement_subjects as s
left join lateral (
    select ends_on from agreement_terms where case_id = s.case_id order by n desc limit 1
) as newest on true
left join cases as c on c.case_id = s.case_id
where s.partner = $1
    and s.subject = $2
    and s.case_id <> $3
    and case
        when newest.ends_on is null then c.closed_at is null else newest.ends_on >= $4::date
    end
order by s.level <> 'general', newest.ends_on desc nulls first, s.case_id;

-- name: know_body
-- A body whose branch applies may never have applied itself.
insert into dossier (subject) values ($1) on conflict (subject) do nothing;

-- name: reserve_subject
insert into agreement_subjects (case_id, partner, subject, level, reserved_on, command_id)
values ($1, $2, $3, $4, $5, $6)
on conflict (case_id) do update set
    partner = excluded.partner,
    subject = excluded.subject,
    level = excluded.level,
    reserved_on = excluded.reserved_on,
    command_id = excluded.command_id;

-- name: lock_agreement
select pg_advisory_xact_lock(hashtextextended('agreement:' || $1::text, 0));

-- name: insert_term
insert into agreement_terms (
    case_id, n, change, starts_on, ends_on, programme, further_programmes, decided_on, letter_no,
    ground, entry_n
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (case_id, n) do nothing;

-- name: term
select n, change, starts_on, ends_on, programme, further_programmes, decided_on, letter_no, ground
from agreement_terms
where case_id = $1
order by n desc
limit 1;

-- name: rulebook
-- The revision that the case was opened with; of one opened before that was noted, the newest.
select e.body
from cases as c
left join case_editions as noted on noted.case_id = c.case_id
join rulebook_editions as e
    on e.process = c.process
    and case
        when noted.case_id is null
            then e.in_force_from <= (c.received_at at time zone 'Europe/Istanbul')::date
        else (e.edition, e.revision) = (noted.edition, noted.revision)
    end
where c.case_id = $1
order by e.in_force_from desc, e.revision desc
limit 1;

-- name: insert_member
insert into agreement_members (case_id, institution, level, joined_on, first_period, joined_by)
values ($1, $2, $3, $4, $5, $6)
on conflict (case_id, institution, level) do nothing;

-- name: member
select institution, level, joined_on, first_period, left_on, last_period from agreement_members
where case_id = $1 and institution = $2 and level = $3;

-- name: leave
update agreement_members set left_on = $4, last_period = $5, correction = $6
where case_id = $1 and institution = $2 and level = $3
    and (left_on, last_period) is distinct from ($4, $5);

-- name: rejoin
update agreement_members
set joined_on = $4, first_period = $5, left_on = null, last_period = null,
    correction = 'takes part again'
where case_id = $1 and institution = $2 and level = $3 and left_on is not null;

-- name: insert_report
insert into agreement_reports
    (case_id, level, period, institution, due_on, received_at, report, filed_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (case_id, level, period, institution) do nothing;

-- name: correct_report
-- The day of the first one stays: a correction makes no report late.
update agreement_reports set report = $5, filed_by = $6, correction = $7
where case_id = $1 and level = $2 and period = $3 and institution = $4 and report <> $5;

-- name: reports
select period, institution, due_on, received_at, report from agreement_reports
where case_id = $1 and level = $2 and ($3::integer is null or period = $3)
order by period, institution;

-- name: missing
select institution from report_debtors($1, $2, $3) as institution order by institution;

-- name: owed
select count(*) from agreement_members
where case_id = $1 and level = $2 and first_period <= $3 and $3 <= coalesce(last_period, $3);

-- name: insert_training
insert into trainings
    (case_id, training, institution, programme, starts_on, ends_on, begun_by, entered_on)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (case_id, training) do nothing;

-- name: training
select training, institution, programme, starts_on, ends_on, finished_on, entered_on, struck_on
from trainings
where case_id = $1 and training = $2;

-- name: correct_training
update trainings
set programme = $3, starts_on = $4, ends_on = $5, begun_by = $6, correction = $7
where case_id = $1 and training = $2 and finished_on is null and struck_on is null;

-- name: finish_training
update trainings set finished_on = $3, finished_by = $4
where case_id = $1 and training = $2 and finished_on is null and struck_on is null;

-- name: correct_end
update trainings set finished_on = $3, finished_by = $4, correction = $5
where case_id = $1 and training = $2 and finished_on is not null;

-- name: strike_training
update trainings set struck_on = $3, struck_by = $4, correction = $5
where case_id = $1 and training = $2 and finished_on is null and struck_on is null;

-- name: unfinished
-- What an agreement covers has begun before its last day, or begins and ends on it (R-A.5); what
-- was struck off has never been held.
with held as (
    select
        starts_on,
        starts_on < coalesce($2::date, 'infinity')
        or (starts_on = $2::date and ends_on = $2::date) as covered
    from trainings
    where case_id = $1 and finished_on is null and struck_on is null
)
select
    count(*) filter (where covered) as unfinished,
    max(starts_on) filter (where covered) as latest_start,
    count(*) filter (where not covered) as not_covered
from held;

-- name: partner_of
select coalesce(d.name, c.subject)
from dossier_cases as c
left join dossier as d using (subject)
where c.case_id = $1;
