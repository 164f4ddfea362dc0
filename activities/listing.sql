-- name: rows
-- Rows of every register, as people read them; the one asked for alone is looked at. What is asked
-- for together holds together; null asks for nothing.
with listed (register, key, part, case_id, institution, subject, from_day, through_day, content) as (
    select
        register, key, from_day::text, null, content ->> 'institution', null, from_day,
        lead(from_day) over (partition by register, key order by from_day) - 1,
        jsonb_build_object('key', key, 'from_day', from_day, 'withdrawn', content is null)
            || coalesce(content::jsonb, '{}')
    from reference_rows
    union all
    select
        'people', person, '', null, null, person, null, null,
        jsonb_build_object(
            'person', person, 'national_id', national_id, 'birth_date', birth_date,
            'hidden', hidden, 'photo', photo, 'registered_by', registered_by,
            'registered_at', registered_at
        )
    from people
    union all
    select
        'absences', case_id || '/' || person, lesson_on::text || ' ' || starts_at::text, case_id,
        null, person, lesson_on, lesson_on,
        jsonb_build_object(
            'case_id', case_id, 'person', person, 'lesson_on', lesson_on, 'starts_at', starts_at,
            'hours', hours, 'recorded_by', recorded_by
        )
    from (
        select distinct on (case_id, person, lesson_on, starts_at)
            case_id, person, lesson_on, starts_at, hours, recorded_by
        from absences
        order by case_id, person, lesson_on, starts_at, id desc
    ) as newest
    where hours > 0
    union all
    select
        'fees', institution || '/' || receipt_no, '', case_id, institution, person, paid_on, paid_on,
        jsonb_build_object(
            'institution', institution, 'receipt_no', receipt_no, 'case_id', case_id,
            'person', person, 'paid_on', paid_on, 'amount', amount::text,
            'explanation', explanation
        )
    from course_fees_now
    union all
    select
        'older-certificates', key, '', null, null, person, dated_on, null,
        jsonb_build_object(
            'person', person, 'programme', programme, 'level', level, 'number', number,
            'dated_on', dated_on, 'withdrawn', withdrawn, 'reason', reason
        )
    from (select distinct on (key) * from older_certificates order by key, id desc) as newest
    union all
    select
        -- without its name: a manager's is an identity number (C-17.2)
        'accounts', institution, id::text, null, institution, person, opened_on, closed_on,
        jsonb_build_object(
            'institution', institution, 'role', role, 'person', person, 'opened_on', opened_on,
            'closed_on', closed_on
        )
    from accounts
    union all
    select
        'members', case_id || '/' || level || '/' || institution, '', case_id, institution, null,
        joined_on, left_on,
        jsonb_build_object(
            'case_id', case_id, 'level', level, 'institution', institution, 'joined_on', joined_on,
            'first_period', first_period, 'left_on', left_on, 'last_period', last_period
        )
    from agreement_members
    union all
    select
        'reports', case_id || '/' || level || '/' || institution, lpad(period::text, 4, '0'),
        case_id, institution, null, due_on, due_on,
        jsonb_build_object(
            'case_id', case_id, 'level', level, 'institution', institution, 'period', period,
            'due_on', due_on, 'received_at', received_at, 'report', report
        )
    from agreement_reports
    union all
    select
        'trainings', case_id || '/' || training, '', case_id, institution, null, starts_on,
        coalesce(finished_on, struck_on),
        jsonb_build_object(
            'case_id', case_id, 'training', training, 'institution', institution,
            'programme', programme, 'starts_on', starts_on, 'ends_on', ends_on,
            'finished_on', finished_on, 'struck_on', struck_on
        )
    from trainings
    union all
    select
        'tool-decision-uses', used.decision_no, used.transaction_no, null,
        decision.content ->> 'unit', null, used.used_on, used.used_on,
        jsonb_build_object(
            'decision_no', used.decision_no, 'transaction_no', used.transaction_no,
            'used_on', used.used_on, 'unit', decision.content ->> 'unit'
        )
    from tool_decision_uses as used
    left join registers as decision
        on decision.register = 'tool-decisions' and decision.key = used.decision_no
    union all
    select
        'coefficients', from_day::text, '', null, null, null, from_day, through_day,
        jsonb_build_object('from_day', from_day, 'through_day', through_day, 'value', value::text)
    from coefficients
    union all
    select
        -- one that was lifted ends on the day named for it (R-S.13)
        'sanctions', id, '', null, null, subject, starts_on, coalesce(from_day, ends_on) - 1,
        jsonb_build_object(
            'id', id, 'rule', rule, 'subject', subject, 'scope', scope, 'starts_on', starts_on,
            'accepted_from', coalesce(from_day, ends_on), 'lifted_by', ban_liftings.decision_no
        )
    from sanctions left join ban_liftings on ban = id
    union all
    select
        'calendar', day::text, kind, null, null, null, day, day,
        jsonb_build_object('day', day, 'kind', kind, 'name', name, 'source', source)
    from calendar_days
    union all
    select
        'addresses', subject, '', null, null, subject, null, null,
        jsonb_build_object('subject', subject, 'name', name, 'email', email)
    from dossier
    union all
    select
        'office-addresses', role, '', null, nullif(split_part(role, '/', 2), ''), null, null, null,
        jsonb_build_object('role', role, 'name', name, 'email', email)
    from offices
)
select key, part, content
from listed
where register = $1
    and ($2::text is null or key = $2)
    and ($3::text is null or case_id = $3)
    and ($4::text is null or institution = $4)
    and ($5::text is null or subject = $5)
    and (
        $6::date is null
        or (coalesce(from_day, $6) <= $6 and coalesce(through_day, $6) >= $6)
    )
    -- whose eyes
    and (
        $7::boolean
        or institution = any ($8::text[])
        or subject = any ($9::text[])
        or exists (
            select from cases
            where cases.case_id = listed.case_id and (
                process = any ($10::text[])
                or cases.case_id = any ($11::text[])
                or exists (
                    select from unnest($12::text[], $13::text[], $14::text[]) as own (kind, role, who)
                    where own.kind = process and (
                        cases.bound -> own.role ? own.who
                        or (own.role = '' and exists (
                            select from dossier_cases as d
                            where d.case_id = cases.case_id and d.subject = own.who
                        ))
                    )
                )
            )
        )
    )
    and ($15::text is null or (key, part) > ($15, $16))
order by key, part
limit $17;
