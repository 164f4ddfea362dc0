"""Application bans (application_ban; sections S-5 to S-42): how long, whom, which applications.

Bans run side by side; the question is always whether any active one reaches the application
(R-S.8). All of them say "yayınevi", so a Ministry unit cannot be banned (R-S.9).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import JsonValue

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import add_months
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.story.waiting import Question
from workflows.textbook_law.draft import FiledDraft
from workflows.textbook_law.registers import Register, Sanction

MONTHS_A_YEAR = 12


def ban_ends_on(rule: str, decided_on: date, book: Rulebook) -> date:
    """Return the first day on which applications are accepted again (R-S.6).

    Args:
        rule: The banning rule: ``S-7.5``.
        decided_on: Day of the recorded decision or finding; the ban blocks from that day on.
        book: Rulebook with ``ban.<rule>.years``.

    Raises:
        NotInForce: the rulebook knows no such ban.
    """
    return add_months(decided_on, book.count(f"ban.{rule}.years") * MONTHS_A_YEAR)


def is_active(sanction: Sanction, on: date) -> bool:
    """Return whether a ban blocks on that day: from its start, no longer on its end day (R-S.6)."""
    return sanction.starts_on <= on < sanction.ends_on


def reaches(sanction: Sanction, application: FiledDraft) -> bool:
    """Return whether a ban is about this application: publisher, field, grade, book (S.1).

    A scope key that this version does not know narrows nothing: the ban is then shown to the
    applicant by its number rather than silently passed over.
    """
    # S-7.6: m.7(5) as a whole, its ban included, is not applied to updates of earlier books
    if sanction.rule == "S-7.5" and application.updates is not None:
        return False
    work = application.work
    # R-S.10: for m.7(5) the field is the lesson, the level of the book its grade
    updated = application.updates.book_no if application.updates is not None else None
    narrowed_by = {
        "field": (work.lesson,),
        "grade": (str(work.grade),),
        # S-28.1b: every application about that book, its update and its translation too
        "book": (work.earlier_book, updated, application.translation_of),
    }
    return (
        application.applicant.is_publisher
        and sanction.subject == application.applicant.key
        and all(value in narrowed_by.get(key, (value,)) for key, value in sanction.scope.items())
    )


def active_bans(
    application: FiledDraft, sanctions: Iterable[Sanction], on: date
) -> tuple[Sanction, ...]:
    """Return every ban that blocks this application on that day, the longest first."""
    found = (ban for ban in sanctions if is_active(ban, on) and reaches(ban, application))
    return tuple(sorted(found, key=lambda ban: (-ban.ends_on.toordinal(), ban.id)))


def free_of_bans(rule: str, request: Callable[[Any], dict[str, JsonValue]]) -> Question:
    """Ask whether whoever the case belongs to is free of bans.

    Args:
        rule: What rests on it.
        request: From the document: the banning ``rules``, and the day ``on`` which it must be free.
    """
    return Question(Register.SANCTIONS, rule, request, _is_banned)


def _is_banned(known: Mapping[str, JsonValue]) -> Reason:
    return Reason(
        rule=str(known["rule"]),
        what=f"the register sanctions rules it out until {known['until']}",
        why="a ban on the publisher is in force",
        do=f"send it again on {known['until']} or later",
    )
