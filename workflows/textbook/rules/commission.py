"""Who sits on a commission (m.17(2) to (7), (14))."""

from collections import Counter

from workflows.kernel.act import Reason
from workflows.kernel.rulebook import Rulebook
from workflows.textbook.messages import (
    CommissionOrder,
    EvaluationReport,
    Member,
    MemberRole,
    Work,
)

FIGURE_OF = {
    MemberRole.FIELD_EXPERT: "field_experts",
    MemberRole.LANGUAGE_EXPERT: "language_experts",
    MemberRole.VISUAL_DESIGNER: "visual_designers",
}
"""The seats that must be filled; every other role may be added where it is needed (T-17.2)."""


def seats_left_out(work: Work, book: Rulebook) -> tuple[MemberRole, ...]:
    """Return the experts whom a commission for this work does not get (T-17.6, T-5.1).

    No language expert for Turkish, language and literature lessons and foreign languages; no
    visual designer for books of the painting field: the field experts are these experts.
    """
    left_out = []
    if work.foreign_language or work.lesson in book.text("commission.no_language_expert").split():
        left_out.append(MemberRole.LANGUAGE_EXPERT)
    if work.field in book.text("commission.no_visual_designer").split():
        left_out.append(MemberRole.VISUAL_DESIGNER)
    return tuple(left_out)


def breaches_of_commission_order(
    order: CommissionOrder, work: Work, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a review commission cannot be assigned so (T-17.2, T-17.3, T-17.6)."""
    breaches = _breaches_of_composition(order.members, work, book, "review", "T-17.2")
    if order.chair not in {member.id for member in order.members}:
        breaches += (
            Reason(
                rule="T-17.3",
                what=f"the chair {order.chair} is not among the members",
                why="the order names the chair and the members of one commission",
                do="name one of the members as chair",
            ),
        )
    return breaches


def breaches_of_evaluation_commission(
    evaluation: EvaluationReport, work: Work, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why the commission behind an evaluation report is not properly composed (T-17.14a)."""
    return _breaches_of_composition(evaluation.members, work, book, "evaluation", "T-17.14a")


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
    breaches += [
        _seated_twice(person, rule)
        for person, seats in Counter(member.id for member in members).items()
        if seats > 1
    ]
    return tuple(breaches)


def _too_few(role: MemberRole, seated: int, least: int, rule: str, commission: str) -> Reason:
    return Reason(
        rule=rule,
        what=f"{seated} of at least {least} members sit as {role.value}",
        why=f"every {commission} commission has them",
        do=f"add {least - seated} as {role.value}",
    )


def _not_wanted(role: MemberRole, work: Work) -> Reason:
    return Reason(
        rule="T-17.6",
        what=f"a {role.value} sits on a commission for {work.lesson}",
        why="in this lesson or field the field experts do that work themselves",
        do=f"leave the {role.value} out",
    )


def _seated_twice(person: str, rule: str) -> Reason:
    return Reason(
        rule=rule,
        what=f"{person} is named more than once",
        why="each seat of a commission is another person",
        do="name every member once",
    )
