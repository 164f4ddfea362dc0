"""Strategies for what arrives at a course: when it is settled, and commands of every kind."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st
from pydantic import JsonValue

from tests.kit.arrivals import Sent
from tests.kit.plays import Play
from tests.unit.course.courses import a_lesson, a_lesson_plan, a_plan
from workflows.course.offices import Office
from workflows.course.process import COURSE
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Verdict
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor

from .cases import (
    LEVELLED,
    OFFICES,
    REASON,
    SMALL,
    Body,
    changed,
    enrolled,
    published,
    requested,
    revised,
    seated,
)
from .ledger import Ledger, hours_up_to
from .oracle import ANYWHERE, WAITED_FOR, senders, waited_for

NEAR = tuple(timedelta(microseconds=n) for n in (0, 1, -1, 1_000_000, -1_000_000, 3_600_000_000))
"""How far from a term's end or an occasion things happen: at once, just before, just after."""
LATER = (timedelta(hours=1), timedelta(days=1), timedelta(days=6), timedelta(days=40))

PEOPLE = [f"t-{n}" for n in range(1, 6)]
ENDINGS = {"cancel_new_plan", "cancel_course", "close_course"}
ALL = [*ANYWHERE, *dict.fromkeys(name for waited in WAITED_FOR.values() for name in waited)]
STATUSES = ["active", "active", "withdrawn", "failed-by-absence", "deceased"]

APPROVED: Body = {"approved": True}
RETURNED: Body = {"approved": False, "reasons": "Ders saatleri eksik."}
DECISIONS: list[Body] = [*[APPROVED] * 4, *[RETURNED] * 2, {"approved": False}]


class Flaw(StrEnum):
    """What is wrong with a command."""

    NONE = "none"
    ROLE = "role"
    OFFICE = "office"
    """The right office of another institution."""
    PLACE = "place"
    SHAPE = "shape"
    FUTURE = "future"
    PREHISTORIC = "prehistoric"
    REGISTER = "register"
    """The register of people knows something against it."""


FLAWS = [*[Flaw.NONE] * 14, *Flaw]


# -- instants ------------------------------------------------------------------------------------


def last_instant(play: Play) -> datetime:
    """Return how far a play may go: three years before its calendar ends."""
    day = play.file.calendar.covers_until - timedelta(days=1096)
    return play.file.calendar.at(day, time(12))


@st.composite
def wake_ups(draw: st.DrawFn, play: Play) -> datetime:
    """An instant at which a case looks: soon, or around an occasion or a term's end."""
    file = play.file
    ends = [term.due_at for term in file.open_terms if term.due_at is not None]
    coming = file.agenda.all[:2]
    soon = [play.now + later for later in LATER]
    anchors = [*soon, *soon, *(o.at for o in coming), *ends]
    instant = draw(st.sampled_from(anchors)) + draw(st.sampled_from(NEAR))
    return min(max(instant, play.now), last_instant(play))


@st.composite
def receipts(draw: st.DrawFn, play: Play, now: datetime, flaw: Flaw) -> datetime:
    """An instant from which a command counts: past, unless that is what is wrong with it."""
    if flaw is Flaw.FUTURE:
        return now + timedelta(minutes=5, microseconds=1)
    if flaw is Flaw.PREHISTORIC:
        return play.file.start.received_at - timedelta(microseconds=1)
    ends = [term.due_at for term in play.file.open_terms if term.due_at and term.due_at < now]
    before = draw(st.sampled_from(play.journal)).counts_from
    anchors = [now] * 5 + [play.journal[-1].counts_from, before, *ends * 3]
    near = draw(st.sampled_from(anchors)) + draw(st.sampled_from(NEAR))
    return min(near, now + timedelta(minutes=5))


# -- documents -----------------------------------------------------------------------------------


