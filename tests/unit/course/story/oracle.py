"""What a course lets in, told a second time and in another way than the gate tells it.

`ledger` says what has become of the course; the tables here say who may send what where. Nothing
here asks the gate.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.kit.arrivals import Fate, Sent, is_the_same
from tests.kit.plays import Play
from tests.unit.course.courses import CLASSROOM, PROGRAMME
from workflows.course.offices import Office
from workflows.course.stages import Stage
from workflows.kernel.case.command import Command
from workflows.kernel.law.calendar import Calendar, local_day
from workflows.kernel.law.term import Term
from workflows.kernel.roles import Role

from .cases import CHAIN, LEVELLED, OFFICES, SMALL
from .ledger import Ledger, hours_up_to

SKEW = timedelta(minutes=5)
P, MEM, GD = Office.PRINCIPAL, Office.EDUCATION_DIRECTORATE, Office.DIRECTORATE_GENERAL
Roles = frozenset[str]

STOPS = {"cancel_course": P, "close_course": P}
SUBMITTED: dict[str, str] = {"decide_approval": P, "withdraw_request": P, "cancel_course": P}
EXAMS = {
    "request_exam": P,
    "schedule_exam": MEM,
    "record_exam_results": MEM,
    "cancel_exam": MEM,
    "take_off_candidates": MEM,
    "correct_exam_results": MEM,
    "issue_exam_documents": P,
    "record_grades": MEM,
}
WAITED_FOR: dict[str, dict[str, str]] = {
    Stage.PLANNED: {"decide_approval": P, "revise_plan": P, "cancel_new_plan": P},
    Stage.AT_BRANCH_MANAGER: {"decide_approval": Office.BRANCH_MANAGER},
    Stage.AT_DISTRICT_DIRECTOR: {"decide_approval": Office.DISTRICT_DIRECTOR},
    Stage.ACTIVE: {"change_lesson_plan": P, **STOPS},
    Stage.PLAN_CHANGE_APPROVAL: SUBMITTED,
    Stage.CLOSING_APPROVAL: SUBMITTED,
    Stage.EXAMS: {**EXAMS, "approve_end_of_course": P, **STOPS},
    Stage.END_APPROVED: {"issue_certificates": P},
    Stage.CLOSED: {},
}
"""Stage to what a course waits for, and from whom; of a chain, from whoever is first."""
OVER: dict[str, str] = {"approve_end_of_course": P, **STOPS}
"""What an uncertificated course waits for after its last lesson."""
ANYWHERE: dict[str, Roles] = {
    "enrol_trainees": frozenset({P, GD}),
    "cancel_trainee": frozenset({P}),
    "set_trainee_status": frozenset({P}),
    "record_investigation": frozenset({MEM}),
    "decree_closure": frozenset({Office.MINISTRY, Role.REGISTRY}),
    "renew_calendar": frozenset({Office.MINISTRY, Role.REGISTRY}),
}
PROGRAMMES = {PROGRAMME.code: PROGRAMME, LEVELLED.code: LEVELLED}
SEATS = {room.code: room.capacity for room in (CLASSROOM, SMALL)}


@dataclass
class Oracle:
    """Says what must become of a command; keeps what has counted."""

    counted: dict[str, Command] = field(default_factory=dict)

    def fate(self, play: Play, sent: Sent) -> Fate:
        """Judge a command by where the course stands just before it."""
        command = sent.command
        before = self.counted.get(command.envelope.command_id)
        if before is not None:
            return Fate.REPEATED if is_the_same(before, command) else Fate.REFUSED
        file, actor = play.file, command.envelope.actor
        lawful = (
            file.decision is None
            and file.start.received_at <= command.counts_from <= play.now + SKEW
            and sent.intact
            and actor.role in senders(play, command.name)
            and OFFICES.get(actor.role, actor.institution) == actor.institution
            and in_time(play, command)
            and fits(play, command)
        )
        return Fate.ADMITTED if lawful else Fate.REFUSED


def in_time(play: Play, command: Command) -> bool:
    """Whether the lessons still run, for what can come only while they do."""
    if command.name in ANYWHERE or Ledger.of(play).stage(taught=is_taught(play)) != Stage.ACTIVE:
        return True
    lessons = (term.due_at for term in play.file.open_terms if term.rule == "C-7.2")
    return all(due_at is None or command.counts_from <= due_at for due_at in lessons)


def is_taught(play: Play) -> bool:
    """Whether the lessons are over: after the end the year to complete the course runs."""
    return year_of(play) is not None


def year_of(play: Play) -> Term | None:
    """The year to complete the course, or the month, that runs now."""
    years = [t for t in play.file.terms.values() if t.rule in {"C-8.1", "C-8.11"}]
    ended = play.file.decision is not None
    return next((term for term in years if term.is_open or (ended and term is years[-1])), None)


def waited_for(play: Play) -> dict[str, str]:
    """Return what the course waits for where it stands, and from whom."""
    ledger = Ledger.of(play)
    stage = ledger.stage(taught=is_taught(play))
    if stage == Stage.ACTIVE and is_taught(play):
        return OVER
    waited = WAITED_FOR[stage]
    if waited is SUBMITTED and is_taught(play) and ledger.plan["certificated"]:
        waited = {**waited, **EXAMS}
    if "decide_approval" in waited:
        return {**waited, "decide_approval": CHAIN[ledger.step]}
    return waited


def senders(play: Play, name: str) -> Roles:
    """Return who may send a command where the course stands; nobody: it is out of place."""
    if name in ANYWHERE:
        return ANYWHERE[name]
    role = waited_for(play).get(name)
    return frozenset() if role is None else frozenset({role})


# -- what it says --------------------------------------------------------------------------------


def fits(play: Play, command: Command) -> bool:
    """Whether the document can be, as the course stands; all that is not sender, place or time."""
    judge = FITTING.get(command.name)
    day = local_day(command.counts_from)
    return judge is None or judge(play, Ledger.of(play), command, command.envelope.body, day)


def _approval(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    first = date.fromisoformat(book.plan["lesson_plan"]["first_lesson_on"])
    in_time = book.is_active or day <= first
    return bool((body["approved"] and in_time) or (not body["approved"] and body.get("reasons")))


def _revision(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    plan = body["plan"]
    same = (plan["programme"], plan["level"]) == (book.plan["programme"], book.plan["level"])
    return (
        plan["starts_on"] >= day.isoformat()
        and plan["classroom"] in SEATS
        and len(book.seated) <= SEATS[plan["classroom"]]
        and gives(plan["lesson_plan"], plan["hours"], plan["ends_on"], play.file.calendar)
        and plan["level"] in (PROGRAMMES[plan["programme"]].levels or (None,))
        and (same or not book.status)
    )


def _enrolment(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    keys = [one["trainee"] for one in body["trainees"]]
    facts: Any = command.verdict.facts if command.verdict else {}
    hidden = command.envelope.actor.role != GD and facts.get("hidden")
    return (
        not (facts.get("unknown") or hidden)
        and not book.ticked
        and not is_taught(play)
        and (book.inquired if book.is_active else book.approvals == 0)
        and not set(keys) & book.status.keys()
        and len(set(keys)) == len(keys)
        and len(book.seated) + len(keys) <= SEATS[book.plan["classroom"]]
    )


def _strike(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    return not book.is_active and body["trainee"] in book.status


def _status(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    changes = body["changes"]
    after = sum(status == "active" for status in (book.status | changes).values())
    comes_back = any(changes[one] == "active" for one in changes.keys() - book.seated)
    return (
        book.is_active
        and not book.ticked
        and changes.keys() <= book.status.keys()
        and (not comes_back or after <= SEATS[book.plan["classroom"]])
    )


def _inquiry(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    return bool(book.is_active and body["dated_on"] <= day.isoformat())


def _change(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    lessons, ends_on = body["lesson_plan"], date.fromisoformat(body["ends_on"])
    first = date.fromisoformat(lessons["first_lesson_on"])
    calendar = play.file.calendar
    remain = book.remaining(day, calendar)
    return (
        body["old_plan_ends_on"] == day.isoformat()
        and day < first <= ends_on
        and date.fromisoformat(book.plan["starts_on"]) <= first
        and first.isoweekday() in [lesson["weekday"] for lesson in lessons["lessons"]]
        and body["remaining_hours"] == remain
        and gives(lessons, remain, body["ends_on"], calendar)
    )


def gives(lessons: Any, hours: int, ends_on: str, calendar: Calendar) -> bool:
    """Whether so many hours are given, the last lesson being as long as it is or shorter."""
    last = date.fromisoformat(ends_on)
    planned = hours_up_to(lessons, last, calendar)
    if planned < hours:
        return False
    while last >= date.fromisoformat(lessons["first_lesson_on"]):
        before = hours_up_to(lessons, last - timedelta(days=1), calendar)
        if before < planned:  # one lesson a day: this is the last one
            return before < hours
        last -= timedelta(days=1)
    return hours == 0


def _request(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    wished_on = date.fromisoformat(body["wished_on"])
    return (
        body["confirmed"]
        and max(day, book.ends_on + timedelta(days=1)) <= wished_on
        and wished_on <= book.last_exam_day
        and book.may_sit(body["candidates"])
    )


def _sitting(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    held_on, candidates = date.fromisoformat(body["held_on"]), body["candidates"]
    return (
        max(day, book.ends_on + timedelta(days=1)) <= held_on <= book.last_exam_day
        and body["sitting"] not in book.exams
        and len(set(candidates)) == len(candidates)
        and set(candidates) <= book.reported
        and book.may_sit(candidates)
    )


def _is_pending(book: Ledger, sitting: str) -> bool:
    return sitting in book.exams and book.exams[sitting].is_pending


def _results(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    if not _is_pending(book, body["sitting"]):
        return False
    exam = book.exams[body["sitting"]]
    return exam.held_on <= day and set(exam.candidates) == body["results"].keys()


def _calling_off(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    return _is_pending(book, body["sitting"])


def _taking_off(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    if not _is_pending(book, body["sitting"]):
        return False
    on_list = set(book.exams[body["sitting"]].candidates)
    return set(body["candidates"]) < on_list


def _correction(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    exam = book.exams.get(body["sitting"] or "")
    before = (exam.results if exam else None) or {}
    return all(before.get(one, right) != right for one, right in body["results"].items())


def _papers(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    named = body.get("trainees") or []
    return _is_pending(book, body["sitting"]) and set(named) <= set(
        book.exams[body["sitting"]].candidates
    )


def _tick(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    over = day > book.last_exam_day
    open_exams = book.waiting & book.to_be_judged if over else book.waiting
    return not (book.plan["certificated"] and open_exams)


def _issue(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    suffices = book.plan["level"] is not None or not book.plan["certificated"]
    return suffices or body["document"] == "printed"


def _grades(play: Play, book: Ledger, command: Command, body: Any, day: date) -> bool:
    return False  # they were planned in 2026


FITTING: dict[str, Callable[[Play, Ledger, Command, Any, date], bool]] = {
    "decide_approval": _approval,
    "revise_plan": _revision,
    "enrol_trainees": _enrolment,
    "cancel_trainee": _strike,
    "set_trainee_status": _status,
    "record_investigation": _inquiry,
    "change_lesson_plan": _change,
    "request_exam": _request,
    "schedule_exam": _sitting,
    "record_exam_results": _results,
    "cancel_exam": _calling_off,
    "take_off_candidates": _taking_off,
    "correct_exam_results": _correction,
    "issue_exam_documents": _papers,
    "record_grades": _grades,
    "approve_end_of_course": _tick,
    "issue_certificates": _issue,
}
"""Command to what its document must agree with; of the others every intact one fits."""
