-- name: lock_calendar
select pg_advisory_xact_lock(hashtextextended('calendar', 0));

-- name: seeded_years
select year from calendar_years where year = any ($1::integer[]);

-- name: insert_year
insert into calendar_years (year) values ($1) on conflict (year) do nothing;

-- name: insert_day
insert into calendar_days (day, kind, name, source) values ($1, $2, $3, $4)
on conflict (day, kind) do nothing;

-- name: days_between
select day, kind, name from calendar_days where day between $1 and $2 order by day, kind;

-- name: decreed_days
select day, kind, name from calendar_days where source = 'decree' order by day, kind;
