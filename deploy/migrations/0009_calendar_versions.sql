-- migrate:up

-- How a day is known: computed by the rules of feasts, proclaimed by those who set them, or decreed.
-- What is proclaimed or decreed wins over what was computed, and may say that a day is open.
alter table calendar_days drop constraint calendar_days_kind_check;
alter table calendar_days drop constraint calendar_days_source_check;
update calendar_days set source = case source when 'seed' then 'computed' else 'decreed' end;
alter table calendar_days add constraint calendar_days_kind_check
    check (kind in ('closed', 'half', 'open'));
alter table calendar_days add constraint calendar_days_source_check
    check (source in ('computed', 'proclaimed', 'decreed'));

-- Changes of local time by law; before the first it is three hours ahead of UTC.
create table calendar_offsets (
    since timestamptz primary key,
    minutes integer not null check (abs(minutes) < 1440)
);

-- Every change of days or offsets is a version; a case records the one that it lives by.
create table calendar_versions (
    version integer generated always as identity primary key,
    grounds text not null,
    entered_at timestamptz not null default clock_timestamp()
);
insert into calendar_versions (grounds) values ('the table as it stood');

-- migrate:down

drop table calendar_versions;
drop table calendar_offsets;
delete from calendar_days where kind = 'open';
alter table calendar_days drop constraint calendar_days_kind_check;
alter table calendar_days drop constraint calendar_days_source_check;
update calendar_days set source = case source when 'computed' then 'seed' else 'decree' end;
alter table calendar_days add constraint calendar_days_kind_check
    check (kind in ('closed', 'half'));
alter table calendar_days add constraint calendar_days_source_check
    check (source in ('seed', 'decree'));
