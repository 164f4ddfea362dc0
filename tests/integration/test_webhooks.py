"""Subscribers are called: signed, in order, again after failures, and of their own cases alone."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from activities.database import OUTAGE, Pool, transaction
from activities.journal.events import Reach
from activities.webhooks import subscriptions
from activities.webhooks.calling import Caller
from activities.webhooks.courier import drain, run_courier
from activities.webhooks.signing import headers
from activities.webhooks.subscriptions import Wish
from starter.api.access.policy import DEVELOPMENT, Policy
from starter.api.access.reach import reach_of
from tests.integration.events import LETTER, Told
from tests.integration.receiver import Receiver, receiving
from tests.kit.contracts import CONTRACT
from workflows.kernel.case.events import PREFIX

POLICY = Policy(DEVELOPMENT)
CALLER = Caller()
HERE = ("127.0.0.0/8",)
CASE, OTHER = "textbook-review-2031-0042", "textbook-review-2031-0043"
BOARD = {"role": "board", "id": "b-1"}


def reaches(claims: Any) -> Reach:
    return reach_of(POLICY.grants(claims))


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as serving:
        yield serving


async def call(pool: Pool, caller: Caller = CALLER) -> int:
    return await drain(pool, caller, reaches)


async def subscribe(pool: Pool, receiver: Receiver, name: str = "kurul", **wish: Any) -> str:
    usual = {"name": name, "url": receiver.url, "claims": BOARD, "networks": HERE}
    async with transaction(pool) as conn:
        secret = await subscriptions.subscribe(conn, Wish(**usual | wish))
    assert secret is not None
    return secret


async def set_due(pool: Pool) -> None:
    """Let every pause and every lease be over."""
    async with pool.acquire() as conn:
        await conn.execute(
            "update webhook_turns set next_try_at = clock_timestamp(), leased_until = null"
        )


async def let_pass(pool: Pool, time: timedelta) -> None:
    """Have everything failed that much earlier."""
    async with pool.acquire() as conn:
        await conn.execute(
            "update webhook_turns set failing_since = failing_since - $1::interval", time
        )


async def pause_before_next_try(pool: Pool) -> int:
    """Seconds, to the nearest ten."""
    async with pool.acquire() as conn:
        left = "round(extract(epoch from next_try_at - clock_timestamp()) / 10) * 10"
        return int(await conn.fetchval(f"select {left} from webhook_turns"))  # noqa: S608


def of(case_id: str, *places: str) -> list[str]:
    return [f"{case_id}:{place}" for place in places]


# -- what is sent ---------------------------------------------------------------------------------


async def test_an_event_arrives_once_signed_and_as_its_schema_says(
    pool: Pool, receiver: Receiver
) -> None:
    secret = await subscribe(pool, receiver)
    await Told(pool).acts("review", letters=[LETTER])

    assert [await call(pool), await call(pool)] == [2, 0]

    assert receiver.ids == of(CASE, "1:1", "1:2")
    for got in receiver.got:
        assert got.signed_by(secret)
        assert got.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
        assert got.event["id"] == got.event_id
        name = got.event["type"].removeprefix(PREFIX)
        schema = json.loads((CONTRACT / f"events/{name}.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(got.event)
        assert "p-7" not in got.content.decode()


def test_the_signature_is_that_of_the_reference_implementations() -> None:
    """Their own example, as their tests have it (standard-webhooks, `sign function works`)."""
    signed = headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert signed == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


async def test_a_subscriber_hears_of_what_comes_after_it_or_of_everything_if_it_asks(
    pool: Pool, receiver: Receiver
) -> None:
    case = Told(pool)
    await case.acts("review")
    await call(pool)
    await subscribe(pool, receiver, "sonra")
    await call(pool)
    await case.acts("review")
    await call(pool)
    assert receiver.ids == of(CASE, "2:1")

    await subscribe(pool, receiver, "hepsi", from_the_beginning=True)
    await call(pool)
    assert receiver.ids == of(CASE, "2:1", "1:1", "2:1")


async def test_a_subscriber_hears_of_the_types_that_it_asks_for(
    pool: Pool, receiver: Receiver
) -> None:
    await subscribe(pool, receiver, types=(f"{PREFIX}stage-changed",))
    await Told(pool).acts("review", "board", "board")
    await Told(pool, "2031-0043").acts("review")
    assert await call(pool) == 1
    assert receiver.ids == of(CASE, "2:2")


async def test_two_secrets_live_for_a_day_and_then_the_new_one_alone(
    pool: Pool, receiver: Receiver
) -> None:
    first = await subscribe(pool, receiver)
    case = Told(pool)
    async with transaction(pool) as conn:
        rotated = await subscriptions.rotate(conn, "kurul")
    assert rotated is not None
    second = rotated[0]
    await case.acts("review")
    await call(pool)
    assert [receiver.got[-1].signed_by(key) for key in (first, second)] == [True, True]
    async with pool.acquire() as conn:
        left = "round(extract(epoch from previous_until - clock_timestamp()) / 3600)"
        assert await conn.fetchval(f"select {left} from webhooks") == 24  # noqa: S608
        await conn.execute("update webhooks set previous_until = clock_timestamp()")
    await case.acts("review")
    await call(pool)
    assert [receiver.got[-1].signed_by(key) for key in (first, second)] == [False, True]
    assert len({first, second}) == 2


# -- whom it concerns -----------------------------------------------------------------------------


@pytest.mark.rule("T-13.2b")
async def test_a_subscriber_hears_of_cases_that_the_policy_gives_it_alone(
    pool: Pool, receiver: Receiver
) -> None:
    async with receiving() as blind:
        publisher = {"role": "applicant", "id": "p-7"}
        await subscribe(pool, receiver, "yayinevi", claims=publisher)
        await subscribe(pool, blind, "komisyon", claims={"role": "review-commission", "id": "k-1"})
        await subscribe(pool, blind, "kimse", claims={"role": "nobody", "id": "k-1"})
        await Told(pool, "2031-0042", whose="p-7").acts("review", letters=[LETTER])
        await Told(pool, "2031-0043", whose="p-8").acts("review", letters=[LETTER])
        assert await call(pool) == 3

    assert receiver.ids == of(CASE, "1:1")  # no letter
    assert sorted(blind.ids) == [*of(CASE, "1:1"), *of(OTHER, "1:1")]
    assert not any(b"p-7" in got.content for got in blind.got)


async def test_a_case_that_is_taken_from_a_subscriber_is_not_told_though_it_was_due(
    pool: Pool, receiver: Receiver, tmp_path: Path
) -> None:
    file = tmp_path / "policy.toml"
    grant = '[[grant]]\nwhen = {sub = "svc-1"}\nrole = "board"\ncases = "all"\n'
    file.write_text(grant)
    policy = Policy(file)
    await subscribe(pool, receiver, claims={"sub": "svc-1"})
    case = Told(pool)
    await case.acts("review")
    receiver.replies[CASE] = [500]

    async def go() -> int:
        return await drain(pool, CALLER, lambda claims: reach_of(policy.grants(claims)))

    assert await go() == 0
    file.write_text("")
    receiver.replies[CASE] = [204]
    await set_due(pool)
    assert await go() == 0
    file.write_text(grant + "\n")
    await case.acts("review")
    await set_due(pool)
    assert await go() == 1
    assert receiver.ids == of(CASE, "1:1", "2:1")  # the first one was not taken


# -- failures -------------------------------------------------------------------------------------


async def test_an_event_that_is_not_taken_holds_back_its_case_and_no_other(
    pool: Pool, receiver: Receiver
) -> None:
    await subscribe(pool, receiver)
    receiver.replies[CASE] = [500, 204]
    first, second = Told(pool), Told(pool, "2031-0043")
    await first.acts("review", "board")
    await second.acts("review", "board")

    assert await call(pool) == 3  # the other case's
    await first.acts("board")
    assert await call(pool) == 0
    await set_due(pool)
    assert await call(pool) == 4

    own = [each for each in receiver.ids if each.startswith(CASE)]
    assert own == of(CASE, "1:1", "1:1", "2:1", "2:2", "3:1")


async def test_one_subscriber_that_fails_holds_up_no_other(pool: Pool, receiver: Receiver) -> None:
    async with receiving() as failing:
        await subscribe(pool, failing, "bozuk")
        await subscribe(pool, receiver)
        failing.replies[CASE] = [503]
        await Told(pool).acts("review", "board")
        assert await call(pool) == 3
    assert (len(failing.got), receiver.ids) == (1, of(CASE, "1:1", "2:1", "2:2"))


async def test_pauses_grow_and_after_days_the_event_is_dead_until_it_is_replayed(
    pool: Pool, receiver: Receiver
) -> None:
    await subscribe(pool, receiver)
    receiver.replies[CASE] = [500]
    case = Told(pool)
    await case.acts("review", "board")
    pauses = []
    for _ in range(11):
        assert await call(pool) == 0
        pauses.append(await pause_before_next_try(pool))
        await set_due(pool)
    assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    async with pool.acquire() as conn:
        assert await subscriptions.dead_letters(conn) == ()

    await let_pass(pool, timedelta(days=3))
    await call(pool)
    await case.acts("board")
    await set_due(pool)
    assert await call(pool) == 0

    assert receiver.ids == of(CASE, *["1:1"] * 12)
    async with transaction(pool) as conn:
        (dead,) = await subscriptions.dead_letters(conn, "kurul")
        assert (dead.event_id, dead.attempts, dead.why) == (f"{CASE}:1:1", 12, "HTTP 500")
        (row,) = await subscriptions.subscriptions(conn)
        assert (row.dead, row.waiting) == (1, 0)
        assert await subscriptions.replay(conn, "kurul", OTHER) == 0
        assert await subscriptions.replay(conn, "kurul") == 1
    receiver.replies[CASE] = [204]
    assert await call(pool) == 4
    assert receiver.ids[12:] == of(CASE, "1:1", "2:1", "2:2", "3:1")


async def test_few_attempts_over_many_days_are_not_enough_to_give_up(
    pool: Pool, receiver: Receiver
) -> None:
    """No courier ran meanwhile: that is not the receiver's fault."""
    await subscribe(pool, receiver)
    receiver.replies[CASE] = [500]
    await Told(pool).acts("review")
    await call(pool)
    await let_pass(pool, timedelta(days=30))
    await set_due(pool)
    await call(pool)
    async with pool.acquire() as conn:
        assert await subscriptions.dead_letters(conn) == ()


