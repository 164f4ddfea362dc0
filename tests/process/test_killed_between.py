"""A worker dies at each point between act, journal and task, for every kind of act.

An act takes a worker a handful of completions, of tasks and of activities. For each of them a case
of its own is opened, the worker is killed right before that completion, and another one takes over:
the journal must be that of the case whose worker nobody killed. How many there are differs with how
busy the machine is: a life that does not come to its last one is killed by nobody.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import pytest

from starter.client.telling import told_again
from starter.rehearsal.clock import Stuck
from starter.rehearsal.engine import Engine, running_engine
from starter.rehearsal.server import connect
from starter.runtime.serving import publish_editions
from tests.kit.lives import Lives
from tests.process.live import CORRECTED, Live, a_review, instant
from workflows.kernel.case.records import Entry
from workflows.textbook_review.process import REVIEW

LANES = 10
NEXT_DAY = "2031-03-11T10:00"
REMINDER = "2031-03-19T09:00"
END = "2031-05-26T12:00"
SETTLED = "2031-05-27T12:00"


@dataclass(frozen=True)
class Lane:
    """Where one case after the other loses its worker."""

    engine: Engine
    lives: Lives


@pytest.fixture(scope="module")
async def lanes() -> AsyncIterator[asyncio.Queue[Lane]]:
    """Free lanes, each with a namespace of its own on one server."""
    names = [f"lane-{n}" for n in range(LANES)]
    free: asyncio.Queue[Lane] = asyncio.Queue()
    async with running_engine(namespaces=names) as engine:
        target = engine.client.service_client.config.target_host
        for name in names:
            lives = Lives(engine.uri)
            own = Engine(await connect(target, name), engine.uri, lives.serve)
            free.put_nowait(Lane(own, lives))
        yield free


Deed = Callable[[Live], Awaitable[Any]]


async def the_next_day(case: Live) -> None:
    await case.at(NEXT_DAY)


async def before_the_end(case: Live) -> None:
    await case.to_correction()
    await case.at(END)


async def after_the_end(case: Live) -> None:
    await case.to_correction()
    await case.at("2031-05-27T09:00")


async def take_up(case: Live) -> Any:
    return await case.update("take_up", "preliminary-commission")


async def close_a_day(case: Live) -> Any:
    return await case.update(
        "decree_closure", "ministry", days={"2031-03-12": "Kar tatili"}, decree_no="D-1"
    )


async def withdraw(case: Live) -> Any:
    return await case.update("withdraw", "applicant")


async def withdraw_by_signal(case: Live) -> None:
    await case.handle.signal("withdraw", case.envelope("applicant", {}))


async def a_refused_signal(case: Live) -> None:
    await case.handle.signal("withdraw", case.envelope("directorate", {}))


async def receive_in_time(case: Live) -> None:
    """A corrected draft is received on the last day, and the case is told by nobody."""
    envelope = case.envelope("applicant", CORRECTED, received_at="2031-05-26T17:20:00+03:00")
    await case.receive("submit_corrected_draft", envelope)
    await brought(case, SETTLED)


async def withdraw_after_the_end(case: Live) -> Any:
    answer = await withdraw(case)
    await brought(case, SETTLED)
    return answer


def until(when: str) -> Deed:
    async def wait(case: Live) -> None:
        await brought(case, when)

    return wait


async def brought(case: Live, when: str) -> None:
    """Bring it to an instant; its clock stands until what a killed worker did is tried again."""
    with suppress(Stuck):
        await case.cases.bring(instant(when))
    await case.cases.bring(instant(when))


ACTS: dict[str, tuple[Deed, Deed]] = {
    "an update that a register decides": (the_next_day, take_up),
    "a decree": (the_next_day, close_a_day),
    "an update that ends the case": (the_next_day, withdraw),
    "a signal": (the_next_day, withdraw_by_signal),
    "a refused signal": (the_next_day, a_refused_signal),
    "a reminder": (the_next_day, until(REMINDER)),
    "a lapse": (before_the_end, until(SETTLED)),
    "a receipt found before the lapse": (before_the_end, receive_in_time),
    "an update held until the lapse": (after_the_end, withdraw_after_the_end),
}
"""How a case comes to where each kind of act is done, and the act; the opening is one more."""


OPENING = "an opening"


@dataclass(frozen=True)
class Told:
    """What an act left behind."""

    journal: list[dict[str, Any]]
    answer: dict[str, Any] | None
    completions: int
    """How many the life came to in which the act was begun, if nobody killed it."""
    killed: bool


async def told(lane: Lane, act: str, dies_at: int) -> Told:
    """Do it in a life that dies at a completion, and let another one go on."""
    async with AsyncExitStack() as stack:
        scene = await stack.enter_async_context(lane.engine.scene(REVIEW.task_queue))
        await publish_editions(scene.pool)
        opening = stack.enter_async_context(a_review(scene))
        if act == OPENING:
            async with outlived(lane, dies_at) as succeeding:
                case, answer = await opening, None
                await at_rest(case)
        else:
            case = await opening
            before, do = ACTS[act]
            await before(case)
            async with outlived(lane, dies_at) as succeeding:
                answer = await do(case)
                await at_rest(case)
        async with scene.pool.acquire() as conn:
            await told_again(conn, case.case_id)  # every entry as it was hashed
        journal = [compared(each) for each in await case.journal()]
        return Told(journal, answer, lane.lives.calls, not succeeding.cancelled())


@asynccontextmanager
async def outlived(lane: Lane, dies_at: int) -> AsyncIterator[asyncio.Task[None]]:
    """Begin a life that may die while something is done, and then another one.

    Yields:
        Done once the other one has begun; cancelled where none was needed.
    """
    await lane.lives.end()
    lane.lives.begin(dies_at)
    succeeding = asyncio.create_task(succeeded_by_another(lane.lives))
    try:
        yield succeeding
    finally:
        succeeding.cancel()
        await asyncio.wait([succeeding])


async def succeeded_by_another(lives: Lives) -> None:
    await lives.over()
    lives.begin()


async def at_rest(case: Live) -> None:
    """An activity whose worker was killed is tried again after its time is over."""
    with suppress(Stuck):
        await case.rest()
    await case.rest()


def compared(entry: Entry) -> dict[str, Any]:
    """An entry without instants of real time, and the hashes that contain them."""
    seen = entry.model_dump(mode="json", exclude={"settled_at", "hash", "previous_hash"})
    clocked = entry.kind in {"command", "refused", "closure", "held"}
    return {**seen, "counts_from": None, "effects": None} if clocked else seen


@pytest.mark.timeout(400)
async def test_whoever_is_killed_leaves_the_journal_of_a_worker_nobody_killed(
    lanes: asyncio.Queue[Lane],
) -> None:
    async def in_a_free_lane(act: str, dies_at: int) -> Told:
        lane = await lanes.get()
        try:
            return await told(lane, act, dies_at)
        finally:
            lanes.put_nowait(lane)

    async def with_kills(act: str) -> None:
        unharmed = await in_a_free_lane(act, 0)
        assert not unharmed.killed
        points = range(1, unharmed.completions + 1)
        assert len(points) >= 3, "two tasks and what was written between them"
        lived = await asyncio.gather(*(in_a_free_lane(act, at) for at in points))
        assert sum(each.killed for each in lived) >= 3
        for each in lived:
            assert (each.journal, each.answer) == (unharmed.journal, unharmed.answer)

    await asyncio.gather(*map(with_kills, [OPENING, *ACTS]))
