-- migrate:up

-- All that a calendar is made of, as one text of one instant: where the text is the same, so is the
-- calendar. Whoever has read it asks for its digest, and reads it again where that has changed.
create function calendar_between(first_day date, last_day date) returns text
language sql stable as $$
    select json_build_object(
        'first', first_day,
        'last', last_day,
        'version', (select max(version) from calendar_versions),
        'years', (
            select json_agg(year order by year) from calendar_years
            where year between extract(year from first_day) and extract(year from last_day)
        ),
        'days', (
            select json_agg(json_build_array(day, kind, name, source) order by day, kind)
            from calendar_days where day between first_day and last_day
        ),
        'offsets', (
            select json_agg(json_build_object('since', since, 'minutes', minutes) order by since)
            from calendar_offsets
        )
    )::text
$$;

-- migrate:down

drop function calendar_between(date, date);
