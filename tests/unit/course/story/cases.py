"""Courses played at the gate, and a way to every stage, played act by act."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from pydantic import JsonValue
from typing_extensions import override

from tests.kit.calendars import turkish_calendar
from tests.kit.plays import Play, at
from tests.unit.course.courses import (
    BOOK,
    CLASSROOM,
    PROGRAMME,
    STARTS_ON,
    a_day,
    a_lesson,
    a_lesson_plan,
    a_plan,
)
from workflows.course.messages.course import Plan
from workflows.course.offices import Office
from workflows.course.process import COURSE
from workflows.course.rules.plan import Classroom, Programme
from workflows.course.stages import Outcome, Stage
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.records import Entry, Opening
from workflows.kernel.display.view import view_of
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor

Body = dict[str, JsonValue]

FILED = "2026-08-31T10:00"
"""A Monday, a week before the course begins."""
INSTITUTION, DISTRICT = "99001122", "D-34"
REASON: Body = {"reason": "Yeterli başvuru olmadı."}
LEVELLED = PROGRAMME.model_copy(update={"code": "ingilizce-seviyeli", "levels": (1, 2)})
SMALL = CLASSROOM.model_copy(update={"code": "derslik-2", "capacity": 2})
LISTS: tuple[Programme | Classroom, ...] = (PROGRAMME, LEVELLED, CLASSROOM, SMALL)
"""Everything that the offices' lists have in these tests."""

OFFICES: dict[str, str] = {
    Office.PRINCIPAL: INSTITUTION,
    Office.BRANCH_MANAGER: DISTRICT,
    Office.DISTRICT_DIRECTOR: DISTRICT,
    Office.EDUCATION_DIRECTORATE: DISTRICT,
}
"""Role to the code that its holders act for; the directorate general acts for all."""
CHAIN = (Office.PRINCIPAL, Office.BRANCH_MANAGER, Office.DISTRICT_DIRECTOR)


# -- documents -----------------------------------------------------------------------------------


def published() -> dict[str, JsonValue]:
    """What the offices' lists have, by the names under which a case asks for it."""
    books = {Programme: "programmes", Classroom: "classrooms"}
    return {f"{books[type(row)]}/{row.code}": row.model_dump(mode="json") for row in LISTS}


def revised(plan: Plan) -> Body:
    return {"plan": plan.model_dump(mode="json")}


def enrolled(*keys: str) -> Body:
    trainees: list[JsonValue] = [{"trainee": key} for key in keys]
    return {"trainees": trainees}


def changed(**changes: Any) -> Body:
    """On 14 October: Tuesdays instead, until Tuesday 5 January 2027.

    Up to that day six Mondays and five Thursdays have been taught, 44 of 92 hours. The 48 that
    remain are twelve Tuesdays: 20 and 27 October, four in November, five in December, 5 January.
    """
    usual: dict[str, Any] = {
        "old_plan_ends_on": "2026-10-14",
        "lesson_plan": a_lesson_plan(date(2026, 10, 20), a_lesson(2)),
        "ends_on": "2027-01-05",
        "remaining_hours": 48,
    }
    body: Body = _plain(usual | changes)
    return body


def requested(*keys: str, wished_on: str, confirmed: bool = True) -> Body:
    candidates: Body = {key: {} for key in keys}
    return {"candidates": candidates, "wished_on": wished_on, "confirmed": confirmed}


def seated(sitting: str, held_on: str, *keys: str) -> Body:
    return {"sitting": sitting, "held_on": held_on, "candidates": list(keys)}


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(held) for key, held in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
        case date():
            return value.isoformat()
        case _:
            return value


# -- the case ------------------------------------------------------------------------------------


