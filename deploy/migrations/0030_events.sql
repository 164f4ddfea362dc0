-- migrate:up

-- What others are told of cases, derived from the journal alone. One writer at a time numbers them,
-- under a lock that it holds until its numbers are visible: whoever has read up to a number misses
-- nothing below it, however the transactions of the journal overlapped.
create table events (
    seq bigint primary key,
    case_id text not null,
    n integer not null,
    -- One journal entry may tell several things.
    k smallint not null check (k >= 1),
    type text not null,
    -- Exactly as it is sent, however often (CloudEvents 1.0, structured).
    event json not null,
    unique (case_id, n, k),
    foreign key (case_id, n) references journal (case_id, n)
);
create index events_by_case on events (case_id, seq);

create trigger events_are_append_only before update or delete on events
    for each row execute function refuse_change();

-- Entries that nobody has been told of yet. The trigger is all that a case's own transaction does
-- for events: whatever is wrong with one, no case waits for it. It notifies nobody, because
-- transactions that do commit one after the other.
create table events_owed (
    id bigint generated always as identity primary key,
    case_id text not null,
    n integer not null
);

create function owe_events() returns trigger language plpgsql as $$
begin
    insert into events_owed (case_id, n) values (new.case_id, new.n);
    return null;
end
$$;

create trigger journal_owes_events after insert on journal
    for each row execute function owe_events();

-- What there is already, as it was settled; of a case in the order of its numbers, whatever its clock.
insert into events_owed (case_id, n)
select case_id, n
from (
    select case_id, n, max(settled_at) over (partition by case_id order by n) as settled_by
    from journal
) as settled
order by settled_by, case_id, n;

-- migrate:down

drop trigger journal_owes_events on journal;
drop function owe_events();
drop table events_owed;
drop table events;
