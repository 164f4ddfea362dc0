"""Years of the Ministry played at the gate; each method is the act of whoever sends it."""

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
from workflows.kernel.roles import Actor
from workflows.ministry_year.offices import Office
from workflows.ministry_year.process import YEAR

Body = dict[str, JsonValue]

EDITIONS = editions_of(YEAR)
BOOK = edition_on(EDITIONS, date(2026, 1, 5))
CALENDAR = turkish_calendar()
FILED = "2026-09-01T10:00"
"""A Tuesday: the lists of September to December are sent from here."""
DIGEST: Final = "d" * 64
COMMISSION: Final[list[Body]] = [
    {"seat": "chair", "person": "p-1"},
    {"seat": "textbooks-head", "person": "p-2"},
    {"seat": "branch-manager", "person": "p-3"},
    {"seat": "unit-delegate", "person": "p-4", "body": "ogm"},
    {"seat": "state-books", "person": "p-5"},
    {"seat": "chambers-union", "person": "p-6"},
    {"seat": "publishers", "person": "p-7", "body": "tyb"},
    {"seat": "publishers", "person": "p-8", "body": "basyaybir"},
]
PRICES: Final[list[Body]] = [
    {"paper": "birinci-hamur", "size": "19-5x27-5", "binding": "board", "per_signature": "4.25"},
    {"paper": "birinci-hamur", "size": "19-5x27-5", "binding": "cloth", "per_signature": "5.10"},
]


def a_filing(
    received: str = FILED, *, role: str = Office.PRESIDENCY, year: int = 2026
) -> StartMessage:
    """The filing that opens a year."""
    return StartMessage(
        file_no=f"{received[:4]}-0001",
        received_at=at(received),
        actor=Actor(role=role, id=f"{role}-1"),
        body={"year": year},
    )


def registers(first: str | None = None) -> Opening:
    """What a case is told when it opens: whether the year has one."""
    return Opening(calendar=CALENDAR, rulebook=BOOK, known={"ministry-years": first})


@dataclass
class Year(Play):
    """One year."""

    facts: Body = field(
        default_factory=lambda: {"books": 3, "digest": DIGEST, "unpriced": 1, "unannounced": []}
    )
    """What the registers answer."""
    held: Body = field(default_factory=lambda: {"held": 2, "first": "2026-0004"})

    @override
    def known_of(self, own: Command) -> dict[str, JsonValue]:
        return self.held

    def does(self, name: str, role: str, received: str, /, **body: Any) -> Entry:
        """Send a command that is admitted."""
        return self.send(name, role, received, body, known=self.facts)

    def may_not(self, name: str, role: str, received: str, /, **body: Any) -> tuple[str, ...]:
        """Send a command that is refused; return the rules."""
        return tuple(reason.rule for reason in self.why_not(name, role, received, **body))

    def why_not(self, name: str, role: str, received: str, /, **body: Any) -> tuple[Reason, ...]:
        """Send a command that is refused; return the reasons."""
        return self.refused(name, role, received, body, known=self.facts)

    def sends_month(self, received: str, month: int) -> Entry:
        body: Body = {"month": month, "letter_no": f"E-{month}"}
        return self.does("send_monthly_list", Office.PRESIDENCY, received, **body)

    def forms_commission(self, received: str) -> Entry:
        body: Body = {"members": [*COMMISSION], "order_no": "O-1"}
        return self.does("form_price_commission", Office.PUBLICATIONS_DEPARTMENT, received, **body)

    def sets_prices(self, received: str, decision_no: str = "F-1") -> Entry:
        body: Body = {"prices": [*PRICES], "decision_no": decision_no, "decided_on": received[:10]}
        return self.does("set_unit_prices", Office.PRICE_COMMISSION, received, **body)

    def approves(self, received: str, decision_no: str = "F-1", **changes: Any) -> Entry:
        body = {
            "decision_no": decision_no,
            "approved": True,
            "approval_no": "B-1",
            "approved_on": received[:10],
            **changes,
        }
        return self.does("decide_unit_prices", Office.MINISTRY, received, **body)

    def sends_list(self, received: str) -> Entry:
        return self.does("send_year_list", Office.PRESIDENCY, received, letter_no="E-99")

    def publishes(self, received: str) -> Entry:
        body: Body = {"journal_no": "2027-1", "published_on": received[:10]}
        return self.does("publish_list", Office.PUBLICATIONS_DEPARTMENT, received, **body)

    def buys(self, received: str, copies: int = 900) -> Entry:
        bought: list[JsonValue] = [{"book_no": "2026-0007", "needed": 1000, "copies": copies}]
        body: Body = {"purchases": bought, "approval_no": "S-1"}
        return self.does("record_purchases", Office.PUBLICATIONS_DEPARTMENT, received, **body)

    def asks_about_leftovers(self, received: str, number: str = "K-1") -> Entry:
        body: Body = {
            "request_no": number,
            "book_no": "2024-0003",
            "printed_in": 2024,
            "copies": 500,
        }
        return self.does("ask_about_leftovers", Office.PUBLICATIONS_DEPARTMENT, received, **body)

    def gives_opinion(self, received: str, number: str = "K-1", **changes: Any) -> Entry:
        body = {"request_no": number, "distribute": True, "letter_no": "G-1", **changes}
        return self.does("give_opinion", Office.PRESIDENCY, received, **body)

    def reports(self, received: str) -> Entry:
        body: Body = {"report_no": "R-1", "statistics": DIGEST, "dated_on": received[:10]}
        return self.does("report_distribution", Office.PUBLICATIONS_DEPARTMENT, received, **body)

    # -- what has come of it -------------------------------------------------------------------

    def rows(self, register: str) -> list[Body]:
        return [entered.row for entered in self.registers if entered.into == register]

    def letters(self, template: str) -> list[tuple[str, str]]:
        """Rule and addressee of every letter of a kind."""
        return [(n.rule, n.addressee) for n in self.notices if n.template == template]

    @property
    def open_terms(self) -> set[str]:
        return {term.key for term in self.file.open_terms}


def opened(received: str = FILED, *, year: int = 2026) -> Year:
    """A year that has just been opened."""
    return Year.opens(YEAR, a_filing(received, year=year), registers())


def priced() -> Year:
    """Lists sent month by month; the Ministry has approved the unit prices."""
    case = opened()
    case.sends_month("2026-09-30T10:00", 9)
    case.sends_month("2026-10-30T10:00", 10)
    case.sends_month("2026-11-30T10:00", 11)
    case.forms_commission("2026-12-01T10:00")
    case.sets_prices("2026-12-14T10:00")
    case.approves("2026-12-21T10:00")
    return case


def published() -> Year:
    """The list of next school year's books has appeared."""
    case = priced()
    case.sends_month("2026-12-30T10:00", 12)
    case.sends_list("2026-12-30T11:00")
    case.publishes("2027-01-08T10:00")
    return case


def concluded() -> Year:
    """Bought, given out, leftovers judged, reported."""
    case = published()
    case.buys("2027-03-01T10:00")
    case.asks_about_leftovers("2027-03-08T10:00")
    case.gives_opinion("2027-03-15T10:00")
    body: Body = {"request_no": "K-1", "copies": 500}
    case.does("distribute_leftovers", Office.PUBLICATIONS_DEPARTMENT, "2027-09-06T10:00", **body)
    case.reports("2027-10-04T10:00")
    return case