async def test_a_dead_letter_may_be_skipped_and_the_rest_of_the_case_is_told(
    pool: Pool, receiver: Receiver
) -> None:
    await subscribe(pool, receiver)
    receiver.replies[CASE] = [400, 204]
    await Told(pool).acts("review", "board")
    await call(pool)
    async with transaction(pool) as conn:
        assert await subscriptions.skip(conn, "kurul", OTHER) == 0
        assert await subscriptions.skip(conn, "kurul", CASE) == 1
    assert await call(pool) == 2
    assert receiver.ids == of(CASE, "1:1", "2:1", "2:2")


async def test_a_subscriber_that_is_gone_is_called_no_more_until_somebody_resumes_it(
    pool: Pool, receiver: Receiver
) -> None:
    await subscribe(pool, receiver)
    receiver.replies[CASE] = [410, 204]
    case = Told(pool)
    await case.acts("review", "board")
    await call(pool)
    await set_due(pool)
    assert await call(pool) == 0
    assert receiver.ids == of(CASE, "1:1")
    async with transaction(pool) as conn:
        (row,) = await subscriptions.subscriptions(conn)
        assert (row.paused_at is not None, row.paused_why) == (True, "HTTP 410")
        assert await subscriptions.resume(conn, "kurul")
    assert await call(pool) == 3


