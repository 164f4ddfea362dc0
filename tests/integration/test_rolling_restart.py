"""Workers are restarted one after the other under load: nobody is put off, nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from temporalio.client import Client

from starter.client.answers import Refused
from starter.client.opening import TASK_TIMEOUT
from starter.client.vade import PATIENCE, Vade
from starter.rehearsal.engine import ONE_BUILD, Engine, Scene
from starter.runtime.connect import quiet_runtime
from starter.runtime.converter import CONVERTER
from starter.runtime.serving import publish_editions, serving
from tests.integration.door import a_filing, a_number, journal
from workflows.kernel.case.message import Envelope
from workflows.kernel.roles import Actor, Role
from workflows.textbook_review.process import REVIEW

SENDERS = 5
RESTARTS = 6


@pytest.fixture
async def unserved(engine: Engine) -> AsyncIterator[Scene]:
    """A database of one test's own, and no worker on it."""
    async with engine.scene("nobody's queue") as scene:
        await publish_editions(scene.pool)
        yield scene


class Workers:
    """Two workers on the review's queue, restarted in turn."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._running: list[AsyncExitStack] = []

    async def start(self) -> None:
        worker = AsyncExitStack()
        client = await Client.connect(
            self._scene.client.service_client.config.target_host,
            namespace=self._scene.client.namespace,
            data_converter=CONVERTER,
            runtime=quiet_runtime(),
        )
        serves = serving(client, self._scene.pool, build=ONE_BUILD, queues=(REVIEW.task_queue,))
        await worker.enter_async_context(serves)
        self._running.append(worker)

    async def end_oldest(self) -> None:
        await self._running.pop(0).aclose()

    async def end(self) -> None:
        while self._running:
            await self.end_oldest()


def withdrawal(command_id: str) -> Envelope:
    return Envelope(command_id=command_id, actor=Actor(role=Role.APPLICANT, id="pub-17"))


async def one_case(vade: Vade) -> str:
    """Open a case and end it by a command; a repeat hears the same, another one is refused."""
    started = await vade.start(REVIEW, a_filing(a_number()))
    await vade.opened(started.case_id)
    answer = await vade.send(started.case_id, "withdraw", withdrawal("c-1"))
    assert await vade.send(started.case_id, "withdraw", withdrawal("c-1")) == answer
    with pytest.raises(Refused):
        await vade.send(started.case_id, "withdraw", withdrawal("c-2"))
    return started.case_id


async def test_a_rolling_restart_loses_and_doubles_nothing_and_puts_nobody_off(
    unserved: Scene,
) -> None:
    """“Received” or out of reach would end the test: every sender gets the case's own answer.

    They wait twice as long as at a door: two other processes of the suite keep the machine busy.
    """
    vade = Vade(unserved.client, unserved.pool, patience=2 * PATIENCE)
    workers, rolled = Workers(unserved), False
    cases: list[str] = []
    done: asyncio.Queue[str] = asyncio.Queue()

    async def send_on() -> None:
        while not rolled:
            cases.append(await one_case(vade))
            done.put_nowait(cases[-1])

    await workers.start()
    await workers.start()
    try:
        async with asyncio.timeout(120), asyncio.TaskGroup() as sending:
            for _ in range(SENDERS):
                sending.create_task(send_on())
            for _ in range(RESTARTS):
                await workers.end_oldest()
                await workers.start()
                for _ in range(SENDERS):
                    await done.get()
            rolled = True
        for case_id in cases:
            entries = [entry.name for entry in await journal(vade, unserved, case_id)]
            assert entries == ["file_application", "withdraw"]
    finally:
        await workers.end()

    assert len(cases) >= RESTARTS * SENDERS
    untold = "select count(*) from receipts where told_at is null"
    assert await unserved.pool.fetchval(untold) == 0


def test_the_door_waits_longer_than_a_task_that_went_astray() -> None:
    assert PATIENCE >= 2 * TASK_TIMEOUT
