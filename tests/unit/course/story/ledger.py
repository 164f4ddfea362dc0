"""What has become of a course, told a second time: folded from its documents one by one.

The story waits, and finds out where it stands by what it waits for. Here every document is simply
entered into a book, as a clerk would keep it, and the book says where the course stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.kit.plays import Play
from workflows.course.offices import Office
from workflows.course.stages import Stage
from workflows.kernel.case.file import Fact
from workflows.kernel.law.calendar import Calendar

from .cases import CHAIN

RIGHTS = 4
AT = (Stage.PLANNED, Stage.AT_BRANCH_MANAGER, Stage.AT_DISTRICT_DIRECTOR)
"""Where a plan stands that so many have approved."""


@dataclass
class Exam:
    """One sitting."""

    held_on: date
    candidates: list[str]
    results: dict[str, str] | None = None
    cancelled: bool = False

    @property
    def is_pending(self) -> bool:
        return self.results is None and not self.cancelled


@dataclass
class Ledger:
    """All that the documents of a course say, taken together."""

    plan: dict[str, Any]
    approvals: int = 0
    in_approval: Fact | None = None
    """The change or the closing that the chain has before it."""
    lessons: list[tuple[date, dict[str, Any]]] = field(default_factory=list)
    """Lesson plans that were replaced, each with its last day."""
    status: dict[str, str] = field(default_factory=dict)
    exempt: set[str] = field(default_factory=set)
    inquired: bool = False
    reported: set[str] = field(default_factory=set)
    """For whom an exam is asked and none is planned."""
    exams: dict[str, Exam] = field(default_factory=dict)
    ticked: bool = False
    ended: str | None = None

    @classmethod
    def of(cls, play: Play) -> "Ledger":
        start = play.file.start.body["plan"]
        assert isinstance(start, dict)
        ledger = cls(plan=start)
        for fact in play.file.facts:
            enter = getattr(ledger, f"_{fact.name}", None)
            if enter is not None:
                enter(fact, fact.body)
        return ledger

    # -- what it says --------------------------------------------------------------------------

    @property
    def is_active(self) -> bool:
        return self.approvals >= len(CHAIN)

    @property
    def step(self) -> int:
        """How many have approved what the chain has before it."""
        return self.approvals % len(CHAIN)

    @property
    def ends_on(self) -> date:
        return date.fromisoformat(self.plan["ends_on"])

    @property
    def seated(self) -> set[str]:
        return {one for one, status in self.status.items() if status == "active"}

    @property
    def waiting(self) -> set[str]:
        """Whose exams are not done."""
        return {
            one
            for one in self.seated - self.exempt
            if not self.has_passed(one) and self.used(one) < RIGHTS
        }

    @property
    def to_be_judged(self) -> set[str]:
        """Who is on an exam whose results are still to come."""
        return {one for exam in self.exams.values() if exam.is_pending for one in exam.candidates}

    def has_passed(self, trainee: str) -> bool:
        return any((e.results or {}).get(trainee) == "passed" for e in self.exams.values())

    def used(self, trainee: str) -> int:
        return sum(trainee in (e.results or {}) for e in self.exams.values())

    def taken(self, trainee: str) -> int:
        """Rights that are used up or spoken for."""
        planned = sum(e.is_pending and trainee in e.candidates for e in self.exams.values())
        return planned + self.used(trainee)

    def may_sit(self, trainees: Iterable[str]) -> bool:
        return all(
            one in self.seated - self.exempt
            and not self.has_passed(one)
            and self.taken(one) < RIGHTS
            for one in trainees
        )

    @property
    def last_exam_day(self) -> date:
        """The anniversary, whatever day it is; of a leap day the last of February."""
        day, leap_day = self.ends_on, (self.ends_on.month, self.ends_on.day) == (2, 29)
        return day.replace(year=day.year + 1, day=28 if leap_day else day.day)

    def remaining(self, until: date, calendar: Calendar) -> int:
        """Hours of the course that are not taught by the end of a day: day by day, hour by hour."""
        plans = [*self.lessons, (min(until, self.ends_on), self.plan["lesson_plan"])]
        hours: int = self.plan["hours"]
        for last, lesson_plan in plans:
            hours -= hours_up_to(lesson_plan, last, calendar)
        return max(0, hours)

    def stage(self, *, taught: bool) -> Stage:
        """Where the course stands; only the calendar knows whether its lessons are over."""
        if self.ended is not None:
            return Stage.CLOSED
        if self.ticked:
            return Stage.END_APPROVED
        if not self.is_active:
            return AT[self.approvals]
        if self.in_approval is not None:
            changes = self.in_approval.name == "change_lesson_plan"
            return Stage.PLAN_CHANGE_APPROVAL if changes else Stage.CLOSING_APPROVAL
        return Stage.EXAMS if taught and self.plan["certificated"] else Stage.ACTIVE

    def awaited(self, *, taught: bool, over: bool) -> str | None:
        """Who must act; nobody while lessons are held, or at the end."""
        if self.ended is not None or (
            self.is_active and not (taught or self.ticked or self.in_approval)
        ):
            return None
        if not self.is_active or self.in_approval is not None:
            return CHAIN[self.step]
        if self.ticked or not self.plan["certificated"]:
            return Office.PRINCIPAL
        if self.waiting & self.to_be_judged or (not over and self.waiting & self.reported):
            return Office.EDUCATION_DIRECTORATE
        return Office.PRINCIPAL

    # -- documents -----------------------------------------------------------------------------

    def _revise_plan(self, fact: Fact, body: Any) -> None:
        self.plan = body["plan"]

    def _decide_approval(self, fact: Fact, body: Any) -> None:
        if not body["approved"]:
            self.approvals -= self.step
            self.in_approval = None
            return
        self.approvals += 1
        pending = self.in_approval
        if self.step or pending is None:
            return
        self.in_approval = None
        if pending.name == "close_course":
            self.ended = "closed"
            return
        change: Any = pending.body
        self.lessons.append(
            (date.fromisoformat(change["old_plan_ends_on"]), self.plan["lesson_plan"])
        )
        changed = {name: change[name] for name in ("lesson_plan", "ends_on")}
        self.plan = {**self.plan, **changed}

    def _change_lesson_plan(self, fact: Fact, body: Any) -> None:
        self.in_approval = fact

    def _close_course(self, fact: Fact, body: Any) -> None:
        self.in_approval = fact

    def _withdraw_request(self, fact: Fact, body: Any) -> None:
        self.approvals -= self.step
        self.in_approval = None

    def _cancel_course(self, fact: Fact, body: Any) -> None:
        self.ended = "cancelled"

    def _cancel_new_plan(self, fact: Fact, body: Any) -> None:
        self.ended = "cancelled"

    def _enrol_trainees(self, fact: Fact, body: Any) -> None:
        starred: Any = fact.known.get("taken_before") or ()
        for one in body["trainees"]:
            self.status[one["trainee"]] = "active"
            if one["trainee"] in starred:
                self.exempt.add(one["trainee"])

    def _cancel_trainee(self, fact: Fact, body: Any) -> None:
        del self.status[body["trainee"]]
        self.exempt.discard(body["trainee"])

    def _set_trainee_status(self, fact: Fact, body: Any) -> None:
        self.status |= body["changes"]

    def _record_investigation(self, fact: Fact, body: Any) -> None:
        self.inquired = True

    def _request_exam(self, fact: Fact, body: Any) -> None:
        self.reported |= set(body["candidates"])

    def _schedule_exam(self, fact: Fact, body: Any) -> None:
        self.exams[body["sitting"]] = Exam(
            date.fromisoformat(body["held_on"]), list(body["candidates"])
        )
        self.reported -= set(body["candidates"])

    def _record_exam_results(self, fact: Fact, body: Any) -> None:
        self.exams[body["sitting"]].results = body["results"]

    def _cancel_exam(self, fact: Fact, body: Any) -> None:
        exam = self.exams[body["sitting"]]
        exam.cancelled = True
        self.reported |= set(exam.candidates)

    def _take_off_candidates(self, fact: Fact, body: Any) -> None:
        exam = self.exams[body["sitting"]]
        exam.candidates = [one for one in exam.candidates if one not in body["candidates"]]

    def _correct_exam_results(self, fact: Fact, body: Any) -> None:
        exam = self.exams[body["sitting"]]
        exam.results = {**(exam.results or {}), **body["results"]}

    def _approve_end_of_course(self, fact: Fact, body: Any) -> None:
        self.ticked = True

    def _issue_certificates(self, fact: Fact, body: Any) -> None:
        self.ended = "completed"


def hours_up_to(lesson_plan: Any, last: date, calendar: Calendar) -> int:
    """Hours of a lesson plan up to and including a day, counted day by day."""
    day, hours = date.fromisoformat(lesson_plan["first_lesson_on"]), 0
    while day <= last:
        if not calendar.is_holiday(day):
            hours += sum(
                lesson["hours"]
                for lesson in (*lesson_plan.get("lessons", ()), *lesson_plan.get("days", ()))
                if lesson.get("weekday") == day.isoweekday() or lesson.get("on") == day.isoformat()
            )
        day += timedelta(days=1)
    return hours
