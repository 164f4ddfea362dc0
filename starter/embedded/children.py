"""Processes of the embedded stack: started apart from the terminal, recorded, surely ended.

Each child has a session of its own, so that Ctrl-C reaches ``vade up`` alone, which then ends the
children in order. Each is recorded with its start time in ``processes.json``: after ``vade up``
itself was killed, the next one on the same folder ends what was left, and never a stranger that
got the same number.
"""

import asyncio
import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import psutil

from starter.runtime.private import write_private
from starter.runtime.problem import StackProblem

KILL_PATIENCE: Final = 5.0  # seconds until a killed process must be gone
LOG_LIMIT: Final = 10_000_000  # bytes after which a log is put aside at the next start
POLL: Final = 0.02  # seconds between two looks at processes that are ending
SAME_START: Final = 1.5  # seconds; the start time is read off a clock that may be corrected

_PR_SET_PDEATHSIG: Final = 1  # of Linux's prctl


@dataclass(frozen=True)
class Account:
    """An unprivileged system account."""

    name: str
    uid: int
    gid: int

    def as_kwargs(self) -> dict[str, Any]:
        """Return the arguments that make a subprocess run under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Program:
    """A program as the stack runs it."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    cwd: Path = Path("/")
    account: Account | None = None
    stop_by: signal.Signals = signal.SIGTERM
    grace: float = 15.0
    """Seconds between the polite signal and the kill."""
    tethered: bool = False
    """Nobody comes back for it: on Linux it is sent its signal even if its parent is killed."""


