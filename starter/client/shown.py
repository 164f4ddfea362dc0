"""Rows of the database as the values that clients get; nothing is left out here."""

import asyncio
import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from activities.access import Unopened
from activities.database import OUTAGE, Pool
from activities.journal.projection import CaseRow, Eyes, Listed, Place, Wanted, one_case
from activities.journal.receipts import CommittedReceipt
from starter.client.answers import Started, unfit
from starter.client.fitting import document, shaped, understood
from starter.client.models import (
    CaseListed,
    CaseShown,
    CommandSent,
    Filters,
    Opened,
    Page,
    Receipt,
    State,
    Step,
)
from starter.client.processes import process_of
from workflows.kernel.case.message import Answer, Envelope
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Entry
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display.view import View
from workflows.kernel.roles import Actor

RECORDED: Final = 2.0  # seconds until an open case is recorded; measured: 0.05
POLL: Final = 0.02  # seconds between two looks


# -- what goes to a case ---------------------------------------------------------------------------


def enveloped(
    case_id: str, command: str, sent: CommandSent, command_id: str, actor: Actor
) -> Envelope:
    """Return a command as it is taken in.

    Raises:
        NotFound: This is not the address of a case.
        Refused: The process has no such command, or its document cannot be read (V-4).
    """
    understood(case_id, command)
    process = process_of(case_id)
    kind = None if process is None else document(process, command)
    assert kind is not None, "what is understood has a document"
    shaped(kind, sent.body)
    return Envelope(
        command_id=command_id,
        received_at=sent.received_at,
        register_no=sent.register_no,
        actor=actor,
        body=sent.body,
    )


async def opened(pool: Pool, started: Started) -> Opened:
    """Wait a moment until a case that has been opened is recorded, and say whether it is.

    By what is recorded, those whom it concerns reach it.
    """
    said = Opened(
        case_id=started.case_id,
        file_no=started.file_no,
        received_at=started.received_at,
        state="opening",
        again=started.again,
    )
    if not started.is_open:
        return said
    try:
        async with asyncio.timeout(RECORDED):
            await _recorded(pool, started.case_id)
    except (TimeoutError, *OUTAGE):
        return said
    return said.model_copy(update={"state": "open"})


async def _recorded(pool: Pool, case_id: str) -> None:
    while True:
        async with pool.acquire() as conn:
            if await one_case(conn, case_id) is not None:
                return
        await asyncio.sleep(POLL)


# -- what comes back -------------------------------------------------------------------------------


def where_to_ask(case_id: str, command_id: str) -> str:
    """Return the address of a receipt at the HTTP door."""
    return f"/v1/cases/{case_id}/receipts/{command_id}"


def receipt_of(found: CommittedReceipt) -> Receipt:
    """Return a receipt and what has become of it."""
    assert found.envelope.received_at is not None, "the register dates every receipt"
    refusal = None if found.refusal is None else Refusal.model_validate(found.refusal)
    answer = None if found.answer is None else Answer.model_validate(found.answer)
    state: State = "received" if found.delivered_at is None else "held"
    if refusal is not None:
        state = "refused"
    elif answer is not None and answer.held is None:
        state = "admitted"
    return Receipt(
        case_id=found.case_id,
        command_id=found.command_id,
        command=found.command,
        received_at=found.envelope.received_at,
        state=state,
        ask=where_to_ask(found.case_id, found.command_id),
        answer=answer,
        reasons=() if refusal is None else refusal.reasons,
    )


def case_of(row: CaseRow, view: View | None) -> CaseShown:
    """Return a case: what was recorded last, and how it stands now."""
    fields = {name: getattr(row, name) for name in CaseShown.model_fields if name != "view"}
    return CaseShown(**fields, view=view)


def unopened(filed: Unopened, view: View | None) -> CaseShown:
    """Return a case that has been started, and of which nothing is recorded yet."""
    return CaseShown(
        case_id=filed.case_id,
        process=filed.process,
        file_no=filed.file_no,
        stage="opening" if view is None else view.stage,
        waiting_on=None if view is None else view.waiting_on,
        received_at=filed.received_at,
        view=view,
    )


def listed(row: CaseRow) -> CaseListed:
    """Return a case's row in a list."""
    fields = {name: getattr(row, name) for name in CaseListed.model_fields if name != "held"}
    return CaseListed(**fields, held=len(row.pending))


def step_of(process: Process, entry: Entry, lang: str) -> Step:
    """Return an entry of the journal."""
    return Step(
        n=entry.n,
        kind=entry.kind,
        name=entry.name,
        title=process.word(entry.name, lang),
        rule=entry.rule,
        counts_from=entry.counts_from,
        settled_at=entry.settled_at,
        role=entry.actor.role,
        actor=entry.actor.id,
        command_id=entry.command_id,
        body=entry.body,
        effects=entry.effects,
        hash=entry.hash,
    )


# -- lists -----------------------------------------------------------------------------------------


def wanted_by(asked: Filters, now: datetime, eyes: Eyes | None) -> Wanted:
    """Return which cases a list is to hold.

    Raises:
        Refused: `after` is not what a page has ended with.
    """
    taken = {"overdue", "limit", "after"}
    return Wanted(
        **{name: value for name, value in asked.model_dump().items() if name not in taken},
        overdue_at=now if asked.overdue else None,
        eyes=eyes,
        after=None if asked.after is None else _place(asked.after),
    )


def page_of(
    found: Listed, wanted: Wanted, limit: int, show: Callable[[CaseRow], CaseListed] = listed
) -> Page:
    """Return a page; one case more than it holds says that another one follows."""
    shown = found.model_copy(update={"cases": found.cases[:limit]})
    place = shown.place(wanted) if len(found.cases) > limit else None
    return Page(
        cases=tuple(show(row) for row in shown.cases),
        fitting=found.fitting,
        after=None if place is None else _token(place),
    )


def _token(place: Place) -> str:
    return base64.urlsafe_b64encode(place.model_dump_json().encode()).decode()


def _place(token: str) -> Place:
    try:
        return Place.model_validate_json(base64.urlsafe_b64decode(token.encode()))
    except (ValidationError, binascii.Error, ValueError) as wrong:
        raise unfit("`after` is not what a page has ended with") from wrong