@st.composite
def documents(draw: st.DrawFn, play: Play, name: str, day: date) -> Body:
    """A body that its office might write on a day."""
    book, n = Ledger.of(play), len(play.journal)
    enrolled_already = _people(set(book.status), at_most=2)
    to_come = _people(set(PEOPLE) - book.status.keys(), at_most=2)
    bodies: dict[str, Callable[[], Body]] = {
        "revise_plan": lambda: draw(_plans(day)),
        "decide_approval": lambda: draw(st.sampled_from(DECISIONS)),
        "enrol_trainees": lambda: enrolled(
            *draw(to_come), *(("t-9",) if draw(st.integers(0, 4)) == 4 else ())
        ),
        "cancel_trainee": lambda: {
            "trainee": draw(enrolled_already)[0],
            "explanation": "Vazgeçti.",
        },
        "set_trainee_status": lambda: {
            "changes": {one: draw(st.sampled_from(STATUSES)) for one in draw(enrolled_already)}
        },
        "record_investigation": lambda: {
            "number": f"E-{n}",
            "dated_on": (day + timedelta(days=draw(st.sampled_from([-1, 0, 0, 1])))).isoformat(),
            "pdf": "0" * 64,
        },
        "change_lesson_plan": lambda: draw(_lesson_plans(play, book, day)),
        "request_exam": lambda: requested(
            *draw(_people(book.waiting)),
            wished_on=draw(_exam_days(book, day)).isoformat(),
            confirmed=draw(st.integers(0, 9)) < 9,
        ),
        "schedule_exam": lambda: seated(
            draw(st.sampled_from([f"S-{n}", f"S-{n}", *book.exams])),
            draw(_exam_days(book, day)).isoformat(),
            *draw(_people(book.reported)),
        ),
        "record_exam_results": lambda: draw(_results(book)),
        "cancel_exam": lambda: REASON | {"sitting": draw(_sittings(book))},
        "take_off_candidates": lambda: draw(_taken_off(book)),
        "correct_exam_results": lambda: draw(_corrections(book)),
        "issue_exam_documents": lambda: draw(_papers(book)),
        "record_grades": lambda: {"results": {"t-1": "passed"}},
        "issue_certificates": lambda: {"document": draw(st.sampled_from(["printed", "screen"]))},
        "decree_closure": lambda: {
            "days": {(day + timedelta(days=draw(st.integers(0, 9)))).isoformat(): "idari izin"},
            "decree_no": f"2026/{n}",
        },
        "renew_calendar": lambda: {
            "version": 1,
            "opened": [(day + timedelta(days=draw(st.integers(1, 40)))).isoformat()],
            "grounds": "ilan",
        },
        **dict.fromkeys([*ENDINGS, "withdraw_request"], lambda: REASON),
    }
    return bodies[name]() if name in bodies else {}


@st.composite
def _plans(draw: st.DrawFn, day: date) -> Body:
    starts_on = day + timedelta(days=draw(st.sampled_from([-1, 0, 0, 7, 7, 7])))
    lessons = a_lesson_plan(starts_on, a_lesson(starts_on.isoweekday()), a_lesson(6))
    changes: dict[str, Any] = draw(
        st.sampled_from(
            [
                {},
                {},
                {"classroom": SMALL.code},
                {"classroom": "derslik-9"},
                {"programme": LEVELLED.code, "level": 2},
                {"level": 1},
                {"certificated": False},
            ]
        )
    )
    ends_on = starts_on + timedelta(days=draw(st.sampled_from([20, 90])))
    plan = a_plan(starts_on=starts_on, ends_on=ends_on, lesson_plan=lessons, **changes)
    return revised(plan)


@st.composite
def _lesson_plans(draw: st.DrawFn, play: Play, book: Ledger, day: date) -> Body:
    """Lessons of one weekday that fill what remains, or not quite."""
    calendar = play.file.calendar
    remain = book.remaining(day, calendar)
    starts_on = date.fromisoformat(book.plan["starts_on"])
    soon = day + timedelta(days=draw(st.sampled_from([1, 1, 3, 8, 0])))
    first = draw(st.sampled_from([soon, max(soon, starts_on)]))
    hours = draw(st.sampled_from([n for n in range(4, 13) if remain % n == 0] or [4]))
    lessons = a_lesson_plan(first, a_lesson(first.isoweekday(), hours=hours))
    said = {**lessons, "first_lesson_on": first.isoformat()}
    ends_on = first
    while hours_up_to(said, ends_on, calendar) < remain:
        ends_on += timedelta(days=7)
    amiss: dict[str, Any] = draw(
        st.sampled_from(
            [
                *[{}] * 6,
                {"remaining_hours": remain + 1},
                {"old_plan_ends_on": (day - timedelta(days=1)).isoformat()},
                {"ends_on": (ends_on + timedelta(days=7)).isoformat()},
            ]
        )
    )
    usual: dict[str, Any] = {
        "old_plan_ends_on": day.isoformat(),
        "lesson_plan": lessons,
        "ends_on": ends_on.isoformat(),
        "remaining_hours": remain,
    }
    return changed(**usual | amiss)


@st.composite
def _exam_days(draw: st.DrawFn, book: Ledger, day: date) -> date:
    last = book.last_exam_day
    amiss = [last + timedelta(days=1), book.ends_on, day - timedelta(days=1), day]
    soon = [day + timedelta(days=n) for n in range(8)]
    good = [one for one in soon if one <= last]
    return draw(st.sampled_from([*good[:3] * 4, last, *amiss]))


@st.composite
def _people(draw: st.DrawFn, right: set[str], at_most: int = 9) -> list[str]:
    """Those who should be named, most often; else anybody, and seldom somebody twice."""
    others = draw(st.integers(0, 5)) == 5
    if right and not others:
        return sorted(right, key=lambda one: draw(st.integers(0, 9)))[:at_most]
    return draw(st.lists(st.sampled_from([*PEOPLE, "t-9"]), min_size=1, max_size=3))


@st.composite
def _sittings(draw: st.DrawFn, book: Ledger) -> str:
    pending = [number for number, exam in book.exams.items() if exam.is_pending]
    return draw(st.sampled_from([*pending * 4, *book.exams, "S-0"]))


