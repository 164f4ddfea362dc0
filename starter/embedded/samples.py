"""Sample cases: five invented reviews at different stages, so that there is something to look at.

Every name, address, figure and key in them is made up. They are opened by the same door as any
other case. Opened again, nothing happens twice: file numbers and command IDs are fixed.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from activities.database import Pool, open_pool, transaction
from activities.post.notices import put_applicant, put_office
from activities.registers.calendar import calendar_from
from activities.textbook.coefficients import put_coefficient
from starter.client.answers import AlreadyOpen, Fault, Filing
from starter.client.processes import ROLES
from starter.client.vade import Vade
from starter.runtime.connect import connect
from starter.runtime.serving import editions
from starter.runtime.settings import Connection
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.standing_commands import Service
from workflows.kernel.law.calendar import Calendar, local_day
from workflows.kernel.law.rulebook import Rulebook, edition_on
from workflows.kernel.roles import Actor, Role
from workflows.textbook_law.draft import Document
from workflows.textbook_law.fees import review_fee
from workflows.textbook_review.messages.review import PreliminaryCheck
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.rules.forwarding import held_until, hold_from, last_acceptance_day

COEFFICIENT: Final = Decimal("1.25")
"""Invented; in the register for the sample year only."""

PATIENCE: Final = timedelta(seconds=60)
"""The worker may just have been started."""

FILED: Final = time(9, 30)
"""When the first sample was filed."""

NOON: Final = time(12)
"""When the offices' first act on them came in."""

APART: Final = timedelta(minutes=10)
"""Between two of them."""

OFFICES: Final = tuple(role for role in ROLES if role not in {Role.APPLICANT, Role.SYSTEM})


@dataclass(frozen=True)
class Step:
    """One command of a sample."""

    command: str
    role: str
    body: Callable[[date], dict[str, Any]]
    """From the day on which it is sent."""
    by: str | None = None
    """Who sends it, if not just somebody of the office: a member of the commission."""


@dataclass(frozen=True)
class Sample:
    """One invented review, and how far it has come."""

    file_no: str
    publisher: int
    lesson: str
    grade: int
    pages: int
    steps: tuple[Step, ...]


def _fixed(**body: Any) -> Callable[[date], dict[str, Any]]:
    return lambda _day: body


_BRANCHES: Final = {
    "field-expert": "matematik",
    "language-expert": "turkce",
    "visual-designer": "grafik",
}


def _members(letter: str) -> list[dict[str, str]]:
    roles = ["field-expert"] * 5 + ["language-expert"] * 2 + ["visual-designer"] * 2
    return [
        {"role": role, "id": f"{letter}-{n}", "title": "ogretmen", "branch": _BRANCHES[role]}
        for n, role in enumerate(roles, start=1)
    ]


def _taken_up(n: int) -> tuple[Step, ...]:
    """The preliminary commission that the Presidency has set up looks at it."""
    three = _fixed(members=["o-1", "o-2", "o-3"], order_no=f"KO-{n}")
    return (
        Step("set_up_preliminary_commission", Office.PRESIDENCY, three),
        Step("take_up", Office.PRELIMINARY_COMMISSION, _fixed(), by="o-1"),
    )


def _coded(n: int) -> tuple[Step, ...]:
    """Taken up, found in order, coded and handed over."""
    passed = {check.value: {"passed": True} for check in PreliminaryCheck}
    return (
        *_taken_up(n),
        Step(
            "record_preliminary_report",
            Office.PRELIMINARY_COMMISSION,
            _fixed(members=["o-1", "o-2", "o-3"], checks=passed, report_no=f"OI-{n}"),
            by="o-1",
        ),
        Step(
            "hand_over_to_directorate",
            Office.BOOKS_BRANCH,
            _fixed(anonymity_code=f"ORNEK-{n:04d}", sealed_envelope_no=f"MZ-{n}"),
        ),
    )


def _assigned(n: int) -> tuple[Step, ...]:
    """A review commission is at work."""
    commission: dict[str, Any] = {"members": _members("i"), "chair": "i-1"}
    order = _fixed(**commission, order_no=f"GE-{n}", hours="60", in_hours=True)
    approval = _fixed(approved=True, approval_no=f"BO-{n}")
    return (
        *_coded(n),
        Step("propose_commission", Office.REVIEW_DEPARTMENT, _fixed(**commission)),
        Step("approve_commission", Office.PRESIDENCY, approval),
        Step("assign_commission", Office.DIRECTORATE, order),
    )


def _evaluated(n: int, score: str) -> tuple[Step, ...]:
    """Reviewed with a score, and the evaluation commission agrees."""
    commission: dict[str, Any] = {"members": _members("d"), "chair": "d-1"}
    approval = _fixed(approved=True, approval_no=f"BD-{n}")
    order = _fixed(**commission, order_no=f"GD-{n}", hours="27", in_hours=True)
    review = _fixed(score=score, findings=9, scientific_errors=1, report_no=f"IR-{n}")
    evaluation = _fixed(
        members=_members("d"), agrees=True, scientific_errors=1, report_no=f"DR-{n}"
    )
    return (
        *_assigned(n),
        Step("record_review_report", Office.REVIEW_COMMISSION, review, by="i-1"),
        Step("propose_evaluation_commission", Office.REVIEW_DEPARTMENT, _fixed(**commission)),
        Step("approve_evaluation_commission", Office.PRESIDENCY, approval),
        Step("assign_evaluation_commission", Office.PRESIDENCY, order),
        Step("record_evaluation_report", Office.EVALUATION_COMMISSION, evaluation, by="d-1"),
    )


