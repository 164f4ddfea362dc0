"""The programs of the bench: workers and drivers as processes that answer line by line."""

import asyncio
import json
import subprocess
import sys
import venv
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
PEER_ENV: Final = ROOT / "build" / "bench-peer"
PEER_NEEDS: Final = Path(__file__).with_name("peer-requirements.txt")
LINE: Final = 2**24  # bytes of the longest answer


class Ended(Exception):
    """A program ended before it had answered; its last words stand above."""


class Program:
    """A program that takes an order a line and answers each with a line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Talk to one process."""
        self._process = process

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    async def ask(self, **order: Any) -> dict[str, Any]:
        """Give an order and wait for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        await self._process.stdin.drain()
        return await self.told()

    async def told(self) -> dict[str, Any]:
        """Read the next answer, whatever else is printed.

        Raises:
            Ended: There will be none.
        """
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            if line.startswith(b"{"):
                answer: dict[str, Any] = json.loads(line)
                return answer
        raise Ended(f"ended with code {await self._process.wait()}")


@asynccontextmanager
async def running(
    *arguments: str, env: Mapping[str, str], python: Path | None = None
) -> AsyncIterator[Program]:
    """Run a module of this folder, and yield it once it is ready; it is ended with the block."""
    module, *rest = arguments
    process = await asyncio.create_subprocess_exec(
        str(python or sys.executable),
        "-m",
        f"tests.bench.{module}",
        *rest,
        env={**env, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LINE,
    )
    try:
        program = Program(process)
        await program.told()
        yield program
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def peer_python() -> Path | None:
    """Return the Python that has the peer, made at the first call; none if it is not to be had."""
    python = PEER_ENV / "bin" / "python"
    done = PEER_ENV / "installed"
    if not done.exists():
        venv.create(PEER_ENV, with_pip=True, clear=True)
        install = ("pip", "install", "--quiet", "--retries", "1", "--requirement", str(PEER_NEEDS))
        if subprocess.run([str(python), "-m", *install], check=False).returncode:
            return None
        done.touch()
    return python
