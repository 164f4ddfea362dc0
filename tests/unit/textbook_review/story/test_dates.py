"""No document is dated before what it answers; the refusal says so (R-T.32)."""

from typing import Any

import pytest

from workflows.kernel.case.refusal import Reason
from workflows.textbook_review.offices import Office

from .reviews import Review, evaluated, ruled, served
from .ways import before_board, in_conditional_check, in_evaluation, refiled


def only(reasons: list[Reason]) -> tuple[str, str]:
    [no] = reasons
    return no.rule, f"{no.what}; {no.why}"


@pytest.mark.rule("R-T.32", "T-4.4")
def test_a_decision_is_not_older_than_the_reports_it_rests_on() -> None:
    """The evaluation report is of Monday 20 April."""
    review = before_board()
    name, role = "record_board_decision", Office.BOARD
    early = ruled("correction", decided_on="2026-04-17")
    rule, said = only(list(review.refused(name, role, "2026-05-11T10:00", early)))
    assert rule == "T-4.4"
    assert "dated 2026-04-17" in said
    assert "is of 2026-04-20" in said
    review.send(name, role, "2026-05-11T10:00", ruled("correction", decided_on="2026-04-20"))


@pytest.mark.rule("R-T.32", "T-17.14a")
def test_an_evaluation_is_not_older_than_the_review() -> None:
    """The review report is of Monday 6 April."""
    review = in_evaluation()
    early = evaluated(agrees=True, dated_on="2026-04-05")
    name, role = "record_evaluation_report", Office.EVALUATION_COMMISSION
    rule, said = only(list(review.refused(name, role, "2026-04-20T10:00", early)))

    assert rule == "T-17.14a"
    assert "is of 2026-04-06" in said
    review.send(name, role, "2026-04-20T10:00", evaluated(agrees=True, dated_on="2026-04-06"))


def returned() -> Review:
    """Filed again on 11 May, returned by the report of Wednesday 13 May."""
    review = refiled()
    review.takes_up("2026-05-12T10:00")
    review.examines("2026-05-13T10:00", "type_size")
    return review


def with_new_errors() -> Review:
    """Corrections of 4 December, in which new errors were found on Monday 7 December."""
    review = in_conditional_check()
    review.checks("2026-12-07T10:00", new_errors=2)
    return review


@pytest.mark.rule("R-T.32", "R-T.4")
@pytest.mark.parametrize(
    ("way", "by", "notification", "early", "right", "rule"),
    [
        pytest.param(
            returned,
            Office.BOOKS_BRANCH,
            "T-13.4/1",
            "2026-05-12",
            "2026-05-13",
            "T-13.4",
            id="a return",
            marks=pytest.mark.rule("T-13.4"),
        ),
        pytest.param(
            with_new_errors,
            Office.REVIEW_DEPARTMENT,
            "T-17.18c/1",
            "2026-12-05",
            "2026-12-07",
            "T-17.18c",
            id="new errors",
            marks=pytest.mark.rule("T-17.18c"),
        ),
    ],
)
def test_a_service_is_not_older_than_what_it_serves(
    *, way: Any, by: str, notification: str, early: str, right: str, rule: str
) -> None:
    review = way()
    when = review.soon
    refused = review.refused("record_service", by, when, served(notification, early))
    cited, said = only(list(refused))

    assert cited == rule
    assert f"before {right}" in said
    review.send("record_service", by, when, served(notification, right))
