"""What an objection changes in how a review ends (m.16, m.22, m.27)."""

from collections.abc import Callable

import pytest

from tests.kit.reasons import rules_of
from workflows.kernel.roles import Role
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import Body, Review, contested
from .ways import before_board, in_first_review, in_second_evaluation, objected, rejected

OBJECTION_FEE = {"paid": "50700.00"}
MARCH_25 = "2026-03-25T10:00"
RETURNED: Body = {"decision_no": "K-8", "decided_on": "2026-03-24"}


@pytest.mark.rule("R-T.17", "T-16.2b")
@pytest.mark.parametrize(
    ("heard", "refund", "retained"),
    [
        pytest.param(False, "45630.00", "5070.00", id="nobody has the objection: nine tenths"),
        pytest.param(True, "0.00", "50700.00", id="a commission has it: nothing"),
    ],
)
def test_the_fee_of_an_objection_goes_back_by_how_far_that_has_come(
    *, heard: bool, refund: str, retained: str
) -> None:
    review = objected()
    if heard:
        review.hears("2026-04-27T10:00")
    review.withdraws("2026-04-28T10:00")

    first = {"paid": "48750.00", "refund": "0.00", "retained": "48750.00"}
    second = OBJECTION_FEE | {"refund": refund, "retained": retained}
    assert review.rows("refunds") == [
        {"rule": "T-16.2b", **first},
        {"rule": "T-16.2b" if heard else "R-T.17", **second},
    ]
    facts = review.notices[-1].facts
    assert (facts["paid"], facts["refund"]) == ("99450.00", refund)
    assert (facts["objection_paid"], facts["objection_refund"]) == ("50700.00", refund)


def served_below_90() -> Review:
    review = in_second_evaluation("88.00")
    review.evaluates("2026-06-22T10:00", agrees=True, below_90=True)
    review.serves("T-17.17a/1", "2026-06-24T10:00")
    return review


def served_by_board() -> Review:
    review = before_board()
    review.decides("2026-11-24T10:00", "not-suitable")
    review.serves("T-17.23/1", "2026-11-30T10:00")
    return review


@pytest.mark.rule("R-T.30", "T-27.2a")
@pytest.mark.parametrize("way", [rejected, served_below_90, served_by_board])
def test_what_is_concluded_is_no_longer_returned_for_a_new_programme(
    way: Callable[[], Review],
) -> None:
    """It waits out its fifteen days; once somebody objects it is pending again."""
    review = way()
    when = review.soon
    body: Body = {"rewriting": True, "decision_no": "K-7", "decided_on": when[:10]}
    refused = review.refused("record_programme_change", Office.BOARD, when, body)
    assert rules_of(refused) == ["R-T.30"]
    review.objects(max(review.soon, "2026-04-20T10:00"))
    when = review.soon
    review.send("record_programme_change", Office.BOARD, when, body | {"decided_on": when[:10]})

    assert review.outcome == ("returned", "T-27.2a", when[:10])


@pytest.mark.rule("R-T.13", "T-16.2b", "T-22.1")
def test_such_a_return_is_open_to_one_objection_too() -> None:
    """Served on Thursday 26 March: fifteen days end on Friday 10 April."""
    review = in_first_review()
    review.send("record_unfit_for_programme", Office.BOARD, MARCH_25, RETURNED)
    assert review.notices[-1].facts["may_object"] is True
    review.serves("T-16.2b/1", "2026-03-26T10:00")
    assert (review.stage, review.due("T-22.1")) == (Stage.OBJECTION_OPEN, "2026-04-10T17:30:00")
    review.send(
        "file_objection",
        Role.APPLICANT,
        "2026-04-10T17:30",
        contested(1, paid_on="2026-04-10"),
        known={"coefficient": "1.30"},
    )
    review.hears("2026-04-14T10:00")
    review.answers("2026-04-28T10:00", 1)
    review.decides("2026-05-11T10:00", "re-review", decided_on="2026-05-11")
    assert review.stage == Stage.RE_REVIEW
    review.withdraws("2026-05-12T10:00")
    assert review.outcome == ("withdrawn", "T-16.2b", "2026-05-12")
