"""The worker as a child of the stack: a program in a process of its own."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from starter.embedded.children import Child, Part, ProcessList, Program, last_line
from starter.runtime.migrate import PROJECT
from starter.runtime.problem import StackProblem
from starter.runtime.release import NotTold, make_current, this_build

COMMAND: Final = (sys.executable, "-m", "worker")
TASK_QUEUE: Final = "vade-textbook"
START_PATIENCE: Final = 60.0  # seconds; measured: two
POLL: Final = 0.1  # seconds between two looks at a worker that is starting


class WorkerProcess(Part):
    """Serves the cases.

    Args:
        vade_dir: The stack's folder.
        command: The program and its arguments.
        environ: Its environment, which says where the other parts are.
        processes: Where the process is recorded.
        client: Asked whether the worker polls; None takes it as ready at once.
    """

    name: Final = "worker"

    def __init__(
        self,
        vade_dir: Path,
        *,
        command: Sequence[str],
        environ: Mapping[str, str],
        processes: ProcessList,
        client: Client | None,
    ) -> None:
        self._log = vade_dir / "logs" / "worker.log"
        # unbuffered, so that the log has the last words of a worker that was killed
        env = {**environ, "PYTHONUNBUFFERED": "1"}
        self._program = Program(
            # found from the project's folder even where the project is not installed
            name="worker",
            command=command,
            env=env,
            log=self._log,
            cwd=PROJECT,
            grace=20,
        )
        self._build = this_build(env)
        self._processes = processes
        self._client = client

    @property
    def where(self) -> str:
        """Its process number, for people."""
        return f"process {self._child.pid}" if self._child else "not started"

    async def start(self) -> None:
        """Start the worker and return when it polls and its build is the current one.

        Raises:
            StackProblem: It ends at once or does not begin to poll.
        """
        self._child = await Child.start(self._program, self._processes)
        if self._client is None:
            return
        try:
            async with asyncio.timeout(START_PATIENCE):
                while not await _is_polled(self._client):
                    if self._child.exit_code is not None:
                        raise self._unwell(f"ended with code {self._child.exit_code}")
                    await asyncio.sleep(POLL)
        except TimeoutError as error:
            raise self._unwell(f"did not poll within {START_PATIENCE:.0f} seconds") from error
        # where the server never says that all is told, cases begin all the same
        with suppress(NotTold):
            await make_current(self._client, self._build.name)

    def _unwell(self, what: str) -> StackProblem:
        return StackProblem(
            f'The worker {what}. Its last words: "{last_line(self._log)}".',
            f"The whole story is in {self._log}.",
        )


async def _is_polled(client: Client) -> bool:
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    try:
        described = await client.workflow_service.describe_task_queue(request)
    except RPCError:
        return False  # the server is being started again itself
    return len(described.pollers) > 0
