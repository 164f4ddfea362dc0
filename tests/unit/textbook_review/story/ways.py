"""How far a review has come: a way to every stage, played act by act."""

from collections.abc import Callable
from typing import Any

from tests.unit.textbook_review.drafts import BOOK
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.registers import Sanction
from workflows.textbook_review.messages.review import Application
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.stages import Stage

from .reviews import Review, draft, filing, opening


def submitted(
    *sanctions: Sanction, application: Application | None = None, book: Rulebook = BOOK
) -> Review:
    registers = opening(*sanctions, book=book)
    return Review.opens(REVIEW, filing(application or draft()), registers)


def in_preliminary_review(**given: Any) -> Review:
    review = submitted(**given)
    review.takes_up("2026-03-16T10:00")
    return review


def in_coding(**given: Any) -> Review:
    review = in_preliminary_review(**given)
    review.examines("2026-03-17T10:00")
    return review


def at_directorate(**given: Any) -> Review:
    review = in_coding(**given)
    review.hands_over("2026-03-18T10:00")
    return review


def in_first_review(**given: Any) -> Review:
    review = at_directorate(**given)
    review.assigns("2026-03-23T10:00")
    return review


def in_evaluation(score: str = "82.40", scientific_errors: int = 4, **given: Any) -> Review:
    review = in_first_review(**given)
    review.scores("2026-04-06T10:00", score, scientific_errors)
    if review.stage == Stage.EVALUATION:
        review.appoints_evaluators("2026-04-06T10:00")
    return review


def held(reported: str = "2026-11-12T10:00", **given: Any) -> Review:
    """Reported with 82.40 points within twenty working days of the last acceptance date."""
    review = in_first_review(**given)
    review.scores(reported, "82.40")
    return review


def rejected(**given: Any) -> Review:
    """Rejected with 74.99 points; the report is served on Wednesday 8 April."""
    review = in_evaluation("74.99", **given)
    review.serves("T-17.12/1", "2026-04-08T10:00")
    return review


def objected(**given: Any) -> Review:
    """Objected on Monday 20 April to two findings of the report that rejects."""
    review = rejected(**given)
    review.objects("2026-04-20T10:00")
    return review


def awaiting_service(**given: Any) -> Review:
    """The commissions agree on 82.40 points; the report is to be served."""
    review = in_evaluation(**given)
    review.evaluates("2026-04-20T10:00", agrees=True)
    return review


def in_correction(**given: Any) -> Review:
    """Served on Monday 27 April: due on Monday 1 June at 17:30."""
    review = awaiting_service(**given)
    review.serves("T-17.15a/1", "2026-04-27T11:00")
    return review


def objected_in_correction(**given: Any) -> Review:
    """Objected on Monday 4 May, when seven of the thirty days are used."""
    review = in_correction(**given)
    review.objects("2026-05-04T14:00")
    return review


def refiled(**given: Any) -> Review:
    """Filed again on Monday 11 May, when 14 days are used."""
    review = in_correction(**given)
    review.refiles("2026-05-11T14:00")
    return review


def in_second_review(**given: Any) -> Review:
    review = refiled(**given)
    review.takes_up("2026-05-12T10:00")
    review.examines("2026-05-13T10:00")
    return review


def in_second_evaluation(score: str = "88.00", **given: Any) -> Review:
    review = in_second_review(**given)
    review.scores("2026-06-15T10:00", score)
    return review


def to_be_presented(scientific_errors: int = 4, **given: Any) -> Review:
    """A draft of 92.40 points, with so many scientific errors as evaluated."""
    review = in_evaluation("92.40", **given)
    review.evaluates("2026-04-20T10:00", agrees=True, scientific_errors=scientific_errors)
    return review


def before_board(scientific_errors: int = 4, **given: Any) -> Review:
    """The same, with the follow-up form signed."""
    review = to_be_presented(scientific_errors, **given)
    review.signs("2026-04-21T10:00")
    return review


def in_re_review(**given: Any) -> Review:
    review = before_board(**given)
    review.decides("2026-11-24T10:00", "re-review")
    return review


def in_re_evaluation(**given: Any) -> Review:
    review = in_re_review(**given)
    review.assigns("2026-11-25T10:00", order_no="G-2")
    review.scores("2027-01-11T10:00", "70.00")
    return review


def conditional(**given: Any) -> Review:
    """Accepted conditionally; served on Tuesday 1 December."""
    review = before_board(**given)
    review.decides("2026-11-24T10:00", "conditional", first_school_year=2027)
    review.serves("T-17.18a/1", "2026-12-01T10:00")
    return review


def in_conditional_check(**given: Any) -> Review:
    review = conditional(**given)
    review.reflects("2026-12-04T10:00")
    return review


def guided(served_at: str = "2026-12-11T10:00", **given: Any) -> Review:
    """New errors in the corrections, served on Friday 11 December unless said otherwise."""
    review = in_conditional_check(**given)
    review.checks("2026-12-07T10:00", new_errors=2)
    review.serves("T-17.18c/1", served_at)
    return review


def in_guided_check(**given: Any) -> Review:
    review = guided(**given)
    review.mends("2026-12-28T10:00")
    return review


WAYS: dict[Stage, Callable[[], Review]] = {
    Stage.SUBMITTED: submitted,
    Stage.PRELIMINARY_REVIEW: in_preliminary_review,
    Stage.CODING: in_coding,
    Stage.AT_DIRECTORATE: at_directorate,
    Stage.FIRST_REVIEW: in_first_review,
    Stage.EVALUATION: in_evaluation,
    Stage.AWAITING_SERVICE: awaiting_service,
    Stage.CORRECTION: in_correction,
    Stage.SECOND_PRELIMINARY: refiled,
    Stage.SECOND_REVIEW: in_second_review,
    Stage.SECOND_EVALUATION: in_second_evaluation,
    Stage.FOLLOW_UP: to_be_presented,
    Stage.BOARD: before_board,
    Stage.OBJECTION_OPEN: rejected,
    Stage.OBJECTION: objected,
    Stage.HELD: held,
    Stage.RE_REVIEW: in_re_review,
    Stage.RE_EVALUATION: in_re_evaluation,
    Stage.CONDITIONAL: conditional,
    Stage.CONDITIONAL_CHECK: in_conditional_check,
    Stage.GUIDED: guided,
    Stage.GUIDED_CHECK: in_guided_check,
}
"""A way to every stage but the last."""
