"""What a decree changes, and what it leaves as it happened."""

from typing import Any

import pytest

from tests.kit.plays import Play
from workflows.kernel.case.records import Entry
from workflows.kernel.roles import Role
from workflows.textbook_review.stages import Stage

from .ways import in_correction, submitted


def decrees(play: Play, *days: str, received: str) -> Entry:
    body: Any = {"days": dict.fromkeys(days, "kar tatili"), "decree_no": "2026/17"}
    return play.send("decree_closure", Role.MINISTRY, received, body)


@pytest.mark.rule("T-11.1a", "R-S.1")
def test_a_filing_stays_received_when_its_day_is_decreed_closed_an_hour_later() -> None:
    review = submitted()
    decrees(review, "2026-03-09", "2026-03-12", received="2026-03-09T11:00")

    assert review.stage == Stage.SUBMITTED
    assert [str(day) for day in review.file.calendar.closed if str(day)[:7] == "2026-03"] == [
        "2026-03-20",
        "2026-03-21",
        "2026-03-22",
        "2026-03-09",
        "2026-03-12",
    ]


@pytest.mark.rule("T-11.1a", "R-S.1")
def test_a_decree_that_also_names_the_filing_day_moves_what_it_touches() -> None:
    review = in_correction()
    decrees(review, "2026-03-09", "2026-06-01", received="2026-05-20T11:00")

    assert review.stage == Stage.CORRECTION
    assert review.due("T-17.15b") == "2026-06-02T17:30:00"