@st.composite
def _taken_off(draw: st.DrawFn, book: Ledger) -> Body:
    sitting = draw(_sittings(book))
    on_list = set(book.exams[sitting].candidates) if sitting in book.exams else {"t-1"}
    off: list[JsonValue] = [*draw(_people(on_list, at_most=1))]
    return REASON | {"sitting": sitting, "candidates": off}


@st.composite
def _corrections(draw: st.DrawFn, book: Ledger) -> Body:
    judged = [number for number, exam in book.exams.items() if exam.results]
    sitting = draw(st.sampled_from([*judged * 4, *book.exams, "S-0"]))
    exam = book.exams.get(sitting)
    one = draw(st.sampled_from([*((exam.results if exam else None) or {"t-1": ""}), "t-9"]))
    right = draw(st.sampled_from(["passed", "failed", "absent"]))
    return REASON | {"sitting": sitting, "results": {one: right}}


@st.composite
def _papers(draw: st.DrawFn, book: Ledger) -> Body:
    some: Body = {"trainees": ["t-1"]} if draw(st.booleans()) else {}
    return {"sitting": draw(_sittings(book))} | some


@st.composite
def _results(draw: st.DrawFn, book: Ledger) -> Body:
    sitting = draw(_sittings(book))
    candidates = book.exams[sitting].candidates if sitting in book.exams else ["t-1"]
    outcomes = st.sampled_from(["failed", "failed", "absent", "passed"])
    results: Body = {one: draw(outcomes) for one in candidates}
    if not draw(st.integers(0, 6)):
        results["t-9"] = "passed"
    return {"sitting": sitting, "results": results}


# -- commands ------------------------------------------------------------------------------------


@st.composite
def commands(draw: st.DrawFn, play: Play, now: datetime, command_id: str) -> Sent:
    """A command: most often one that the course waits for, else with something wrong about it."""
    flaw = draw(st.sampled_from(FLAWS))
    name = draw(_names(play, flaw))
    counts_from = draw(receipts(play, now, flaw))
    body = draw(documents(play, name, local_day(counts_from)))
    role = draw(_roles(play, name, flaw))
    office = OFFICES.get(role) if flaw is not Flaw.OFFICE else "99003344"
    intact = flaw is not Flaw.SHAPE
    envelope = Envelope(
        command_id=command_id,
        received_at=counts_from,
        actor=Actor(role=role, id=f"{role}-1", institution=office),
        body=body if intact else spoilt(body),
    )
    verdict = draw(_verdicts(name, flaw))
    command = Command(name=name, envelope=envelope, counts_from=counts_from, verdict=verdict)
    return Sent(command, intact)


def spoilt(body: Body) -> Body:
    """The body with a field that no document has."""
    return body | {"surplus": [1, "x"]}


def spoilt_again(sent: Sent) -> Sent:
    """Another document under the same ID."""
    envelope = sent.command.envelope
    envelope = envelope.model_copy(update={"body": spoilt(envelope.body)})
    return Sent(sent.command.model_copy(update={"envelope": envelope}), intact=False)


@st.composite
def _names(draw: st.DrawFn, play: Play, flaw: Flaw) -> str:
    if flaw is Flaw.PLACE:
        return draw(st.sampled_from(ALL))
    if flaw is Flaw.REGISTER:
        return "enrol_trainees"
    book, waited = Ledger.of(play), waited_for(play)
    onward = [name for name in waited if name not in ENDINGS]
    timely = ["set_trainee_status", "record_investigation"]
    if not book.is_active:
        timely = ["cancel_trainee", *["enrol_trainees"] * (1 if book.approvals else 3)]
    elif book.inquired:
        timely += ["enrol_trainees"] * 2
    now = [name for name, turn in _turns(book).items() if turn and name in waited]
    likely = [*now * 16, *onward * 8, *timely * 4]
    return draw(st.sampled_from([*likely, *waited, *ANYWHERE]))


def _turns(book: Ledger) -> dict[str, bool]:
    """What the exams wait for by the books."""
    return {
        "record_exam_results": bool(book.to_be_judged),
        "schedule_exam": bool(book.reported),
        "request_exam": bool(book.waiting) and not book.reported | book.to_be_judged,
        "approve_end_of_course": not book.waiting,
    }


@st.composite
def _roles(draw: st.DrawFn, play: Play, name: str, flaw: Flaw) -> str:
    if flaw is Flaw.ROLE:
        return draw(st.sampled_from(list(COURSE.roles)))
    return draw(st.sampled_from(sorted(senders(play, name)) or [Office.PRINCIPAL]))


@st.composite
def _verdicts(draw: st.DrawFn, name: str, flaw: Flaw) -> Verdict | None:
    """What a register says to those commands about which one is asked."""
    match name:
        case "revise_plan":
            return Verdict(granted=True, facts=published())
        case "enrol_trainees" if flaw is Flaw.REGISTER:
            against = draw(st.sampled_from(["unknown", "hidden"]))
            return Verdict(granted=True, facts={against: list(PEOPLE)})
        case "enrol_trainees":
            return Verdict(granted=True, facts={"taken_before": ["t-9"]})
        case _:
            return None
