"""One way to a Temporal client: quiet, and with the converter that all messages are written by."""

import asyncio
import functools
from typing import Final

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter

from starter.runtime.converter import CONVERTER
from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection

PATIENCE: Final = 20.0  # seconds


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
            )
    except (RuntimeError, TimeoutError, OSError) as error:
        raise StackProblem(
            f"The Temporal server at {connection.temporal_address} does not answer.",
            "See that `vade up` runs, or check TEMPORAL_ADDRESS and the profile.",
        ) from error
