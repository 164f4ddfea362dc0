-- name: lock_number
-- Whoever decides on an identity number decides alone: the constraint would tell the number to the
-- log of everybody who comes second.
select pg_advisory_xact_lock(hashtextextended('national-id:' || $1::text, 0));

-- name: lock_person
select pg_advisory_xact_lock(hashtextextended('person:' || $1::text, 0));

-- name: person_by_number
select person, national_id, birth_date, hidden, photo from people where national_id = $1;

-- name: persons
select person, national_id, birth_date, hidden, photo from people
where person = any ($1::text[])
order by person;

-- name: insert_person
insert into people (person, national_id, birth_date, hidden, registered_by)
values ($1, $2, $3, $4, $5)
on conflict do nothing
returning person;

-- name: has_been_replaced
select exists (select from national_id_changes where former = $1);

-- name: number_taken
select exists (select from people where national_id = $1 and person <> $2)
    or exists (select from national_id_changes where former = $1 and person <> $2);

-- name: set_number
update people set national_id = $2 where person = $1;

-- name: insert_number_change
insert into national_id_changes
    (person, former, changed_to, letter_no, former_extract, new_extract, changed_by, changed_on)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: number_changes
select former, changed_to, letter_no, former_extract, new_extract, changed_by, changed_on
from national_id_changes
where person = $1
order by id;

-- name: last_decision
select max(decided_on) from court_decisions where person = $1;

-- name: insert_decision
insert into court_decisions (person, number, decided_on, document, hides, entered_by)
values ($1, $2, $3, $4, $5, $6);

-- name: set_hidden
update people set hidden = $2 where person = $1;

-- name: set_photo
update people set photo = $2 where person = $1;

-- name: course_acts
-- What says whose course it is, who attends it and when it has lessons, in its order.
select name, sealed::json -> 'body' as body
from journal
where case_id = $1
    and kind in ('opened', 'command')
    and name in (
        'plan_course', 'revise_plan', 'change_lesson_plan', 'enrol_trainees', 'cancel_trainee'
    )
order by n;

-- name: insert_absence
insert into absences (person, case_id, lesson_on, starts_at, hours, recorded_by)
values ($1, $2, $3, $4, $5, $6);

-- name: absences_of
select lesson_on, starts_at, hours
from (
    select distinct on (lesson_on, starts_at) lesson_on, starts_at, hours
    from absences
    where case_id = $1 and person = $2
    order by lesson_on, starts_at, id desc
) as newest
where hours > 0
order by lesson_on, starts_at;

-- name: insert_fee
insert into course_fees
    (institution, receipt_no, person, case_id, paid_on, amount, explanation, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (institution, receipt_no) do nothing
returning receipt_no;

-- name: fee
select receipt_no, person, case_id, paid_on, amount, explanation from course_fees_now
where institution = $1 and receipt_no = $2;

-- name: insert_fee_correction
insert into course_fee_corrections (
    institution, receipt_no, person, case_id, paid_on, amount, explanation, reason, corrected_by
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: fees_of
select receipt_no, person, case_id, paid_on, amount, explanation from course_fees_now
where case_id = $1 and person = $2 and amount > 0
order by paid_on, receipt_no;

-- name: enrolment_facts
-- Of those to be enrolled, in the order asked.
select
    wanted.person,
    known.person is null as unknown,
    coalesce(known.hidden, false) as hidden,
    $2::text is not null and not exists (
        select from certificates_known where key = wanted.person || '/' || $2
    ) as without_previous_level,
    exists (
        select from certificates_known where key = wanted.person || '/' || $3::text
    ) as taken_before,
    coalesce(known.photo is null and known.birth_date <= $4::date, false) as without_photo
from unnest($1::text[]) with ordinality as wanted (person, place)
left join people as known on known.person = wanted.person
order by wanted.place;

-- name: citizens
-- The identity number of a foreign national begins with 99.
select person from people
where person = any ($1::text[]) and national_id not like '99%'
order by person;

-- name: certificate_known
select exists (select from certificates_known where key = $1);

-- name: older_certificate_known
select exists (select from older_certificates where key = $1);

-- name: insert_older_certificate
insert into older_certificates
    (key, person, programme, level, number, dated_on, withdrawn, reason, entered_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: certified_in
-- The key of a certificate begins with its holder: person/programme/level.
select split_part(key, '/', 1) as person
from registers
where register = 'certificates' and case_id = $1
order by key;
