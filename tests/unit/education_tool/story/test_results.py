"""Results, decisions and re-reviews: what each leads to, and who hears of it."""

from typing import Any

import pytest

from tests.unit.education_tool.tools import (
    A_DONATION,
    A_SCHOOL_BOOK,
    EXPERTS,
    OF_ITS_OWN,
    REQUESTED,
    Review,
    a_decision,
    a_report,
    mended,
    opened,
    seats,
    under_review,
)
from workflows.education_tool.offices import Office
from workflows.kernel.roles import Role


def told(review: Review, rule: str) -> list[str]:
    return [to for _, to, _ in review.told(rule)]


BOTH = ["applicant", "tool-owner/SAHIP-9"]


@pytest.mark.rule("E-35.3", "E-35.5", "R-E.5")
def test_a_suitable_tool_gets_the_decision_of_the_presidency() -> None:
    review = under_review()
    review.reports("2026-06-10T10:00")
    assert (review.stage, review.waiting_on) == ("decision", Office.PRESIDENCY)

    review.decides("2026-06-12T10:00")

    assert review.outcome == ("suitable", "E-35.5", "2026-06-12")
    assert told(review, "E-35.5") == BOTH
    assert review.rows("tool-decisions") == [
        {
            "decision_no": "UK-1",
            "decided_on": "2026-06-12",
            "tool_no": "EA-7",
            "unit": "BIRIM-3",
            "path": "purchase",
            "transaction_no": "SA-2026-9",
        }
    ]


@pytest.mark.rule("E-35.3", "R-E.6")
def test_an_unsuitable_tool_ends_there_and_no_objection_is_open() -> None:
    review = under_review()
    review.reports("2026-06-10T10:00", "not-suitable")

    assert review.outcome == ("not-suitable", "E-35.3", "2026-06-10")
    assert told(review, "E-35.3") == BOTH
    assert review.rows("tool-decisions") == []
    assert not [c for c in review.process.commands if "objection" in c.name]


@pytest.mark.rule("E-35.5", "R-E.5")
def test_the_presidency_may_decide_otherwise_with_reasons() -> None:
    review = under_review()
    review.reports("2026-06-10T10:00")

    review.decides("2026-06-12T10:00", conforms=False)

    assert review.outcome == ("not-suitable", "E-35.5", "2026-06-12")
    assert review.rows("tool-decisions") == []


@pytest.mark.rule("E-35.5")
@pytest.mark.parametrize(
    "path",
    [OF_ITS_OWN, REQUESTED, A_SCHOOL_BOOK],
    ids=["own", "requested", "a school's book"],
)
def test_only_what_is_given_or_bought_is_bound_to_one_transaction(path: dict[str, Any]) -> None:
    review = opened(**path)
    by = Office.PRESIDENCY if path is A_SCHOOL_BOOK else Office.REVIEW_DEPARTMENT
    review.send("propose_commission", by, "2026-06-03T10:00", {"members": seats(3)})
    if path is not A_SCHOOL_BOOK:
        review.approves("2026-06-03T11:00")
    review.orders("2026-06-03T12:00")
    review.reports("2026-06-10T10:00")
    review.decides("2026-06-12T10:00")

    (row,) = review.rows("tool-decisions")
    assert row["transaction_no"] is None


@pytest.mark.rule("E-35.5")
@pytest.mark.parametrize(
    ("day", "rules"),
    [("2026-06-09", ["E-35.5"]), ("2026-06-13", ["E-35.5"]), ("2026-06-10", [])],
)
def test_a_decision_is_dated_between_the_report_and_its_entry(day: str, rules: list[str]) -> None:
    review = under_review()
    review.reports("2026-06-10T10:00")
    body = a_decision(day)
    if not rules:
        review.send("decide_conformity", Office.PRESIDENCY, "2026-06-12T10:00", body)
        assert review.outcome == ("suitable", "E-35.5", "2026-06-10")
        return
    wrong = review.refused("decide_conformity", Office.PRESIDENCY, "2026-06-12T10:00", body)
    assert [r.rule for r in wrong] == rules


