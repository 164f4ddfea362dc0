"""Who is awaited when in a year, what registers are asked, and what is refused.

All days are worked out by hand.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from pydantic import JsonValue
from typing_extensions import override

from tests.unit.ministry_year.years import (
    COMMISSION,
    DIGEST,
    PRICES,
    Body,
    Year,
    a_filing,
    opened,
    priced,
    published,
    registers,
)
from workflows.kernel.case.command import Command
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.entry import Admitted
from workflows.ministry_year.offices import Office
from workflows.ministry_year.process import YEAR
from workflows.ministry_year.registers import LeftoverRow

DEPARTMENT: Final = Office.PUBLICATIONS_DEPARTMENT
LEFTOVERS: Final = LeftoverRow.register
GUIDE: Final[Body] = {"lesson": "muzik", "guide": DIGEST}


# -- who is awaited when ---------------------------------------------------------------------------


def awaited(case: Year) -> list[str]:
    """What offices are asked for, what is due first before the others."""
    return [each.command for each in case.reading.awaited if not each.aside]


@pytest.mark.rule("B-32.1", "B-32.2a", "B-32.2b", "B-33.1c", "B-33.1ç", "B-33.1d", "B-30.2")
def test_offices_are_asked_for_what_is_due_in_the_order_of_its_days() -> None:
    monthly, forms, sets = "send_monthly_list", "form_price_commission", "set_unit_prices"
    decides, yearly, appears = "decide_unit_prices", "send_year_list", "publish_list"
    case = opened()
    assert awaited(case) == [monthly, forms]
    for month, day in ((9, "30"), (10, "30"), (11, "30")):
        case.sends_month(f"2026-{month:02}-{day}T10:00", month)
    # the commission by 7 December, the list of December by the 31st
    assert (awaited(case), case.waiting_on) == ([forms, monthly], DEPARTMENT)
    case.forms_commission("2026-12-01T10:00")
    assert awaited(case) == [monthly, sets, forms]
    case.until("2026-12-08T17:31")
    assert awaited(case) == [monthly, sets, yearly, forms]
    case.sets_prices("2026-12-14T10:00")
    assert (awaited(case), case.stage) == ([monthly, yearly, decides], "monthly-list")
    case.approves("2026-12-16T10:00", approved=False, reasons="Maliyet")
    assert awaited(case) == [monthly, sets, yearly, forms]
    assert case.term("R-B.21#3").state == "open"
    case.sends_month("2026-12-17T10:00", 12)
    case.sets_prices("2026-12-18T10:00", "F-2")
    assert awaited(case) == [yearly, decides]
    case.sends_list("2026-12-18T11:00")
    assert awaited(case) == [decides, appears]
    case.approves("2026-12-21T10:00", "F-2")
    assert (awaited(case), case.stage, case.waiting_on) == ([appears], "publication", DEPARTMENT)
    case.publishes("2027-01-04T10:00")
    assert awaited(case) == ["report_distribution"]
    case.asks_about_leftovers("2027-03-08T10:00")
    assert awaited(case) == ["give_opinion", "report_distribution"]
    case.gives_opinion("2027-03-15T10:00")
    assert (awaited(case), case.stage) == (["report_distribution"], "distribution")


@pytest.mark.rule("R-B.23", "B-32.1")
def test_a_year_opened_before_it_begins_has_a_list_of_every_month() -> None:
    case = opened("2025-12-15T10:00")
    # 31 January 2026 is a Saturday, 28 February as well
    assert case.due("B-32.1") == "2026-01-30T17:30:00"
    case.sends_month("2026-01-30T10:00", 1)
    assert case.term("B-32.1").state == "met"
    assert case.due("B-32.1#2") == "2026-02-27T17:30:00"
    assert awaited(case)[0] == "send_monthly_list"


# -- the hold --------------------------------------------------------------------------------------


def asked(case: Year, command: Command) -> tuple[str, str, Any]:
    """Which register is asked before a command is let in, by which rule, and what."""
    found = gate.question_for(case.reading, command)
    assert found is not None
    question, request = found
    return question.by, question.rule, request


@dataclass
class Asking(Year):
    """A year that keeps what it asks the register by itself."""

    own: list[tuple[str, str, Any]] = field(default_factory=list)

    @override
    def known_of(self, own: Command) -> dict[str, JsonValue]:
        # nothing is known before it has been asked; that is no reason against it
        assert isinstance(gate.admit(self.reading, own, self.now), Admitted)
        self.own.append(asked(self, own))
        return self.held


@pytest.mark.rule("T-17.20", "R-T.16")
def test_the_register_of_held_drafts_is_asked_up_to_the_end_of_the_hold() -> None:
    case = Asking.opens(YEAR, a_filing(), registers())
    case.until("2026-12-09T00:01")
    assert case.own == [("held-drafts", "T-17.20", {"until": "2026-12-09"})]


@pytest.mark.rule("T-17.20", "R-T.16")
def test_where_nothing_was_held_nothing_is_first() -> None:
    case = opened()
    case.held = {"held": 0, "first": None}
    case.until("2026-12-09T00:01")
    said: Body = {"held": 0, "first": None}
    assert case.said("forwarding_resumed") == [("T-17.20/resumed", Office.DIRECTORATE, said)]


@pytest.mark.rule("T-17.20", "R-B.23")
@pytest.mark.parametrize(
    ("filed", "told"),
    [
        # the hold is from Tue 10 November to Tue 8 December 2026
        ("2026-11-09T10:00", ["stopped", "resumed"]),
        ("2026-11-10T10:00", ["stopped", "resumed"]),
        ("2026-12-08T10:00", ["stopped", "resumed"]),
        ("2026-12-09T10:00", []),
    ],
)
def test_a_year_opened_in_the_hold_follows_it_and_one_opened_later_does_not(
    filed: str, told: list[str]
) -> None:
    case = opened(filed)
    case.until("2026-12-10T10:00")
    found = [n.template for n in case.notices if n.template.startswith("forwarding")]
    assert found == [f"forwarding_{each}" for each in told]
    assert len(case.said("year_list_due")) == 1


# -- what registers are asked ----------------------------------------------------------------------


@pytest.mark.rule("B-29.1")
def test_purchases_are_compared_with_the_list_that_has_appeared() -> None:
    bought: list[JsonValue] = [
        {"book_no": number, "needed": 10, "copies": 10} for number in ("2026-0007", "2026-0008")
    ]
    body: Body = {"purchases": bought, "approval_no": "S-1"}
    numbers: Body = {"books": ["2026-0007", "2026-0008"]}

    for case, digest in ((priced(), None), (published(), DIGEST)):
        command = case.command("record_purchases", DEPARTMENT, case.soon, body)
        assert asked(case, command) == (
            "announced-books",
            "B-29.1",
            {"digest": digest, **numbers},
        )


@pytest.mark.rule("B-32.2b")
def test_the_list_that_appears_is_collected_like_the_one_that_was_sent() -> None:
    case = priced()
    case.sends_list("2026-12-30T11:00")
    body: Body = {"journal_no": "2027-1", "published_on": "2027-01-04"}
    command = case.command("publish_list", DEPARTMENT, "2027-01-04T10:00", body)
    case.until("2027-01-04T09:00")
    days = {"since": "2026-09-01", "until": "2026-12-08"}
    assert asked(case, command) == (
        "book-lists",
        "B-32.2b",
        {"kind": "journal", "year": 2026, **days},
    )


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.rule("B-32.2b", "R-B.10")
def test_a_list_appears_between_its_sending_and_the_record() -> None:
    case = priced()
    case.sends_list("2026-12-30T11:00")
    appears = ("publish_list", DEPARTMENT, "2027-01-04T10:00")
    for day in ("2026-12-29", "2027-01-05"):
        assert case.may_not(*appears, journal_no="2027-1", published_on=day) == ("B-32.2b",)
    for day in ("2026-12-30", "2027-01-04"):
        fork = case.forked()
        fork.does(*appears, journal_no="2027-1", published_on=day)
        assert fork.rows("book-lists")[-1]["on"] == day


@pytest.mark.rule("B-33.1ç", "B-33.1d")
def test_prices_and_their_approval_name_the_right_decision_and_a_lawful_day() -> None:
    case = opened()
    case.forms_commission("2026-12-01T10:00")
    case.sets_prices("2026-12-02T10:00")
    decides = ("decide_unit_prices", Office.MINISTRY, "2026-12-04T10:00")
    yes = {"decision_no": "F-1", "approved": True, "approval_no": "B-1"}
    for wrong in (
        {**yes, "approved_on": "2026-12-01"},
        {**yes, "approved_on": "2026-12-05"},
        {**yes, "decision_no": "F-2", "approved_on": "2026-12-04"},
        {**yes, "approved": False, "approved_on": "2026-12-04"},
    ):
        assert case.may_not(*decides, **wrong) == ("B-33.1d",)
    for day in ("2026-12-02", "2026-12-04"):
        case.forked().does(*decides, **yes, approved_on=day)
    case.does(*decides, **{**yes, "approved": False}, approved_on="2026-12-02", reasons="Maliyet")

    sets = ("set_unit_prices", Office.PRICE_COMMISSION, "2026-12-08T10:00")
    prices: dict[str, Any] = {"prices": [*PRICES], "decision_no": "F-2"}
    for wrong in (
        {**prices, "decided_on": "2026-11-30"},
        {**prices, "decided_on": "2026-12-09"},
        {**prices, "decision_no": "F-1", "decided_on": "2026-12-08"},
        {**prices, "prices": [*PRICES, PRICES[0]], "decided_on": "2026-12-08"},
    ):
        assert case.may_not(*sets, **wrong) == ("B-33.1ç",)
    for day in ("2026-12-01", "2026-12-08"):
        case.forked().does(*sets, **prices, decided_on=day)


@pytest.mark.rule("B-33.1c")
def test_another_commission_is_judged_like_the_first_and_decides_from_its_own_day_on() -> None:
    case = opened()
    case.forms_commission("2026-12-01T10:00")
    forms = ("form_price_commission", DEPARTMENT, "2026-12-03T10:00")
    lacking: Body = {"members": [*COMMISSION[1:]], "order_no": "O-2"}
    assert case.may_not(*forms, **lacking) == ("B-33.1c",)
    case.forms_commission("2026-12-03T10:00")
    body: Any = {"prices": [*PRICES], "decision_no": "F-1"}
    sets = ("set_unit_prices", Office.PRICE_COMMISSION, "2026-12-08T10:00")
    assert case.may_not(*sets, **body, decided_on="2026-12-02") == ("B-33.1ç",)
    case.does(*sets, **body, decided_on="2026-12-03")


@pytest.mark.rule("B-29.3")
def test_leftovers_are_of_earlier_years_and_asked_about_once() -> None:
    case = published()
    asks = ("ask_about_leftovers", DEPARTMENT, "2027-03-08T10:00")
    body: Body = {"request_no": "K-1", "book_no": "2024-0003", "copies": 500}
    assert case.may_not(*asks, **body, printed_in=2027) == ("B-29.3",)
    case.does(*asks, **body, printed_in=2026)
    again = ("ask_about_leftovers", DEPARTMENT, "2027-03-08T11:00")
    assert case.may_not(*again, **body, printed_in=2026) == ("B-29.3",)
    assert case.may_not(*again, **body, printed_in=2027) == ("B-29.3", "B-29.3")


@pytest.mark.rule("B-29.3")
def test_an_opinion_is_on_what_was_asked_and_states_why_not() -> None:
    case = published()
    case.asks_about_leftovers("2027-03-08T10:00")
    gives = ("give_opinion", Office.PRESIDENCY, "2027-03-09T10:00")
    body: Body = {"letter_no": "G-1"}
    for wrong in (
        {"request_no": "K-2", "distribute": True},
        {"request_no": "K-1", "distribute": False},
    ):
        assert case.may_not(*gives, **body, **wrong) == ("B-29.3",)
    case.forked().does(*gives, **body, request_no="K-1", distribute=False, reasons="Program")
    case.does(*gives, **body, request_no="K-1", distribute=True)
    # no more than was asked for, in one go or in several
    for day, copies in (("10", 300), ("11", 200)):
        given = ("distribute_leftovers", DEPARTMENT, f"2027-03-{day}T10:00")
        too_many = 501 if day == "10" else 201
        assert case.may_not(*given, request_no="K-1", copies=too_many) == ("B-29.3",)
        case.does(*given, request_no="K-1", copies=copies)


@pytest.mark.rule("B-29.3")
def test_an_opinion_on_what_was_entered_late_counts_beside_what_was_entered_before() -> None:
    """Entered first is what was asked on the 15th, then what was on the 8th, judged on the 10th."""
    case = published()
    case.asks_about_leftovers("2027-03-15T10:00", "K-9")
    case.asks_about_leftovers("2027-03-08T10:00", "K-1")
    case.gives_opinion("2027-03-10T10:00", "K-1")
    case.gives_opinion("2027-03-16T10:00", "K-9")
    assert case.file.pending == ()
    assert [(row["request_no"], row["what"], row["on"]) for row in case.rows(LEFTOVERS)] == [
        ("K-9", "asked", "2027-03-15"),
        ("K-1", "asked", "2027-03-08"),
        ("K-1", "to-distribute", "2027-03-10"),
        ("K-9", "to-distribute", "2027-03-16"),
    ]


@pytest.mark.rule("B-30.2")
def test_the_report_is_dated_between_the_publication_and_the_record() -> None:
    case = published()
    reports = ("report_distribution", DEPARTMENT, "2027-10-04T10:00")
    body: Body = {"report_no": "R-1", "statistics": DIGEST}
    for day in ("2027-01-07", "2027-10-05"):
        assert case.may_not(*reports, **body, dated_on=day) == ("B-30.2",)
    for day in ("2027-01-08", "2027-10-04"):
        fork = case.forked()
        fork.does(*reports, **body, dated_on=day)
        assert fork.outcome == ("concluded", "B-30.2", "2027-10-04")


@pytest.mark.rule("B-34.2")
def test_a_guide_book_without_the_boards_decision_is_not_taken_in() -> None:
    case = opened()
    submits = ("submit_guide", Office.MINISTRY_UNIT, "2026-09-03T10:00")
    assert case.may_not(*submits, **GUIDE, kind="guide-book") == ("B-34.2",)