class Course(Play):
    """One course; each method is the act of the office whose it is."""

    @override
    def actor(self, role: str, person: str | None = None) -> Actor:
        return Actor(role=role, id=person or f"{role}-1", institution=OFFICES.get(role))

    def of(self, code: str, command: Command) -> Command:
        """The same command from the same office of another institution or district."""
        actor = command.envelope.actor.model_copy(update={"institution": code})
        envelope = command.envelope.model_copy(update={"actor": actor})
        return command.model_copy(update={"envelope": envelope})

    @property
    def screen(self) -> dict[str, str]:
        """What the officials' own screens show."""
        return view_of(COURSE, self.reading).screen

    @property
    def open_commands(self) -> set[str]:
        """What the course waits for, beside what may come at any stage."""
        return {awaited.command for awaited in self.reading.awaited if not awaited.aside}

    @property
    def certificates(self) -> list[str]:
        """Keys of the rows that this course has entered in the register of certificates."""
        return [row.key for row in self.registers if row.into == "certificates"]

    # planning

    def enrols(
        self,
        received: str,
        *keys: str,
        exempt: tuple[str, ...] = (),
        by: str = Office.PRINCIPAL,
        **known: Any,
    ) -> Entry:
        """Add trainees; of the exempt ones the register has this very certificate (C-8.4)."""
        known = {"taken_before": list(exempt), **known}
        return self.send("enrol_trainees", by, received, enrolled(*keys, *exempt), known=known)

    def revises(self, received: str, plan: Plan) -> Entry:
        body = revised(plan)
        return self.send("revise_plan", Office.PRINCIPAL, received, body, known=published())

    def approves(self, role: str, received: str) -> Entry:
        return self.send("decide_approval", role, received, {"approved": True})

    def returns(self, role: str, received: str) -> Entry:
        body: Body = {"approved": False, "reasons": "Ders saatleri eksik."}
        return self.send("decide_approval", role, received, body)

    def approved(self, *days: str) -> None:
        """The whole chain approves, each on its day: at noon, one, and two o'clock."""
        for hour, (role, day) in enumerate(zip(CHAIN, days, strict=True), start=12):
            self.approves(role, f"{day}T{hour}:00")

    # teaching

    def inquires(self, received: str) -> Entry:
        body: Body = {"number": "E-77", "dated_on": received[:10], "pdf": "0" * 64}
        return self.send("record_investigation", Office.EDUCATION_DIRECTORATE, received, body)

    def changes(self, received: str, **changes: Any) -> Entry:
        return self.send("change_lesson_plan", Office.PRINCIPAL, received, changed(**changes))

    def sets(self, received: str, **statuses: str) -> Entry:
        body: Body = {"changes": {key.replace("_", "-"): s for key, s in statuses.items()}}
        return self.send("set_trainee_status", Office.PRINCIPAL, received, body)

    def closes(self, received: str) -> Entry:
        return self.send("close_course", Office.PRINCIPAL, received, REASON)

    def withdraws(self, received: str) -> Entry:
        return self.send("withdraw_request", Office.PRINCIPAL, received, REASON)

    def cancels(self, received: str) -> Entry:
        return self.send("cancel_course", Office.PRINCIPAL, received, REASON)

    # exams

    def asks(self, received: str, *keys: str, wished_on: str) -> Entry:
        body = requested(*keys, wished_on=wished_on)
        return self.send("request_exam", Office.PRINCIPAL, received, body)

    def schedules(self, received: str, sitting: str, held_on: str, *keys: str) -> Entry:
        body = seated(sitting, held_on, *keys)
        return self.send("schedule_exam", Office.EDUCATION_DIRECTORATE, received, body)

    def records(self, received: str, sitting: str, **results: str) -> Entry:
        """Record results; keys are written with an underscore here."""
        found: Body = {key.replace("_", "-"): result for key, result in results.items()}
        body: Body = {"sitting": sitting, "results": found}
        return self.send("record_exam_results", Office.EDUCATION_DIRECTORATE, received, body)

    def examines(self, sitting: str, held_on: str, **results: str) -> None:
        """An exam from its request to its results, within the three days up to it."""
        keys = [key.replace("_", "-") for key in results]
        before = [f"{date.fromisoformat(held_on) - timedelta(days=n)}T10:00" for n in (2, 1)]
        self.asks(before[0], *keys, wished_on=held_on)
        self.schedules(before[1], sitting, held_on, *keys)
        self.records(f"{held_on}T17:00", sitting, **results)

    def calls_off(self, received: str, sitting: str) -> Entry:
        body = REASON | {"sitting": sitting}
        return self.send("cancel_exam", Office.EDUCATION_DIRECTORATE, received, body)

    def takes_off(self, received: str, sitting: str, *keys: str) -> Entry:
        body: Body = REASON | {"sitting": sitting, "candidates": list(keys)}
        return self.send("take_off_candidates", Office.EDUCATION_DIRECTORATE, received, body)

    def corrects(self, received: str, sitting: str | None, **results: str) -> Entry:
        found: Body = {key.replace("_", "-"): result for key, result in results.items()}
        body: Body = REASON | {"sitting": sitting, "results": found}
        return self.send("correct_exam_results", Office.EDUCATION_DIRECTORATE, received, body)

    def grades(self, received: str, **results: str) -> Entry:
        found: Body = {key.replace("_", "-"): result for key, result in results.items()}
        role = Office.EDUCATION_DIRECTORATE
        return self.send("record_grades", role, received, {"results": found})

    # the end

    def ticks(self, received: str) -> Entry:
        """Tick “Kursiyer İşlemleri Tamamlanmıştır”."""
        return self.send("approve_end_of_course", Office.PRINCIPAL, received)

    def issues(self, received: str, document: str = "printed") -> Entry:
        return self.send("issue_certificates", Office.PRINCIPAL, received, {"document": document})


