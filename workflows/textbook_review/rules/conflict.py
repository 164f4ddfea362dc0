"""Four eyes and conflicts of interest: nobody judges what they wrote, filed or found themselves.

Both are rules of the product (R-T.26). The regulation itself says two things: the evaluation
commission looks at another commission's report (T-17.14a), and an objection goes to new people
(T-22.2).
"""

from collections.abc import Collection, Iterable, Mapping

from workflows.kernel.case.file import sealed
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor, Role
from workflows.kernel.values import PersonId
from workflows.textbook_law.draft import Member


def breaches_of_four_eyes(
    actor: Actor, earlier: Mapping[str, Collection[str]], sat: Collection[str] = ()
) -> tuple[Reason, ...]:
    """Return why somebody may not decide: they wrote what it is about, or sat on a commission.

    The registry enters what others have decided on paper, so it is never in conflict.

    Args:
        actor: Who is about to decide.
        earlier: Command to those who filed or wrote its document in this case, sealed or not.
        sat: Members of its commissions, sealed or not.
    """
    if actor.role == Role.REGISTRY:
        return ()
    found = [
        Reason(
            rule="R-T.26",
            what=f"{actor.id} has a hand in {command} of this case",
            why="an objective decision is made by somebody who neither filed nor wrote "
            "what it is about",
            do="let a colleague decide",
        )
        for command, people in earlier.items()
        if _is_among(actor.id, people)
    ]
    if _is_among(actor.id, sat):
        found.append(
            Reason(
                rule="R-T.26",
                what=f"{actor.id} sat on a commission of this case",
                why="an objective decision is made by somebody who did not judge the draft before",
                do="let a colleague decide",
            )
        )
    return tuple(found)


def breaches_of_interest(
    members: Iterable[Member], staff: Collection[PersonId]
) -> tuple[Reason, ...]:
    """Return which members cannot judge a draft objectively: they helped to prepare it (R-T.26).

    Args:
        members: The commission.
        staff: Authors, editors and experts whom the applicant declares, sealed or not.
    """
    return tuple(
        Reason(
            rule="R-T.26",
            what=f"{member.id} is declared among those who prepared the draft",
            why="nobody judges their own work objectively",
            do="name another member",
        )
        for member in members
        if _is_among(member.id, staff)
    )


def breaches_of_both_commissions(
    evaluating: Iterable[Member], reviewing: Iterable[Member]
) -> tuple[Reason, ...]:
    """Return which members of the evaluation commission sat on the review (T-17.14a)."""
    reviewers = {member.id for member in reviewing}
    return tuple(
        Reason(
            rule="T-17.14a",
            what=f"{member.id} sits on the review and on the evaluation commission",
            why="the evaluation commission says whether the review commission's findings hold",
            do="name another member",
        )
        for member in evaluating
        if member.id in reviewers
    )


def _is_among(person: str, people: Collection[str]) -> bool:
    return person in people or sealed(person) in people
