"""Who sits on a commission (m.17(2) to (7), (14))."""

from collections import Counter

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import PersonId
from workflows.textbook_law.draft import Member, MemberRole, Work
from workflows.textbook_law.staff import seats_left_out
from workflows.textbook_review.messages.commission import CommissionProposal
from workflows.textbook_review.messages.review import AssignmentOrder

FIGURE_OF = {
    MemberRole.FIELD_EXPERT: "field_experts",
    MemberRole.LANGUAGE_EXPERT: "language_experts",
    MemberRole.VISUAL_DESIGNER: "visual_designers",
}
"""The seats that must be filled; every other role may be added where it is needed (T-17.2)."""

CHAIR = "chair"

SEAT_CALLED: dict[str, str] = {
    MemberRole.FIELD_EXPERT: "field expert",
    MemberRole.LANGUAGE_EXPERT: "language expert",
    MemberRole.VISUAL_DESIGNER: "visual designer",
    MemberRole.ASSESSMENT_EXPERT: "assessment expert",
    MemberRole.PROGRAMME_EXPERT: "programme expert",
    MemberRole.GUIDANCE_EXPERT: "guidance expert",
    MemberRole.CHILD_DEVELOPMENT_EXPERT: "child development expert",
    MemberRole.TECHNOLOGY_EXPERT: "technology expert",
    CHAIR: "chair",
}
"""What the seats of a commission are called in a refusal."""


def breaches_of_commission_proposal(
    proposal: CommissionProposal, work: Work, book: Rulebook, kind: str = "review"
) -> tuple[Reason, ...]:
    """Return why a commission cannot be proposed (T-17.2, T-17.3, T-17.5, T-17.6, T-17.14a).

    Args:
        proposal: Chair and members.
        work: The draft.
        book: The case's rulebook with ``commission.<kind>.…``.
        kind: ``review`` or ``evaluation``.
    """
    rule = "T-17.14a" if kind == "evaluation" else "T-17.2"
    seats = _breaches_of_composition(proposal.members, work, book, kind, rule)
    return (
        *(seats or _breaches_of_number(proposal.members, book, kind)),
        *_breaches_of_chair(proposal.chair, proposal.members),
    )