def filing(plan: Plan, received: str = FILED, **actor: Any) -> StartMessage:
    """The plan that opens a course."""
    by = {"role": Office.PRINCIPAL, "id": "principal-1", "institution": INSTITUTION} | actor
    return StartMessage(
        file_no="2026-0007",
        received_at=at(received),
        actor=Actor.model_validate(by),
        body={
            "institution": INSTITUTION,
            "institution_kind": "ozel-kurs",
            "district": DISTRICT,
            **revised(plan),
        },
    )


def opening(book: Rulebook = BOOK, *without: str) -> Opening:
    """What the registers say when a course is planned."""
    known = {name: row for name, row in published().items() if name not in without}
    return Opening(calendar=turkish_calendar(), rulebook=book, known=known)


# -- how far it has come -------------------------------------------------------------------------


def planned(*, received: str = FILED, book: Rulebook = BOOK, **plan: Any) -> Course:
    return Course.opens(COURSE, filing(a_dated_plan(**plan), received), opening(book))


def a_dated_plan(**plan: Any) -> Plan:
    """A plan whose lessons fill its 92 hours, whatever its dates: 23 days from the first on."""
    if {"starts_on", "ends_on"} & plan.keys() and "lesson_plan" not in plan:
        first: date = plan.get("starts_on", STARTS_ON)
        calendar = turkish_calendar()
        days = [first + timedelta(days=n) for n in range(40)]
        plan["lesson_plan"] = {
            "first_lesson_on": first,
            "days": [a_day(day) for day in days if not calendar.is_holiday(day)][:23],
        }
    return a_plan(**plan)


def at_branch_manager(*keys: str, exempt: tuple[str, ...] = (), **given: Any) -> Course:
    """Two trainees, unless others are named, and the principal's approval."""
    course = planned(**given)
    course.enrols("2026-08-31T11:00", *(keys or ("t-1", "t-2")), exempt=exempt)
    course.approves(Office.PRINCIPAL, "2026-09-01T12:00")
    return course


def at_district_director(*keys: str, **given: Any) -> Course:
    course = at_branch_manager(*keys, **given)
    course.approves(Office.BRANCH_MANAGER, "2026-09-02T12:00")
    return course


def active(*keys: str, **given: Any) -> Course:
    course = at_district_director(*keys, **given)
    course.approves(Office.DISTRICT_DIRECTOR, "2026-09-03T12:00")
    return course


def changing(*keys: str, **given: Any) -> Course:
    course = active(*keys, **given)
    course.changes("2026-10-14T12:00")
    return course


def closing(*keys: str, **given: Any) -> Course:
    course = active(*keys, **given)
    course.closes("2026-10-14T12:00")
    return course


def in_exams(*keys: str, **given: Any) -> Course:
    """The Monday after the usual last day, Friday 27 November 2026."""
    course = active(*keys, **given)
    course.until("2026-11-30T09:00")
    return course


def ended(*keys: str, **given: Any) -> Course:
    """The first trainee has passed, the second has left, and the principal has ticked the box."""
    course = in_exams(*keys, **given)
    course.examines("S-1", "2026-12-10", t_1="passed", t_2="failed")
    course.sets("2026-12-11T10:00", t_2="withdrawn")
    course.ticks("2026-12-14T10:00")
    return course


def completed(*keys: str, **given: Any) -> Course:
    course = ended(*keys, **given)
    course.issues("2026-12-15T10:00")
    return course


UNTIL_28_FEBRUARY: dict[str, Any] = {"ends_on": date(2027, 2, 28)}
"""A Sunday, of the catalogue's worked example."""
UNCERTIFICATED: dict[str, Any] = {"certificated": False, "ends_on": date(2027, 1, 31)}
"""Until Sunday 31 January 2027, of the catalogue's worked example."""
SECOND_LEVEL: dict[str, Any] = {"programme": LEVELLED.code, "level": 2}


def uncertificated(**given: Any) -> Course:
    """The Monday after its last day."""
    course = active(**UNCERTIFICATED | given)
    course.until("2027-02-01T09:00")
    return course


WAYS: dict[Stage, Callable[..., Course]] = {
    Stage.PLANNED: planned,
    Stage.AT_BRANCH_MANAGER: at_branch_manager,
    Stage.AT_DISTRICT_DIRECTOR: at_district_director,
    Stage.ACTIVE: active,
    Stage.PLAN_CHANGE_APPROVAL: changing,
    Stage.CLOSING_APPROVAL: closing,
    Stage.EXAMS: in_exams,
    Stage.END_APPROVED: ended,
    Stage.CLOSED: completed,
}
"""A way to every stage."""

COMPLETED = (Outcome.COMPLETED.value, "C-8.9")
