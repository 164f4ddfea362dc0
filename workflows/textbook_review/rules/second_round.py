"""After a correction: second review and second evaluation (m.17(16), (17)).

There is no second test at 75 points: every draft below 90 goes to the evaluation commission
(R-T.10).
"""

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_review.messages.review import EvaluationReport, ReviewReport
from workflows.textbook_review.rules.bands import below_90


def both_below_90(review: ReviewReport, evaluation: EvaluationReport, book: Rulebook) -> bool:
    """Return whether both commissions stay below 90: the draft is deemed unsuitable (T-17.17a).

    If only one does, it goes to the Board (T-17.17b).
    """
    return below_90(review.score, book) and evaluation.below_90 is True


def breaches_of_second_evaluation(
    review: ReviewReport, evaluation: EvaluationReport, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why an evaluation report after a correction cannot stand (T-17.17)."""
    return (
        *_breaches_of_result(review, evaluation, book),
        *_breaches_of_reasons(review, evaluation, book),
    )


def _breaches_of_result(
    review: ReviewReport, evaluation: EvaluationReport, book: Rulebook
) -> tuple[Reason, ...]:
    if evaluation.below_90 is None:
        return (
            Reason(
                rule="T-17.17a",
                what="the report does not say whether the draft stays below 90",
                why="the case ends here only if both commissions stay below 90",
                do="state below_90 as true or false",
            ),
        )
    same_result = evaluation.below_90 is below_90(review.score, book)
    if evaluation.agrees is same_result:
        return ()
    stance = "agrees with" if evaluation.agrees else "disagrees with"
    side = "below 90" if evaluation.below_90 else "at 90 or above"
    return (
        Reason(
            rule="T-17.17b",
            what=f"the report {stance} the score of {review.score} and sees the draft {side}",
            why="agreement is about the result, and the result is the side of 90",
            do="correct either agrees or below_90",
        ),
    )


def _breaches_of_reasons(
    review: ReviewReport, evaluation: EvaluationReport, book: Rulebook
) -> tuple[Reason, ...]:
    silent = evaluation.below_90 is None and evaluation.agrees
    if silent or evaluation.reasons is not None or both_below_90(review, evaluation, book):
        return ()
    return (
        Reason(
            rule="T-17.17b",
            what="the draft goes to the Board, and the report gives no reasons",
            why="at 90 points or more, and where the commissions disagree, it goes there with a "
            "reasoned report",
            do="state the reasons of this commission",
        ),
    )
