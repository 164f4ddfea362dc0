"""Books in use played at the gate; each method is the act of whoever sends it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from pydantic import JsonValue
from typing_extensions import override

from starter.runtime.serving import editions_of
from tests.kit.calendars import turkish_calendar
from tests.kit.plays import Play, at
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.records import Entry, Opening
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import edition_on
from workflows.kernel.roles import Actor, Role
from workflows.textbook_in_use.messages.acceptance import AcceptedBook
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.process import IN_USE

Body = dict[str, JsonValue]

EDITIONS = editions_of(IN_USE)
BOOK = edition_on(EDITIONS, date(2026, 11, 16))
CALENDAR = turkish_calendar()

ACCEPTED_ON = "2026-11-12"
"""A Thursday before December, of the catalogue's worked example."""
FILED = "2026-11-16T10:00"
"""The Monday after it."""
DIGEST: Final = "d" * 64

A_BOOK: Final[Body] = {
    "applicant": {"kind": "publisher", "key": "publisher-3", "institution": "YAY-3"},
    "lesson": "matematik",
    "field": "matematik",
    "grade": 5,
    "decision_no": "2026/88",
    "decided_on": ACCEPTED_ON,
    "first_school_year": 2027,
}

UNIT: Final[Body] = {"kind": "unit", "key": "unit-3", "institution": "BIRIM-3"}


def a_filing(
    received: str = FILED, *, role: str = Office.PRESIDENCY, **changes: Any
) -> StartMessage:
    """The filing that opens the case of a book; accepted in November for 2027-28."""
    return StartMessage(
        file_no=f"{received[:4]}-0007",
        received_at=at(received),
        actor=Actor(role=role, id=f"{role}-1"),
        body={**A_BOOK, **changes},
    )


def a_book(**changes: Any) -> AcceptedBook:
    return AcceptedBook.model_validate({**A_BOOK, **changes})


def registers(**known: JsonValue) -> Opening:
    """What a case is told when it opens."""
    return Opening(calendar=CALENDAR, rulebook=BOOK, known={"accepted-books": None, **known})


@dataclass
class Book(Play):
    """One book in use."""

    others: int = 0
    """Other textbooks of its field, as the register counts them."""
    taught: list[JsonValue] = field(default_factory=list)
    """Textbooks of its lesson and grade, as the register tells a tool that stands in for one."""

    @override
    def known_of(self, own: Command) -> dict[str, JsonValue]:
        return {"textbooks-taught": self.taught}

    @override
    def actor(self, role: str, person: str | None = None) -> Actor:
        publisher = self.file.start.read_as(AcceptedBook).applicant.key
        return super().actor(role, person or (publisher if role == Role.APPLICANT else None))

    # -- who sends what ------------------------------------------------------------------------

    def does(self, name: str, role: str, received: str, /, **body: Any) -> Entry:
        """Send a command that is admitted."""
        return self.send(name, role, received, body, known={"others": self.others})

    def may_not(self, name: str, role: str, received: str, /, **body: Any) -> tuple[str, ...]:
        """Send a command that is refused; return the rules."""
        return tuple(reason.rule for reason in self.why_not(name, role, received, **body))

    def why_not(self, name: str, role: str, received: str, /, **body: Any) -> tuple[Reason, ...]:
        """Send a command that is refused; return the reasons."""
        return self.refused(name, role, received, body, known={"others": self.others})

    def prints(self, received: str, printing: int = 1, on: str | None = None) -> Entry:
        body: Body = {"printing": printing, "printed_on": on or received[:10], "copies": 20_000}
        return self.does("report_printing", Role.APPLICANT, received, **body)

    def delivers(self, received: str, printing: int = 1, **copies: int) -> None:
        """Hand copies over: five and one, unless said otherwise."""
        owed = copies or {"presidency": 5, "publications_department": 1}
        for minute, (to, number) in enumerate(owed.items()):
            when = f"{received[:-1]}{minute}"
            body: Body = {"printing": printing, "to": to.replace("_", "-"), "copies": number}
            self.does("deliver_copies", Role.APPLICANT, when, **body)

    def compares(self, received: str, found: str, printing: int = 1) -> Entry:
        body: Body = {"printing": printing, "report_no": "K-1", "found": found}
        dated = {"dated_on": received[:10]}
        return self.does("record_comparison", Office.REVIEW_DEPARTMENT, received, **body, **dated)

    def decides(self, name: str, received: str, **body: Any) -> Entry:
        """Have the Board decide on the day of the record."""
        decided = {"decision_no": "2027/5", "decided_on": received[:10], **body}
        return self.does(name, Office.BOARD, received, **decided)

    def serves(self, received: str, notification: str) -> Entry:
        body: Body = {"notification": notification, "means": "electronic"}
        served = {"served_on": received[:10]}
        return self.does("record_service", Office.PRESIDENCY, received, **body, **served)

    def asks_for_longer(self, received: str) -> Entry:
        return self.does("request_extension", Role.APPLICANT, received)

    def reports_sales(self, received: str, year: int) -> Entry:
        body = {"year": year, "printed": 20_000, "sold": 18_500}
        return self.does("report_sales", Role.APPLICANT, received, **body)

    # -- what has come of it -------------------------------------------------------------------

    def rows(self, register: str) -> list[Body]:
        return [entered.row for entered in self.registers if entered.into == register]

    @property
    def terms_entered(self) -> list[tuple[JsonValue, ...]]:
        """Change, last school year and last day of every row of its term."""
        rows = self.rows("books-in-use")
        assert [row["n"] for row in rows] == list(range(1, len(rows) + 1))
        return [(row["change"], row["last_school_year"], row["ends_on"]) for row in rows]

    def letters(self, template: str) -> list[tuple[str, str]]:
        """Rule and addressee of every letter of a kind."""
        return [(n.rule, n.addressee) for n in self.notices if n.template == template]

    @property
    def open_terms(self) -> set[str]:
        return {term.key for term in self.file.open_terms}

    @property
    def awaited(self) -> set[str]:
        """What offices are asked for, beside what may come at any stage."""
        return {each.command for each in self.reading.awaited if not each.aside}


