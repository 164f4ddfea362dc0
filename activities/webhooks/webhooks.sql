-- name: add
-- Told from now on, or of everything there is.
insert into webhooks (name, url, claims, types, networks, secret, looked_to)
values (
    $1, $2, $3, $4, $5, $6,
    case when $7::boolean then 0 else (select coalesce(max(seq), 0) from events) end
)
on conflict (name) do nothing
returning name;

-- name: all
select w.name, w.url, w.claims, w.types, w.networks, w.created_at, w.paused_at, w.paused_why,
    case when w.previous_until > clock_timestamp() then w.previous_until end as previous_until,
    count(t.case_id) filter (where t.told_to < t.ahead and t.dead_at is null) as waiting,
    count(t.case_id) filter (where t.dead_at is not null) as dead
from webhooks as w
left join webhook_turns as t on t.webhook = w.name
group by w.name
order by w.name;

-- name: rotate
-- The secret before signs as well until its time is over; an older one does not any more.
update webhooks
set previous_secret = secret, previous_until = clock_timestamp() + $3::interval, secret = $2
where name = $1
returning previous_until;

-- name: pause
update webhooks set paused_at = coalesce(paused_at, clock_timestamp()), paused_why = $2
where name = $1
returning name;

-- name: resume
update webhooks set paused_at = null, paused_why = null where name = $1 returning name;

-- name: remove
delete from webhooks where name = $1 returning name;

-- name: due
-- All who are called. Due are those for whom it has to be seen whether something concerns them, or
-- of whom a case is.
select w.name,
    w.looked_to < (select coalesce(max(seq), 0) from events)
    or exists (
        select from webhook_turns as t
        where t.webhook = w.name
            and t.told_to < t.ahead
            and t.dead_at is null
            and t.next_try_at <= clock_timestamp()
            and (t.leased_until is null or t.leased_until <= clock_timestamp())
    ) as is_due
from webhooks as w
where w.paused_at is null
order by w.name;

-- name: look_on
-- Whoever looks on for a subscriber holds its row; somebody who looked meanwhile has seen as much.
select looked_to, claims, types from webhooks where name = $1 and paused_at is null
for update skip locked;

-- name: looked
update webhooks set looked_to = $2 where name = $1;

-- name: lengthen
-- $2: cases of which there is something to tell; a new one is told of from this look on.
insert into webhook_turns (webhook, case_id, told_to, ahead)
select $1, case_id, $3, $4 from unnest($2::text[]) as case_id
on conflict (webhook, case_id) do update set ahead = excluded.ahead;

-- name: lease_next
-- One case of a subscriber whose turn it is; nobody else has it for as long as the lease lasts.
with due as materialized (
    select t.webhook, t.case_id
    from webhook_turns as t
    join webhooks as w on w.name = t.webhook
    where t.webhook = $1
        and w.paused_at is null
        and t.told_to < t.ahead
        and t.dead_at is null
        and t.next_try_at <= clock_timestamp()
        and (t.leased_until is null or t.leased_until <= clock_timestamp())
    order by t.next_try_at, t.case_id
    limit 1
    for update of t skip locked
)
update webhook_turns as t
set attempts = t.attempts + 1, leased_until = clock_timestamp() + $2::interval
from due
join webhooks as w on w.name = due.webhook
where t.webhook = due.webhook and t.case_id = due.case_id
returning t.webhook, t.case_id, t.told_to, t.ahead, t.attempts, w.url, w.claims, w.types,
    w.networks, w.secret,
    case when w.previous_until > clock_timestamp() then w.previous_secret end as previous_secret;

-- name: next_event
-- $5: whether all of the case is seen, or everything but $6.
select seq, event from events
where case_id = $1 and seq > $2 and seq <= $3
    and ($4::text[] is null or type = any($4))
    and ($5 or type <> $6)
order by seq
limit 1;

-- name: told
-- Taken, or not to be told: it is behind this subscriber, whoever has the lease by now.
update webhook_turns
set told_to = $3, attempts = 0, stuck_at = null, failing_since = null, failed = null,
    dead_at = null, leased_until = null, next_try_at = clock_timestamp()
where webhook = $1 and case_id = $2 and told_to < $3;

-- name: put_off
-- Ten seconds, doubling up to an hour; after ten attempts over three days a person decides. A note
-- that comes late finds its attempt superseded.
update webhook_turns
set failed = $4,
    stuck_at = $5,
    failing_since = coalesce(failing_since, clock_timestamp()),
    leased_until = null,
    next_try_at = clock_timestamp()
        + least(interval '10 seconds' * power(2, least(attempts - 1, 10)), interval '1 hour'),
    dead_at = case
        when attempts >= 10 and failing_since <= clock_timestamp() - interval '3 days'
            then clock_timestamp()
    end
where webhook = $1 and case_id = $2 and attempts = $3 and leased_until is not null
returning dead_at is not null as dead;

-- name: dead
select t.webhook, t.case_id, e.event ->> 'id' as event_id, e.event ->> 'type' as type,
    t.attempts, t.failing_since, t.dead_at, t.failed as why
from webhook_turns as t
join events as e on e.seq = t.stuck_at
where t.dead_at is not null and ($1::text is null or t.webhook = $1)
order by t.webhook, t.dead_at, t.case_id;

-- name: replay
-- What is dead or was put off is due at once, and its patience begins anew.
update webhook_turns
set attempts = 0, failing_since = null, dead_at = null, next_try_at = clock_timestamp()
where webhook = $1 and ($2::text is null or case_id = $2) and stuck_at is not null
returning case_id;

-- name: skip
-- The one event at which a case is stuck; those after it are told. One that is being sent is not.
update webhook_turns
set told_to = stuck_at, attempts = 0, stuck_at = null, failing_since = null, failed = null,
    dead_at = null, next_try_at = clock_timestamp()
where webhook = $1 and case_id = $2 and stuck_at is not null
    and (leased_until is null or leased_until <= clock_timestamp())
returning case_id;
