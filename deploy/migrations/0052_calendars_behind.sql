-- migrate:up

-- Cases that were opened by a calendar which changed before that was recorded: whoever changed it may not
-- have found them among the open ones. They are brought what they have missed.
create table calendars_behind (case_id text primary key);

alter function begin_case(text, json) rename to keep_beginning;

-- Keeps what a case began with, as `keep_beginning` does; and where the calendar by which it was opened
-- changes just now, or has changed since it was read, notes that. Never waits for whoever changes it, who
-- locks the calendar first and then the cases.
create function begin_case(opened_case text, began json) returns void language plpgsql as $$
begin
    perform keep_beginning(opened_case, began);
    if not pg_try_advisory_xact_lock_shared(hashtextextended('calendar', 0))
        or (began ->> 'calendar_version')::integer < (select max(version) from calendar_versions)
    then
        insert into calendars_behind (case_id) values (opened_case) on conflict (case_id) do nothing;
    end if;
end
$$;

-- migrate:down

drop function begin_case(text, json);
alter function keep_beginning(text, json) rename to begin_case;
drop table calendars_behind;
