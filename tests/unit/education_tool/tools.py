"""Reviews of tools played at the gate, and the filings that open them.

Coefficients are invented: 1.20 from 1 January to 30 June 2026, 1.30 from 1 July to 31 December, as
in the worked examples of the catalogue.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pydantic import JsonValue
from typing_extensions import override

from starter.runtime.serving import editions_of
from tests.kit.calendars import turkish_calendar
from tests.kit.plays import Play, at
from workflows.education_tool.messages.application import Tool, ToolApplication
from workflows.education_tool.messages.review import Quality
from workflows.education_tool.offices import Office
from workflows.education_tool.process import TOOL_REVIEW
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.records import Entry, Opening
from workflows.kernel.law.rulebook import Rulebook, edition_on
from workflows.kernel.roles import Actor, Role
from workflows.textbook_law.draft import Member, MemberRole

Body = dict[str, JsonValue]
Changes = dict[str, Any]
"""What differs in a filing."""

EDITIONS = editions_of(TOOL_REVIEW)
BOOK = edition_on(EDITIONS, date(2026, 6, 1))

FILED = "2026-06-01T10:00"
"""A Monday, the day after the Feast of Sacrifice."""
UNIT, OWNER = "BIRIM-3", "SAHIP-9"
K: Final[Body] = {"coefficient": "1.20", "until": "2026-06-30"}
"""What the register of coefficients says of a day in the first half of 2026."""

EXPERTS: Final = ("expert-1", "expert-2", "expert-3")


def seats(count: int, *, prefix: str = "expert", role: str = "field-expert") -> list[JsonValue]:
    """So many members of one role, every one another person."""
    return [{"role": role, "id": f"{prefix}-{n}"} for n in range(1, count + 1)]


def members(count: int, role: MemberRole = MemberRole.FIELD_EXPERT) -> tuple[Member, ...]:
    return tuple(Member(role=role, id=f"{role.value}-{n}") for n in range(1, count + 1))


def qualities(*lacking: Quality, but: tuple[Quality, ...] = ()) -> dict[str, JsonValue]:
    """What a report finds of a tool in Turkish: it has every quality, some aside."""
    left_out = {Quality.FOREIGN_LANGUAGE, *but}
    return {q.value: q not in lacking for q in Quality if q not in left_out}


def a_tool(**changes: Any) -> Tool:
    """Secondary electronic content of 40 screens: three signatures, 24 hours."""
    usual: dict[str, Any] = {
        "tool_no": "EA-7",
        "kind": "tool",
        "purpose": "resource",
        "level": "secondary",
        "form": "electronic",
        "contents": ({"medium": "screens", "quantity": 40},),
    }
    return Tool.model_validate(usual | changes)


def a_body(**changes: Any) -> Body:
    """A tool that its unit will buy; ``tool`` names what differs in the tool."""
    tool = a_tool(**changes.pop("tool", {})).model_dump(mode="json")
    usual: Body = {
        "path": "purchase",
        "applicant": {"kind": "unit", "key": "unit-3", "institution": UNIT},
        "tool": tool,
        "owner": {"key": "owner-9", "institution": OWNER},
        "transaction_no": "SA-2026-9",
        "specification_no": "SN-2026-4",
    }
    return usual | changes


def an_application(**changes: Any) -> ToolApplication:
    return ToolApplication.model_validate(a_body(**changes))


A_DONATION: Final[Changes] = {"path": "donation", "transaction_no": "HB-2026-2"}
UNDER_PROTOCOL: Final[Changes] = {"path": "protocol", "transaction_no": "PR-2026-5"}
OF_ITS_OWN: Final[Changes] = {"path": "own", "owner": None, "transaction_no": None}
REQUESTED: Final[Changes] = {"path": "requested", "request_no": "BM-2026-1", "transaction_no": None}
A_SCHOOL_BOOK: Final[Changes] = {
    "path": "minority-school",
    "owner": None,
    "transaction_no": None,
    "school_book": {"school": "34990001", "language": "ermenice", "sworn_translations": 1},
}


class Review(Play):
    """One review; who sends something acts for the institution of the office."""

    @override
    def actor(self, role: str, person: str | None = None) -> Actor:
        institutions = {Role.APPLICANT.value: UNIT, Office.OWNER.value: OWNER}
        usual = {Office.REVIEW_COMMISSION.value: "expert-1"}.get(role, f"{role}-1")
        return Actor(role=role, id=person or usual, institution=institutions.get(role))

    def exempts(self, received: str, *, exempt: bool = True) -> Entry:
        reasons = None if exempt else "Listede yer almıyor."
        body: Body = {"exempt": exempt, "letter_no": "B-1", "reasons": reasons}
        return self.send("decide_exemption", Office.PRESIDENCY, received, body)

    def approves_donation(self, received: str, *, approved: bool = True) -> Entry:
        reasons = None if approved else "İhtiyaç bulunmuyor."
        body: Body = {"approved": approved, "approval_no": "BO-1", "reasons": reasons}
        return self.send("decide_donation", Office.MINISTRY, received, body)

    def pays(self, received: str, amount: str = "43200.00", **more: Any) -> Entry:
        return self.send(
            "record_fee",
            Office.REVOLVING_FUND,
            received,
            a_fee(amount, received),
            **({"known": K} | more),
        )

    def proposes(self, received: str, found: list[JsonValue] | None = None) -> Entry:
        body: Body = {"members": found or seats(3)}
        return self.send("propose_commission", Office.REVIEW_DEPARTMENT, received, body)

    def approves(self, received: str, *, approved: bool = True) -> Entry:
        reasons = None if approved else "Üyelerden biri görevli."
        body: Body = {"approved": approved, "approval_no": "BO-2", "reasons": reasons}
        return self.send("approve_commission", Office.PRESIDENCY, received, body)

    def orders(self, received: str, hours: str = "24", *, in_hours: bool = False) -> Entry:
        body: Body = {"order_no": "G-1", "hours": hours, "in_hours": in_hours}
        return self.send("assign_commission", Office.DIRECTORATE, received, body)

    def appoints(self, day: str, hours: str = "24") -> None:
        """Select, approve and order a commission within a day."""
        self.proposes(f"{day}T10:00")
        self.approves(f"{day}T11:00")
        self.orders(f"{day}T12:00", hours)

    def compares(self, received: str, *changed: JsonValue) -> Entry:
        body: Body = {"report_no": "I-1", "signed_by": [*EXPERTS], "changed": [*changed]}
        return self.send("record_comparison", Office.REVIEW_COMMISSION, received, body)

    def reports(self, received: str, result: str = "suitable", **changes: Any) -> Entry:
        """Record a report, sent by the first who signed it."""
        body = a_report(result, **changes)
        first = changes.get("signed_by", EXPERTS)[0]
        return self.send(
            "record_review_report", Office.REVIEW_COMMISSION, received, body, actor=first
        )

    def mends(self, received: str, role: str = Office.OWNER) -> Entry:
        return self.send("submit_mended_tool", role, received, {"delivery_no": "T-1"})

    def confirms(self, received: str, *, mended: bool = True, **changes: Any) -> Entry:
        body: Body = {
            "report_no": "I-3",
            "signed_by": [*EXPERTS],
            "mended": mended,
            "error_slip_no": None if mended else "F-2",
        }
        return self.send("confirm_mending", Office.REVIEW_COMMISSION, received, body | changes)

    def decides(self, received: str, *, conforms: bool = True) -> Entry:
        return self.send(
            "decide_conformity",
            Office.PRESIDENCY,
            received,
            a_decision(received[:10], conforms=conforms),
        )

    def rows(self, register: str) -> list[Body]:
        """What a register has of this case."""
        return [entered.row for entered in self.registers if entered.into == register]


def a_fee(amount: str, received: str) -> Body:
    """A receipt of the day on which it comes in."""
    return {"fee": {"amount": amount, "paid_on": received[:10], "receipt_no": "D-77"}}


def a_report(result: str = "suitable", **changes: Any) -> Body:
    """A report signed by all, with what its result needs."""
    faulty = result != "suitable"
    usual: Body = {
        "report_no": "I-2",
        "signed_by": [*EXPERTS],
        "result": result,
        "qualities": qualities(*((Quality.TURKISH,) if faulty else ())),
        "error_slip_no": "F-1" if faulty else None,
    }
    return usual | changes


def a_decision(day: str, *, conforms: bool = True) -> Body:
    reasons = None if conforms else "Araç amaca uygun değildir."
    return {"conforms": conforms, "decision_no": "UK-1", "decided_on": day, "reasons": reasons}


def a_filing(received: str = FILED, *, institution: str = UNIT, **changes: Any) -> StartMessage:
    """The filing that opens a review; of a tool that is bought unless said otherwise."""
    return StartMessage(
        file_no=f"{received[:4]}-0001",
        received_at=at(received),
        actor=Actor(role=Role.APPLICANT, id="applicant-1", institution=institution),
        body=a_body(**changes),
    )


def registers(book: Rulebook = BOOK, known: Mapping[str, JsonValue] | None = None) -> Opening:
    """What a case is told when it opens."""
    return Opening(calendar=turkish_calendar(), rulebook=book, known=dict(known or {}))


def opened(
    received: str = FILED, *, known: Mapping[str, JsonValue] | None = None, **changes: Any
) -> Review:
    """A review that has just been opened."""
    return Review.opens(TOOL_REVIEW, a_filing(received, **changes), registers(known=known))


def paid(**changes: Any) -> Review:
    """Paid for on the day after the filing: 24 signatures at 1.20."""
    review = opened(**changes)
    review.pays("2026-06-02T10:00")
    return review


def under_review(**changes: Any) -> Review:
    """With its commission since Wednesday."""
    review = paid(**changes)
    review.appoints("2026-06-03")
    return review


def conditional() -> Review:
    """Suitable once its errors are mended, reported on Wednesday 10 June 2026."""
    review = under_review()
    review.reports("2026-06-10T10:00", "conditional")
    return review


def mended() -> Review:
    """Mended and confirmed: the decision is awaited."""
    review = conditional()
    review.mends("2026-06-22T10:00")
    review.confirms("2026-06-24T10:00")
    return review


def compared() -> Review:
    """Reviewed again: twenty screens have changed, are paid for and suitable."""
    review = opened(earlier_decision="UK-9")
    review.appoints("2026-06-03")
    review.compares("2026-06-05T10:00", {"medium": "screens", "quantity": 20})
    review.pays("2026-06-08T10:00", "14400.00")
    review.reports("2026-06-10T10:00")
    return review


LIRA: Final = Decimal("43200.00")
"""24 x 1500 x 1.20."""


def both(occasion: str, said: Body) -> list[tuple[str, str, Body]]:
    """A letter that goes to the unit and to the owner."""
    return [(occasion, "applicant", said), (occasion, f"{Office.OWNER}/{OWNER}", said)]


def by_another_unit(sent: Command) -> Command:
    """The same command, sent by somebody who acts for another unit."""
    actor = sent.envelope.actor.model_copy(update={"institution": "BIRIM-4", "id": "unit-3"})
    envelope = sent.envelope.model_copy(update={"actor": actor})
    return sent.model_copy(update={"envelope": envelope})
