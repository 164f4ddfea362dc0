"""Findings that call for a correction, from the Board to the final copies (m.28(1), (3), (4)).

Each is followed under a reference: ``printing/2`` of a comparison, ``proposal/1`` of a new text.
"""

from collections.abc import Iterable
from enum import StrEnum

from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen
from workflows.textbook_in_use.messages.printing import (
    Comparison,
    CorrectedBook,
    CorrectionOrder,
    FinalCopies,
    FindingsDecision,
    Likeness,
    Proposal,
    Service,
)
from workflows.textbook_in_use.rules.orders import occasion_of

FOLLOWED: tuple[type[Message], ...] = (
    Comparison,
    Proposal,
    FindingsDecision,
    CorrectionOrder,
    Service,
    CorrectedBook,
    FinalCopies,
)
"""The documents by which findings are followed."""


class Step(StrEnum):
    """What findings wait for."""

    BOARD = "board"
    ORDER = "order"
    SERVICE = "service"
    CORRECTION = "correction"
    FINAL = "final"
    DONE = "done"


class Finding(Frozen):
    """Findings under one reference, and how far they have come."""

    ref: str
    rule: str
    """``B-28.1c`` of a comparison, ``B-28.3`` of a proposal."""
    step: Step
    occasion: str | None = None
    """The notification by which its correction was ordered last."""


def followed(documents: Iterable[Message]) -> dict[str, Finding]:
    """Return all findings by reference, as far as these documents bring them."""
    found: dict[str, Finding] = {}
    orders = proposals = 0
    for document in documents:
        match document:
            case Comparison(found=Likeness.UPDATES):
                _begin(found, f"printing/{document.printing}", "B-28.1c")
            case Proposal():
                proposals += 1
                _begin(found, f"proposal/{proposals}", "B-28.3")
            case CorrectionOrder():
                orders += 1
                occasion = occasion_of(found[document.about].rule, orders)
                found[document.about] = _at(found[document.about], Step.SERVICE, occasion)
            case Service():
                for ref, each in found.items():
                    if each.occasion == document.notification and each.step is Step.SERVICE:
                        found[ref] = _at(each, Step.CORRECTION)
            case FindingsDecision() | CorrectedBook() | FinalCopies():
                found[document.about] = _at(found[document.about], _step_after(document))
            case _:
                continue  # a printing that matches, or does not at all
    return found


def _begin(found: dict[str, Finding], ref: str, rule: str) -> None:
    found[ref] = Finding(ref=ref, rule=rule, step=Step.BOARD)


def _step_after(document: FindingsDecision | CorrectedBook | FinalCopies) -> Step:
    match document:
        case FindingsDecision():
            return Step.ORDER if document.agreed else Step.DONE
        case CorrectedBook():
            return Step.FINAL
        case FinalCopies():
            return Step.DONE if document.all_corrected else Step.ORDER


def at_step(found: dict[str, Finding], step: Step) -> tuple[str, ...]:
    """Return the references of findings that wait for something."""
    return tuple(ref for ref, each in found.items() if each.step is step)


def breaches_of_final_copies(copies: int, book: Rulebook) -> tuple[Reason, ...]:
    """Return why a corrected book cannot be taken in: too few copies (B-28.4)."""
    least = book.count("copies.final")
    if copies >= least:
        return ()
    return (
        Reason(
            rule="B-28.4",
            what=f"the corrected book came in {copies} copies",
            why=f"{least} copies with the last corrections are handed over",
            do=f"hand over {least} copies",
        ),
    )


def _at(finding: Finding, step: Step, occasion: str | None = None) -> Finding:
    return finding.model_copy(update={"step": step, "occasion": occasion or finding.occasion})