def _served(n: int) -> tuple[Step, ...]:
    """The order to correct has been served; the thirty days run."""

    def service(day: date) -> dict[str, Any]:
        return {
            "notification": "T-17.15a/1",
            "served_on": day.isoformat(),
            "means": "electronic",
        }

    return (*_evaluated(n, "82.50"), Step("record_service", Office.REVIEW_DEPARTMENT, service))


SAMPLES: Final = (
    # in the order of their filing, for they are taken up in that order (T-14.2)
    Sample("ornek-1", 1, "matematik", 7, 208, _served(1)),
    Sample("ornek-2", 2, "fizik", 10, 256, _evaluated(2, "93.75")),
    Sample("ornek-3", 1, "tarih", 9, 192, _assigned(3)),
    Sample("ornek-4", 3, "cografya", 11, 224, _taken_up(4)),
    Sample("ornek-5", 2, "kimya", 10, 240, ()),
)


async def open_samples(connection: Connection) -> None:
    """Open the sample cases; those that are open already are left as they are.

    Raises:
        StackProblem: Temporal does not answer.
        OSError: The database or the worker does not answer, or a sample was not accepted.
    """
    client = await connect(connection)
    pool = await open_pool(connection.database_url, size=2)
    try:
        await play_samples(Vade(client, pool, patience=PATIENCE), pool)
    except Fault as fault:
        raise ConnectionError(str(fault)) from fault
    finally:
        pool.terminate()


async def play_samples(vade: Vade, pool: Pool) -> None:
    """Fill the registers and open the samples through a client; see `open_samples`.

    Raises:
        Fault: A case cannot be reached, or a sample was not accepted.
    """
    days = await _days(pool)
    await _fill_registers(pool, days)
    for place, sample in enumerate(SAMPLES):
        await _open(vade, sample, days, place)


@dataclass(frozen=True)
class _Days:
    filed_on: date
    calendar: Calendar


async def _days(pool: Pool) -> _Days:
    """Choose the last working day that is over and lies in no hold (T-11.1a, T-17.20)."""
    today = local_day(datetime.now(UTC))
    async with transaction(pool) as conn:
        calendar = await calendar_from(conn, today.year - 1)
    filed_on = calendar.working_day_at_or_before(today - timedelta(days=1))
    book = _edition_on(filed_on)
    if held_until(filed_on, calendar, book) is not None:
        held_from = hold_from(last_acceptance_day(filed_on.year, calendar, book), calendar, book)
        filed_on = calendar.working_days_before(held_from, 1)
    return _Days(filed_on, calendar)


async def _fill_registers(pool: Pool, days: _Days) -> None:
    async with transaction(pool) as conn:
        await put_coefficient(conn, date(days.filed_on.year, 1, 1), COEFFICIENT)
        for n in sorted({sample.publisher for sample in SAMPLES}):
            email = f"yayin-{n}@example.org"
            await put_applicant(conn, _publisher(n), name=f"Örnek Yayınevi {n}", email=email)
        for role in OFFICES:
            turkish, _ = ROLES[role]
            await put_office(conn, role, name=turkish, email=f"{role}@example.org")


def _publisher(n: int) -> str:
    return f"ornek-yayin-{n}"


async def _open(vade: Vade, sample: Sample, days: _Days, place: int) -> None:
    filing = Filing(
        file_no=sample.file_no,
        received_at=days.calendar.at(days.filed_on, FILED) + place * APART,
        register_no=sample.file_no,
        actor=Actor(role=Role.REGISTRY, id="ornek"),
        body=_application(sample, days.filed_on),
    )
    with suppress(AlreadyOpen):
        await vade.start(REVIEW, filing)
    case_id = REVIEW.case_id(sample.file_no)
    await vade.opened(case_id)
    for n, step in enumerate(sample.steps, start=1):
        # what offices did came in on the day of the filing; service is recorded now
        came_in = days.calendar.at(days.filed_on, NOON) + n * APART
        envelope = Envelope(
            command_id=f"ornek-{sample.file_no}-{n}",
            received_at=None if step.command == Service.command else came_in,
            actor=Actor(role=step.role, id=step.by or f"ornek-{step.role}"),
            body=step.body(local_day(datetime.now(UTC))),
        )
        reply = await vade.deliver(case_id, step.command, envelope)
        # V-6: sent by an earlier start on another day. Anything else: somebody has gone on with
        # the case, or has filed before it; the samples then stay behind.
        if not reply.admitted and "V-6" not in str(reply.said):
            return


def _edition_on(day: date) -> Rulebook:
    return edition_on((each for each in editions() if each.process == REVIEW.name), day)


def _application(sample: Sample, filed_on: date) -> dict[str, Any]:
    fee = review_fee(sample.pages, COEFFICIENT, _edition_on(filed_on))
    return {
        "route": "private",
        "declared_clean": True,
        "legal_person": True,
        "registered_with_chamber": True,
        "applicant": {
            "kind": "publisher",
            "key": _publisher(sample.publisher),
            "institution": f"YAYIN-{sample.publisher}",
        },
        "work": {
            "lesson": sample.lesson,
            "field": sample.lesson,
            "grade": sample.grade,
            "kind": "single",
            "parts": [{"kind": "textbook", "pages": sample.pages}],
        },
        "delivered": {"sets": 3, "electronic_copies": 1},
        "documents": [document.value for document in Document],
        "fee": {
            "amount": str(fee),
            "paid_on": filed_on.isoformat(),
            "receipt_no": f"D-{sample.file_no}",
        },
    }