@pytest.mark.rule("R-E.5")
def test_nobody_but_the_presidency_decides() -> None:
    review = under_review()
    review.reports("2026-06-10T10:00")
    for role in (Office.REVIEW_DEPARTMENT, Role.APPLICANT):
        wrong = review.refused(
            "decide_conformity", role, "2026-06-12T10:00", a_decision("2026-06-12")
        )
        assert [r.rule for r in wrong] == ["E-35.5"]


@pytest.mark.rule("E-35.3")
def test_a_printed_tool_is_not_suitable_on_condition() -> None:
    review = under_review(tool={"form": "printed"})
    body = a_report("conditional")
    wrong = review.refused(
        "record_review_report", Office.REVIEW_COMMISSION, "2026-06-10T10:00", body
    )

    assert [r.rule for r in wrong] == ["E-35.3"]


@pytest.mark.rule("E-21.1")
def test_a_report_that_somebody_has_not_signed_is_not_recorded() -> None:
    review = under_review()
    body = a_report(signed_by=[*EXPERTS[:2]])
    wrong = review.refused(
        "record_review_report", Office.REVIEW_COMMISSION, "2026-06-10T10:00", body
    )

    assert [r.rule for r in wrong] == ["E-21.1"]


@pytest.mark.rule("E-21.1")
def test_nobody_reports_for_a_commission_on_which_they_do_not_sit() -> None:
    review = under_review()
    wrong = review.refused(
        "record_review_report",
        Office.REVIEW_COMMISSION,
        "2026-06-10T10:00",
        a_report(),
        actor="stranger",
    )

    assert [r.rule for r in wrong] == ["E-21.1"]


@pytest.mark.rule("R-E.1")
def test_no_term_runs_while_a_tool_is_reviewed() -> None:
    review = under_review()
    assert not review.file.open_terms
    review.alone()
    assert (review.stage, review.outcome) == ("review", None)


# -- reviewed again --------------------------------------------------------------------------------

AGAIN: dict[str, Any] = {"earlier_decision": "UK-9"}


@pytest.mark.rule("E-35.4", "R-E.7")
def test_an_unchanged_tool_gets_its_decision_without_a_review_or_a_fee() -> None:
    review = opened(**AGAIN)
    assert review.stage == "commission"
    review.appoints("2026-06-03")
    assert review.stage == "comparison"
    review.compares("2026-06-05T10:00")
    assert review.stage == "decision"
    review.decides("2026-06-08T10:00")

    assert review.outcome == ("suitable", "E-35.5", "2026-06-08")
    assert review.told("E-15.1") == []


@pytest.mark.rule("E-35.4", "R-E.7")
def test_of_a_changed_tool_the_change_is_paid_for_and_reviewed() -> None:
    """Twenty screens: one signature, the four over are free; 8 x 1500 x 1.20 lira."""
    review = opened(**AGAIN)
    review.appoints("2026-06-03")
    review.compares("2026-06-05T10:00", {"medium": "screens", "quantity": 20})
    assert review.stage == "fee"
    review.pays("2026-06-08T10:00", "14400.00")
    assert [row["signatures"] for row in review.rows("tool-fees")] == [8]
    assert review.stage == "review"
    review.reports("2026-06-10T10:00")
    review.decides("2026-06-12T10:00")

    assert review.outcome == ("suitable", "E-35.5", "2026-06-12")


@pytest.mark.rule("E-35.4")
def test_a_donation_is_compared_after_its_approval() -> None:
    review = opened(**A_DONATION | AGAIN)
    review.approves_donation("2026-06-02T10:00")
    review.appoints("2026-06-03")
    review.compares("2026-06-05T10:00", {"medium": "screens", "quantity": 20})

    assert review.stage == "review"  # free, so nobody pays for the change


@pytest.mark.rule("E-35.5")
def test_told_once_more_a_decision_changes_nothing() -> None:
    review = mended()
    review.decides("2026-06-26T10:00")
    wrong = review.refused(
        "decide_conformity", Office.PRESIDENCY, "2026-06-27T10:00", a_decision("2026-06-27")
    )

    assert [r.rule for r in wrong] == ["E-35.5"]
    assert len(review.rows("tool-decisions")) == 1