async def test_a_pause_is_made_up_for_afterwards_and_who_is_removed_hears_nothing(
    pool: Pool, receiver: Receiver
) -> None:
    await subscribe(pool, receiver)
    case = Told(pool)
    async with transaction(pool) as conn:
        assert await subscriptions.pause(conn, "kurul")
    await case.acts("review")
    assert await call(pool) == 0
    async with transaction(pool) as conn:
        assert await subscriptions.resume(conn, "kurul")
    assert await call(pool) == 1
    async with transaction(pool) as conn:
        assert await subscriptions.remove(conn, "kurul")
        assert not await subscriptions.remove(conn, "kurul")
    await case.acts("review")
    assert await call(pool) == 0


async def test_a_redirection_is_a_failure_and_nothing_goes_where_it_points(
    pool: Pool, receiver: Receiver
) -> None:
    async with receiving() as elsewhere:
        await subscribe(pool, receiver)
        receiver.replies[CASE], receiver.where_to = [307], elsewhere.url
        await Told(pool).acts("review")
        assert await call(pool) == 0
        assert (len(receiver.got), elsewhere.got) == (1, [])
    async with pool.acquire() as conn:
        assert await conn.fetchval("select failed from webhook_turns") == "HTTP 307"


# -- leases ---------------------------------------------------------------------------------------


