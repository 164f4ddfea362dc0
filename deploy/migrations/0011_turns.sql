-- migrate:up

-- Whose turn it is to tell a case what was received for it. Door and relay take the turn, tell the
-- case its receipts strictly in their order, and give the turn back; a receipt that cannot be told
-- holds back its case and no other. The row of a case is locked while a receipt is written, so the
-- order of the instants of receipt is the order in which they are committed.
create table receipt_turns (
    case_id text primary key,
    -- Nobody's turn: null. Whoever dies with it loses it when the lease has run out.
    holder text,
    leased_until timestamptz,
    -- Failed in a row; the pause that follows is the relay's, the door does not wait for its end.
    attempts integer not null default 0,
    next_try_at timestamptz not null default clock_timestamp(),
    constraint receipt_turns_are_leased check ((holder is null) = (leased_until is null))
);

insert into receipt_turns (case_id) select distinct case_id from receipts;

drop index receipts_to_relay;
alter table receipts drop column attempts, drop column next_try_at;

-- migrate:down

alter table receipts
    add column attempts integer not null default 0,
    add column next_try_at timestamptz not null
        default clock_timestamp() + interval '5 seconds';
create index receipts_to_relay on receipts (next_try_at) where told_at is null;
drop table receipt_turns;
