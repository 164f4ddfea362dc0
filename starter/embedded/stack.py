"""The embedded stack: everything Vade needs on one machine, from one command.

Brought up in order, each part when the one before answers: PostgreSQL, its schema, Temporal, the
mail sink, the worker, the HTTP API. A part that is configured (``VADE_DATABASE_URL``,
``TEMPORAL_ADDRESS`` or a profile, ``VADE_SMTP_URL``) is used and neither started nor stopped. What
dies is started again.
"""

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final, NoReturn, Protocol

import asyncpg
from temporalio.client import Client

from starter.api.access.policy import DEVELOPMENT
from starter.client.nexus import ENDPOINT, TASK_QUEUE
from starter.embedded.api_process import ApiProcess
from starter.embedded.children import ProcessList
from starter.embedded.folder import forget, held, make_folder, save
from starter.embedded.mail import MailSink
from starter.embedded.operators_ui import OperatorsUi
from starter.embedded.ports import choose_ports
from starter.embedded.postgres import Postgres
from starter.embedded.temporal import Temporal, check_search_attributes
from starter.embedded.worker_process import COMMAND, WorkerProcess
from starter.runtime.connect import quiet_runtime
from starter.runtime.endpoint import make_endpoint
from starter.runtime.limits import check_limits
from starter.runtime.migrate import MIGRATIONS, migrate
from starter.runtime.problem import StackProblem
from starter.runtime.settings import (
    NAMESPACE,
    Connection,
    configured_temporal,
    temporal_is_configured,
)

RESTARTS: Final = 5  # of one part within RESTART_WINDOW; more is not an accident
RESTART_WINDOW: Final = 60.0  # seconds
CONNECT_PATIENCE: Final = 20.0  # seconds for a service that is configured


