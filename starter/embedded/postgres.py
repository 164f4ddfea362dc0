"""Real PostgreSQL on this machine, from the programs of an installed wheel, owned by us."""

import asyncio
import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import asyncpg
import psutil

from starter.embedded.children import Child, Part, ProcessList, Program, end_all, last_line
from starter.embedded.folder import make_folder
from starter.embedded.place import Place, find_place, remove
from starter.embedded.ports import HOST, free_port
from starter.runtime.private import write_private
from starter.runtime.problem import StackProblem

USER: Final = "vade"
DATABASE: Final = "vade"
START_PATIENCE: Final = 60.0  # seconds; recovery after a crash may have much to replay
POLL: Final = 0.05  # seconds between two attempts to connect

# the log is of no use to anybody, so it is written over early: the files may lie in memory
FLEETING: Final = (
    *("fsync=off", "full_page_writes=off", "synchronous_commit=off"),
    "max_wal_size=128MB",
)

_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - each makes a closed folder of its own there
_PLENTY: Final = 4 << 30  # bytes; a server takes some hundred million, and several run at once


class Postgres(Part):
    """One PostgreSQL server: on 127.0.0.1 only, password required, no Unix socket.

    Without a Unix socket the length of the folder's path does not matter, and no other account on
    the machine gets in without the password, which lies in ``postgres.password`` (mode 0600).

    Args:
        vade_dir: The stack's folder.
        port: Port to listen on; 0 takes a free one.
        durable: False for throw-away data: no commit waits for the disk.
        processes: Where the process is recorded; parts on one folder share one.
    """

    name: Final = "PostgreSQL"

    def __init__(
        self,
        vade_dir: Path,
        *,
        port: int = 0,
        durable: bool = True,
        processes: ProcessList | None = None,
    ) -> None:
        self._vade_dir = vade_dir
        self._port = port or free_port()
        self._durable = durable
        self._processes = processes or ProcessList(vade_dir)
        self._log = vade_dir / "logs" / "postgres.log"
        self._password = ""
        self._place: Place | None = None

    @property
    def where(self) -> str:
        """The address, for people, and where the data lie if not in the stack's folder."""
        outside = self._place is not None and self._place.outside
        elsewhere = f", data in {self._place.base}" if self._place and outside else ""
        return f"{HOST}:{self._port}{elsewhere}"

    def uri(self, database: str = DATABASE) -> str:
        """Return the address of a database, password included; valid once started."""
        # nothing but this machine is between the two, and the server has no certificate
        return (
            f"postgresql://{USER}:{self._password}@{HOST}:{self._port}/{database}?sslmode=disable"
        )

    async def start(self) -> None:
        """Start the server and return when it answers and has the database ``vade``.

        Raises:
            StackProblem: It cannot be started; the text says why.
        """
        make_folder(self._vade_dir)
        place = await asyncio.to_thread(find_place, self._vade_dir)
        self._place = place
        await self._clear_leftovers(place)
        self._password = self._read_password(place)
        if not (place.data / "PG_VERSION").exists():
            await self._initialise(place)
        self._child = await Child.start(self._program(place), self._processes)
        await self._answering(self._child)
        await self.create_database(DATABASE)

    async def create_database(self, database: str) -> None:
        """Create a database unless it is there."""
        connection = await asyncpg.connect(self.uri("postgres"))
        try:
            there = "select 1 from pg_database where datname = $1"
            if await connection.fetchval(there, database) is None:
                await connection.execute(f'create database "{database}"')
        finally:
            await connection.close()

    def _read_password(self, place: Place) -> str:
        path = self._vade_dir / "postgres.password"
        with suppress(FileNotFoundError):
            return path.read_text("utf-8").strip()
        if place.data.exists():
            raise StackProblem(
                f"The password of the database in {place.data} is gone: {path} is missing.",
                f"Restore that file, or remove {self._vade_dir} to start anew.",
            )
        password = secrets.token_urlsafe(24)
        write_private(path, f"{password}\n".encode())
        return password

    async def _clear_leftovers(self, place: Place) -> None:
        """End what still works on these data, however it came to be left behind.

        A killed server leaves ``postmaster.pid``, and after a reboot or in a new container its
        number may be anybody's: PostgreSQL would refuse to start. The stack's folder is held and
        no server works on the data any more, so the file is stale.
        """
        data = place.data.resolve()
        for process in await asyncio.to_thread(_working_in, data):
            await end_all([process], by=signal.SIGQUIT, grace=5)
        (place.data / "postmaster.pid").unlink(missing_ok=True)

    async def _initialise(self, place: Place) -> None:
        """Create the data folder; under another name until it is complete."""
        draft, secret = place.base / "data.new", place.base / "password.new"
        shutil.rmtree(draft, ignore_errors=True)
        write_private(secret, self._password.encode())
        if place.account:
            os.chown(secret, place.account.uid, place.account.gid, follow_symlinks=False)
        try:
            child = await Child.start(self._initdb(place, draft, secret), self._processes)
            try:
                failed = await child.ended() != 0
            finally:
                await child.stop()
        finally:
            secret.unlink()
        if failed:
            raise StackProblem(
                f'The data folder of PostgreSQL could not be created: "{last_line(self._log)}".',
                f"The whole story is in {self._log}.",
            )
        draft.rename(place.data)

    def _initdb(self, place: Place, draft: Path, secret: Path) -> Program:
        command = [str(place.programs / "initdb"), "-D", str(draft), "-U", USER]
        command += ["--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8"]
        # sorted the same on every machine, whatever languages it has installed
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--no-instructions", *([] if self._durable else ["--no-sync"])]
        return self._run(place, "initdb", command)

    def _program(self, place: Place) -> Program:
        settings = [f"listen_addresses={HOST}", f"port={self._port}", "unix_socket_directories="]
        settings += ["timezone=UTC", "log_timezone=UTC"]
        settings += [] if self._durable else FLEETING
        command = [str(place.programs / "postgres"), "-D", str(place.data)]
        return self._run(place, "postgres", [*command, *(f"--{each}" for each in settings)])

    def _run(self, place: Place, name: str, command: list[str]) -> Program:
        return Program(
            name=name,
            command=command,
            # nothing of the caller's environment: PGDATA and its like would steer the server
            env={"LC_ALL": "C", "PATH": str(place.programs), "HOME": str(place.base)},
            log=self._log,
            account=place.account,
            # "fast": sessions are ended, the data are written down; the polite signal would wait
            # for every client to leave
            stop_by=signal.SIGINT,
            grace=30,
            tethered=not self._durable,
        )

    async def _answering(self, child: Child) -> None:
        try:
            async with asyncio.timeout(START_PATIENCE):
                while not await self._connects():
                    if child.exit_code is not None:
                        raise self._unwell(f"ended with code {child.exit_code}")
                    await asyncio.sleep(POLL)
        except TimeoutError as error:
            raise self._unwell(f"did not answer within {START_PATIENCE:.0f} seconds") from error

    async def _connects(self) -> bool:
        try:
            connection = await asyncpg.connect(self.uri("postgres"))
        except (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError):
            return False
        except asyncpg.InvalidPasswordError as error:
            raise self._unwell("does not accept the password in postgres.password") from error
        await connection.close()
        return True

    def _unwell(self, what: str) -> StackProblem:
        return StackProblem(
            f'PostgreSQL {what}. Its last words: "{last_line(self._log)}".',
            f"The whole story is in {self._log}.",
        )


