"""The machine: the stack in the foreground, rehearsals, one case forward in time."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.text import Text
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper

from activities.journal.projection import timeline as journal
from starter.api.access.development import issued, own_key
from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work import rendering, speaking, viewing
from starter.cli.work.desk import desk
from starter.cli.work.inputs import actor_from, duration_from, process_behind
from starter.cli.work.lanes import progress
from starter.client.answers import NotFound, OutOfReach
from starter.client.exits import OK, REFUSED
from starter.client.processes import words
from starter.embedded.samples import open_samples
from starter.embedded.up import up as embedded_up
from starter.rehearsal.play import compare_all, play_all
from starter.rehearsal.render import differences, rendered, summary
from starter.rehearsal.report import Report
from starter.rehearsal.scenario import ScenarioProblem
from starter.runtime.problem import StackProblem
from starter.runtime.settings import load, temporal_is_configured
from starter.runtime.skipping import skip

FAR: Final = timedelta(days=3660)
"""Farther than any case lives, and than its calendar reaches."""

PATIENCE: Final = 120.0  # seconds until a case that does not move counts as stuck


def up(settings: Settings, *, samples: bool, worker: bool) -> int:
    """Run the embedded stack; return its exit code.

    Sample cases come to a stack of this folder only, never to a server or database of others.
    """
    own = not temporal_is_configured(os.environ) and not os.environ.get("VADE_DATABASE_URL")
    opened = open_samples if samples and own and worker else None
    return asyncio.run(
        embedded_up(settings.home, samples=opened, console=Console(), run_worker=worker)
    )


async def rehearse(settings: Settings, files: list[Path], *, check: bool) -> Shown:
    """Play scenarios; with ``check``, an expectation that failed is a failed command."""
    with _readable():
        reports = await play_all(files, language=settings.lang, progress=progress)
    failed = check and not all(each.passed for each in reports)
    data = [each.model_dump(mode="json") for each in reports]
    return Shown(
        data,
        Group(*_told(reports, settings.lang, check=check)),
        REFUSED if failed else OK,
    )


async def compare(settings: Settings, files: list[Path], books: tuple[str, str]) -> Shown:
    """Play scenarios under two rulebooks; a difference is a failed command, as for ``diff``."""
    with _readable():
        found = await compare_all(files, books, language=settings.lang, progress=progress)
    unlike = [each for each in found if each.any]
    data = {
        "books": [*books],
        "scenarios": len(found),
        "different": [each.model_dump(mode="json") for each in unlike],
    }
    human = differences(found, books, settings.lang)
    return Shown(data, human, REFUSED if unlike else OK)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except ScenarioProblem as wrong:
        raise Usage(str(wrong)) from wrong
    except OSError as wrong:
        raise Usage(f"{wrong.filename}: {wrong.strerror}") from wrong


def _told(reports: tuple[Report, ...], lang: str, *, check: bool) -> Iterator[RenderableType]:
    """Write the time lines, of a check those that failed, and what became of all."""
    for each in reports:
        if not check or len(reports) == 1 or not each.passed:
            yield rendered(each, lang)
    if len(reports) > 1:
        yield summary(reports, lang)


async def fast_forward(settings: Settings, case_id: str, typed: str) -> Shown:
    """Move one case forward in time, and show where it stands then."""
    process, span = process_behind(case_id), duration_from(typed)
    if not timedelta() < span <= FAR:
        raise Usage(f"{typed} is too far; a case can be moved by up to ten years at once")
    if not load(settings.home).embedded:
        raise StackProblem(
            "This Temporal server is not the embedded one: its time is everybody's.",
            "Start a stack of your own with `vade up`, or rehearse a scenario.",
        )
    async with desk(settings) as at:
        async with at.pool.acquire() as conn:
            before = len(await journal(conn, case_id))
        handle = at.vade.client.get_workflow_handle(case_id)
        try:
            async with asyncio.timeout(PATIENCE):
                went_on = await skip(at.vade.client, case_id, span)
        except RPCError as fault:
            raise _not_moved(fault, case_id) from fault
        except TimeoutError as stuck:
            raise OutOfReach(f"{case_id} does not move: no worker runs, or it is stuck") from stuck
        now = await TimeSkipper(at.vade.client).get_current_time(handle)
        view = await at.vade.view(case_id)
        async with at.pool.acquire() as conn:
            happened = (await journal(conn, case_id))[before:]
    data = {
        "now": now.isoformat(),
        "open": went_on,
        "happened": [each.model_dump(mode="json") for each in happened],
        "view": view.model_dump(mode="json"),
    }
    head = Text(f"{case_id}: {speaking.clock(now)}")
    told = [rendering.timeline(words(process.name), happened, settings.lang)] if happened else []
    return Shown(data, Group(head, *told, viewing.view(process, view, settings.lang)))


async def token(settings: Settings, typed: str, hours: int) -> Shown:
    """Issue a token that only the door of this folder's own stack recognises."""
    actor = actor_from(typed)
    if not load(settings.home).embedded:
        raise StackProblem(
            "This stack's Temporal is not its own: its door does not trust tokens made here.",
            "Have a token issued by the issuer that VADE_OIDC_ISSUER names.",
        )
    made = issued(own_key(settings.home), actor, hours * 3600)
    return Shown({"token": made}, Text(made))


def _not_moved(fault: RPCError, case_id: str) -> Exception:
    if fault.status is RPCStatusCode.NOT_FOUND:
        return NotFound(case_id, "is not open: closed, or never opened")
    if fault.status in {RPCStatusCode.INVALID_ARGUMENT, RPCStatusCode.UNIMPLEMENTED}:
        return StackProblem(
            f"The Temporal server does not move its clocks ({fault.message}).",
            "Start it with `vade up`, which allows it.",
        )
    return OutOfReach(f"Temporal does not answer for {case_id}")
