"""Reviews without a score, played at the gate: updates (T-17.25) and translations (T-11.2b)."""

from typing import Any

from workflows.kernel.case.records import Entry
from workflows.textbook_review.offices import Office

from .reviews import Body, Review, draft, order
from .ways import in_coding

UPDATED: Body = {"book_no": "2021-0042", "last_school_year": 2025, "previous_copies": 1}
"""A book whose term ends with the school year in which March 2026 lies."""

DUE = "2026-06-01T17:30:00"
"""Thirty days after Monday 27 April are Wednesday 27 May: Kurban, and Sunday the 31st (T.8)."""


# -- updates -------------------------------------------------------------------------------------


def update_at_directorate() -> Review:
    """An updated book handed over on Wednesday 18 March, without a code."""
    review = in_coding(application=draft(updates=UPDATED))
    review.hands_over("2026-03-18T10:00", code=None)
    return review


def update_in_review() -> Review:
    review = update_at_directorate()
    review.assigns("2026-03-23T10:00")
    return review


def reports_on_update(
    review: Review, month_day: str, errors: int = 0, scientific_errors: int = 0
) -> None:
    """Let both commissions report on one day; the evaluation counts scientific errors only."""
    review.updates(f"{month_day}T10:00", errors, min(errors, scientific_errors))
    review.evaluates(f"{month_day}T14:00", agrees=True, scientific_errors=scientific_errors)


def update_reported(errors: int = 0, scientific_errors: int = 0) -> Review:
    """Reported on and evaluated on Monday 20 April."""
    review = update_in_review()
    reports_on_update(review, "2026-04-20", errors, scientific_errors)
    return review


def update_in_correction() -> Review:
    """Three errors; served on Monday 27 April."""
    review = update_reported(3)
    review.serves("T-17.25/1", "2026-04-27T10:00")
    return review


def update_refiled() -> Review:
    """Filed again on Monday 4 May, when seven days are used."""
    review = update_in_correction()
    review.refiles("2026-05-04T10:00")
    return review


def passes_preliminary(review: Review, day: str) -> None:
    """Let a corrected draft pass the preliminary review on a day."""
    review.takes_up(f"{day}T09:00")
    review.examines(f"{day}T09:30")


def update_sent_back_twice() -> Review:
    """Errors again on Monday 18 May; served once more on Monday 25 May."""
    review = update_refiled()
    passes_preliminary(review, "2026-05-05")
    reports_on_update(review, "2026-05-18", 2)
    review.serves("T-17.25/2", "2026-05-25T10:00")
    return review


# -- translations --------------------------------------------------------------------------------


TRANSLATION: dict[str, Any] = {
    "translation_of": "2024-0007",
    "original_last_school_year": 2028,
}


def translation_at_directorate(**changes: Any) -> Review:
    """The translation of an accepted book, coded and handed over."""
    review = in_coding(application=draft(**TRANSLATION | changes))
    review.hands_over("2026-03-18T10:00")
    return review


def translators(review: Review, received: str, **changes: Any) -> Entry:
    """The Presidency itself sets up a commission."""
    return review.send("assign_commission", Office.PRESIDENCY, received, order(**changes))


def reports_on_translation(review: Review, received: str, errors: int = 0) -> Entry:
    body: Body = {"errors": errors, "report_no": "R-1"}
    return review.send("record_translation_report", Office.REVIEW_COMMISSION, received, body)


def translation_in_review() -> Review:
    review = translation_at_directorate()
    translators(review, "2026-03-23T10:00")
    return review


def translation_reported(errors: int = 0) -> Review:
    """Reported on Monday 6 April, and to be presented."""
    review = translation_in_review()
    reports_on_translation(review, "2026-04-06T10:00", errors)
    return review
