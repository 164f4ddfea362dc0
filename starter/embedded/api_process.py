"""The front door over HTTP as a child of the stack: a program in a process of its own."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from starter.embedded.children import Child, Part, ProcessList, Program, last_line
from starter.embedded.ports import HOST
from starter.runtime.migrate import PROJECT
from starter.runtime.problem import StackProblem

COMMAND: Final = (sys.executable, "-m", "starter.pages.serve")
START_PATIENCE: Final = 60.0  # seconds; measured: two
POLL: Final = 0.1  # seconds between two looks at a door that is starting


class ApiProcess(Part):
    """Serves HTTP on this machine.

    Args:
        vade_dir: The stack's folder.
        port: Where.
        environ: Its environment, which says where the other parts are.
        processes: Where the process is recorded.
    """

    name: Final = "HTTP API"

    def __init__(
        self, vade_dir: Path, *, port: int, environ: Mapping[str, str], processes: ProcessList
    ) -> None:
        self._log = vade_dir / "logs" / "api.log"
        self._port = port
        own = {
            "PYTHONUNBUFFERED": "1",
            "VADE_HOME": str(vade_dir),
            "VADE_API_HOST": HOST,
            "VADE_API_PORT": str(port),
        }
        self._program = Program(
            name="api",
            command=COMMAND,
            env={**environ, **own},
            log=self._log,
            cwd=PROJECT,
            grace=15,
        )
        self._processes = processes

    @property
    def where(self) -> str:
        """Its address, for people."""
        return f"{self.url}/v1"

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self._port}"

    async def start(self) -> None:
        """Start it and return when it listens.

        Raises:
            StackProblem: It ends at once or does not begin to listen.
        """
        self._child = await Child.start(self._program, self._processes)
        try:
            async with asyncio.timeout(START_PATIENCE):
                while not await self._listens():
                    if self._child.exit_code is not None:
                        raise self._unwell(f"ended with code {self._child.exit_code}")
                    await asyncio.sleep(POLL)
        except TimeoutError as error:
            raise self._unwell(f"did not listen within {START_PATIENCE:.0f} seconds") from error

    async def _listens(self) -> bool:
        try:
            _, writer = await asyncio.open_connection(HOST, self._port)
        except OSError:
            return False
        writer.close()
        return True

    def _unwell(self, what: str) -> StackProblem:
        return StackProblem(
            f'The HTTP API {what}. Its last words: "{last_line(self._log)}".',
            f"The whole story is in {self._log}.",
        )
