-- name: lock_calendar
select pg_advisory_xact_lock(hashtextextended('calendar', 0));

-- name: wait_for_changes
select pg_advisory_xact_lock_shared(hashtextextended('calendar', 0));

-- name: grounds_since
select left(string_agg(grounds, '; ' order by version), $2) from calendar_versions where version > $1;

-- name: all_seeded_years
select year from calendar_years order by year;

-- name: insert_year
insert into calendar_years (year) values ($1) on conflict (year) do nothing;

-- name: insert_computed
insert into calendar_days (day, kind, name, source) values ($1, $2, $3, 'computed')
on conflict (day, kind) do nothing;

-- name: delete_computed
delete from calendar_days
where source = 'computed' and extract(year from day) = $1;

-- name: delete_official
delete from calendar_days where day = $1 and source <> 'computed';

-- name: insert_official
-- What was computed alike is now known for certain.
insert into calendar_days (day, kind, name, source) values ($1, $2, $3, $4)
on conflict (day, kind) do update set name = excluded.name, source = excluded.source;

-- name: calendar
-- $3: digests of what is known of these days; it is not sent again.
select md5(text) as digest, case when md5(text) <> all ($3::text[]) then text end as text
from (select calendar_between($1, $2) as text offset 0) as now;

-- name: decreed_days
select day, kind, name from calendar_days where source = 'decreed' order by day, kind;

-- name: put_offset
insert into calendar_offsets (since, minutes) values ($1, $2)
on conflict (since) do update set minutes = excluded.minutes;

-- name: insert_version
insert into calendar_versions (grounds) values ($1);
