"""The chain of approvals (§6): who approves a plan, its change and its closing, in which order."""

from datetime import date

from workflows.course.messages.course import ApprovalDecision
from workflows.course.offices import Office
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook


def approval_chain(book: Rulebook) -> tuple[Office, ...]:
    """Return who approves, in this order: the principal first (C-6.1, R-C.4).

    Raises:
        ValueError: the figure ``approval.chain`` names a role that nobody has.
    """
    return tuple(Office(name) for name in book.words("approval.chain"))


def breaches_of_approval(decision: ApprovalDecision) -> tuple[Reason, ...]:
    """Return why an approval is refused: it is sent back without saying why (R-C.3)."""
    if decision.approved or decision.reasons is not None:
        return ()
    return (
        Reason(
            rule="R-C.3",
            what="it is sent back without reasons",
            why="the institution has to know what to correct before it asks for approval again",
            do="state the reasons",
        ),
    )


def breaches_of_plan_approval(
    decision: ApprovalDecision, *, first_lesson_on: date, today: date
) -> tuple[Reason, ...]:
    """Return why a plan is not approved now: its lessons would have begun without (R-C.3, R-C.16).

    Args:
        decision: What somebody in the chain decides.
        first_lesson_on: The day of the first lesson.
        today: Day of the decision.
    """
    found = [*breaches_of_approval(decision)]
    if decision.approved and today > first_lesson_on:
        found.append(
            Reason(
                rule="R-C.16",
                what=f"the plan would be approved on {today}, after its first lesson",
                why=f"lessons begin once all have approved, and the first one is on "
                f"{first_lesson_on}",
                do="send the plan back, and have its dates revised before it is approved",
                acts=("revise_plan",),
            )
        )
    return tuple(found)
