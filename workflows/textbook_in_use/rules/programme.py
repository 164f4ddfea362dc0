"""Programme changes that do not force rewriting: asked for, reflected, checked (m.27(1)a)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from workflows.kernel.case.message import Message
from workflows.kernel.case.reasons import moment
from workflows.kernel.case.refusal import Reason
from workflows.kernel.values import Frozen
from workflows.textbook_in_use.messages.printing import Service
from workflows.textbook_in_use.messages.programme import (
    OfficialReflection,
    ProgrammeChange,
    Reflection,
    ReflectionCheck,
    ReflectionOrder,
)
from workflows.textbook_in_use.messages.term import FindingWithdrawn
from workflows.textbook_in_use.rules.orders import occasion_of

FOLLOWED: tuple[type[Message], ...] = (
    ProgrammeChange,
    ReflectionOrder,
    Service,
    Reflection,
    OfficialReflection,
    ReflectionCheck,
    FindingWithdrawn,
)
"""The documents by which programme changes are followed."""


class Step(StrEnum):
    """What a change waits for."""

    ORDER = "order"
    SERVICE = "service"
    REFLECTION = "reflection"
    CHECK = "check"
    OVER = "over"
    """Reflected, or found not to be; nothing is awaited of it any more."""


class Change(Frozen):
    """A programme change, and how far it has come."""

    step: Step
    occasion: str | None = None
    """The notification by which its reflection was ordered."""


def followed(documents: Iterable[Message]) -> dict[int, Change]:
    """Return the changes by number, as far as these documents bring them."""
    found: dict[int, Change] = {}
    orders = 0
    for document in documents:
        match document:
            case ProgrammeChange(rewriting=False):
                found[len(found) + 1] = Change(step=Step.ORDER)
            case ReflectionOrder():
                orders += 1
                occasion = occasion_of("B-27.1a", orders)
                found[document.change] = Change(step=Step.SERVICE, occasion=occasion)
            case Service():
                for number, each in found.items():
                    if each.occasion == document.notification and each.step is Step.SERVICE:
                        found[number] = _at(each, Step.REFLECTION)
            case Reflection() | OfficialReflection() | ReflectionCheck():
                found[document.change] = _at(found[document.change], _step_after(document))
            case FindingWithdrawn() if document.ground.startswith("S-27.1/"):
                number = int(document.ground.partition("/")[2])
                found[number] = _at(found[number], Step.CHECK)
            case _:
                continue  # a change that forces rewriting ends the term (B-27.2b)
    return found


def _step_after(document: Reflection | OfficialReflection | ReflectionCheck) -> Step:
    match document:
        case Reflection():
            return Step.CHECK
        case OfficialReflection() | ReflectionCheck():
            return Step.OVER


def breaches_of_check(
    check: ReflectionCheck, *, due_at: datetime | None, checked_at: datetime
) -> tuple[Reason, ...]:
    """Return why a change cannot be found undone yet: its period runs (B-27.1a, R-B.17)."""
    if check.reflected or due_at is None or checked_at > due_at:
        return ()
    return (
        Reason(
            rule="B-27.1a",
            what=f"the period for change {check.change} runs until {moment(due_at)}",
            why="the applicant may reflect it up to the last instant",
            do="record it after that instant, or record that the change is reflected",
        ),
    )


def _at(change: Change, step: Step) -> Change:
    return change.model_copy(update={"step": step})
