"""A worker with many lives: each is a process of its own, and dies at the call it is told.

What a worker does reaches the world by two calls: it completes an activity (what that did is done,
and the server does not know it yet) or a task (what the case worked out is known to nobody). A life
that is to die at its n-th such call is killed right before it. What it completes while it reads a
history again, or forgets a case, does not count: nobody hears of that.
"""

import asyncio
import multiprocessing as mp
import os
import signal
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from multiprocessing.sharedctypes import Synchronized
from typing import Any, Final, TypeAlias

from temporalio.bridge.proto import ActivityTaskCompletion
from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.bridge.worker import Worker
from temporalio.client import Client

from activities.database import Pool, open_pool
from starter.rehearsal.engine import ONE_BUILD
from starter.rehearsal.server import connect
from starter.runtime.serving import serving

_FORKED: Final = mp.get_context("forkserver")
_FORKED.set_forkserver_preload([__name__])  # a life begins in a moment, everything imported

Calls: TypeAlias = "Synchronized[int]"
Where: TypeAlias = tuple[str, str, str, tuple[str, ...]]
"""Address and namespace of the server, address of the database, task queues."""


class Lives:
    """The worker of one scene after the other, one life at a time.

    Args:
        uri: Returns the address of a database by its name.
    """

    def __init__(self, uri: Callable[[str], str]) -> None:
        self._uri = uri
        self._where: Where | None = None
        self._life: Any = None
        self._calls: Calls = _FORKED.Value("i", 0)

    @asynccontextmanager
    async def serve(
        self, client: Client, pool: Pool, *, queues: Collection[str] | None
    ) -> AsyncIterator[None]:
        """Serve a scene with an unharmed life."""
        target = client.service_client.config.target_host
        database = self._uri(await pool.fetchval("select current_database()"))
        self._where = (target, client.namespace, database, tuple(queues or ()))
        self.begin()
        try:
            yield
        finally:
            await self.end()

    def begin(self, dies_at: int = 0) -> None:
        """Begin a life.

        Args:
            dies_at: Which of its completions it does not survive; 0 for none.
        """
        self._calls = _FORKED.Value("i", 0)
        self._life = _FORKED.Process(
            target=_live, args=(self._where, dies_at, self._calls), daemon=True
        )
        self._life.start()

    async def end(self) -> None:
        """Kill the present life, if it still lives."""
        self._life.kill()
        await self.over()

    async def over(self) -> None:
        """Wait until the present life is over."""
        loop, dead, life = asyncio.get_running_loop(), asyncio.Event(), self._life
        loop.add_reader(life.sentinel, dead.set)
        try:
            await dead.wait()
        finally:
            loop.remove_reader(life.sentinel)
        life.join()

    @property
    def calls(self) -> int:
        """How many completions the present life has come to."""
        return self._calls.value


def _live(where: Where, dies_at: int, calls: Calls) -> None:
    poll, tasks = Worker.poll_workflow_activation, Worker.complete_workflow_activation
    activities = Worker.complete_activity_task
    unheard: set[str] = set()

    def count() -> None:
        calls.value += 1
        if calls.value == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    async def polled(worker: Worker) -> WorkflowActivation:
        activation = await poll(worker)
        forgets = any(job.HasField("remove_from_cache") for job in activation.jobs)
        heard = not (activation.is_replaying or forgets)
        (unheard.discard if heard else unheard.add)(activation.run_id)
        return activation

    async def task_done(worker: Worker, done: WorkflowActivationCompletion) -> None:
        if done.run_id not in unheard:
            count()
        await tasks(worker, done)

    async def activity_done(worker: Worker, done: ActivityTaskCompletion) -> None:
        count()
        await activities(worker, done)

    Worker.poll_workflow_activation = polled  # type: ignore[assignment, method-assign]
    Worker.complete_workflow_activation = task_done  # type: ignore[assignment, method-assign]
    Worker.complete_activity_task = activity_done  # type: ignore[assignment, method-assign]
    asyncio.run(_serve(*where))


async def _serve(address: str, namespace: str, database: str, queues: tuple[str, ...]) -> None:
    client = await connect(address, namespace)
    async with (
        await open_pool(database, size=4) as pool,
        serving(client, pool, build=ONE_BUILD, queues=queues),
    ):
        await asyncio.Event().wait()
