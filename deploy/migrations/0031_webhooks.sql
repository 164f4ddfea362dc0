-- migrate:up

-- Who is called when something happens to a case.
create table webhooks (
    name text primary key,
    url text not null,
    -- What a token of the subscriber would say: the policy gives it cases by that, each time anew.
    claims json not null,
    -- None: every type.
    types text[],
    -- Addresses inside that it may be called at; all others have to be public.
    networks text[] not null default '{}',
    -- They sign, so they are needed as they are. While the one before lives, both sign.
    secret text not null,
    previous_secret text,
    previous_until timestamptz,
    -- Up to which event it has been seen which cases concern it.
    looked_to bigint not null,
    created_at timestamptz not null default clock_timestamp(),
    paused_at timestamptz,
    paused_why text,
    constraint webhooks_previous_secrets_end
        check ((previous_secret is null) = (previous_until is null))
);

-- How far a subscriber has been told of one case. Events are told one after the other: one that does
-- not arrive holds back its case, for this subscriber, and nothing else.
create table webhook_turns (
    webhook text not null references webhooks (name) on delete cascade,
    case_id text not null,
    -- Number of the last event told or passed over, and of the last one there is to tell.
    told_to bigint not null,
    ahead bigint not null,
    leased_until timestamptz,
    -- Attempts of the event that is next, and which one that was.
    attempts integer not null default 0,
    stuck_at bigint references events (seq),
    failing_since timestamptz,
    next_try_at timestamptz not null default clock_timestamp(),
    -- Kind of fault or HTTP status only: what a receiver says is not ours to keep.
    failed text,
    -- Tried for days: a person decides.
    dead_at timestamptz,
    primary key (webhook, case_id),
    constraint webhook_turns_failed_say_at_what check ((failed is null) = (stuck_at is null)),
    constraint webhook_turns_dead_say_why check (dead_at is null or failed is not null)
);
create index webhook_turns_due on webhook_turns (webhook, next_try_at)
    where told_to < ahead and dead_at is null;
create index webhook_turns_dead on webhook_turns (webhook, case_id) where dead_at is not null;

-- migrate:down

drop table webhook_turns;
drop table webhooks;