@asynccontextmanager
async def throwaway() -> AsyncIterator[Postgres]:
    """Run a PostgreSQL for tests and rehearsals: nothing waits for the disk, nothing is kept."""
    vade_dir = _passing_home() / f"vade-{secrets.token_hex(6)}"
    postgres = Postgres(vade_dir, durable=False)
    try:
        await postgres.start()
        yield postgres
    finally:
        await postgres.stop()
        remove(vade_dir)


@asynccontextmanager
async def copied(uri: Callable[[str], str], template: str) -> AsyncIterator[str]:
    """Make a copy of a database; it is dropped when the block ends, whoever is still connected.

    Args:
        uri: Returns the address of a database.
        template: The database; nobody is connected to it.

    Yields:
        The address of the copy.
    """
    name = f"copy_{secrets.token_hex(6)}"
    # file by file: page by page, the usual way, all of it goes through the log as well
    await _administer(uri, f'create database "{name}" template "{template}" strategy file_copy')
    try:
        yield uri(name)
    finally:
        await _administer(uri, f'drop database "{name}" with (force)')


async def _administer(uri: Callable[[str], str], statement: str) -> None:
    connection = await asyncpg.connect(uri("postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _passing_home() -> Path:
    """Return where files lie that are gone in a moment: in memory, where there is plenty of it.

    A database is some five hundred files. On a disk most of the time of a copy goes into finding
    room for them among those just deleted.
    """
    with suppress(OSError):
        there = os.statvfs(_IN_MEMORY)
        free = min(there.f_bavail * there.f_frsize, psutil.virtual_memory().available)
        # a copy of the server's programs may have to lie beside its data
        if free >= _PLENTY and not there.f_flag & os.ST_NOEXEC and os.access(_IN_MEMORY, os.W_OK):
            return _IN_MEMORY
    return Path(tempfile.gettempdir())


def _working_in(data: Path) -> list[psutil.Process]:
    """Return the PostgreSQL processes that work on a data folder: their current directory."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.name() == "postgres" and Path(process.cwd()) == data:
                found.append(process)
    return found