def breaches_of_evaluation_commission(
    members: tuple[Member, ...], work: Work, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why these cannot be an evaluation commission (T-17.14a, T-17.5, T-17.6)."""
    return _breaches_of_composition(members, work, book, "evaluation", "T-17.14a")


def breaches_of_order(order: AssignmentOrder, approved: CommissionProposal) -> tuple[Reason, ...]:
    """Return why a commission cannot be assigned like this (T-20.1, R-T.18).

    Persons, their roles and the chair are compared; protocols were looked at with the proposal.

    Args:
        order: The order of assignment.
        approved: The commission that the Presidency approved.
    """
    ordered, agreed = _seats(order.members, order.chair), _seats(approved.members, approved.chair)
    if ordered == agreed:
        return ()
    strange = " and ".join(sorted((ordered - agreed).elements())) or "nobody"
    missing = " and ".join(sorted((agreed - ordered).elements())) or "nobody"
    return (
        Reason(
            rule="T-20.1",
            what=f"the order names, not approved: {strange}; approved, not named: {missing}",
            why="the department selects chair and members, and the Presidency approves them",
            do="order the approved commission, or have another one approved",
        ),
    )


def breaches_of_order_without_approval(order: AssignmentOrder) -> tuple[Reason, ...]:
    """Return why the commission of a translation cannot be assigned like this (T-11.2b, T-17.3).

    The Presidency sets it up itself: nobody selects or approves it.
    """
    return (
        *_breaches_of_chair(order.chair, order.members),
        *_breaches_of_persons(order.members, "T-11.2b"),
    )


def _breaches_of_number(
    members: tuple[Member, ...], book: Rulebook, kind: str
) -> tuple[Reason, ...]:
    """Return whether a review commission is too small even where it needs no experts (m.17(7))."""
    figure = "commission.review.members"
    # a rulebook recorded before this figure counts the seats alone
    if kind != "review" or figure not in book.figures:
        return ()
    least, persons = book.count(figure), len({m.id for m in members})
    if persons >= least:
        return ()
    return (
        Reason(
            rule="T-17.6",
            what=f"{persons} persons sit on the commission",
            why=f"a review commission without language expert or visual designer still has {least}",
            do=f"add {least - persons}",
        ),
    )


def _breaches_of_chair(chair: PersonId, members: tuple[Member, ...]) -> tuple[Reason, ...]:
    if chair in {member.id for member in members}:
        return ()
    return (
        Reason(
            rule="T-17.3",
            what=f"the chair {chair} is not among the members",
            why="the order names the chair and the members of one commission",
            do="name one of the members as chair",
        ),
    )


def _seats(members: tuple[Member, ...], chair: PersonId) -> Counter[str]:
    seats = Counter(called(member.id, member.role) for member in members)
    return seats + Counter([called(chair, CHAIR)])


def called(person: PersonId, seat: str) -> str:
    """Return how a refusal names somebody with their seat.

    >>> called("person-9", MemberRole.VISUAL_DESIGNER)
    'person-9, visual designer'
    """
    return f"{person}, {SEAT_CALLED[seat]}"


def _breaches_of_composition(
    members: tuple[Member, ...], work: Work, book: Rulebook, commission: str, rule: str
) -> tuple[Reason, ...]:
    seated = Counter(member.role for member in members)
    left_out = seats_left_out(work, book)
    breaches = []
    for role, figure in FIGURE_OF.items():
        least = 0 if role in left_out else book.count(f"commission.{commission}.{figure}")
        if seated[role] < least:
            breaches.append(_too_few(role, seated[role], least, rule, commission))
    breaches += [_not_wanted(role, work) for role in left_out if seated[role]]
    return (*breaches, *_breaches_of_persons(members, rule))


def _breaches_of_persons(members: tuple[Member, ...], rule: str) -> tuple[Reason, ...]:
    seated = Counter(member.id for member in members)
    return (
        *(_seated_twice(person, rule) for person, seats in seated.items() if seats > 1),
        *breaches_of_protocols(members),
    )


def breaches_of_protocols(members: tuple[Member, ...]) -> tuple[Reason, ...]:
    """Return which members come from outside without a protocol, or the other way (T-17.5)."""
    return tuple(_without_protocol(member) for member in members if not _by_protocol(member))


def _by_protocol(member: Member) -> bool:
    return member.outside is (member.protocol_no is not None)


def _without_protocol(member: Member) -> Reason:
    if member.outside:
        what, do = "comes from outside without a protocol", "state the number of the protocol"
    else:
        what, do = "has a protocol and does not come from outside", "correct one of the two"
    return Reason(
        rule="T-17.5",
        what=f"{member.id} {what}",
        why="experts of universities and other bodies sit on a commission by protocol",
        do=do,
    )


def _too_few(role: MemberRole, seated: int, least: int, rule: str, commission: str) -> Reason:
    return Reason(
        rule=rule,
        what=f"{seated} of at least {least} members sit as {SEAT_CALLED[role]}",
        why=f"every {commission} commission has them",
        do=f"add {least - seated} as {SEAT_CALLED[role]}",
    )


def _not_wanted(role: MemberRole, work: Work) -> Reason:
    return Reason(
        rule="T-17.6",
        what=f"a {SEAT_CALLED[role]} sits on a commission for {work.lesson}",
        why="in this lesson or field the field experts do that work themselves",
        do=f"leave the {SEAT_CALLED[role]} out",
    )


def _seated_twice(person: str, rule: str) -> Reason:
    return Reason(
        rule=rule,
        what=f"{person} is named more than once",
        why="each seat of a commission is another person",
        do="name every member once",
    )