class Part(Protocol):
    """A part of the stack that runs in a process of its own."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def where(self) -> str:
        """Where it is, for people."""

    async def start(self) -> None:
        """Start it and return when it answers."""

    async def stop(self) -> None:
        """End it; harmless when it is not running."""

    async def ended(self) -> int:
        """Wait until it ends by itself; return its exit code."""


class Stack:
    """One embedded stack; an asynchronous context manager that yields its addresses.

    Args:
        vade_dir: Folder of everything that outlasts the stack.
        environ: Settings: ports and configured services; by default the process's own.
        say: Takes one line for a person.
        run_worker: False leaves the worker to somebody else.
        worker_command: The worker's program; another than the default is not waited for.
        migrations: The schema's files.
        durable: False for throw-away data.
        run_api: Whether the doors are opened on this machine: over HTTP, and the operators' UI.
    """

    def __init__(
        self,
        vade_dir: Path,
        *,
        environ: Mapping[str, str] | None = None,
        say: Callable[[str], None] = lambda _line: None,
        run_worker: bool = True,
        worker_command: Sequence[str] = COMMAND,
        migrations: Path = MIGRATIONS,
        durable: bool = True,
        run_api: bool = False,
    ) -> None:
        self._vade_dir = vade_dir.absolute()
        self._environ = dict(os.environ if environ is None else environ)
        self._say = say
        self._worker_command = tuple(worker_command) if run_worker else None
        self._migrations = migrations
        self._durable = durable
        self._run_api = run_api
        self._processes = ProcessList(self._vade_dir)
        self._parts: list[Part] = []
        self._cleanup = AsyncExitStack()

    async def __aenter__(self) -> Connection:
        """Bring everything up; nothing is left behind when that fails or is interrupted.

        Raises:
            StackProblem: A part cannot run; the text says which, why and what to do.
        """
        make_folder(self._vade_dir)
        async with AsyncExitStack() as cleanup:
            cleanup.enter_context(held(self._vade_dir))
            for name in await self._processes.end_orphans():
                self._say(f"Ended {name}, which an earlier run had left behind.")
            connection = await self._bring_up(cleanup)
            save(self._vade_dir, connection)
            cleanup.callback(forget, self._vade_dir)
            self._cleanup = cleanup.pop_all()
        return connection

    async def __aexit__(self, *_: object) -> None:
        await self._cleanup.aclose()

    async def watch(self) -> NoReturn:
        """Start again whatever dies, until cancelled.

        Raises:
            StackProblem: A part dies again and again, or cannot be started any more.
        """
        watches = [asyncio.create_task(self._keep(part)) for part in self._parts]
        try:
            await asyncio.gather(*watches, _forever())
        finally:
            for each in watches:
                each.cancel()
            await asyncio.gather(*watches, return_exceptions=True)
        raise AssertionError("nothing ends the watch but an error or a cancellation")

    async def _bring_up(self, cleanup: AsyncExitStack) -> Connection:
        ports = choose_ports(self._ports_needed(), self._environ)
        database_url = await self._database(cleanup, ports)
        for name in await migrate(database_url, folder=self._migrations):
            self._say(f"Applied the migration {name}")
        embedded = "VADE_TEMPORAL_PORT" in ports
        address, namespace, ui_url = await self._temporal(cleanup, ports)
        smtp_url = self._environ.get("VADE_SMTP_URL")
        if not smtp_url:
            sink = MailSink(self._vade_dir, port=ports["VADE_SMTP_PORT"])
            cleanup.push_async_callback(sink.stop)
            await sink.start()
            smtp_url = sink.url
            self._say(f"Mail is kept in {sink.folder}: {sink.url}")
        connection = Connection(
            temporal_address=address,
            namespace=namespace,
            database_url=database_url,
            ui_url=ui_url,
            smtp_url=smtp_url,
            embedded=embedded,
        )
        client = await _connect(connection, self._environ)
        if embedded:
            await make_endpoint(client, ENDPOINT, TASK_QUEUE)
        else:
            await check_search_attributes(client)
            await check_limits(client)
        await self._worker(cleanup, connection, client)
        return await self._api(cleanup, connection, ports)

    def _ports_needed(self) -> tuple[str, ...]:
        own_temporal = not temporal_is_configured(self._environ)
        needed = {
            "VADE_POSTGRES_PORT": not self._environ.get("VADE_DATABASE_URL"),
            "VADE_TEMPORAL_PORT": own_temporal,
            "VADE_UI_PORT": own_temporal,
            "VADE_SMTP_PORT": not self._environ.get("VADE_SMTP_URL"),
            "VADE_API_PORT": self._run_api,
        }
        return tuple(setting for setting, wanted in needed.items() if wanted)

    async def _database(self, cleanup: AsyncExitStack, ports: Mapping[str, int]) -> str:
        configured = self._environ.get("VADE_DATABASE_URL")
        if configured:
            await _answers(configured)
            return configured
        postgres = Postgres(
            self._vade_dir,
            port=ports["VADE_POSTGRES_PORT"],
            durable=self._durable,
            processes=self._processes,
        )
        await self._start(cleanup, postgres)
        return postgres.uri()

    async def _temporal(
        self, cleanup: AsyncExitStack, ports: Mapping[str, int]
    ) -> tuple[str, str, str | None]:
        """Return address, namespace and UI of the Temporal server, ours or the configured one."""
        if "VADE_TEMPORAL_PORT" not in ports:
            address, namespace = configured_temporal(self._environ)
            self._say(f"Temporal is configured: {address}, namespace {namespace}")
            return address, namespace, self._environ.get("VADE_UI_URL")
        temporal = Temporal(
            self._vade_dir,
            port=ports["VADE_TEMPORAL_PORT"],
            ui_port=0 if self._run_api else ports["VADE_UI_PORT"],
            processes=self._processes,
        )
        await self._start(cleanup, temporal)
        return temporal.address, NAMESPACE, await self._ui(cleanup, temporal, ports)

    async def _ui(
        self, cleanup: AsyncExitStack, temporal: Temporal, ports: Mapping[str, int]
    ) -> str:
        """Return the address of the UI: as operators get it, where doors are opened at all."""
        if not self._run_api:
            return temporal.ui_url
        ui = OperatorsUi(
            temporal.ui_url,
            port=ports["VADE_UI_PORT"],
            namespace=NAMESPACE,
            lang=self._environ.get("VADE_LANGUAGE") or "tr",
        )
        cleanup.push_async_callback(ui.stop)
        await ui.start()
        return ui.url

    async def _worker(
        self, cleanup: AsyncExitStack, connection: Connection, client: Client
    ) -> None:
        if self._worker_command is None:
            return
        environ = {
            "VADE_POLICY": str(DEVELOPMENT),  # as for the door: subscribers are told by the same
            **connection.environment(self._environ),
            "VADE_HOME": str(self._vade_dir),
        }
        worker = WorkerProcess(
            self._vade_dir,
            command=self._worker_command,
            environ=environ,
            processes=self._processes,
            client=client if self._worker_command == COMMAND else None,
        )
        await self._start(cleanup, worker)

    async def _api(
        self, cleanup: AsyncExitStack, connection: Connection, ports: Mapping[str, int]
    ) -> Connection:
        if not self._run_api:
            return connection
        door = ApiProcess(
            self._vade_dir,
            port=ports["VADE_API_PORT"],
            environ=connection.environment(self._environ),
            processes=self._processes,
        )
        # it reads there that the stack is embedded, so that clocks may have been moved
        save(self._vade_dir, connection)
        await self._start(cleanup, door)
        return connection.model_copy(update={"api_url": door.url})

    async def _start(self, cleanup: AsyncExitStack, part: Part) -> None:
        # stopped before it is started: an interrupted start must not leave a process behind
        cleanup.push_async_callback(part.stop)
        begun = time.monotonic()
        await part.start()
        self._parts.append(part)
        self._say(f"{part.name} is up ({time.monotonic() - begun:.1f} s): {part.where}")

    async def _keep(self, part: Part) -> NoReturn:
        restarts: deque[float] = deque(maxlen=RESTARTS)
        while True:
            code = await part.ended()
            now = time.monotonic()
            if len(restarts) == RESTARTS and now - restarts[0] < RESTART_WINDOW:
                raise StackProblem(
                    f"{part.name} ended {RESTARTS + 1} times within a minute (last code {code}); "
                    "everything was stopped.",
                    f"Its log in {self._vade_dir / 'logs'} says why.",
                )
            restarts.append(now)
            self._say(f"{part.name} ended (code {code}) and is started again.")
            await part.stop()
            await part.start()
            self._say(f"{part.name} is up again.")


async def _connect(connection: Connection, environ: Mapping[str, str]) -> Client:
    try:
        async with asyncio.timeout(CONNECT_PATIENCE):
            options = connection.client_options(environ)
            return await Client.connect(**options, runtime=quiet_runtime())
    except (RuntimeError, TimeoutError, OSError) as error:
        raise StackProblem(
            f"The Temporal server at {connection.temporal_address} does not answer.",
            "Check TEMPORAL_ADDRESS or the profile, or unset them to run an embedded server.",
        ) from error


async def _answers(database_url: str) -> None:
    try:
        connection = await asyncpg.connect(database_url, timeout=CONNECT_PATIENCE)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # the address itself is not repeated: it may hold a password
        raise StackProblem(
            f"The database of VADE_DATABASE_URL does not answer ({error}).",
            "Check the address, or unset it to run an embedded PostgreSQL.",
        ) from error
    await connection.close()


async def _forever() -> NoReturn:
    await asyncio.Event().wait()
    raise AssertionError("nobody sets this event")
