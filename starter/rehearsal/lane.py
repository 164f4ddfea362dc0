"""Lanes: scenarios side by side, on the same two servers.

    this process ── plays ──▶ its own rooms        pile of scenarios: each room takes the next
         │  ▲
    scenario  report or fault                      a pipe each way
         ▼  │
    lane process ── plays ──▶ other namespaces, other databases

What plays a scenario is mostly Python, which keeps one core busy; so every lane but the first is a
process of its own. While one of its scenarios waits for a server, another one is played: a lane has
a few rooms. Messages are pickles between a process and its own child: nobody else holds an end of
the pipes.
"""

import asyncio
import itertools
import os
import pickle
import signal
import struct
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO, Final

from starter.embedded.children import tether
from starter.rehearsal.report import Report
from starter.rehearsal.scenario import Scenario, ScenarioProblem
from starter.runtime.migrate import PROJECT

COMMAND: Final = (sys.executable, "-m", "starter.rehearsal.lane_process")

_LENGTH: Final = struct.Struct("!Q")


class LaneFailed(RuntimeError):
    """A lane's process ended by itself, or a bug stopped a scenario there."""


@dataclass(frozen=True)
class Setting:
    """Where a lane plays."""

    address: str
    """Of the Temporal server."""
    namespaces: tuple[str, ...]
    """One for each room of the lane."""
    database: str
    """Address of the database ``postgres``."""
    language: str


@dataclass(frozen=True)
class Asked:
    """A scenario to be played, and the number under which the lane tells what came of it."""

    number: int
    scenario: Scenario


@dataclass(frozen=True)
class Fault:
    """Why a scenario came to no report."""

    said: str
    problem: bool
    """Whether the scenario cannot be played as written; anything else is a bug."""


class Lane:
    """A lane's process, seen from the one that started it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._numbers = itertools.count()
        self._awaited: dict[int, asyncio.Future[Report | Fault]] = {}
        self._listening: asyncio.Task[None] | None = None

    async def set(self, setting: Setting) -> None:
        """Say where the lane plays; once, before the first scenario."""
        await self._give(setting)

    async def play(self, scenario: Scenario) -> Report:
        """Play one scenario there.

        Raises:
            ScenarioProblem: It cannot be played as written.
            LaneFailed: The process ended, or a bug stopped the scenario.
        """
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        asked = Asked(next(self._numbers), scenario)
        answer = self._awaited[asked.number] = asyncio.get_running_loop().create_future()
        try:
            await self._give(asked)
            came = await answer
        finally:
            self._awaited.pop(asked.number, None)
        if isinstance(came, Report):
            return came
        raise ScenarioProblem(came.said) if came.problem else LaneFailed(came.said)

    async def end(self) -> None:
        """Kill the process: it keeps nothing that it could lose."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        if self._listening is not None:
            await self._listening  # it tells those who wait

    async def _give(self, message: object) -> None:
        assert self._process.stdin is not None
        if self._process.stdin.is_closing():  # a write would raise what nobody catches
            raise await self._lost()
        try:
            self._process.stdin.write(framed(message))
            await self._process.stdin.drain()
        except ConnectionError as gone:
            raise await self._lost() from gone

    async def _listen(self) -> None:
        """Hand what comes to whoever waits for it; once the process has ended, that it has."""
        try:
            while True:
                number, came = await self._taken()
                answer = self._awaited.get(number)
                if answer is not None and not answer.done():  # whoever asked may be cancelled
                    answer.set_result(came)
        except LaneFailed as gone:
            for answer in self._awaited.values():
                if not answer.done():
                    answer.set_exception(gone)

    async def _taken(self) -> tuple[int, Report | Fault]:
        assert self._process.stdout is not None
        try:
            head = await self._process.stdout.readexactly(_LENGTH.size)
            body = await self._process.stdout.readexactly(*_LENGTH.unpack(head))
        except (asyncio.IncompleteReadError, ConnectionError) as gone:
            raise await self._lost() from gone
        told: tuple[int, Report | Fault] = pickle.loads(body)  # noqa: S301 - from our own child
        return told

    async def _lost(self) -> LaneFailed:
        return LaneFailed(f"a rehearsal's process ended with code {await self._process.wait()}")


@asynccontextmanager
async def lane() -> AsyncIterator[Lane]:
    """Run a lane's process while the block lasts."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=PROJECT,
        # Ctrl-C reaches the first process alone, which then ends the others
        start_new_session=True,
        preexec_fn=tether(signal.SIGKILL),
    )
    started = Lane(process)
    try:
        yield started
    finally:
        await started.end()


def framed(message: object) -> bytes:
    """Return a message as it goes through a pipe: its length, then its pickle."""
    body = pickle.dumps(message)
    return _LENGTH.pack(len(body)) + body


def unframed(pipe: BinaryIO) -> object | None:
    """Wait for the next message; none once the other end is closed."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    body = pipe.read(*_LENGTH.unpack(head))
    message: object = pickle.loads(body)  # noqa: S301 - from our own parent
    return message


def cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform != "linux":
        return os.cpu_count() or 1
    return len(os.sched_getaffinity(0))
