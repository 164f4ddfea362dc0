"""A Temporal server for one run: in memory, with a clock per case, silent, and gone at its end."""

import asyncio
import secrets
import signal
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from temporalio.client import Client
from temporalio.service import GrpcCompression

from starter.embedded.children import Child, ProcessList, Program, last_line
from starter.embedded.folder import make_folder
from starter.embedded.place import remove
from starter.embedded.ports import HOST, free_port
from starter.embedded.temporal import check_search_attributes, server_command, surroundings
from starter.runtime.connect import quiet_runtime
from starter.runtime.converter import CONVERTER
from starter.runtime.limits import check_limits
from starter.runtime.problem import StackProblem

NAMESPACE: Final = "rehearsal"
"""Of the first lane; another lane's has its number appended."""

UNLISTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "history.visibilityProcessorMaxPollRPS": "1",
        "history.visibilityTaskBatchSize": "1",
    }
)
"""Settings of a server whose lists nobody looks at: it need not spend its time on them."""

_PATIENCE: Final = 30.0  # seconds; measured: a third of a second
_POLL: Final = 0.03  # seconds between two looks at a server that is starting


@asynccontextmanager
async def fleeting_temporal(
    dynamic_config: Mapping[str, str], namespaces: Sequence[str] = (NAMESPACE,)
) -> AsyncIterator[Client]:
    """Run a Temporal server while the block lasts; return a client of its first namespace.

    Not the SDK's own test environment: that one greets on standard output, where the answers of
    ``vade rehearse --json`` go, and lets every case it starts run through at once.

    Raises:
        StackProblem: It does not start.
    """
    folder = Path(tempfile.gettempdir()) / f"vade-{secrets.token_hex(6)}"
    make_folder(folder)
    address = f"{HOST}:{free_port()}"
    server = _program(folder, address, dynamic_config, namespaces)
    try:
        child = await Child.start(server, ProcessList(folder))
        try:
            async with asyncio.timeout(_PATIENCE):
                clients = [await _ready(child, server, address, name) for name in namespaces]
            await check_limits(clients[0])
            yield clients[0]
        finally:
            await child.stop()
    finally:
        remove(folder)


async def connect(address: str, namespace: str) -> Client:
    """Connect to a rehearsal's server."""
    return await Client.connect(
        address,
        namespace=namespace,
        data_converter=CONVERTER,
        runtime=quiet_runtime(),
        grpc_compression=GrpcCompression.NONE,  # what does not leave the machine is not packed
    )


def _program(
    folder: Path, address: str, dynamic_config: Mapping[str, str], namespaces: Sequence[str]
) -> Program:
    port = int(address.rpartition(":")[2])
    silent = ("--headless", "--log-level", "error")
    return Program(
        name="temporal",
        command=server_command(port, namespaces, dynamic_config, *silent),
        env=surroundings(),
        log=folder / "logs" / "temporal.log",
        cwd=folder,
        # it keeps nothing that it could lose, and to end in order takes it a second
        stop_by=signal.SIGKILL,
        tethered=True,
    )


async def _ready(child: Child, server: Program, address: str, namespace: str) -> Client:
    """Connect as soon as the namespace and its attributes are there."""
    while True:
        if child.exit_code is not None:
            raise StackProblem(
                f"The Temporal server ended with code {child.exit_code}.", last_line(server.log)
            )
        try:
            client = await connect(address, namespace)
            await check_search_attributes(client)
        except (RuntimeError, StackProblem):
            await asyncio.sleep(_POLL)
        else:
            return client