@asynccontextmanager
async def calling(pool: Pool, receiver: Receiver) -> AsyncIterator["asyncio.Task[int]"]:
    """A courier whose event has been received in full and not answered yet."""
    receiver.may_answer.clear()
    courier = asyncio.create_task(call(pool))
    try:
        await asyncio.wait_for(receiver.came.wait(), 10)
        yield courier
    finally:
        courier.cancel()
        with suppress(asyncio.CancelledError, *OUTAGE):
            await courier
        receiver.may_answer.set()


async def test_after_a_crash_the_event_comes_again_under_the_same_id_once_the_lease_is_over(
    pool: Pool, other_pool: Pool, receiver: Receiver
) -> None:
    secret = await subscribe(pool, receiver)
    await Told(pool).acts("review")
    async with calling(other_pool, receiver):
        pass  # cancelled without an answer, which is all that a crash leaves behind

    assert await call(pool) == 0
    await set_due(pool)
    assert await call(pool) == 1
    assert receiver.ids == of(CASE, "1:1", "1:1")
    assert receiver.got[0].content == receiver.got[1].content
    assert receiver.got[1].signed_by(secret)


async def test_two_couriers_call_each_event_once_and_a_case_in_order(
    pool: Pool, other_pool: Pool, receiver: Receiver
) -> None:
    await subscribe(pool, receiver)
    for number in range(4):
        await Told(pool, f"2031-{number:04}").acts("review", "board", "review")

    counts = await asyncio.gather(*(call(each) for each in (pool, other_pool)))
    assert sum(counts) + await call(pool) == len(receiver.got) == 4 * 5
    for number in range(4):
        case_id = f"textbook-review-2031-{number:04}"
        own = [each for each in receiver.ids if each.startswith(f"{case_id}:")]
        assert own == of(case_id, "1:1", "2:1", "2:2", "3:1", "3:2")


async def test_what_was_taken_is_noted_though_the_database_was_gone_meanwhile(
    pool: Pool, other_pool: Pool, receiver: Receiver
) -> None:
    await subscribe(pool, receiver)
    await Told(pool).acts("review")
    async with calling(other_pool, receiver) as courier:
        async with pool.acquire() as conn:
            await conn.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        receiver.may_answer.set()
        with suppress(*OUTAGE):  # looking for more, it may meet another dead connection
            await courier
    await set_due(pool)
    assert await call(pool) == 0
    assert len(receiver.got) == 1


async def test_a_subscriber_that_never_answers_is_given_up_in_time_and_called_again(
    pool: Pool, receiver: Receiver
) -> None:
    await subscribe(pool, receiver)
    await Told(pool).acts("review")
    receiver.may_answer.clear()
    assert await call(pool, Caller(patience=timedelta(milliseconds=200))) == 0
    receiver.may_answer.set()
    await set_due(pool)
    assert await call(pool) == 1
    assert receiver.ids == of(CASE, "1:1", "1:1")


async def test_events_are_published_though_there_is_nobody_to_call(pool: Pool) -> None:
    await Told(pool).acts("review")
    often, at_once = timedelta(milliseconds=5), timedelta(0)
    courier = asyncio.create_task(run_courier(pool, CALLER, reaches, poll=often, unheard=at_once))
    try:
        async with asyncio.timeout(10):
            while not await pool.fetchval("select count(*) from events"):
                pass
    finally:
        courier.cancel()
        with suppress(asyncio.CancelledError):
            await courier


async def test_the_courier_serves_others_while_one_does_not_answer(
    pool: Pool, receiver: Receiver
) -> None:
    always = timedelta(milliseconds=5)
    async with receiving() as silent:
        silent.may_answer.clear()
        await subscribe(pool, silent, "sessiz")
        await subscribe(pool, receiver)
        courier = asyncio.create_task(run_courier(pool, CALLER, reaches, poll=always))
        try:
            case = Told(pool)
            for n in (1, 2):
                receiver.came.clear()
                await case.acts("review")
                await asyncio.wait_for(receiver.came.wait(), 10)
                assert receiver.ids[-1:] == of(CASE, f"{n}:1")
        finally:
            courier.cancel()
            with suppress(asyncio.CancelledError):
                await courier
        assert silent.ids == of(CASE, "1:1")
