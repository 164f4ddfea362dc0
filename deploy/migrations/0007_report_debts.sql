-- migrate:up

-- Who owes a report: every member for every period from its first on, until it has reported.
create function report_debtors(of_case text, at_level text, for_period integer)
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

-- migrate:down

drop function report_debtors (text, text, integer);
