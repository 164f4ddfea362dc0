"""The evaluation commission's first report (m.17(13), (14))."""

from workflows.kernel.case.refusal import Reason
from workflows.textbook_review.messages.review import EvaluationReport
from workflows.textbook_review.rules.bands import Band


def breaches_of_first_evaluation(evaluation: EvaluationReport, band: Band) -> tuple[Reason, ...]:
    """Return why a first evaluation report cannot stand (T-17.14a, T-17.14b).

    From 90 points the draft goes to the Board whatever this commission thinks (T-17.13), so only
    below that does a disagreement need its reasons.
    """
    if band is not Band.FROM_75_TO_90 or evaluation.agrees or evaluation.reasons is not None:
        return ()
    return (
        Reason(
            rule="T-17.14b",
            what="the commission disagrees without giving reasons",
            why="a disagreement goes to the Board with a reasoned report",
            do="state the reasons of the disagreement",
        ),
    )
