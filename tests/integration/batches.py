"""Journal entries, batches and envelopes for tests, chained and hashed as a case does it."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import JsonValue

from activities.journal.journal import sealed
from workflows.kernel.case.file import GENESIS
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Batch, Entry, Notice, Projection, RegisterWrite
from workflows.kernel.roles import Actor, Role
from workflows.kernel.values import digest

CASE = "textbook-review-2031-0042"
OPENED_AT = datetime(2031, 3, 10, 7, 0, tzinfo=UTC)
APPLICANT = Actor(role=Role.APPLICANT, id="a-1")
A_PLACE = RegisterWrite(
    into="queue",
    key="q-1",
    row={"stage": "first", "received_at": "2031-03-10T09:00:00+03:00", "file_no": "2031-0042"},
)
"""A draft's place in the queue of a stage."""


def an_entry(
    n: int,
    previous_hash: str,
    *,
    kind: str = "command",
    name: str = "submit_corrected_draft",
    command_id: str | None = None,
    body: JsonValue = None,
    answer: JsonValue = None,
) -> Entry:
    draft = Entry(
        n=n,
        kind=kind,
        name=name,
        rule="T-17.15b",
        counts_from=OPENED_AT + timedelta(hours=n),
        settled_at=OPENED_AT + timedelta(hours=n, minutes=1),
        actor=APPLICANT,
        command_id=command_id,
        body=body,
        effects={"stage": "correction"},
        previous_hash=previous_hash,
        hash="",
        answer=answer,
    )
    return draft.model_copy(update={"hash": digest(json.loads(sealed(draft)))})


def entries(count: int, *, body: JsonValue = None, after: Entry | None = None) -> tuple[Entry, ...]:
    """Return a chain of entries, each answered under the command ID ``c-<n>``."""
    chain: list[Entry] = []
    n, previous = (after.n, after.hash) if after else (0, GENESIS)
    for _ in range(count):
        n += 1
        entry = an_entry(n, previous, command_id=f"c-{n}", body=body, answer={"entry": n})
        chain.append(entry)
        previous = entry.hash
    return tuple(chain)


def a_projection(**changes: Any) -> Projection:
    shown: dict[str, Any] = {
        "process": "textbook-review",
        "file_no": "2031-0042",
        "stage": "correction",
        "waiting_on": "applicant",
        "next_term": "T-17.15b",
        "next_due": datetime(2031, 5, 26, 14, 30, tzinfo=UTC),
        "overdue": False,
        "needs_attention": False,
        "received_at": OPENED_AT,
        "outcome": None,
        "outcome_rule": None,
        "closed_at": None,
        "next_occasion": datetime(2031, 5, 16, 6, 0, tzinfo=UTC),
        "terms": ({"key": "T-17.15b", "state": "open"},),
        "applicant": "p-7",
    }
    return Projection.model_validate({**shown, **changes})


def a_batch(
    recorded: Iterable[Entry] = (),
    *,
    case_id: str = CASE,
    notices: Iterable[Notice] = (),
    registers: Iterable[RegisterWrite] = (),
    **projection: Any,
) -> Batch:
    if case_id != CASE:
        projection.setdefault("file_no", case_id.removeprefix("textbook-review-"))
    return Batch(
        case_id=case_id,
        entries=tuple(recorded),
        notices=tuple(notices),
        registers=tuple(registers),
        projection=a_projection(**projection),
    )


def a_reminder(*, to: str = "applicant", days: int = 10) -> Notice:
    return Notice(
        occasion=f"T-17.15b/reminder/{days}/2031-05-26",
        addressee=to,
        rule="T-17.15b",
        kind="reminder",
        template="reminder",
        dated_at=datetime(2031, 5, 16, 6, 0, tzinfo=UTC),
        facts={
            "file_no": "2031-0042",
            "term": "düzeltme",
            "article": "m.17(15)",
            "starts_on": "2031-04-24",
            "due_on": "2031-05-26",
            "due_at": "2031-05-26T17:30:00+03:00",
            "days_before": days,
        },
    )


def a_letter(
    about: str = "1", *, to: str = "applicant", on: str = "2031-06-20T12:00:00+03:00"
) -> Notice:
    return Notice(
        occasion=f"T-17.15b/lapsed/{about}",
        addressee=to,
        rule="T-17.15b",
        kind="notification",
        template="lapsed",
        dated_at=datetime.fromisoformat(on),
        facts={"file_no": "2031-0042", "days": 30, "unit": "calendar-days"},
    )


def an_envelope(command_id: str = "c-1", **changes: Any) -> Envelope:
    sent: dict[str, Any] = {"command_id": command_id, "actor": APPLICANT, "body": {"round": 1}}
    return Envelope.model_validate({**sent, **changes})
