"""One command to every open case: before and after first, at a bounded rate, each case once."""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from pydantic import JsonValue

from activities.journal.projection import open_cases
from starter.cli.work.desk import Desk
from starter.cli.work.speaking import due, t
from starter.client.answers import Fault, OutOfReach, Received
from starter.client.exits import OK, RECEIVED, REFUSED, TROUBLE
from starter.client.processes import PROCESSES
from workflows.kernel.case.message import Envelope
from workflows.kernel.law.calendar import Calendar

DELIVERED: Final = "told"
KNOWN: Final = "knows it already"
WOULD_BE_DELIVERED: Final = "would be told"
OPENING: Final = "is being opened, and reads the table itself"


@dataclass(frozen=True)
class Pace:
    """How the cases are reached."""

    dry_run: bool
    rate: float
    """Cases reached in a second, at most."""


@dataclass(frozen=True)
class Reached:
    """What became of one case."""

    case_id: str
    said: str
    code: int = OK
    terms: tuple[dict[str, JsonValue], ...] = ()
    """The terms that move, each with its end before and after."""

    def data(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"result": self.said, **({"terms": list(self.terms)} if self.terms else {})}

    def lines(self, lang: str) -> list[str]:
        """Return it as people read it."""
        moves = (
            f"  {term['key']}: {_due(term.get('was_due_at'))} → {_due(term['due_at'])}"
            for term in self.terms
        )
        return [f"{self.case_id}: {t(self.said, lang)}", *moves]


Letter = Callable[[str, Calendar | None], Envelope | None]
"""From a case and the calendar it lives by, if it answers: what it is sent; None: it knows."""


async def reach_every_case(at: Desk, command: str, letter: Letter, pace: Pace) -> list[Reached]:
    """Reach every open case, one after the other.

    A case knows what was delivered: interrupted and run again, it goes on where it was.
    """
    cases = await every_open(at)
    reached: list[Reached] = []
    for n, case_id in enumerate(cases, start=1):
        one = await _reached(at, case_id, command, letter, pace)
        reached.append(one)
        progress(n, len(cases))
        if one.said == DELIVERED:
            await asyncio.sleep(1 / pace.rate)
    return reached


async def _reached(at: Desk, case_id: str, command: str, letter: Letter, pace: Pace) -> Reached:
    try:
        calendar = await at.vade.ask(case_id, "working_days")
        if calendar is None:
            return Reached(case_id, OPENING)
        envelope = letter(case_id, Calendar.model_validate(calendar))
        if envelope is None:
            return Reached(case_id, KNOWN)
        return await _delivered(at, case_id, command, envelope, pace)
    except OutOfReach as silent:
        # what need not be compared first is taken in for a case that does not answer now
        envelope = None if pace.dry_run else letter(case_id, None)
        if envelope is None:
            return Reached(case_id, str(silent), TROUBLE)
        return await _sent(at, case_id, command, envelope)
    except Fault as fault:
        return Reached(case_id, str(fault), REFUSED)


async def _delivered(
    at: Desk, case_id: str, command: str, envelope: Envelope, pace: Pace
) -> Reached:
    preview = await at.vade.ask(case_id, "what_if", command, envelope.model_dump(mode="json"))
    if preview is None or preview["counted"]:
        return Reached(case_id, KNOWN)
    terms = tuple(preview["terms"])
    if preview["reasons"]:
        first = preview["reasons"][0]
        return Reached(case_id, f"{first['rule']}: {first['what']}", REFUSED)
    if pace.dry_run:
        return Reached(case_id, WOULD_BE_DELIVERED, terms=terms)
    return replace(await _sent(at, case_id, command, envelope), terms=terms)


async def _sent(at: Desk, case_id: str, command: str, envelope: Envelope) -> Reached:
    try:
        await at.vade.send(case_id, command, envelope)
    except Received as later:
        return Reached(case_id, str(later), RECEIVED)
    except Fault as fault:
        return Reached(case_id, str(fault), REFUSED)
    return Reached(case_id, DELIVERED)


async def every_open(at: Desk) -> list[str]:
    """Return every open case; one that has just opened may be in one of the two lists only."""
    async with at.pool.acquire() as conn:
        recorded = {row.case_id for row in await open_cases(conn)}
    kinds = ", ".join(f'"{process.workflow_type}"' for process in PROCESSES.values())
    running = at.vade.client.list_workflows(
        f'WorkflowType IN ({kinds}) AND ExecutionStatus = "Running"'
    )
    return sorted(recorded | {run.id async for run in running})


def progress(n: int, of: int) -> None:
    """Say on a terminal how far it has come."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{n}/{of}" + ("\n" if n == of else ""))
        sys.stderr.flush()


def _due(value: JsonValue) -> str:
    return due(datetime.fromisoformat(value)) if isinstance(value, str) else "—"
