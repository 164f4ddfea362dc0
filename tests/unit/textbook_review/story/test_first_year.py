"""The year of the first review, and the six months that come by themselves (m.18(3))."""

import pytest

from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import (
    Body,
)
from .ways import (
    in_first_review,
)


@pytest.mark.rule("T-18.3", "R-S.3", "R-S.5", "S-D")
def test_the_first_review_is_due_a_year_after_the_application() -> None:
    """T.8: 9 March 2027 is Ramazan, the term rolls to Friday the 12th."""
    review = in_first_review()

    assert str(review.term("T-18.3").nominal_on) == "2027-03-09"
    assert review.due("T-18.3") == "2027-03-13T00:00:00"
    review.scores("2027-03-12T17:00", "82.40")
    assert review.term("T-18.3").state == "met"
    review.until("2027-10-01T00:00")
    assert review.entries("extension") == []


@pytest.mark.rule("T-18.3", "R-T.15")
def test_at_month_twelve_six_months_more_come_from_the_nominal_day_with_reasons_owed() -> None:
    """T.8: 9 March 2027 and six months, Thursday 9 September 2027."""
    review = in_first_review()
    review.until("2027-03-16T00:00")

    assert review.entries("extension") == [("extension", "T-18.3", "2027-03-12T23:59:59")]
    assert str(review.term("T-18.3").due_on) == "2027-09-09"
    assert review.told("R-T.15") == [("T-18.3/extension/1", "directorate", "2027-03-12")]
    body: Body = {"term": "T-18.3", "reasons": "the commission was renewed"}
    review.send("state_extension_reasons", Office.PRESIDENCY, "2027-03-16T10:00", body)
    assert [addressee for _, addressee, _ in review.told("R-T.15")[1:]] == ["applicant", "board"]


@pytest.mark.rule("R-T.15")
def test_after_eighteen_months_it_escalates_and_never_closes() -> None:
    review = in_first_review()
    review.until("2029-01-01T00:00")

    assert len(review.entries("extension")) == 1
    assert [t for t in review.told("T-18.3") if "escalation" in t[0]] == [
        ("T-18.3/escalation/1/2027-09-09", "review-department", "2027-09-10"),
        ("T-18.3/escalation/2/2027-09-09", "presidency", "2027-09-16"),
        ("T-18.3/escalation/3/2027-09-09", "board", "2027-09-23"),
    ]
    assert (review.stage, review.outcome) == (Stage.FIRST_REVIEW, None)
