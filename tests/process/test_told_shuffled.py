"""A case told in order by the gate alone, and told shuffled after outages on the real server.

Round after round the worker is killed, commands are received for the case, and it hears of them in
any order once another worker takes over. Its journal must be the one of the case that was told
each when it counted.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from starter.rehearsal.engine import Engine
from starter.runtime.serving import publish_editions
from tests.kit.lives import Lives
from tests.process.live import Refused, a_review
from tests.process.test_state_machine_live import Twin, Way, as_registered, in_correction, said
from tests.unit.textbook_review.story.senders import commands
from tests.unit.textbook_review.story.watched import Watched
from workflows.kernel.case.command import Command
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display import view
from workflows.kernel.judgement import order
from workflows.kernel.judgement.entry import Admitted
from workflows.textbook_review.process import REVIEW

ROUNDS = 4
OUTAGES = (timedelta(hours=3), timedelta(days=2), timedelta(days=9))


def until(play: Watched, outage: timedelta) -> datetime:
    """When a worker is back: at the latest when the clock has something to draw."""
    coming = view.next_of(play.file)
    return min(play.now + outage, coming.at if coming else play.now + outage)


def tell_in_order(twin: Twin, command: Command, way: Way) -> None:
    play = twin.play
    judged = order.admit(play.reading, command, play.now)
    if isinstance(judged, Admitted):
        play.commit(judged)
    elif isinstance(judged, Refusal) and way == "signal":
        play.commit(twin.noted(command, judged))


async def send(twin: Twin, command: Command, way: Way) -> None:
    envelope = command.envelope.model_dump(mode="json")
    await twin.live.receive(command.name, envelope, told=True)
    if way == "signal":
        await twin.live.handle.signal(command.name, envelope)
        return
    with suppress(Refused):
        await twin.live.send(command.name, envelope)


@settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
@pytest.mark.timeout(240)
async def test_a_case_told_shuffled_after_outages_has_the_journal_of_one_told_in_order(
    engine: Engine, data: st.DataObject
) -> None:
    lives = Lives(engine.uri)
    own = Engine(engine.client, engine.uri, lives.serve)
    async with own.scene(REVIEW.task_queue) as scene:
        await publish_editions(scene.pool)
        async with a_review(scene) as live:
            twin = await in_correction(live, scene)
            for n in range(ROUNDS):
                if twin.play.file.decision is not None:
                    break
                await a_round(twin, lives, data, n)
            assert said(await live.journal()) == said(twin.play.journal)


async def a_round(twin: Twin, lives: Lives, data: st.DataObject, n: int) -> None:
    """Receive commands while no worker runs, and tell them in any order to the next one.

    Signals go first: an update that nothing comes before is judged at once, and its sender told.
    """
    play, begins = twin.play, twin.play.now
    back = until(play, data.draw(st.sampled_from(OUTAGES), label="outage"))
    received: list[tuple[Command, Way]] = []
    for nth in range(1, 4):
        at = begins + nth * (back - begins) / 4
        play.reach(at, asleep=False)
        drawn = data.draw(commands(play, at, f"c-{n}-{nth}"), label="command").command
        way: Way = data.draw(st.sampled_from(["update", "signal"]), label="way")
        way = "signal" if nth == 3 else way
        received.append((counting_from(as_registered(drawn), at), way))
        tell_in_order(twin, *received[-1])
    await lives.end()
    await twin.live.cases.bring(back)
    shuffled = data.draw(st.permutations(received), label="told")
    for command, _ in (one for one in shuffled if one[1] == "signal"):
        await send(twin, command, "signal")
    updates = [command for command, way in shuffled if way == "update"]
    telling = [asyncio.create_task(send(twin, command, "update")) for command in updates]
    lives.begin()
    await asyncio.gather(*telling)
    play.reach(back, asleep=False)
    await twin.live.cases.drain(back)


def counting_from(command: Command, at: datetime) -> Command:
    envelope = command.envelope.model_copy(update={"received_at": at, "register_no": None})
    return command.model_copy(update={"envelope": envelope, "counts_from": at})
