"""Play scenarios from end to end."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from activities.journal.projection import timeline
from starter.client.processes import PROCESSES
from starter.client.telling import told_again
from starter.embedded.temporal import DYNAMIC_CONFIG
from starter.rehearsal.comparing import Difference, difference, figures_in, under
from starter.rehearsal.driver import Driver, Onlooker, Played
from starter.rehearsal.engine import Engine, Scene, Stage, running_engine
from starter.rehearsal.given import fill_registers
from starter.rehearsal.lane import Setting, cores, lane
from starter.rehearsal.report import Figures, Line, Report, line_of
from starter.rehearsal.room import room
from starter.rehearsal.scenario import (
    Scenario,
    ScenarioProblem,
    load_scenario,
    scenario_files,
)
from starter.rehearsal.server import NAMESPACE, UNLISTED, connect
from starter.rehearsal.sheet import Place
from starter.runtime.event_loop import serve_in_loop
from workflows.kernel.case.process import Process
from workflows.kernel.case.reasons import decoded
from workflows.kernel.law.calendar import local_day

_WORTH_A_LANE: Final = 4  # scenarios; with fewer for each, to start it takes longer than it saves
_MOST_LANES: Final = 4  # the one Temporal server has no more to give
_ROOMS: Final = 3  # of a lane: while a scenario waits for a server, another one is played

_Player: TypeAlias = Callable[[Scenario], Awaitable[Report]]

_SKIPPED: Final = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED


async def play(
    scenario: Scenario,
    stage: Stage,
    processes: Mapping[str, Process] = PROCESSES,
    *,
    looking_on: Onlooker | None = None,
) -> Report:
    """Play one scenario.

    Args:
        scenario: The scenario.
        stage: Where it is played; it serves the processes.
        processes: By name; the scenario names one of them.
        looking_on: Is shown every case that the scenario looks at.

    Raises:
        ScenarioProblem: It cannot be played as written.
    """
    process = processes.get(scenario.process)
    if process is None:
        known = ", ".join(sorted(processes))
        raise _problem(scenario, "process", f"no process {scenario.process!r}; there are: {known}")
    followed = {name: processes[name] for name in _followed(scenario, processes)}
    check_roles(scenario, process, followed)
    body = decoded(process.application, scenario.application, "V-4", "the application")
    if isinstance(body, tuple):
        wrong = "; ".join(reason.what for reason in body)
        raise _problem(scenario, "application", wrong)
    began = time.perf_counter()
    queues = {each.task_queue for each in (process, *followed.values())}
    async with stage.scene(*queues) as scene:
        await fill_registers(scene.pool, scenario, process, *followed.values())
        driver = Driver(scenario, process, scene, followed, looking_on)
        try:
            return await _reported(scenario, await driver.play(), driver, scene, began)
        finally:
            await driver.cases.clear()


def _followed(scenario: Scenario, processes: Mapping[str, Process]) -> Iterable[str]:
    for number, step in enumerate(scenario.steps):
        if step.case is not None and step.case not in processes:
            spot = scenario.spot(("steps", number, "case")) or "scenario"
            known = ", ".join(sorted(processes))
            raise ScenarioProblem(f"{spot}: case: no process {step.case!r}; there are: {known}")
    return scenario.follows


def check_roles(
    scenario: Scenario, process: Process, followed: Mapping[str, Process] | None = None
) -> None:
    """See that whoever acts or has an address in a scenario is known to the process of its case.

    Raises:
        ScenarioProblem: Somebody is not.
    """
    others = followed or {}
    named: list[tuple[Place, str, Process]] = [(("by", "role"), scenario.by.role, process)]
    named += [(("given", "offices", role), role, process) for role in scenario.given.offices]
    named += [
        (("steps", n, "by", "role"), step.by.role, others.get(step.case or "", process))
        for n, step in enumerate(scenario.steps)
        if step.by
    ]
    for place, role, of in named:
        if role not in of.roles:
            where = f"{scenario.spot(place) or 'scenario'}: {'.'.join(map(str, place))}"
            known = ", ".join(of.roles)
            raise ScenarioProblem(f"{where}: no role {role!r} in {of.name}; there are: {known}")


def _problem(scenario: Scenario, key: str, wrong: str) -> ScenarioProblem:
    return ScenarioProblem(f"{scenario.spot((key,)) or 'scenario'}: {key}: {wrong}")


async def play_all(
    paths: Iterable[Path],
    *,
    language: str = "tr",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Report, ...]:
    """Play scenario files on one engine; return their reports in the order of the files.

    Args:
        paths: The files, or folders of them.
        language: Of what operators would see.
        progress: Is told after each how many have been played, of how many.

    Raises:
        ScenarioProblem: One of them cannot be played as written.
    """
    return await _play_on_one(_read(paths), language=language, progress=progress)


async def compare_all(
    paths: Iterable[Path],
    books: tuple[str, str],
    *,
    language: str = "tr",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Difference, ...]:
    """Play scenario files under two rulebooks; return what differs, in the order of the files.

    Args:
        paths: The files, or folders of them.
        books: Files of changed figures; `AS_IT_STANDS` for what is in force.
        language: Of what operators would see.
        progress: Is told after each how many have been played, of how many.

    Raises:
        ScenarioProblem: A scenario cannot be played, or a book changes what is not there.
    """
    first, second = (figures_in(book) for book in books)
    scenarios = _read(paths)
    both = [under(each, first, books[0]) for each in scenarios]
    both += [under(each, second, books[1]) for each in scenarios]
    reports = await _play_on_one(both, language=language, progress=progress)
    halves = (reports[: len(scenarios)], reports[len(scenarios) :])
    return tuple(difference(one, other) for one, other in zip(*halves, strict=True))


def _read(paths: Iterable[Path]) -> list[Scenario]:
    """Read all files before an engine starts: a misspelt key costs no time.

    Files that only give others their beginning are skipped, unless nothing else is named.
    """
    named = list(paths)
    return [load_scenario(path) for path in scenario_files(named) or named]


async def _play_on_one(
    scenarios: Sequence[Scenario],
    *,
    language: str,
    progress: Callable[[int, int], None] | None,
) -> tuple[Report, ...]:
    lanes = _lanes(len(scenarios))
    rooms = min(_ROOMS, len(scenarios))
    names = [f"{NAMESPACE}-{n}" if n else NAMESPACE for n in range(lanes * rooms)]
    async with AsyncExitStack() as run:
        # started first: while they load, the servers start
        others = [await run.enter_async_context(lane()) for _ in range(lanes - 1)]
        servers = running_engine(
            language=language, dynamic_config={**DYNAMIC_CONFIG, **UNLISTED}, namespaces=names
        )
        engine = await run.enter_async_context(servers)
        address, database = engine.client.service_client.config.target_host, engine.uri("postgres")
        for number, other in enumerate(others, start=1):
            run.push_async_callback(other.end)  # before the servers: it would complain of their end
            own = tuple(names[number * rooms : (number + 1) * rooms])
            await other.set(Setting(address, own, database, language))
        players: list[_Player] = [other.play for other in others for _ in range(rooms)]
        for name in names[:rooms]:
            beside = Engine(await connect(address, name), engine.uri, engine.serve)
            players.append(partial(play, stage=await run.enter_async_context(room(beside))))
        return await _played_by(players, scenarios, progress)


def _lanes(scenarios: int) -> int:
    return max(1, min(cores(), _MOST_LANES, scenarios // _WORTH_A_LANE))


async def _played_by(
    players: Iterable[_Player],
    scenarios: Sequence[Scenario],
    progress: Callable[[int, int], None] | None,
) -> tuple[Report, ...]:
    """Let each player take the next scenario as soon as it is free, those with most steps first."""
    pile = sorted(range(len(scenarios)), key=lambda n: len(scenarios[n].steps))
    reports: dict[int, Report] = {}

    async def take_turns(player: _Player) -> None:
        while pile:
            number = pile.pop()
            reports[number] = await player(scenarios[number])
            if progress is not None:
                progress(len(reports), len(scenarios))

    turns = [asyncio.create_task(take_turns(player)) for player in players]
    try:
        await asyncio.gather(*turns)
    finally:
        for turn in turns:
            turn.cancel()
        await asyncio.gather(*turns, return_exceptions=True)
    return tuple(reports[number] for number in range(len(scenarios)))


def rehearse(paths: Sequence[Path], *, language: str = "tr") -> tuple[Report, ...]:
    """Play scenario files; see `play_all`. For callers that have no event loop."""
    return serve_in_loop(play_all(paths, language=language))


async def _reported(
    scenario: Scenario, played: Played, driver: Driver, scene: Scene, began: float
) -> Report:
    cases = tuple(driver.cases.known)
    lines = sorted(
        [*await _lines(cases, scene, driver.process_behind), *played.refusals],
        key=lambda line: (line.settled_at, line.case_id),
    )
    first = await driver.cases.row(played.case_id)
    runs, events, size = await _histories(scene.client, cases)
    ended_at = played.ended_at or scenario.opens
    return Report(
        path=scenario.path,
        title=scenario.title,
        process=scenario.process,
        cases=cases,
        stage=first.stage if first else None,
        decision=next((line.decision for line in reversed(lines) if line.decision), None),
        refused=played.not_accepted,
        lines=tuple(lines),
        failures=tuple(played.failures),
        opened_on=local_day(scenario.opens),
        expectations=played.looked_at,
        figures=Figures(
            virtual_days=(ended_at - scenario.opens).days,
            wall_seconds=round(time.perf_counter() - began, 2),
            commands=sum(line.kind == "command" for line in lines),
            reminders=sum(line.kind == "reminder" for line in lines),
            runs=runs,
            events=events,
            history_bytes=size,
        ),
    )


async def _lines(
    cases: tuple[str, ...], scene: Scene, process_behind: Callable[[str], Process]
) -> list[Line]:
    """Return what the journals say; each of them tells its case again, or the rehearsal fails."""
    lines: list[Line] = []
    async with scene.pool.acquire() as conn:
        for case_id in cases:
            entries = await timeline(conn, case_id)
            if entries:
                await told_again(conn, case_id, process_behind(case_id))
            lines += [line_of(case_id, entry) for entry in entries]
    return lines


async def _histories(client: Client, cases: tuple[str, ...]) -> tuple[int, int, int]:
    """Count the runs, their events and their size; a case that continued as new has several."""
    runs = events = size = 0
    for case_id in cases:
        run_id: str | None = None  # the latest
        while True:
            described = await client.get_workflow_handle(case_id, run_id=run_id).describe()
            size += described.raw_description.workflow_execution_info.history_size_bytes
            handle = client.get_workflow_handle(case_id, run_id=described.run_id)
            run_id = None
            runs += 1
            async for event in handle.fetch_history_events():
                events += event.event_type != _SKIPPED
                started = event.workflow_execution_started_event_attributes
                run_id = started.continued_execution_run_id or run_id
            if run_id is None:
                break
    return runs, events, size
