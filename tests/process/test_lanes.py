"""Scenarios side by side: lanes in processes of their own, and what ends them."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import pytest

from activities.database import Connection
from starter.rehearsal import play as playing
from starter.rehearsal.engine import TEMPLATE, Engine, running_engine
from starter.rehearsal.lane import Lane, LaneFailed, Setting, lane
from starter.rehearsal.play import play, play_all
from starter.rehearsal.report import Report
from starter.rehearsal.room import room
from starter.rehearsal.scenario import ScenarioProblem, load_scenario, parse_scenario
from starter.runtime.migrate import PROJECT

FOLDER = Path(__file__).parents[2] / "examples" / "textbook-review"
ACCEPTED = FOLDER / "accepted-at-once.yaml"
BANNED = FOLDER / "banned-publisher.yaml"
RETURNED = FOLDER / "returned-at-filing.yaml"

PATIENCE = 20.0  # seconds until a signalled process must be gone

# A process that starts a child which nothing but its tether would end, and waits.
HOLDER = """
import asyncio, pathlib, signal, sys
from starter.embedded.children import Child, ProcessList, Program

async def main(folder):
    program = Program(
        name="held", command=["sleep", "600"], env={"PATH": "/bin:/usr/bin"},
        log=folder / "log", stop_by=signal.SIGTERM, tethered=True,
    )
    child = await Child.start(program, ProcessList(folder))
    print(child.pid, flush=True)
    await child.ended()

asyncio.run(main(pathlib.Path(sys.argv[1])))
"""


async def seated(other: Lane, engine: Engine) -> None:
    """Set a lane beside the fixture's engine, which serves nothing while it is not asked to."""
    address = engine.client.service_client.config.target_host
    await other.set(Setting(address, (engine.client.namespace,), engine.uri("postgres"), "tr"))


def what_came(report: Report) -> dict[str, Any]:
    """A report without what real time leaves in it."""
    told = report.model_dump(exclude={"figures", "lines"})
    lines = [(one.kind, one.name, one.rule, one.stage, one.reasons) for one in report.lines]
    return {**told, "lines": lines}


async def test_a_lane_plays_as_this_process_does(engine: Engine) -> None:
    scenario = load_scenario(RETURNED)

    async with lane() as other:
        await seated(other, engine)
        there = await other.play(scenario)
    here = await play(scenario, engine)

    assert len(there.lines) >= 2
    assert what_came(there) == what_came(here)


async def test_a_scenario_that_cannot_be_played_is_told_with_its_line(engine: Engine) -> None:
    text = BANNED.read_text("utf-8")
    text = text.replace("given:\n", "given:\n  rulebook: {terms.correction.lenght: 5}\n")
    line = text.splitlines().index("  rulebook: {terms.correction.lenght: 5}") + 1

    async with lane() as other:
        await seated(other, engine)
        with pytest.raises(ScenarioProblem, match=rf"changed.yaml:{line}: .*lenght"):
            await other.play(parse_scenario(text, FOLDER / "changed.yaml"))


async def test_a_lane_that_ended_is_no_lane_that_hangs(engine: Engine) -> None:
    async with lane() as other:
        await seated(other, engine)
        await other.end()
        with pytest.raises(LaneFailed, match=f"code -{signal.SIGKILL.value}"):
            await other.play(load_scenario(BANNED))


async def test_whoever_waits_for_a_lane_learns_that_it_died(engine: Engine) -> None:
    async with lane() as other:
        await seated(other, engine)
        playing = [asyncio.create_task(other.play(load_scenario(BANNED))) for _ in range(2)]
        await asyncio.sleep(0)
        await other.end()
        for each in playing:
            with pytest.raises(LaneFailed, match=f"code -{signal.SIGKILL.value}"):
                await each


async def test_each_gets_the_report_of_what_it_asked_a_lane_to_play(engine: Engine) -> None:
    """The longer one is asked for first and done last; each has a room, or waits for one."""
    asked = [load_scenario(path) for path in (ACCEPTED, RETURNED, BANNED)]
    async with running_engine(namespaces=("one", "two")) as two, lane() as other:
        address = two.client.service_client.config.target_host
        await other.set(Setting(address, ("one", "two"), two.uri("postgres"), "tr"))
        reports = await asyncio.gather(*map(other.play, asked))
    for scenario, report in zip(asked, reports, strict=True):
        assert what_came(report) == what_came(await play(scenario, engine))


async def test_a_room_is_emptied_to_what_the_migrations_left(engine: Engine) -> None:
    """Row by row and number by number, also after what no delete may touch: a journal."""
    async with room(engine) as only:
        untouched = await contents(engine.uri(TEMPLATE))
        for path in (ACCEPTED, RETURNED):
            assert (await play(load_scenario(path), only)).passed
        async with only.scene("nobody's queue") as scene, scene.pool.acquire() as conn:
            found = await contents_of(conn)
            assert len(found.pop("opening_terms")) == 1, "whoever serves it has said how"
            with pytest.raises(asyncpg.PostgresError, match="append-only"):
                await conn.execute("truncate journal cascade")
    assert found == {name: rows for name, rows in untouched.items() if name != "opening_terms"}


async def contents(url: str) -> dict[str, Any]:
    conn = await asyncpg.connect(url)
    try:
        return await contents_of(conn)
    finally:
        await conn.close()


async def contents_of(conn: Connection) -> dict[str, Any]:
    """Every row of every table, and where every sequence stands."""
    tables = await conn.fetch("select tablename from pg_tables where schemaname = 'public'")
    rows = {
        name: sorted(str(tuple(row)) for row in await conn.fetch(f"select * from {name}"))  # noqa: S608
        for (name,) in tables
    }
    numbers = "select sequencename, last_value from pg_sequences order by sequencename"
    return {**rows, "numbers": [tuple(row) for row in await conn.fetch(numbers)]}


async def test_reports_come_in_the_order_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longer one is played first wherever it stands, so the order of play is another."""
    monkeypatch.setattr(playing, "cores", lambda: 2)
    started = count_lanes(monkeypatch)
    for beginning in FOLDER.glob("_*.yaml"):
        (tmp_path / beginning.name).write_text(beginning.read_text("utf-8"), "utf-8")
    paths = []
    for number, source in enumerate([BANNED, RETURNED, BANNED, BANNED] * 2):
        path = tmp_path / f"{number}.yaml"
        path.write_text(source.read_text("utf-8"), "utf-8")
        paths.append(path)

    reports = await play_all(paths)

    assert [report.path for report in reports] == paths
    assert all(report.passed for report in reports)
    assert len(started) == 1


def count_lanes(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note every lane that is started from now on."""
    started: list[Any] = []

    def noted() -> Any:
        started.append(lane())
        return started[-1]

    monkeypatch.setattr(playing, "lane", noted)
    return started


@contextmanager
def holder(folder: Path) -> Iterator[tuple["subprocess.Popen[str]", psutil.Process]]:
    """Run a process that holds a tethered child; return both."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        held = psutil.Process(int(parent.stdout.readline()))
        try:
            yield parent, held
        finally:
            parent.kill()
            if held.is_running():
                held.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_what_is_tethered_does_not_survive_its_parents_kill(tmp_path: Path) -> None:
    with holder(tmp_path) as (parent, held):
        assert held.is_running()

        parent.kill()

        held.wait(PATIENCE)
        assert not held.is_running()
