"""The evaluation commission's first report (m.17(13), (14))."""

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import Work
from workflows.textbook_review.messages.review import EvaluationReport
from workflows.textbook_review.rules.bands import Band
from workflows.textbook_review.rules.commission import breaches_of_evaluation_commission


def breaches_of_first_evaluation(
    evaluation: EvaluationReport, band: Band, work: Work, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a first evaluation report cannot stand (T-17.14a, T-17.14b).

    From 90 points the draft goes to the Board whatever this commission thinks (T-17.13), so only
    below that does a disagreement need its reasons.
    """
    breaches = breaches_of_evaluation_commission(evaluation, work, book)
    if band is Band.FROM_75_TO_90 and not evaluation.agrees and evaluation.reasons is None:
        breaches += (
            Reason(
                rule="T-17.14b",
                what="the commission disagrees without giving reasons",
                why="a disagreement goes to the Board with a reasoned report",
                do="state the reasons of the disagreement",
            ),
        )
    return breaches
