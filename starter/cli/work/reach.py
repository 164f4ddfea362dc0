"""One command to every open case: many at once, at a bounded rate, each case once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import JsonValue
from temporalio.api.workflowservice.v1 import ListWorkflowExecutionsRequest
from temporalio.client import Client

from activities.database import OUTAGE
from activities.journal.many import Calendars, moved_by, recorded_open
from starter.cli.work.desk import Desk
from starter.cli.work.lanes import Road
from starter.cli.work.speaking import due, t
from starter.client.answers import Fault, OutOfReach, Received, Refused
from starter.client.exits import OK, RECEIVED, REFUSED, TROUBLE
from starter.client.many import Outcome, send_to_many
from starter.client.processes import PROCESSES
from workflows.kernel.case.message import Envelope
from workflows.kernel.law.calendar import Calendar

DELIVERED: Final = "told"
KNOWN: Final = "knows it already"
WOULD_BE_DELIVERED: Final = "would be told"
OPENING: Final = "is being opened, and reads the table itself"

JOURNALLED: Final = timedelta(seconds=10)
"""How long the journal is waited for after the last answer."""

PAGE: Final = 1000
"""Cases that Temporal names at a time: as many as it may."""

SOON, SELDOM = 0.02, 0.5  # seconds between two looks at the journal


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
"""From a case and the calendar it lives by, if that is known: what it is sent; None: it knows."""


@dataclass(frozen=True)
class Telling:
    """What every open case is told."""

    command: str
    letter: Letter


async def reach_every_case(at: Desk, telling: Telling, pace: Pace) -> list[Reached]:
    """Reach every open case, many at once.

    A case knows what was delivered: interrupted and run again, it goes on where it was.
    """
    async with at.pool.acquire() as conn:
        recorded = dict.fromkeys(await recorded_open(conn))
    told: dict[str, str] = {}
    calendars = Calendars()

    async def some(cases: list[str]) -> list[Reached]:
        try:
            async with at.pool.acquire() as conn:
                lived_by = await calendars.of(conn, [each for each in cases if each in recorded])
        except (*OUTAGE, TimeoutError):
            return [Reached(each, "the database does not answer", TROUBLE) for each in cases]
        known, written = await _written(at, telling.letter, cases, lived_by)
        if pace.dry_run:
            tried = await asyncio.gather(
                *(_tried(at, each, telling.command, letter) for each, letter in written.items())
            )
            return [{**known, **dict(zip(written, tried, strict=True))}[each] for each in cases]
        sent = await _sent(at, telling.command, written)
        told.update(
            (each, written[each].command_id) for each in sent if sent[each].said == DELIVERED
        )
        return [{**known, **sent}[each] for each in cases]

    road = Road(await every_open(at, recorded), pace.rate)
    reached = await road.travelled(some, silent=lambda one: one.code in {RECEIVED, TROUBLE})
    moved = await _moved(at, told)
    in_order = sorted(reached, key=lambda one: one.case_id)
    return [replace(one, terms=moved.get(one.case_id, one.terms)) for one in in_order]


async def _written(
    at: Desk, letter: Letter, cases: Sequence[str], lived_by: Mapping[str, Calendar]
) -> tuple[dict[str, Reached], dict[str, Envelope]]:
    """Write to some cases; those that need no letter, with why not, are the first part."""
    # one that is not recorded yet may still be opening, and then reads the table itself
    asked = [each for each in cases if each not in lived_by]
    answers = await asyncio.gather(*(_letter(at, each, letter) for each in asked))
    found: dict[str, Envelope | Reached] = dict(zip(asked, answers, strict=True))
    for case_id, calendar in lived_by.items():
        found[case_id] = letter(case_id, calendar) or Reached(case_id, KNOWN)
    known = {each: one for each, one in found.items() if isinstance(one, Reached)}
    written = {each: one for each, one in found.items() if not isinstance(one, Reached)}
    return known, written


async def _letter(at: Desk, case_id: str, letter: Letter) -> Envelope | Reached:
    """Ask a case by which calendar it lives, and write to it; or say why nothing is written."""
    try:
        calendar = await at.vade.ask(case_id, "working_days")
        if calendar is None:
            return Reached(case_id, OPENING)
        return letter(case_id, Calendar.model_validate(calendar)) or Reached(case_id, KNOWN)
    except OutOfReach as silent:
        # what need not be compared first is taken in for a case that does not answer now
        return letter(case_id, None) or Reached(case_id, str(silent), TROUBLE)
    except Fault as fault:
        return Reached(case_id, str(fault), REFUSED)


async def _tried(at: Desk, case_id: str, command: str, written: Envelope) -> Reached:
    """Ask a case what would become of it."""
    try:
        preview = await at.vade.preview(case_id, command, written)
    except OutOfReach as silent:
        return Reached(case_id, str(silent), TROUBLE)
    except Fault as fault:
        return Reached(case_id, str(fault), REFUSED)
    if preview is None or preview["counted"]:
        return Reached(case_id, KNOWN)
    if preview["reasons"]:
        first = preview["reasons"][0]
        return Reached(case_id, f"{first['rule']}: {first['what']}", REFUSED)
    return Reached(case_id, WOULD_BE_DELIVERED, terms=tuple(preview["terms"]))


async def _sent(at: Desk, command: str, letters: Mapping[str, Envelope]) -> dict[str, Reached]:
    try:
        outcomes = await send_to_many(at.vade, at.pool, command, letters)
    except Fault as fault:
        code = TROUBLE if isinstance(fault, OutOfReach) else REFUSED
        return {each: Reached(each, str(fault), code) for each in letters}
    return {case_id: _of(case_id, outcome) for case_id, outcome in outcomes.items()}


def _of(case_id: str, outcome: Outcome) -> Reached:
    match outcome.fault:
        case None:
            return Reached(case_id, KNOWN if outcome.again else DELIVERED)
        case Received() as later:
            return Reached(case_id, str(later), RECEIVED)
        case Refused() as no:
            first = no.reasons[0]
            return Reached(case_id, f"{first.rule}: {first.what}", REFUSED)
        case OutOfReach() as silent:
            return Reached(case_id, str(silent), TROUBLE)
        case fault:
            return Reached(case_id, str(fault), REFUSED)


async def _moved(at: Desk, told: Mapping[str, str]) -> dict[str, tuple[dict[str, JsonValue], ...]]:
    """Read in the journal which terms have moved; it is behind the answers by some moments."""
    found: dict[str, tuple[dict[str, JsonValue], ...]] = {}
    missing, pause = dict(told), SOON
    try:
        async with asyncio.timeout(JOURNALLED.total_seconds()):
            while missing:
                async with at.pool.acquire() as conn:
                    entries = await moved_by(conn, missing)
                found |= {each: tuple(terms) for each, terms in entries.items()}
                missing = {each: missing[each] for each in missing if each not in entries}
                if missing:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, SELDOM)
    except (*OUTAGE, TimeoutError):
        return found  # what is held, or written later, shows no terms yet
    return found


async def every_open(at: Desk, recorded: Iterable[str] | None = None) -> list[str]:
    """Return every open case; one that has just opened may be in one of the two lists only.

    Those that were acted in last come first. By their IDs, which are nearly their age, each of more
    cases than a worker keeps would be put away for an older one just before its turn.
    """
    if recorded is None:
        async with at.pool.acquire() as conn:
            recorded = await recorded_open(conn)
    only_running = {case async for case in _running(at.vade.client)}.difference(recorded)
    return [*sorted(only_running), *recorded]


async def _running(client: Client) -> AsyncIterator[str]:
    """Return the cases that Temporal runs; only their IDs are read of what it says of each."""
    kinds = ", ".join(f'"{process.workflow_type}"' for process in PROCESSES.values())
    asked = ListWorkflowExecutionsRequest(
        namespace=client.namespace,
        page_size=PAGE,
        query=f'WorkflowType IN ({kinds}) AND ExecutionStatus = "Running"',
    )
    while True:
        page = await client.workflow_service.list_workflow_executions(asked, retry=True)
        for run in page.executions:
            yield run.execution.workflow_id
        if not page.next_page_token:
            return
        asked.next_page_token = page.next_page_token


def _due(value: JsonValue) -> str:
    return due(datetime.fromisoformat(value)) if isinstance(value, str) else "—"
