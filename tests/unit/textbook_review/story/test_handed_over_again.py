"""A corrected draft whose envelope the Board had opened is sealed anew (m.13(3), m.17(16))."""

import pytest

from tests.kit.reasons import rules_of
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import Body, Review, preliminary
from .ways import in_second_review, refiled

DAY = "2026-05-14T10:00"


def opened() -> Review:
    """The Board has had the envelope opened after the draft was filed again on 11 May."""
    review = refiled()
    body: Body = {"decision_no": "K-2", "decided_on": "2026-05-12"}
    review.send("open_envelope", Office.BOARD, "2026-05-12T09:00", body)
    return review


def passed() -> Review:
    """The corrected draft has passed its preliminary review on 13 May."""
    review = opened()
    review.takes_up("2026-05-12T10:00")
    name, role = "record_preliminary_report", Office.PRELIMINARY_COMMISSION
    review.send(name, role, "2026-05-13T10:00", preliminary())
    return review


@pytest.mark.rule("T-13.3", "T-17.16")
def test_the_branch_seals_it_anew_under_the_code_that_it_has() -> None:
    review = passed()
    stands = (review.stage, review.waiting_on)
    assert stands == (Stage.SECOND_PRELIMINARY, Office.BOOKS_BRANCH)
    name, role = "hand_over_to_directorate", Office.BOOKS_BRANCH
    other: Body = {"anonymity_code": "K7-0999", "sealed_envelope_no": "Z-2"}
    none: Body = {"sealed_envelope_no": "Z-2"}
    assert rules_of(review.refused(name, role, DAY, other)) == ["T-13.3"]
    assert rules_of(review.refused(name, role, DAY, none)) == ["T-13.2b"]
    review.hands_over(DAY, envelope="Z-2")

    assert (review.stage, review.waiting_on) == (Stage.SECOND_REVIEW, Office.REVIEW_COMMISSION)
    assert [e.key for e in review.registers if e.into == "sealed-envelopes"] == ["Z-1", "Z-2"]


@pytest.mark.rule("T-13.3")
def test_the_board_opens_the_envelope_that_is_sealed_at_the_time() -> None:
    review = passed()
    review.hands_over("2026-05-14T09:00", envelope="Z-2")
    body: Body = {"decision_no": "K-3", "decided_on": "2026-05-14"}
    review.send("open_envelope", Office.BOARD, DAY, body)

    opened = [row["envelope_no"] for row in review.rows("envelope-openings")]
    assert opened == ["Z-1", "Z-1", "Z-2"]


@pytest.mark.rule("T-13.3")
def test_what_stayed_sealed_goes_on_under_its_seal() -> None:
    assert in_second_review().stage == Stage.SECOND_REVIEW


@pytest.mark.rule("T-13.0", "T-14.2")
def test_a_corrected_draft_waits_its_turn_by_its_own_receipt() -> None:
    """m.14: "başvuru sırasına göre"; it came back on Monday 11 May at 14:00."""
    places = [row for row in refiled().rows("queue") if row["stage"] == "preliminary-review"]

    assert [place["received_at"] for place in places] == [
        "2026-03-09T10:00:00+03:00",
        "2026-05-11T14:00:00+03:00",
    ]


@pytest.mark.rule("R-T.13", "T-22.1")
def test_an_objection_may_come_while_it_is_sealed() -> None:
    """Served on 27 April: the fifteen days end on Tuesday 12 May; filed again on the 11th."""
    review = opened()
    review.takes_up("2026-05-12T10:00")
    name, role = "record_preliminary_report", Office.PRELIMINARY_COMMISSION
    review.send(name, role, "2026-05-12T11:00", preliminary())
    review.objects("2026-05-12T14:00")
    review.hands_over("2026-05-13T10:00", envelope="Z-2")

    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.PRESIDENCY)