class ProcessList:
    """The processes a stack has started and not yet seen end."""

    def __init__(self, vade_dir: Path) -> None:
        self._path = vade_dir / "processes.json"
        self._entries: list[dict[str, Any]] = []

    def add(self, program: Program, pid: int) -> None:
        """Record a process just started."""
        try:
            started = psutil.Process(pid).create_time()
        except psutil.NoSuchProcess:
            return
        self._entries.append(
            {
                "name": program.name,
                "pid": pid,
                "started": started,
                "stop_by": program.stop_by.name,
                "grace": program.grace,
            },
        )
        self._save()

    def forget(self, pid: int) -> None:
        """Forget a process that has ended."""
        self._entries = [entry for entry in self._entries if entry["pid"] != pid]
        self._save()

    async def end_orphans(self) -> tuple[str, ...]:
        """End what a killed run left behind, last started first; return the names.

        Raises:
            StackProblem: A leftover belongs to another user.
        """
        ended = []
        for entry in reversed(self._left()):
            process = _same(entry)
            if process is None:
                continue
            try:
                await end_all(
                    family(process), by=signal.Signals[entry["stop_by"]], grace=entry["grace"]
                )
            except psutil.AccessDenied as error:
                raise StackProblem(
                    f"An earlier run left {entry['name']} (process {entry['pid']}) behind, and "
                    "this user may not end it.",
                    f"Run `kill {entry['pid']}` as the user who started it.",
                ) from error
            ended.append(str(entry["name"]))
        self._save()
        return tuple(ended)

    def _left(self) -> list[dict[str, Any]]:
        try:
            entries: list[dict[str, Any]] = json.loads(self._path.read_text("utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return []
        return entries

    def _save(self) -> None:
        write_private(self._path, json.dumps(self._entries, indent=1).encode())


class Child:
    """A running program, owned by this process."""

    def __init__(
        self, program: Program, process: asyncio.subprocess.Process, processes: ProcessList
    ) -> None:
        self._program = program
        self._process = process
        self._processes = processes

    @classmethod
    async def start(cls, program: Program, processes: ProcessList) -> Self:
        """Start a program in a session of its own, its output in its log.

        Raises:
            StackProblem: The program is missing or may not be run.
        """
        if program.log.exists() and program.log.stat().st_size > LOG_LIMIT:
            program.log.replace(program.log.with_suffix(".old.log"))
        descriptor = os.open(program.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            process = await asyncio.create_subprocess_exec(
                *program.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                cwd=program.cwd,
                env=dict(program.env),
                start_new_session=True,
                preexec_fn=_prepared(program),
            )
        except OSError as error:
            raise StackProblem(
                f"{program.name} cannot be started: {program.command[0]} ({error.strerror}).",
                "Run `make setup` to install it again.",
            ) from error
        finally:
            os.close(descriptor)
        child = cls(program, process, processes)
        processes.add(program, process.pid)
        return child

    @property
    def pid(self) -> int:
        """Process number."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """Exit code, negative for a signal; None while it runs."""
        return self._process.returncode

    async def ended(self) -> int:
        """Wait until the program ends by itself; return its exit code."""
        return await self._process.wait()

    async def stop(self) -> None:
        """End the program and everything it started."""
        if self._process.returncode is None:
            with suppress(psutil.NoSuchProcess):
                await end_all(
                    family(psutil.Process(self.pid)),
                    by=self._program.stop_by,
                    grace=self._program.grace,
                )
            await self._process.wait()
        self._processes.forget(self.pid)


def _prepared(program: Program) -> Callable[[], None]:
    """Return what a program's process does before it runs.

    By its own hand, not by arguments of the start: not every event loop knows those. The tether
    comes last, because whoever becomes another account loses it.
    """
    account, tied = program.account, tether(program.stop_by) if program.tethered else None

    def before_it_runs() -> None:
        os.umask(0o077)
        if account:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
        if tied:
            tied()

    return before_it_runs


def tether(end_by: signal.Signals) -> Callable[[], None] | None:
    """Return what a child does before it runs, so that it is signalled when its parent dies.

    The parent is the thread that starts it. Only Linux knows this; elsewhere there is none.
    """
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def before_it_runs() -> None:
        prctl(_PR_SET_PDEATHSIG, int(end_by), 0, 0, 0)
        if os.getppid() != parent:  # it died before it could be watched
            os._exit(1)

    return before_it_runs


def family(process: psutil.Process) -> list[psutil.Process]:
    """Return a process and all its descendants, the process itself first."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


async def end_all(processes: Sequence[psutil.Process], *, by: signal.Signals, grace: float) -> None:
    """Ask the first process to end, and kill whoever is left after the grace.

    Args:
        processes: A family; its head ends its descendants when it can.
        by: The polite signal.
        grace: Seconds until the kill.
    """
    for process in processes[:1]:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(by)
    left = await _left_after(processes, grace)
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    await _left_after(left, KILL_PATIENCE)


async def _left_after(processes: Sequence[psutil.Process], patience: float) -> list[psutil.Process]:
    # looks instead of waiting: to wait for a child would take its exit code away from asyncio
    until = time.monotonic() + patience
    left = [process for process in processes if alive(process)]
    while left and time.monotonic() < until:
        await asyncio.sleep(POLL)
        left = [process for process in left if alive(process)]
    return left


def alive(process: psutil.Process) -> bool:
    """Return whether a process still runs; one that only waits to be reaped does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def last_line(log: Path) -> str:
    """Return the last line a program wrote, or an empty text."""
    try:
        lines = log.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _same(entry: Mapping[str, Any]) -> psutil.Process | None:
    """Return the recorded process if it is still that one, not a later one of the same number."""
    try:
        process = psutil.Process(entry["pid"])
        same = abs(process.create_time() - entry["started"]) < SAME_START
    except psutil.NoSuchProcess:
        return None
    return process if same and alive(process) else None


class Part:
    """A part of the stack that runs as one program; ``start`` is each part's own."""

    _child: Child | None = None

    async def stop(self) -> None:
        """Ask it to end in order; what it has under way is finished, what it keeps stays."""
        if self._child is not None:
            await self._child.stop()

    async def ended(self) -> int:
        """Wait until it ends by itself; return its exit code."""
        assert self._child is not None, "wait for the end only after the start"
        return await self._child.ended()

    @property
    def pid(self) -> int | None:
        """Process number; None before the start."""
        return self._child.pid if self._child else None
