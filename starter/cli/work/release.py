"""The work of a release: check what it would change, wake cases that are to turn, count builds."""

import asyncio
import json
import lzma
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from rich.console import Group
from rich.text import Text
from temporalio.client import Client
from temporalio.service import RPCError

from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work import meant
from starter.cli.work.desk import Desk, desk
from starter.cli.work.inputs import wall_clock
from starter.cli.work.lanes import FIRST, Road
from starter.cli.work.reach import every_open
from starter.cli.work.speaking import said, t
from starter.client.answers import Fault
from starter.client.exits import OK, REFUSED
from starter.client.release import SAME, Checked, build_of, wake
from starter.client.release import check as checked
from starter.runtime.problem import StackProblem
from starter.runtime.release import current_build, make_current

OPENING: Final = "is being opened, and carries nothing over yet"
NO_BUILD: Final = "no build yet"
UNBOUNDED: Final = 1_000_000.0  # cases a second: as fast as they answer

LOOKS: Final = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds before each look whether a case has turned; to be asked costs the server as much."""

T = TypeVar("T")


async def check(settings: Settings, files: Sequence[Path]) -> Shown:
    """Read what cases carry over with this build, from files or from every open case."""
    if files:
        found = [checked(one, wall_clock()) for path in files for one in _carried_in(path)]
        return _shown(found, settings.lang)
    async with desk(settings) as at:
        return await check_everywhere(at, settings.lang)


async def turn(settings: Settings, build: str | None, rate: float, *, yes: bool = False) -> Shown:
    """Wake every open case that runs on another build than the current one."""
    lang = settings.lang
    question = t("turns", lang) if build is None else said("build_turns", lang, build=build)
    meant.ask_on_terminal(question, lang, yes=yes)
    async with desk(settings) as at, _temporal():
        return await turn_everywhere(at, build, rate, lang)


async def status(settings: Settings) -> Shown:
    """Count the open cases of each build."""
    async with desk(settings) as at, _temporal():
        return await count_builds(at, settings.lang)


@asynccontextmanager
async def _temporal() -> AsyncIterator[None]:
    try:
        yield
    except (RPCError, RuntimeError) as silent:
        raise StackProblem(
            f"The Temporal server does not answer: {silent}.", "See that it runs, and try again."
        ) from silent


# -- what a build would change ---------------------------------------------------------------------


async def check_everywhere(at: Desk, lang: str = "tr") -> Shown:
    """Ask every open case what it would carry over, and read that with this build."""
    road = Road(await every_open(at), UNBOUNDED)
    return _shown(await road.travelled(_each(partial(_of_case, at))), lang)


def _each(work: Callable[[str], Awaitable[T]]) -> Callable[[list[str]], Awaitable[list[T]]]:
    """Do the work on each of some cases at once."""

    async def some(cases: list[str]) -> list[T]:
        return await asyncio.gather(*(work(case_id) for case_id in cases))

    return some


async def _of_case(at: Desk, case_id: str) -> Checked:
    try:
        carried = await at.vade.ask(case_id, "whole_file")
    except Fault as silent:
        return Checked(case_id=case_id, kind="unreadable", what=(str(silent),))
    if carried is None:
        return Checked(case_id=case_id, kind=SAME, what=(OPENING,))
    return checked(carried, wall_clock())


def _carried_in(path: Path) -> list[dict[str, Any]]:
    try:
        packed = path.read_bytes()
        read = json.loads(lzma.decompress(packed) if path.suffix == ".xz" else packed)
    except (OSError, ValueError, lzma.LZMAError) as wrong:
        raise Usage(f"{path} cannot be read: {wrong}") from wrong
    carried = read if isinstance(read, list) else [read]
    if not all(isinstance(one, dict) and {"carried", "stand"} <= one.keys() for one in carried):
        raise Usage(f"{path} does not hold what cases carry over")
    return carried


def _shown(found: Sequence[Checked], lang: str) -> Shown:
    differing = sorted((one for one in found if one.kind != SAME), key=lambda one: one.case_id)
    lines = [Text(line) for one in differing for line in _lines(one, lang)]
    head = Text(said("builds_read", lang, n=len(found), other=len(differing)))
    data = {"read": len(found), "found": [one.model_dump(mode="json") for one in differing]}
    return Shown(data, Group(*lines, head), REFUSED if differing else OK)


def _lines(one: Checked, lang: str) -> Iterable[str]:
    yield f"{one.case_id}: {t(f'build/{one.kind}', lang)}"
    yield from (f"  {what}" for what in one.what)


# -- builds ----------------------------------------------------------------------------------------


async def turn_everywhere(at: Desk, build: str | None, rate: float, lang: str = "tr") -> Shown:
    """Make a build current, if one is named, and wake every open case that runs on another.

    A case that has turned is not woken again: interrupted and run anew, it goes on where it was.
    """
    client = at.vade.client
    if build is not None and await current_build(client) != build:
        await make_current(client, build)
    current = await current_build(client)
    cases = await every_open(at)

    turned = partial(_turned, client, current)
    fates = await Road(cases, rate, most=FIRST).travelled(
        _each(turned), silent=lambda fate: fate is Fate.ASLEEP
    )
    woken = sorted(
        case_id for case_id, fate in zip(cases, fates, strict=True) if fate is not Fate.UNTOUCHED
    )
    line = said("builds_woken", lang, n=len(woken), of=len(cases), build=current)
    return Shown({"current": current, "open": len(cases), "woken": woken}, Text(line))


class Fate(Enum):
    """What has become of a case that was to turn."""

    UNTOUCHED = "untouched"
    """It runs on the current build, or no more."""
    TURNED = "turned"
    ASLEEP = "asleep"
    """Woken, and not turned in time; it does as soon as it can."""


async def _turned(client: Client, current: str | None, case_id: str) -> Fate:
    """Wake a case that runs on another build, and see it turn: so many at once, and no more."""
    if await build_of(client, case_id) in {current, None}:
        return Fate.UNTOUCHED
    await wake(client, case_id)
    for pause in LOOKS:
        await asyncio.sleep(pause)
        if await build_of(client, case_id) in {current, None}:
            return Fate.TURNED
    return Fate.ASLEEP


async def count_builds(at: Desk, lang: str = "tr") -> Shown:
    """Count the open cases of each build; the current one is there even without any."""
    client = at.vade.client
    current = await current_build(client)
    road = Road(await every_open(at), UNBOUNDED)
    found = await road.travelled(_each(partial(build_of, client)))
    counts = Counter(build or NO_BUILD for build in found)
    if current is not None:
        counts[current] += 0
    builds = sorted(counts.items())
    mark = f" ({t('build/current', lang)})"
    marked = [f"{name}: {n}{mark if name == current else ''}" for name, n in builds]
    return Shown({"current": current, "open": dict(builds)}, Group(*map(Text, marked)))
