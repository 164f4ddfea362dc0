"""A year of the Ministry told at the gate: its lists, its prices, its distribution, its end."""

import pytest

from tests.kit.plays import assert_folds, assert_reads_the_same, at
from tests.unit.ministry_year.years import (
    COMMISSION,
    DIGEST,
    FILED,
    PRICES,
    Body,
    a_filing,
    concluded,
    opened,
    priced,
    published,
    registers,
)
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.roles import Role
from workflows.ministry_year.offices import Office
from workflows.ministry_year.process import YEAR

DEPARTMENT = Office.PUBLICATIONS_DEPARTMENT


@pytest.mark.rule("B-32.1", "R-B.13")
def test_the_department_gets_a_list_every_month() -> None:
    case = priced()
    assert case.letters("list_sent") == [("B-32.1", DEPARTMENT)] * 3
    months = [(row["month"], row["on"], row["books"]) for row in case.rows("book-lists")]
    assert months == [(9, "2026-09-30", 3), (10, "2026-10-30", 3), (11, "2026-11-30", 3)]


@pytest.mark.rule("B-32.1")
def test_a_list_that_is_late_is_taken_and_the_next_month_runs_meanwhile() -> None:
    case = opened()
    case.until("2026-10-05T09:00")
    assert {"B-32.1#9", "B-32.1#10"} <= case.open_terms
    assert case.letters("escalation")[0] == ("B-32.1", Office.MINISTRY)

    case.sends_month("2026-10-05T10:00", 9)
    assert "B-32.1#9" not in case.open_terms
    assert case.may_not("send_monthly_list", Office.PRESIDENCY, "2026-10-05T11:00", **MONTH) == (
        "B-32.1",
    )


MONTH: Body = {"month": 9, "letter_no": "E-2"}


@pytest.mark.rule("B-32.2a", "S-A")
def test_the_yearly_list_waits_for_the_last_acceptance_and_is_the_presidencys() -> None:
    case = priced()
    early = opened()
    assert early.may_not("send_year_list", Office.PRESIDENCY, "2026-12-08T17:30", letter_no="E-1")
    assert case.may_not("send_year_list", DEPARTMENT, "2026-12-22T10:00", letter_no="E-1")

    case.sends_list("2026-12-31T17:30")
    assert case.letters("escalation") == []
    assert case.letters("list_sent")[-1] == ("B-32.2a", DEPARTMENT)


@pytest.mark.rule("B-32.2a", "R-B.11")
def test_a_yearly_list_after_close_of_business_is_late() -> None:
    case = priced()
    case.until("2026-12-31T17:31")
    assert ("B-32.2a", Office.MINISTRY) in case.letters("escalation")
    case.sends_list("2027-01-04T10:00")
    assert "B-32.2a#2" not in case.open_terms


@pytest.mark.rule("B-32.2b", "R-B.10")
@pytest.mark.parametrize(
    ("received", "late"), [("2027-01-08T10:00", False), ("2027-01-11T10:00", True)]
)
def test_a_list_after_the_last_working_day_up_to_10_january_is_late(
    received: str,
    *,
    late: bool,
) -> None:
    case = priced()
    case.sends_list("2026-12-30T11:00")
    case.publishes(received)
    (letter,) = [n for n in case.notices if n.template == "list_published"]
    assert (letter.facts["late"], letter.facts["unpriced"]) == (late, 1)


@pytest.mark.rule("T-17.20")
def test_the_register_is_asked_for_the_drafts_that_were_held() -> None:
    case = opened()
    case.until("2026-12-09T00:00")
    assert case.letters("forwarding_resumed") == []
    case.until("2026-12-09T00:01")
    (letter,) = [n for n in case.notices if n.template == "forwarding_resumed"]
    assert (letter.addressee, letter.facts["held"], letter.facts["first"]) == (
        Office.DIRECTORATE,
        2,
        "2026-0004",
    )


@pytest.mark.rule("B-33.1c")
def test_a_commission_that_lacks_a_seat_is_not_formed() -> None:
    case = opened()
    lacking: Body = {"members": [*COMMISSION[1:]], "order_no": "O-1"}
    refused = case.may_not("form_price_commission", DEPARTMENT, "2026-12-01T10:00", **lacking)
    assert refused == ("B-33.1c",)
    assert case.rows("price-commissions") == []

    case.forms_commission("2026-12-01T11:00")
    assert case.rows("price-commissions")[0]["order_no"] == "O-1"


