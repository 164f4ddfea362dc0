"""One way to a Temporal client: quiet, and with the converter that all messages are written by."""

import asyncio
import functools
from typing import Final

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from temporalio.service import GrpcCompression

from starter.runtime.converter import CONVERTER
from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection

PATIENCE: Final = 20.0  # seconds

_HERE: Final = ("127.0.0.1", "localhost", "[::1]")


@functools.cache
def quiet_runtime() -> Runtime:
    """Return the process's runtime without the core's warnings, which go to standard output."""
    level = TelemetryFilter(core_level="ERROR", other_level="ERROR")
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(filter=level)))


async def connect(
    connection: Connection, *, lazy: bool = False, converter: DataConverter = CONVERTER
) -> Client:
    """Return a client of the namespace in which the cases live.

    Args:
        connection: Where the stack is.
        lazy: Connect at the first call only, so that a command line can take a filing in while
            Temporal is down. A worker needs a client that is connected.
        converter: A worker's own, that says refusals in a language.

    Raises:
        StackProblem: The server does not answer.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            return await Client.connect(
                **connection.client_options(),
                data_converter=converter,
                runtime=quiet_runtime(),
                lazy=lazy,
                grpc_compression=_packing(connection.temporal_address),
            )
    except (RuntimeError, TimeoutError, OSError) as error:
        raise StackProblem(
            f"The Temporal server at {connection.temporal_address} does not answer.",
            "See that `vade up` runs, or check TEMPORAL_ADDRESS and the profile.",
        ) from error


def _packing(address: str) -> GrpcCompression:
    """Return how messages are packed; what does not leave the machine is not."""
    return GrpcCompression.NONE if address.rpartition(":")[0] in _HERE else GrpcCompression.GZIP
