"""Grounds on which the Board annuls its decision, and what follows (R-B.6; m.5, 27, 28, 33, 42)."""

from collections.abc import Iterable, Mapping
from datetime import date

from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen
from workflows.textbook_in_use.messages.acceptance import AcceptedBook
from workflows.textbook_in_use.messages.market import PriceBreach
from workflows.textbook_in_use.messages.printing import Comparison, Likeness
from workflows.textbook_in_use.messages.programme import ReflectionCheck
from workflows.textbook_in_use.messages.term import FalseDocument, ProvenOffence
from workflows.textbook_in_use.offices import Office
from workflows.textbook_law.bans import ban_ends_on
from workflows.textbook_law.registers import Ban

FINDINGS: tuple[type[Message], ...] = (
    Comparison,
    ReflectionCheck,
    PriceBreach,
    FalseDocument,
    ProvenOffence,
)
"""Documents that may bring a ground."""

FINDERS: Mapping[str, Office] = {
    "S-5.2b": Office.PRESIDENCY,
    "S-27.1": Office.PRESIDENCY,
    "S-28.1b": Office.REVIEW_DEPARTMENT,
    "S-33.1e": Office.PUBLICATIONS_DEPARTMENT,
    "S-42.2": Office.PRESIDENCY,
}
"""Who finds what; copies that are missing nobody has to find (S-28.1a)."""

BANNED_BY: Mapping[str, str] = {"S-5.2b": "S-5.2c", "S-28.1b": "S-28.1b", "S-42.2": "S-42.2"}
"""Grounds that ban the publisher as well, and by which rule."""

AT_THE_FINDING = frozenset({"S-5.2b", "S-42.2"})
"""Grounds whose ban runs from the finding; the other from the Board's decision (R-S.6)."""


class Ground(Frozen):
    """A ground that the Board has to act on."""

    ref: str
    """``S-33.1e/1``: the rule, and which of its findings."""
    rule: str
    found_on: date


def ground_of(found: Message, nth: int) -> Ground | None:
    """Return the ground that a document brings, if it brings one.

    Args:
        found: The document.
        nth: Which one of its kind in this case; of a comparison its printing counts instead.
    """
    match found:
        case Comparison(found=Likeness.MISMATCH):
            return _ground("S-28.1b", found.printing, found.dated_on)
        case ReflectionCheck(reflected=False):
            return _ground("S-27.1", found.change, found.found_on)
        case PriceBreach():
            return _ground("S-33.1e", nth, found.found_on)
        case FalseDocument():
            return _ground("S-5.2b", nth, found.found_on)
        case ProvenOffence():
            return _ground("S-42.2", nth, found.final_on)
        case _:
            return None


def undelivered(printing: int, due_on: date) -> Ground:
    """Return the ground of copies that did not come in their thirty days (S-28.1a)."""
    return _ground("S-28.1a", printing, due_on)


def ban_of(
    ground: Ground, filed: AcceptedBook, file_no: str, on: date, book: Rulebook
) -> Ban | None:
    """Return the ban that a ground brings; none for a unit's book, or without one (R-S.9).

    Args:
        ground: The ground.
        filed: The filing; it says whose book it is.
        file_no: Number of the book, by which a ban on it alone is found.
        on: Day of the recorded finding or decision, from which it runs (R-S.6).
        book: The rulebook with ``ban.<rule>.years``.
    """
    rule = BANNED_BY.get(ground.rule)
    if rule is None or not filed.applicant.is_publisher:
        return None
    scope = {"book": file_no} if rule == "S-28.1b" else {}
    return Ban(rule=rule, scope=scope, starts_on=on, ends_on=ban_ends_on(rule, on, book))


def breaches_of_withdrawal(ref: str, by: Actor, pending: Iterable[Ground]) -> tuple[Reason, ...]:
    """Return why a finding cannot be taken back: not pending, a lapse, or another's (R-B.6)."""
    found = {each.ref: each for each in pending}
    ground = found.get(ref)
    if ground is None:
        return (
            Reason(
                rule="R-B.6",
                what=f"{ref} is not before the Board",
                why="a finding is taken back before the Board has acted on it",
                do="check the reference; the view lists what is open",
            ),
        )
    if ground.rule not in FINDERS:
        return (
            Reason(
                rule="S-28.1a",
                what="copies that did not come in time are nobody's finding",
                why="the thirty days have ended without them",
                do="if they came in time, have the registry state that receipt (deliver_copies)",
                acts=("deliver_copies",),
            ),
        )
    if by.role == FINDERS[ground.rule]:
        return ()
    return (
        Reason(
            rule="R-B.6",
            what=f"{by.role} may not take {ref} back",
            why=f"it was found by {FINDERS[ground.rule]}",
            do=f"have it sent by {FINDERS[ground.rule]}",
        ),
    )


def breaches_of_unit(filed: AcceptedBook, rule: str) -> tuple[Reason, ...]:
    """Return why a finding about publishers cannot be recorded of a unit's book (R-S.9)."""
    if filed.applicant.is_publisher:
        return ()
    return (
        Reason(
            rule="R-S.9",
            what="the book is that of a Ministry unit",
            why=f"{rule} is about publishers; units cannot be banned",
            do="leave it out here; the unit's own supervision takes it up",
        ),
    )


def _ground(rule: str, number: int, found_on: date) -> Ground:
    return Ground(ref=f"{rule}/{number}", rule=rule, found_on=found_on)
