"""What a decree changes, and what it leaves as it happened."""

from datetime import date
from typing import Any

import pytest

from tests.kit.plays import Play
from tests.unit.textbook_review.drafts import BOOK
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.records import Entry
from workflows.kernel.story.reading import read
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.rules.forwarding import held_until
from workflows.textbook_review.stages import Stage

from .ways import held, in_correction, submitted


def decrees(play: Play, *days: str, received: str) -> Entry:
    body: Any = {"days": dict.fromkeys(days, "kar tatili"), "decree_no": "2026/17"}
    return play.send("decree_closure", Office.MINISTRY, received, body)


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


# -- the December hold ---------------------------------------------------------------------------


@pytest.mark.rule("T-17.20", "R-T.16")
def test_a_decree_does_not_take_a_draft_back_that_was_sent_on_before_the_hold() -> None:
    """20 November closed: the hold would now begin on 9 November, the day of the report."""
    review = held("2026-11-09T10:00")
    review.evaluates("2026-11-12T10:00", agrees=True)
    review.serves("T-17.15a/1", "2026-11-13T10:00")
    decrees(review, "2026-11-20", received="2026-11-17T10:00")

    assert held_until(date(2026, 11, 9), review.file.calendar, BOOK) == date(2026, 12, 9)
    assert (review.stage, review.waiting_on) == (Stage.CORRECTION, "applicant")
    assert review.told("T-17.20") == []
    review.refiles("2026-11-18T10:00")
    assert review.stage == Stage.SECOND_PRELIMINARY


@pytest.mark.rule("T-17.20", "R-T.16")
def test_a_hold_ends_with_the_last_acceptance_day_where_a_decree_moves_it() -> None:
    """3 December closed: the 6th working day is Wednesday 9 December."""
    review = held("2026-11-12T10:00")
    assert review.due("T-17.20") == "2026-12-09T00:00:00"
    decrees(review, "2026-12-03", received="2026-11-25T10:00")

    assert review.effects()["terms"][-1] == {
        "key": "T-17.20",
        "state": "open",
        "due_at": "2026-12-10T00:00:00+03:00",
        "was_due_at": "2026-12-09T00:00:00+03:00",
    }
    assert [step.text for step in review.term("T-17.20").steps[1:]] == [
        "2026 yılının 12. ayının 6. iş günü: 9 Aralık 2026 Çarşamba.",
        "Son an: 9 Aralık 2026 Çarşamba, gün sonu, 24.00.",
        "Tatil kararı: son gün 8 Aralık 2026 Salı iken 9 Aralık 2026 Çarşamba oldu.",
    ]
    review.until("2026-12-09T10:00")
    assert review.stage == Stage.HELD
    review.until("2026-12-10T00:00:01")
    assert review.stage == Stage.EVALUATION


@pytest.mark.rule("T-17.20")
def test_a_draft_that_is_held_stays_held_when_its_window_would_begin_later() -> None:
    """4 December closed: the last acceptance day is the 9th, and the window begins as before."""
    review = held("2026-11-10T10:00")
    decrees(review, "2026-12-04", "2026-12-07", received="2026-11-25T10:00")

    assert review.stage == Stage.HELD
    assert review.due("T-17.20") == "2026-12-11T00:00:00"


def test_a_file_from_before_anything_was_settled_can_be_read() -> None:
    carried = held().file.model_dump(mode="json")
    del carried["settled"]
    for term in carried["terms"].values():
        term.pop("through", None)
    file = CaseFile.model_validate(carried)

    assert read(REVIEW, file, file.start.received_at).stage == Stage.HELD
