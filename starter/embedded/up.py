"""``vade up``: the embedded stack in the foreground, until Ctrl-C."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import asyncpg
from rich.console import Console
from rich.status import Status
from rich.text import Text
from temporalio.exceptions import TemporalError
from temporalio.service import RPCError

from starter.embedded.stack import Stack
from starter.embedded.worker_process import COMMAND
from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection

STOPPED: Final = 0
PROBLEM: Final = 2

OWNER: Final = "Run as the user who owns it, or choose another folder with VADE_HOME."

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Samples = Callable[[Connection], Awaitable[None]]


async def up(
    vade_dir: Path,
    *,
    samples: Samples | None,
    console: Console,
    run_worker: bool = True,
    worker_command: Sequence[str] = COMMAND,
) -> int:
    """Run the stack until Ctrl-C, SIGTERM or SIGHUP, then stop it in order.

    Args:
        vade_dir: Folder of everything that outlasts the stack.
        samples: Opens the sample cases; called once in the life of the folder.
        console: Where progress is shown.
        run_worker: False leaves the worker to somebody else.
        worker_command: The worker's program.

    Returns:
        The exit code: 0 when it was asked to stop, 2 when it could not run (the console says why).
    """
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in SIGNALS:
        loop.add_signal_handler(each, asked.set)

    def say(line: str) -> None:
        # whole lines: they are copied from, and read by programs
        console.print(Text(line), soft_wrap=True)

    stack = Stack(
        vade_dir,
        say=say,
        run_worker=run_worker,
        worker_command=worker_command,
        run_api=True,
    )
    status = console.status("Starting; the first time takes longest")
    running = asyncio.create_task(_serve(stack, vade_dir, samples, say, status))
    asking = asyncio.create_task(asked.wait())
    try:
        await asyncio.wait({running, asking}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            say("Stopping; every open case resumes at the next start.")
        # cancelled once only: signals that come while the parts are being stopped change nothing
        running.cancel()
        return await _outcome(running, console)
    finally:
        asking.cancel()
        running.cancel()
        await asyncio.gather(running, asking, return_exceptions=True)
        for each in SIGNALS:
            loop.remove_signal_handler(each)


async def _outcome(running: asyncio.Task[None], console: Console) -> int:
    (result,) = await asyncio.gather(running, return_exceptions=True)
    match result:
        case asyncio.CancelledError():
            console.print(Text("Everything is stopped."))
            return STOPPED
        case StackProblem():
            console.print(Text(str(result), style="red"), soft_wrap=True)
            return PROBLEM
        case PermissionError():
            what = f"{result.filename} belongs to another user."
            console.print(Text(f"{what} {OWNER}", style="red"), soft_wrap=True)
            return PROBLEM
        case BaseException():
            raise result
        case _:
            raise AssertionError("the stack runs until it is stopped")


async def _serve(
    stack: Stack,
    vade_dir: Path,
    samples: Samples | None,
    say: Callable[[str], None],
    status: Status,
) -> None:
    # the spinner turns until everything is up, whatever the way out
    with ExitStack() as starting:
        starting.enter_context(status)
        async with stack as connection:
            starting.close()
            await _run(stack, connection, vade_dir, samples, say)


async def _run(
    stack: Stack,
    connection: Connection,
    vade_dir: Path,
    samples: Samples | None,
    say: Callable[[str], None],
) -> None:
    say(f"Temporal UI: {connection.ui_url or 'of the configured server'}")
    say(f"Pages: {connection.api_url}/ (choose a role to sign in)")
    say(f"HTTP API: {connection.api_url}/v1 (tokens: `vade token --as ROLE`)")
    # both at once: a worker that dies while the samples are opened is started again
    tasks = {
        asyncio.create_task(stack.watch()),
        asyncio.create_task(_open_samples(connection, vade_dir, samples, say)),
    }
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _open_samples(
    connection: Connection, vade_dir: Path, samples: Samples | None, say: Callable[[str], None]
) -> None:
    opened = vade_dir / "samples.opened"
    if samples is not None and not opened.exists():
        try:
            await samples(connection)
        except (RPCError, TemporalError, asyncpg.PostgresError, OSError) as error:
            say(f"The sample cases could not all be opened ({error}); the next start tries again.")
        else:
            opened.touch(mode=0o600)
            say("The sample cases are open.")
    say("Running. In another shell: `vade list`, `vade show CASE`. Ctrl-C stops everything.")
