"""Members of a commission: who reports for it, who has left it, who takes their place."""

from collections.abc import Collection

from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor
from workflows.kernel.values import PersonId
from workflows.textbook_law.draft import Member
from workflows.textbook_review.messages.review import AssignmentOrder, PreliminaryCommission
from workflows.textbook_review.rules.commission import called


def seated(order: AssignmentOrder | PreliminaryCommission) -> tuple[PersonId, ...]:
    """Return who sits by an order."""
    if isinstance(order, PreliminaryCommission):
        return order.members
    return tuple(member.id for member in order.members)


def breaches_of_membership(
    actor: Actor, members: Collection[PersonId], rule: str
) -> tuple[Reason, ...]:
    """Return why somebody cannot report for a commission (T-13.0, T-20.1, T-22.2, T-11.2b).

    Args:
        actor: Who reports.
        members: Who sits on the commission.
        rule: What says who that is.
    """
    if actor.id in members:
        return ()
    return (
        Reason(
            rule=rule,
            what=f"{actor.id} is not a member of the commission that reports",
            why="a commission is made of those who were ordered to it, and they report",
            do="have it sent by one of the members",
        ),
    )


def breaches_of_signatures(
    signed: tuple[Member, ...], ordered: AssignmentOrder
) -> tuple[Reason, ...]:
    """Return why a report is not that of the commission: all its members sign it (T-20.1, T-21.1).

    Args:
        signed: By whom the report is.
        ordered: The commission that was ordered.
    """
    by, members = _seats(signed), _seats(ordered.members)
    if by == members:
        return ()
    strange = " and ".join(sorted(by - members)) or "nobody"
    missing = " and ".join(sorted(members - by)) or "nobody"
    return (
        Reason(
            rule="T-20.1",
            what=f"by the report sat, not ordered: {strange}; ordered, not named: {missing}",
            why="a report is signed by all members whom the Presidency approved, and nobody else",
            do="have it signed by the members, or have another commission approved first",
        ),
    )


def breaches_of_departed(
    named: Collection[PersonId], departed: Collection[PersonId]
) -> tuple[Reason, ...]:
    """Return who cannot sit because they have left the commissions of this draft (R-T.29)."""
    return tuple(
        Reason(
            rule="R-T.29",
            what=f"{person} has left the commissions of this draft",
            why="whoever fell ill, resigned or had the duty cancelled is replaced by somebody else",
            do="name another member",
        )
        for person in named
        if person in departed
    )


def breaches_of_departure(
    member: PersonId, sitting: Collection[PersonId], rule: str
) -> tuple[Reason, ...]:
    """Return why nobody can leave: who does not sit on a current commission (S-19.2, R-T.29)."""
    if member in sitting:
        return ()
    return (
        Reason(
            rule=rule,
            what=f"{member} sits on no current commission of this draft",
            why="only a current duty can end",
            do="check whom it is about",
        ),
    )


def _seats(members: tuple[Member, ...]) -> set[str]:
    return {called(member.id, member.role) for member in members}