@pytest.mark.rule("B-33.1c", "B-33.1ç")
def test_another_commission_may_take_its_place_until_the_prices_are_set() -> None:
    case = opened()
    case.forms_commission("2026-12-01T10:00")
    case.forms_commission("2026-12-02T10:00")
    assert len(case.rows("price-commissions")) == 2
    case.sets_prices("2026-12-14T10:00")
    anew: Body = {"members": [*COMMISSION], "order_no": "O-2"}
    assert case.may_not("form_price_commission", DEPARTMENT, "2026-12-15T10:00", **anew)


@pytest.mark.rule("B-33.1d")
def test_unit_prices_are_in_the_register_once_the_ministry_has_approved_them() -> None:
    case = opened()
    case.forms_commission("2026-12-01T10:00")
    case.sets_prices("2026-12-14T10:00")
    assert case.rows("unit-prices") == []
    case.approves("2026-12-16T10:00", approved=False, reasons="Maliyetler incelenmemiştir")
    assert case.rows("unit-prices") == []
    assert case.letters("unit_prices_decided") == [
        ("B-33.1d", DEPARTMENT),
        ("B-33.1d", Office.PRICE_COMMISSION),
    ]

    case.sets_prices("2026-12-18T10:00", "F-2")
    case.approves("2026-12-21T10:00", "F-2")
    (table,) = case.rows("unit-prices")
    assert (table["school_year"], table["decision_no"], table["prices"]) == (2027, "F-2", PRICES)
    again: Body = {"prices": [*PRICES], "decision_no": "F-3", "decided_on": "2026-12-22"}
    assert case.may_not("set_unit_prices", Office.PRICE_COMMISSION, "2026-12-22T10:00", **again)


@pytest.mark.rule("B-29.1")
def test_a_book_that_was_not_announced_is_not_bought() -> None:
    case = published()
    case.facts = {**case.facts, "unannounced": ["2026-0007"]}
    bought: list[Body] = [{"book_no": "2026-0007", "needed": 10, "copies": 10}]
    body = {"purchases": bought, "approval_no": "S-1"}
    assert case.may_not("record_purchases", DEPARTMENT, "2027-03-01T10:00", **body) == ("B-29.1",)
    assert case.rows("purchases") == []

    before = priced()
    assert before.may_not("record_purchases", DEPARTMENT, "2026-12-28T10:00", **body) == ("B-29.1",)


@pytest.mark.rule("B-29.3")
def test_leftovers_are_held_until_the_presidency_has_given_its_opinion() -> None:
    case = published()
    case.asks_about_leftovers("2027-03-08T10:00")
    assert (case.stage, case.waiting_on) == ("opinion", Office.PRESIDENCY)
    given: Body = {"request_no": "K-1", "copies": 500}
    assert case.may_not("distribute_leftovers", DEPARTMENT, "2027-03-09T10:00", **given) == (
        "B-29.3",
    )
    report: Body = {"report_no": "R-1", "statistics": DIGEST, "dated_on": "2027-03-09"}
    refused = case.may_not("report_distribution", DEPARTMENT, "2027-03-09T10:00", **report)
    assert refused == ("B-29.3",)

    case.gives_opinion("2027-03-15T10:00", distribute=False, reasons="Program değişmiştir")
    refused = case.may_not("distribute_leftovers", DEPARTMENT, "2027-03-16T10:00", **given)
    assert refused == ("B-29.3",)
    assert [row["what"] for row in case.rows("leftovers")] == ["asked", "not-to-distribute"]


@pytest.mark.rule("B-30.2", "B-29.1")
def test_the_report_on_distribution_closes_the_year() -> None:
    case = concluded()
    assert case.outcome == ("concluded", "B-30.2", "2027-10-04")
    (letter,) = [n for n in case.notices if n.template == "distribution_reported"]
    assert (letter.addressee, letter.facts["books"], letter.facts["copies"]) == (
        Office.PRESIDENCY,
        1,
        900,
    )
    assert case.rows("purchases")[0]["school_year"] == 2027


@pytest.mark.rule("R-B.22")
def test_a_report_after_the_end_of_its_calendar_year_is_late_and_closes_the_year_all_the_same() -> (
    None
):
    """The list of 2026 is that of 2027-28: its year ends on Friday 31 December 2027."""
    case = published()
    case.buys("2027-03-01T10:00")
    assert case.due("R-B.22") == "2027-12-31T17:30:00"
    case.until("2028-01-03T10:00")
    assert case.outcome is None

    case.reports("2028-01-10T10:00")

    assert case.outcome == ("concluded", "B-30.2", "2028-01-10")


