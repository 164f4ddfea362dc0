"""Who sits on the commission of a tool, and that nobody judges their own (E-35.7, E-17.5, E-19)."""

from collections import Counter
from collections.abc import Collection, Iterable

from workflows.education_tool.messages.application import Purpose
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor, Role
from workflows.textbook_law.draft import Member, MemberRole

PURPOSE_CALLED = {
    Purpose.RESOURCE: "a resource for teachers and pupils",
    Purpose.GENERAL_AIMS: "a tool for general aims",
    Purpose.OTHER: "another work",
}
"""What tools are called in a refusal, by their purpose."""


def breaches_of_commission(
    members: tuple[Member, ...],
    purpose: Purpose,
    *,
    concerned: Collection[str],
    cancelled: Collection[str],
    book: Rulebook,
) -> tuple[Reason, ...]:
    """Return why a commission cannot look at a tool (E-35.7, E-17.5, E-19).

    Args:
        members: Who is to sit on it.
        purpose: What the tool is for.
        concerned: Who filed the application or owns the tool.
        cancelled: Whose duty on this tool has been cancelled.
        book: The case's rulebook.
    """
    return (
        *_breaches_of_seats(members, purpose, book),
        *(_without_protocol(member) for member in members if not _by_protocol(member)),
        *(_concerned(member) for member in members if member.id in concerned),
        *(_not_again(member) for member in members if member.id in cancelled),
    )


def breaches_of_four_eyes(approving: Actor, proposer: Actor) -> tuple[Reason, ...]:
    """Return why somebody cannot approve a commission: they selected it themselves (E-19)."""
    if approving.role == Role.REGISTRY or approving.id != proposer.id:
        return ()
    return (
        Reason(
            rule="E-19",
            what=f"{approving.id} has selected this commission",
            why="the department selects, and the Presidency looks at it with other eyes",
            do="let a colleague decide",
        ),
    )


def breaches_of_signatures(
    signed_by: Collection[str], members: Iterable[Member], cancelled: Collection[str]
) -> tuple[Reason, ...]:
    """Return why a report is not the commission's: its members sign together (E-21.1).

    Args:
        signed_by: Who signed.
        members: Who sits on the commission.
        cancelled: Members whose duty has been cancelled; they are replaced first.
    """
    sitting = {member.id for member in members}
    gone = sorted(sitting & set(cancelled))
    if gone:
        return (
            Reason(
                rule="E-19",
                what=f"the duty of {', '.join(gone)} has been cancelled",
                why="a member whose duty is cancelled is replaced, and does not sign",
                do="have another commission proposed and approved, and its report signed",
                acts=("propose_commission", "approve_commission"),
            ),
        )
    strange = sorted(set(signed_by) - sitting)
    missing = sorted(sitting - set(signed_by))
    if not strange and not missing:
        return ()
    return (
        Reason(
            rule="E-21.1",
            what=f"signed, not members: {', '.join(strange) or 'nobody'}; members, not signed: "
            f"{', '.join(missing) or 'nobody'}",
            why="the members of the commission sign their report together",
            do="have all members sign, or a member who cannot sign replaced",
        ),
    )


def breaches_of_reporter(by: Actor, members: Iterable[Member]) -> tuple[Reason, ...]:
    """Return why somebody does not report for the commission: they do not sit on it (E-21.1)."""
    if by.id in {member.id for member in members}:
        return ()
    return (
        Reason(
            rule="E-21.1",
            what=f"{by.id} does not sit on the commission of this tool",
            why="a commission reports through its members",
            do="have a member of the approved commission send it",
        ),
    )


def breaches_of_membership(person: str, members: Iterable[Member]) -> tuple[Reason, ...]:
    """Return why somebody has no duty that could end: they do not sit on the commission (E-19)."""
    if person in {member.id for member in members}:
        return ()
    return (
        Reason(
            rule="E-19",
            what=f"{person} does not sit on the commission of this tool",
            why="what m.19 says is about members of commissions",
            do="name a member of the approved commission",
        ),
    )


def _breaches_of_seats(
    members: tuple[Member, ...], purpose: Purpose, book: Rulebook
) -> Iterable[Reason]:
    least, most = (
        book.count(f"commission.field_experts.{purpose.value}"),
        book.count("commission.members_max"),
    )
    experts = sum(member.role is MemberRole.FIELD_EXPERT for member in members)
    if experts < least:
        yield Reason(
            rule="E-35.7",
            what=f"{experts} of at least {least} field experts sit on the commission",
            why=f"{PURPOSE_CALLED[purpose]} is looked at by as many",
            do=f"add {least - experts}",
        )
    if len(members) > most:
        yield Reason(
            rule="E-35.7",
            what=f"{len(members)} members sit on the commission",
            why=f"it has {most} experts and teachers at most",
            do=f"leave out {len(members) - most}",
        )
    seated = Counter(member.id for member in members)
    for person in (person for person, seats in seated.items() if seats > 1):
        yield Reason(
            rule="E-35.7",
            what=f"{person} is named more than once",
            why="each seat of a commission is another person",
            do="name every member once",
        )


def _by_protocol(member: Member) -> bool:
    return member.outside is (member.protocol_no is not None)


def _without_protocol(member: Member) -> Reason:
    if member.outside:
        what, do = "comes from outside without a protocol", "state the number of the protocol"
    else:
        what, do = "has a protocol and does not come from outside", "correct one of the two"
    return Reason(
        rule="E-17.5",
        what=f"{member.id} {what}",
        why="experts of universities and other bodies sit on a commission by protocol",
        do=do,
    )


def _concerned(member: Member) -> Reason:
    return Reason(
        rule="E-19",
        what=f"{member.id} applied for the tool or owns it",
        why="nobody judges their own tool objectively",
        do="name another member",
    )


def _not_again(member: Member) -> Reason:
    return Reason(
        rule="E-19",
        what=f"the duty of {member.id} on this tool has been cancelled",
        why="whose duty is cancelled is replaced",
        do="name another member",
    )
