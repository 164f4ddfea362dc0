"""Publicity (m.13): what is needed to prepare material, and to carry publicity out."""

from collections.abc import Collection
from datetime import date

from workflows.agreement.messages.term import PublicityApproval, PublicityStep
from workflows.kernel.case.refusal import Reason


def breaches_of_publicity(
    decision: PublicityApproval, *, ended_on: date | None, prepared: Collection[str]
) -> tuple[Reason, ...]:
    """Return why publicity cannot be decided on like this (A-11.4, A-13.1); a no always can.

    Args:
        decision: Yes or no, to which step and which material.
        ended_on: Last day of the agreement, if it is over.
        prepared: Material whose preparation has been approved.
    """
    if not decision.approved:
        return ()
    found = []
    if ended_on is not None:
        found.append(over(ended_on))
    if not decision.follows_guide:
        found.append(
            Reason(
                rule="A-13.1",
                what="nobody has said that it follows the visibility guide",
                why="publicity and material are prepared along Ek-7",
                do="look at it along Ek-7 and state follows_guide, or turn it down",
            )
        )
    strange = [one for one in decision.materials if one not in prepared]
    if decision.step is PublicityStep.ACTIVITY and strange:
        found.append(
            Reason(
                rule="A-13.1",
                what=f"material whose preparation is not approved: {len(strange)}",
                why="material is prepared with approval, and publicity is carried out with another",
                do="decide on its preparation first",
            )
        )
    return tuple(found)


def over(ended_on: date) -> Reason:
    """Say that there is no more publicity: the agreement has ended (A-11.4)."""
    return Reason(
        rule="A-11.4",
        what=f"the agreement ended on {ended_on}",
        why="after the end nothing is carried out under it, publicity included",
        do="take it up under a new agreement",
    )