@pytest.mark.rule("B-30.1", "B-34.2")
def test_stages_are_shown_online_and_guides_submitted_at_any_stage() -> None:
    case = opened()
    shown: Body = {"stages": ["review"], "decision_no": "E-1"}
    case.does("publish_stages", Office.PRESIDENCY, "2026-09-02T10:00", **shown)
    guide: Body = {"kind": "programme-guide", "lesson": "muzik", "guide": DIGEST}
    case.does("submit_guide", Office.MINISTRY_UNIT, "2026-09-03T10:00", **guide)

    assert case.rows("published-stages")[0]["stages"] == ["review"]
    assert case.rows("guides")[0]["submitted_on"] == "2026-09-03"
    assert case.letters("guide_received") == [("B-34.2", Office.PRESIDENCY)]


@pytest.mark.rule("R-B.23", "R-B.21")
def test_a_year_opened_in_its_last_days_goes_on_from_there() -> None:
    case = opened("2026-12-21T10:00")
    # the first week is over: the commission is to be formed by the next working day, Tue 22
    assert case.due("R-B.21") == "2026-12-22T17:30:00"
    assert case.due("B-32.1#12") == "2026-12-31T17:30:00"
    case.until("2026-12-21T10:01")
    assert {"B-32.2a#2", "B-32.2b"} <= case.open_terms
    assert case.letters("forwarding_stopped") == []


@pytest.mark.parametrize("play", [priced, published, concluded])
def test_the_journal_tells_the_year_again(play: object) -> None:
    assert callable(play)
    case = play()
    for begun in case.begun[:1]:
        assert_folds(begun, case)
    assert_reads_the_same(case.reading, case.now)


@pytest.mark.rule("B-32.1", "B-32.2a", "B-32.2b", "R-B.4")
def test_registers_are_asked_for_the_days_of_each_list() -> None:
    case = opened()
    case.until("2026-12-09T09:00")
    monthly = case.command("send_monthly_list", Office.PRESIDENCY, "2026-12-09T10:00", MONTH)
    yearly = case.command(
        "send_year_list", Office.PRESIDENCY, "2026-12-09T10:00", {"letter_no": "E-1"}
    )
    asked = [gate.question_for(case.reading, each) for each in (monthly, yearly)]
    # a year opened in September begins with its list; the yearly one ends with Tue 8 December
    assert [each and each[1] for each in asked] == [
        {"kind": "monthly", "year": 2026, "since": "2026-09-01", "until": "2026-09-30"},
        {"kind": "year", "year": 2026, "since": "2026-09-01", "until": "2026-12-08"},
    ]


@pytest.mark.rule("R-B.23")
def test_a_second_filing_of_a_year_is_refused_with_the_number_of_the_first() -> None:
    case_id = YEAR.case_id("2026-0002")
    refused = open_file(YEAR, case_id, a_filing(), registers("2026-0001"), at(FILED))
    assert isinstance(refused, Refusal)
    assert [reason.do for reason in refused.reasons] == ["act in the case of 2026-0001"]


@pytest.mark.rule("B-32.1", "B-32.2a")
@pytest.mark.parametrize("name", ["send_monthly_list", "send_year_list"])
def test_a_list_is_judged_before_the_register_has_collected_it(name: str) -> None:
    case = opened()
    case.until("2026-12-09T09:00")
    body: Body = {"letter_no": "E-1", **({"month": 9} if "month" in name else {})}
    command = case.command(name, Office.PRESIDENCY, "2026-12-09T10:00", body)
    judged = case.judge(command.model_copy(update={"verdict": None}))
    assert not isinstance(judged, Refusal)


@pytest.mark.rule("T-17.20", "R-S.1")
def test_a_decreed_closure_moves_the_days_of_an_open_year() -> None:
    case = opened()
    assert case.due("T-17.20") == "2026-11-10T00:00:00"
    # Mon 16 November closed: the twentieth working day before Tue 8 December is Mon 9 November
    decree: Body = {"decree_no": "D-1", "days": {"2026-11-16": "idari izin"}}
    case.send("decree_closure", Role.REGISTRY, "2026-09-02T10:00", decree)
    assert case.due("T-17.20") == "2026-11-09T00:00:00"
    assert case.due("B-32.2a") == "2026-12-08T17:30:00"

    # Fri 4 December closed, told in the hold: the sixth working day is Wed 9, and the hold goes on
    case.until("2026-11-20T09:00")
    later: Body = {"decree_no": "D-2", "days": {"2026-12-04": "idari izin"}}
    case.send("decree_closure", Role.REGISTRY, "2026-11-20T10:00", later)
    assert case.due("B-32.2a") == "2026-12-09T17:30:00"
    assert case.due("T-17.20#2") == "2026-12-10T00:00:00"
    case.until("2026-12-10T00:01")
    assert case.letters("forwarding_resumed") == [("T-17.20", Office.DIRECTORATE)]
