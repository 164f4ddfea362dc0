"""Agreements played at the gate, and a way to every stage, played act by act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from pydantic import JsonValue
from typing_extensions import override

from tests.kit.calendars import turkish_calendar
from tests.kit.plays import Play, at
from tests.unit.agreement.agreements import (
    BOOK,
    OFFICES,
    SIGNATORIES,
    a_draft,
    a_signing,
    an_application,
)
from workflows.agreement.messages.agreement import AgreementApplication, Level
from workflows.agreement.messages.term import OverdueReports, RunOffCheck
from workflows.agreement.offices import Office
from workflows.agreement.process import AGREEMENT
from workflows.agreement.rules.application import level_of
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Message, StartMessage
from workflows.kernel.case.records import Entry, Opening
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor

Body = dict[str, JsonValue]

FILED = "2026-07-01T10:00"
"""A Wednesday, two months before the agreement begins."""
ENDED = "2027-09-02T10:00"
"""A Thursday: the worked example is over since Tuesday 24:00, and that is settled."""
PUBLISHED: dict[str, JsonValue] = {"programmes/asci-yardimcisi": {}}
INSTITUTIONS: dict[str, str] = {
    Office.DISTRICT_DIRECTORATE: "0601",
    Office.PROVINCIAL_DIRECTORATE: "06",
    Office.GOVERNOR: "06",
}
"""Role to the code that it acts for; all others act for the whole country."""

AREAS: dict[Level, dict[str, Any]] = {
    Level.DISTRICT: {"area": {"districts": ["0601"]}, "applied_to": "district"},
    Level.PROVINCE: {"area": {"provinces": ["06"]}, "applied_to": "province"},
    Level.GENERAL: {"area": {"nationwide": True}, "applied_to": "general"},
}


def body_of(message: Message) -> Body:
    """A document as it is sent."""
    return message.model_dump(mode="json")


@dataclass
class Agreement(Play):
    """One agreement; each method is the act of the office whose it is."""

    missing: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """Level and period to how many of five have not reported; all have where nothing is said."""
    unfinished: int = 0
    """How many trainings are held while the run-off goes on."""

    @override
    def actor(self, role: str, person: str | None = None) -> Actor:
        return Actor(role=role, id=person or f"{role}-1", institution=INSTITUTIONS.get(role))

    @override
    def known_of(self, own: Command) -> dict[str, JsonValue]:
        if own.name == RunOffCheck.command:
            return {"unfinished": self.unfinished}
        asked = OverdueReports.model_validate(own.envelope.body)
        return {"missing": self.missing.get((asked.level.value, asked.period), 0), "of": 5}

    def of(self, code: str, command: Command) -> Command:
        """The same command from the same office of another district or province."""
        actor = command.envelope.actor.model_copy(update={"institution": code})
        envelope = command.envelope.model_copy(update={"actor": actor})
        return command.model_copy(update={"envelope": envelope})

    @property
    def level(self) -> Level:
        filed = AgreementApplication.model_validate(self.file.start.body)
        return level_of(filed.area, special=filed.special)

    @property
    def office(self) -> str:
        return OFFICES[self.level]

    @property
    def open_commands(self) -> set[str]:
        """What the agreement waits for, beside what may come while it runs."""
        return {awaited.command for awaited in self.reading.awaited if not awaited.aside}

    def letters(self, template: str) -> list[tuple[str, Body]]:
        """Rule of every letter of a kind, and what it says beside the file number."""
        return [
            (
                n.rule,
                {key: value for key, value in n.facts.items() if key not in {"file_no", "issuer"}},
            )
            for n in self.notices
            if n.template == template
        ]

    @property
    def terms_entered(self) -> list[tuple[Any, Any]]:
        """What the register of agreements says of its term: change and last day, in order."""
        rows = [r.row for r in self.registers if r.into == "agreement-terms"]
        assert [row["n"] for row in rows] == list(range(1, len(rows) + 1))
        return [(row["change"], row["ends_on"]) for row in rows]

    def dues(self, rule: str) -> list[str]:
        """Last days of all periods of a report so far, in order, those cut off anew among them."""
        return [str(term.due_on) for term in self.file.terms.values() if term.rule == rule]

    def running(self, rule: str) -> str:
        """Last day of the period of a report that runs."""
        (running,) = [term for term in self.file.open_terms if term.rule == rule]
        return str(running.due_on)

    @property
    def ends(self) -> list[tuple[str, Body]]:
        """Every end of the agreement; there is one at most."""
        return self.letters("agreement_ended")

    # until it is in force

    def assesses(self, received: str, *, granted: bool = True, **changes: Any) -> Entry:
        return self.send(
            "record_pre_assessment",
            self.office,
            received,
            assessment(**changes),
            known={"overlaps": 0},
            granted=granted,
        )

    def drafts(self, received: str, **changes: Any) -> Entry:
        return self.send("record_draft", self.office, received, self.draft(**changes))

    def draft(self, **changes: Any) -> Body:
        model = "ek-3" if self.level is Level.GENERAL else "ek-4"
        return body_of(a_draft(**({"model": model} | changes)))

    def signs(self, received: str, **changes: Any) -> Entry:
        body = self.signing(**({"signed_on": received[:10]} | changes))
        return self.send("record_signing", self.office, received, body, known={"overlaps": 0})

    def signing(self, signed_on: str, **changes: Any) -> Body:
        usual = {"signed_on": signed_on, "signed_by": SIGNATORIES[self.level].value}
        return body_of(a_signing(**(usual | changes)))

    def delivers(self, received: str) -> Entry:
        body: Body = {"record_no": "E-5", "delivered_on": received[:10], "to_authorised": True}
        return self.send("record_delivery", self.office, received, body)

    def enters_system(self, received: str) -> Entry:
        return self.send(
            "record_system_entry", self.office, received, {"entered_on": received[:10]}
        )

    def registers_it(self, received: str, number: str = "2026-0007") -> Entry:
        return self.send(
            "enter_in_register",
            self.office,
            received,
            {"entered_on": received[:10]},
            known={"number": number},
        )

    # while it is in force, and after

    def wishes(self, received: str, wished_until: str = "2028-08-31") -> Entry:
        body: Body = {"wished_until": wished_until}
        return self.send("request_extension", Office.PARTNER, received, body)

    def grants(self, received: str, until: str = "2028-08-31") -> Entry:
        return self.send("decide_extension", self.office, received, granted(until))

    def terminates(
        self, received: str, effective_on: str, ground: str = "unilateral", **more: JsonValue
    ) -> Entry:
        body = termination(effective_on, ground) | more
        return self.send("terminate_agreement", self.office, received, body)

    def reviews(self, received: str, **results: str) -> Entry:
        return self.send(
            "review_performance_indicators", self.office, received, {"results": dict(results)}
        )

    def finishes(self, received: str, unfinished: int = 0) -> Entry:
        return self.send("confirm_run_off", self.office, received, known={"unfinished": unfinished})

    def archives(self, received: str) -> Entry:
        body: Body = {"file_no": "A-1"}
        known = {"unfinished": self.unfinished}
        return self.send("archive_agreement", self.office, received, body, known=known)


# -- documents -----------------------------------------------------------------------------------


def assessment(**changes: Any) -> Body:
    """In favour, on the subject of cooks."""
    return {
        "form_no": "F-1",
        "subject": "asci",
        "favourable": True,
        "letter_no": "L-1",
        **changes,
    }


def granted(until: str) -> Body:
    return {
        "granted": True,
        "until": until,
        "letter_no": "L-7",
        "performance_indicators_met": True,
    }


TURNED_DOWN: Body = {
    "granted": False,
    "letter_no": "L-8",
    "performance_indicators_met": False,
    "reasons": "Hedeflenen kurs sayısına ulaşılamadı.",
}


def termination(effective_on: str, ground: str = "unilateral") -> Body:
    return {"effective_on": effective_on, "letter_no": "L-9", "ground": ground}


# -- ways ----------------------------------------------------------------------------------------


def filing(**changes: Any) -> StartMessage:
    """The application that opens a case."""
    return StartMessage(
        file_no="2026-1",
        received_at=at(FILED),
        actor=Actor(role=Office.PARTNER, id="partner-1"),
        body=body_of(an_application(**changes)),
    )


@cache
def calendar(last: int = 2034) -> Calendar:
    """The calendar that a case of 2026 is opened with: nine years, and no more to carry along."""
    whole = turkish_calendar()
    closed, half = (
        {day: name for day, name in days.items() if 2026 <= day.year <= last}
        for days in (whole.closed, whole.half)
    )
    return Calendar(closed=closed, half=half, covers_until=date(last, 12, 31))


def opening(
    book: Rulebook = BOOK,
    known: Mapping[str, JsonValue] = PUBLISHED,
    known_until: Calendar | None = None,
) -> Opening:
    """What the registers say when an application is filed."""
    return Opening(
        calendar=known_until or calendar(),
        rulebook=book,
        known=dict(known),
    )


def applied(
    level: Level = Level.DISTRICT, *, given: Opening | None = None, **more: Any
) -> Agreement:
    """An application that waits for the office of its area, unless something else comes first."""
    start = filing(**(AREAS[level] | more))
    return Agreement.opens(AGREEMENT, start, given or opening())


def drafting(level: Level = Level.DISTRICT, **how: Any) -> Agreement:
    """An application that the office has judged favourably."""
    play = applied(level, **how)
    play.assesses("2026-07-10T10:00")
    return play


def signing(
    level: Level = Level.DISTRICT, *, draft: Mapping[str, Any] | None = None, **how: Any
) -> Agreement:
    """An agreement that is drafted."""
    play = drafting(level, **how)
    play.drafts("2026-08-10T10:00", **(draft or {}))
    return play


def completing(level: Level = Level.DISTRICT, **how: Any) -> Agreement:
    """An agreement that is signed."""
    play = signing(level, **how)
    play.signs("2026-08-20T10:00")
    return play


def in_force(level: Level = Level.DISTRICT, **how: Any) -> Agreement:
    """The worked example: from Monday 31 August 2026 to Tuesday 31 August 2027."""
    play = completing(level, **how)
    play.delivers("2026-08-21T10:00")
    play.enters_system("2026-08-21T11:00")
    play.registers_it("2026-08-24T10:00")
    return play


def run_off(level: Level = Level.DISTRICT, **how: Any) -> Agreement:
    """The worked example after its last day."""
    play = in_force(level, **how)
    play.until(ENDED)
    return play
