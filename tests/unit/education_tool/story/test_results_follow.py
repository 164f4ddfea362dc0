"""What follows from reports, decisions and a withdrawal: letters, rows, how a review ends."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.kit.reasons import rules_of
from tests.unit.education_tool.tools import (
    A_DONATION,
    EXPERTS,
    OF_ITS_OWN,
    Body,
    Review,
    a_decision,
    a_report,
    both,
    by_another_unit,
    compared,
    conditional,
    mended,
    opened,
    paid,
    qualities,
    under_review,
)
from workflows.education_tool.messages.review import Quality
from workflows.education_tool.offices import Office
from workflows.kernel.roles import Role

AGAIN: Final[dict[str, Any]] = {"earlier_decision": "UK-9"}


# -- results ---------------------------------------------------------------------------------------


@pytest.mark.rule("E-35.3", "R-E.4")
def test_every_request_to_mend_names_the_report_and_slip_that_it_rests_on() -> None:
    review = conditional()
    review.mends("2026-06-22T10:00")
    review.confirms("2026-06-24T10:00", mended=False)
    first: Body = {"report_no": "I-2", "error_slip_no": "F-1", "again": False}
    second: Body = {"report_no": "I-3", "error_slip_no": "F-2", "again": True}

    assert review.said("tool_mending_asked") == [
        *both("R-E.4/1", {**first, "reminder_days": 30}),
        *both("R-E.4/2", {**second, "reminder_days": 30}),
    ]


@pytest.mark.rule("E-21.1", "E-35.2", "E-35.3")
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"signed_by": [*EXPERTS[:2]]}, "E-21.1"),
        ({"qualities": qualities(but=(Quality.SCIENCE,))}, "E-35.2"),
        ({"qualities": qualities(Quality.SCIENCE)}, "E-35.3"),
    ],
)
def test_a_report_entered_anew_is_judged_like_the_first(changes: dict[str, Any], rule: str) -> None:
    review = under_review()
    review.reports("2026-06-10T10:00")
    anew: Body = {"corrected": a_report(**changes), "reason": "the wrong page was entered"}
    send = ("correct_review_report", Office.REVIEW_COMMISSION, "2026-06-10T11:00")
    assert rules_of(review.refused(*send, anew, actor=EXPERTS[0])) == [rule]


@pytest.mark.rule("R-E.4", "E-35.1a")
def test_the_mended_tool_comes_from_its_owner_or_its_own_unit() -> None:
    review = conditional()
    delivery: Body = {"delivery_no": "T-1"}
    sent = review.command("submit_mended_tool", Role.APPLICANT, "2026-06-22T10:00", delivery)
    judged = review.judge(by_another_unit(sent))
    assert "E-35.1a" in {reason.rule for reason in getattr(judged, "reasons", ())}
    assert review.stage == "mending"


@pytest.mark.rule("E-35.3", "R-E.6")
def test_an_unsuitable_tool_is_answered_with_report_and_error_slip() -> None:
    review = under_review()
    review.reports("2026-06-10T10:00", "not-suitable")
    said: Body = {
        "report_no": "I-2",
        "error_slip_no": "F-1",
        "decision_no": None,
        "decided_on": None,
        "reasons": None,
    }
    assert review.said("tool_not_suitable") == both("E-35.3/1", said)


@pytest.mark.rule("E-35.5", "R-E.5")
@pytest.mark.parametrize(
    ("begins", "report_no", "decided_on"),
    [(compared, "I-2", "2026-06-10"), (mended, "I-3", "2026-06-24")],
)
def test_a_decision_against_the_tool_is_told_with_its_reasons_and_ends_it_on_its_day(
    begins: Callable[[], Review], report_no: str, decided_on: str
) -> None:
    review = begins()
    send = ("decide_conformity", Office.PRESIDENCY, "2026-06-29T10:00")
    review.send(*send, a_decision(decided_on, conforms=False))

    said: Body = {
        "report_no": report_no,
        "error_slip_no": None,
        "decision_no": "UK-1",
        "decided_on": decided_on,
        "reasons": "Araç amaca uygun değildir.",
    }
    assert review.said("tool_not_suitable") == both("E-35.5/1", said)
    assert review.outcome == ("not-suitable", "E-35.5", decided_on)
    assert review.entered("tool-decisions") == []


@pytest.mark.rule("E-35.5", "R-E.5", "E-35.4")
@pytest.mark.parametrize(
    ("path", "number"),
    [
        ({}, "SA-2026-9"),
        (A_DONATION, "HB-2026-2"),
        (OF_ITS_OWN, None),
        # a number that its path does not ask for binds the decision to nothing
        ({**OF_ITS_OWN, "transaction_no": "SA-2026-9"}, None),
    ],
)
def test_a_decision_for_the_tool_is_told_with_the_transaction_that_it_serves(
    path: dict[str, Any], number: str | None
) -> None:
    review = opened(**path, **AGAIN)
    if path is A_DONATION:
        review.approves_donation("2026-06-02T10:00")
    review.appoints("2026-06-03")
    review.compares("2026-06-05T10:00")
    send = ("decide_conformity", Office.PRESIDENCY, "2026-06-09T10:00")
    review.send(*send, a_decision("2026-06-08"))

    said: Body = {
        "decision_no": "UK-1",
        "decided_on": "2026-06-08",
        "path": path.get("path", "purchase"),
        "transaction_no": number,
    }
    letters = both("E-35.5/1", said)
    assert review.said("tool_conforms") == (letters if number else letters[:1])
    [row] = review.rows("tool-decisions")
    assert (row["decided_on"], row["transaction_no"]) == ("2026-06-08", number)
    assert review.outcome == ("suitable", "E-35.5", "2026-06-08")


# -- a withdrawal ----------------------------------------------------------------------------------


@pytest.mark.rule("R-E.6", "R-S.11")
def test_a_withdrawal_is_told_with_what_becomes_of_the_fee() -> None:
    """Approved, not ordered: 90 % of 43200.00 go back, 38880.00 lira."""
    free = opened()
    free.send("withdraw", Role.APPLICANT, "2026-06-01T15:00")
    assert free.said("tool_withdrawn") == both("R-E.6/1", {})
    review = paid()
    review.proposes("2026-06-03T10:00")
    review.approves("2026-06-03T11:00")
    review.send("withdraw", Role.APPLICANT, "2026-06-03T12:00")
    money: Body = {"paid": "43200.00", "refund": "38880.00", "retained": "4320.00"}
    assert review.said("tool_withdrawn") == both("R-E.6/1", money)
    assert review.entered("refunds") == [("", {"rule": "R-E.6", **money})]


@pytest.mark.rule("R-E.6", "E-35.1a")
def test_nobody_gives_up_the_review_of_another_unit() -> None:
    review = opened()
    sent = review.command("withdraw", Role.APPLICANT, "2026-06-01T15:00")
    judged = review.judge(by_another_unit(sent))
    assert "E-35.1a" in {reason.rule for reason in getattr(judged, "reasons", ())}
    assert review.file.decision is None