def opened(received: str = FILED, *, known: Body | None = None, **changes: Any) -> Book:
    """A book whose case has just been opened."""
    start = a_filing(received, **changes)
    return Book.opens(IN_USE, start, registers(**(known or {})))


def a_tool(received: str = FILED, *, taught: tuple[Body, ...] = (), **changes: Any) -> Book:
    """A unit's tool in place of a textbook, from 2027-28 on; the register knows some textbooks."""
    known: Body = {"textbooks-taught": [*taught]}
    tool: dict[str, Any] = {"stand_in": True, "applicant": UNIT, **changes}
    return opened(received, known=known, **tool)


def taught() -> Book:
    """In its first school year, printed and compared."""
    book = opened()
    book.does("apply_for_price", Role.APPLICANT, "2026-12-01T10:00", school_year=2027)
    book.prints("2027-06-15T10:00")
    book.delivers("2027-06-20T10:00")
    book.compares("2027-07-01T10:00", "matches")
    book.until("2027-10-01T09:00")
    return book


def corrected() -> Book:
    """A proposal agreed to, ordered, served, corrected and signed."""
    book = taught()
    book.does("propose_text", Office.THIRD_PARTY, "2027-10-04T10:00", text=DIGEST, grounds="Hata")
    book.decides("decide_findings", "2027-10-11T10:00", about="proposal/1", agreed=True)
    body = {"about": "proposal/1", "days": 20, "letter_no": "E-1"}
    book.does("order_correction", Office.PRESIDENCY, "2027-10-12T10:00", **body)
    book.serves("2027-10-14T10:00", "B-28.3/order-1")
    book.does(
        "submit_corrected_book", Role.APPLICANT, "2027-10-25T10:00", about="proposal/1", copies=2
    )
    signed = {"about": "proposal/1", "all_corrected": True, "kept_as": "D-1"}
    book.does("sign_final_copies", Office.REVIEW_DEPARTMENT, "2027-10-28T10:00", **signed)
    return book


def in_last_year() -> Book:
    """In its fifth school year, 2031-32, with nothing printed."""
    book = opened()
    book.until("2031-09-15T09:00")
    return book


def extended() -> Book:
    """Asked for in its last year, and extended by the Board."""
    book = in_last_year()
    book.asks_for_longer("2031-11-10T10:00")
    book.does("apply_for_price", Role.APPLICANT, "2031-12-01T10:00", school_year=2032)
    book.decides("decide_extension", "2032-03-01T10:00", granted=True)
    book.prints("2032-03-08T10:00")
    return book


def reflecting() -> Book:
    """A programme change ordered, served and reflected."""
    book = taught()
    change = {"rewriting": False}
    book.decides("record_programme_change", "2027-10-04T10:00", **change)
    body = {"change": 1, "days": 30, "letter_no": "E-2"}
    book.does("order_reflection", Office.PRESIDENCY, "2027-10-05T10:00", **body)
    book.serves("2027-10-07T10:00", "B-27.1a/order-1")
    book.does("submit_reflection", Role.APPLICANT, "2027-10-20T10:00", change=1)
    found = {"change": 1, "reflected": True, "finding_no": "T-1", "found_on": "2027-10-27"}
    book.does("check_reflection", Office.PRESIDENCY, "2027-10-27T10:00", **found)
    return book
