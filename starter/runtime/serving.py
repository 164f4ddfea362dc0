"""What a worker serves: every process, on its task queue, with every activity.

The worker process and the rehearsal both serve by this one function, so that what is rehearsed is
what runs. Which processes, and what decides for their registers, are data: the product's own by
default.
"""

import secrets
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import cache
from importlib.resources import files

from temporalio.client import Client
from temporalio.worker import Worker

from activities.catalogue import every_activity
from activities.database import Pool, transaction
from activities.opening import WITHOUT_PAUSE, Pace
from activities.registers.decisions import Decider
from activities.registers.editions import store_editions
from activities.registry import DECIDERS
from activities.sealing import KEY, agree
from starter.runtime.memory import cached_cases
from starter.runtime.release import Build
from starter.runtime.sandbox import runner
from starter.runtime.sealing import OnlySealed
from starter.runtime.unvisited import leave_unvisited
from workflows.kernel.case.process import Process
from workflows.kernel.law.rulebook import Rulebook, load_editions
from workflows.kernel.temporal.case import Case
from workflows.kernel.temporal.details import DetailsWhenRead
from workflows.running import WORKFLOWS

# A cached case whose worker died is picked up by another after this, instead of ten seconds.
_STICKY = timedelta(seconds=1)

# Tasks of a queue that are worked out at once. They share one interpreter, so each takes as much
# longer; after two seconds the SDK holds it for stuck and fails it, and after a few failures the
# server tries it again only minutes later: a case that nothing is wrong with stands still. What
# waits its turn waits at the server, where no clock runs against it.
AT_ONCE = 8

# Tasks under way when the worker is asked to stop may finish.
_GRACE = timedelta(seconds=10)


def editions() -> tuple[Rulebook, ...]:
    """Return every rulebook edition that this release brings, of all processes.

    Raises:
        ValueError: An edition lacks a name that its process reads, has one that nobody reads, or
            names a role that the process does not have.
    """
    return tuple(edition for each in WORKFLOWS for edition in editions_of(each.process))


@cache
def editions_of(process: Process) -> tuple[Rulebook, ...]:
    """Return the editions of a process's rulebook, the earliest first; raises like `editions`."""
    text = files(process.room).joinpath("rulebook.toml").read_text("utf-8")
    found = load_editions(text)
    for edition in found:
        edition.require(process.keys)
        edition.require_roles(process.roles)
    return found


async def publish_editions(pool: Pool) -> None:
    """Put this release's rulebook editions in the register; those published before stay.

    Raises:
        EditionChanged: An edition was published with other figures than this release has.
    """
    async with transaction(pool) as conn:
        await store_editions(conn, editions())


@asynccontextmanager
async def serving(
    client: Client,
    pool: Pool,
    *,
    language: str = "tr",
    pace: Pace = WITHOUT_PAUSE,
    build: Build,
    queues: Collection[str] | None = None,
    cases: Collection[type[Case]] = WORKFLOWS,
    deciders: Mapping[str, Decider] = DECIDERS,
) -> AsyncIterator[None]:
    """Serve task queues while the block runs; tasks under way are finished at its end.

    Args:
        client: Connected to the namespace of the cases; its data converter is pydantic's.
        pool: The database of the activities.
        language: Of what operators see in cases opened from now on, ``tr`` or ``en``.
        pace: Of the cases opened from now on; in a rehearsal, where each has a clock of its own,
            they do everything at once.
        build: Names this build; without a name every start would hash all loaded code.
        queues: Which ones; every one by default.
        cases: The workflow of each process.
        deciders: What decides for each register that their cases ask.
    """
    activities = every_activity(pool, client, language=language, pace=pace, deciders=deciders)
    leave_unvisited()
    async with transaction(pool) as conn:
        key = await agree(conn, secrets.token_bytes(KEY), language, pace)
    served = {each.process.task_queue for each in cases}
    served &= served if queues is None else set(queues)
    async with AsyncExitStack() as serving_all:
        for queue in sorted(served):
            await serving_all.enter_async_context(
                Worker(
                    client,
                    task_queue=queue,
                    workflows=[each for each in cases if each.process.task_queue == queue],
                    activities=activities,
                    workflow_runner=runner(cases),
                    interceptors=[DetailsWhenRead(), OnlySealed(key)],
                    build_id=None if build.pinned else build.name,
                    deployment_config=build.deployed,
                    max_cached_workflows=cached_cases(len(served)),
                    max_concurrent_workflow_tasks=AT_ONCE,
                    sticky_queue_schedule_to_start_timeout=_STICKY,
                    graceful_shutdown_timeout=_GRACE,
                )
            )
        yield
