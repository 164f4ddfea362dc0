"""Errors are mended without an end, and the same commission confirms it (R-E.4)."""

from typing import Any

import pytest

from tests.unit.education_tool.tools import (
    EXPERTS,
    OF_ITS_OWN,
    conditional,
    opened,
    seats,
)
from workflows.education_tool.offices import Office
from workflows.kernel.roles import Role

OWNER = "tool-owner/SAHIP-9"


def reminders(review: Any, of: str = "reminder") -> list[tuple[str, str]]:
    return [(n.addressee, str(n.dated_at)[:10]) for n in review.notices if n.kind == of]


@pytest.mark.rule("R-E.4")
def test_the_owner_is_asked_and_reminded_every_thirty_days_for_ever() -> None:
    """Reported on 10 June 2026: 10 July, 9 August (a Sunday: Friday the 7th), 8 September."""
    review = conditional()
    assert (review.stage, review.waiting_on) == ("mending", Office.OWNER)
    assert [to for _, to, _ in review.told("R-E.4")] == ["applicant", OWNER]

    review.until("2026-09-20T10:00")

    assert reminders(review) == [
        (OWNER, "2026-07-10"),
        (OWNER, "2026-08-07"),
        (OWNER, "2026-09-08"),
    ]
    assert (review.stage, review.outcome) == ("mending", None)
    assert [term.key for term in review.file.open_terms] == ["R-E.4#4"]


@pytest.mark.rule("R-E.4")
def test_after_years_the_mended_tool_is_still_taken() -> None:
    review = conditional()
    review.mends("2028-06-12T10:00")
    assert review.stage == "confirmation"
    assert not review.file.open_terms

    review.confirms("2028-06-14T10:00")
    review.decides("2028-06-16T10:00")
    assert review.outcome == ("suitable", "E-35.5", "2028-06-16")


@pytest.mark.rule("R-E.4")
def test_the_decision_follows_the_confirmation_of_the_same_commission() -> None:
    review = conditional()
    review.mends("2026-06-22T10:00")
    others = [f"other-{n}" for n in (1, 2, 3)]
    body: dict[str, Any] = {"report_no": "I-3", "signed_by": others, "mended": True}
    wrong = review.refused("confirm_mending", Office.REVIEW_COMMISSION, "2026-06-24T10:00", body)
    assert [r.rule for r in wrong] == ["E-21.1"]

    review.confirms("2026-06-24T11:00", signed_by=[*EXPERTS])
    assert review.stage == "decision"


@pytest.mark.rule("R-E.4")
def test_what_is_still_wrong_goes_back_and_the_thirty_days_begin_anew() -> None:
    """Still wrong on 24 June: the next reminder is on 24 July."""
    review = conditional()
    review.mends("2026-06-22T10:00")
    review.confirms("2026-06-24T10:00", mended=False)

    assert review.stage == "mending"
    assert [on for _, _, on in review.told("R-E.4")] == ["2026-06-10"] * 2 + ["2026-06-24"] * 2
    review.until("2026-08-01T10:00")
    assert reminders(review) == [(OWNER, "2026-07-24")]

    review.mends("2026-08-03T10:00")
    review.confirms("2026-08-05T10:00")
    assert review.stage == "decision"


@pytest.mark.rule("R-E.4")
def test_a_tool_mended_in_the_third_round_of_days_ends_all_of_them() -> None:
    review = conditional()
    review.until("2026-08-20T10:00")
    review.mends("2026-08-20T11:00")

    assert not review.file.open_terms
    review.confirms("2026-08-21T10:00", mended=False)
    # 20 September is a Sunday: the reminder comes on Friday the 18th
    assert [str(term.starts_on) for term in review.file.open_terms] == ["2026-08-21"]
    review.until("2026-09-30T10:00")
    assert reminders(review)[-1] == (OWNER, "2026-09-18")


@pytest.mark.rule("R-E.4")
def test_the_unit_may_bring_it_and_nobody_else() -> None:
    review = conditional()
    wrong = review.refused(
        "submit_mended_tool", Office.REVOLVING_FUND, "2026-06-22T10:00", {"delivery_no": "T-1"}
    )
    assert [r.rule for r in wrong] == ["R-E.4"]

    review.mends("2026-06-22T11:00", Role.APPLICANT)
    assert review.stage == "confirmation"


@pytest.mark.rule("R-E.4")
def test_where_nobody_owns_the_tool_the_unit_mends_it_and_is_reminded() -> None:
    review = opened(**OF_ITS_OWN)
    review.proposes("2026-06-02T10:00", seats(3))
    review.approves("2026-06-02T11:00")
    review.orders("2026-06-02T12:00")
    review.reports("2026-06-10T10:00", "conditional")
    assert review.waiting_on == Role.APPLICANT

    review.until("2026-07-20T10:00")
    assert reminders(review) == [("applicant", "2026-07-10")]
    review.mends("2026-07-20T11:00", Role.APPLICANT)
    assert review.stage == "confirmation"


@pytest.mark.rule("R-E.4")
def test_mended_on_the_last_day_and_told_the_day_after_no_second_round_begins() -> None:
    """The thirty days of 10 June end on 10 July at 24:00."""
    review = conditional()
    mended = review.command(
        "submit_mended_tool", Office.OWNER, "2026-07-10T23:00", {"delivery_no": "T-1"}
    )
    review.judge(mended, now="2026-07-13T10:00")

    assert review.stage == "confirmation"
    assert not review.file.pending
    assert not review.file.open_terms
    # still wrong: its thirty days are new ones, 15 July to 14 August 2026
    review.confirms("2026-07-15T10:00", mended=False)
    review.until("2026-08-20T10:00")
    assert reminders(review) == [(OWNER, "2026-07-10"), (OWNER, "2026-08-14")]
