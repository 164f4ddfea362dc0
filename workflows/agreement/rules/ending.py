"""The end (m.8(8), m.8(10), m.11): extension, termination, run-off."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from workflows.agreement.messages.term import (
    ExtensionDecision,
    ExtensionRequest,
    Termination,
    TerminationGround,
    TerminationWithdrawal,
)
from workflows.agreement.rules.days import breaches_of_stated_day
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Slug

GROUND_RULES: Final[Mapping[TerminationGround, str]] = MappingProxyType(
    {
        TerminationGround.UNILATERAL: "A-8.8",
        TerminationGround.PERFORMANCE_INDICATORS: "A-11.2",
        TerminationGround.MUTUAL: "A-8.1",
    }
)
"""By which rule an agreement is terminated on a ground; letters name it (R-A.6)."""


def covers_training(starts_on: date, ends_on: date, last_day: date) -> bool:
    """Return whether an agreement covers a training (A-11.4, R-A.5, R-A.10).

    What has begun before the last day is finished after it; what begins and ends on it is held
    while the agreement is in force. The day of the entry decides nothing.

    Args:
        starts_on: First day of the training.
        ends_on: Its last day as planned.
        last_day: Last day of the agreement: of its term, or of its termination.
    """
    return starts_on < last_day or starts_on == ends_on == last_day


def breaches_of_extension_request(
    request: ExtensionRequest, *, ends_on: date, ended: bool
) -> tuple[Reason, ...]:
    """Return why a longer term cannot be asked for like this (A-11.5, R-A.4).

    Args:
        request: Until when the partner requests it.
        ends_on: Last day of the term now.
        ended: Whether it is asked for after 24:00 of that day (R-A.10); the instant is in time.
    """
    found = []
    if ended:
        found.append(
            Reason(
                rule="R-A.4",
                what="asked for after the end",
                why=f"the agreement ended with {ends_on}",
                do="apply for a new agreement",
            )
        )
    if request.wished_until <= ends_on:
        found.append(
            Reason(
                rule="A-11.5",
                what=f"requested until {request.wished_until}",
                why=f"the term runs until {ends_on} anyway",
                do="name a later day",
            )
        )
    return tuple(found)


def breaches_of_extension_decision(
    decision: ExtensionDecision, *, ends_on: date, ended: bool, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why an extension cannot be decided like this (A-11.5, R-A.4).

    Args:
        decision: Yes until when, or no and why.
        ends_on: Last day of the term now.
        ended: Whether it is decided after 24:00 of that day (R-A.10); the very instant is in time.
        book: Rulebook with ``extension.hold_open``.
    """
    if not decision.granted:
        return _breaches_of_no(decision)
    late = ended and not book.flag("extension.hold_open")
    return (
        *(_breaches_of_late_yes(ends_on) if late else ()),
        *_breaches_of_yes(decision, ends_on),
    )


def breaches_of_termination(
    termination: Termination,
    *,
    signed_on: date,
    ends_on: date,
    today: date,
    missed: Collection[Slug],
) -> tuple[Reason, ...]:
    """Return why an agreement cannot be terminated like this (A-8.8, A-8.10, A-11.2, R-A.6).

    Args:
        termination: From when, decided when, and on which ground.
        signed_on: Day of the signing: from then on it can be terminated (R-A.12).
        ends_on: Last day as it stands: of the term, or of a termination decided before.
        today: Day of the record; there is no notice period.
        missed: Performance indicators that missed their target at the last review.
    """
    effective_on = termination.effective_on
    decided_on = termination.decided_on or min(today, effective_on)
    found = [
        *breaches_of_stated_day(f"decided on {decided_on}", decided_on, today=today, rule="R-A.6")
    ]
    if decided_on < signed_on:
        found.append(_before_signing(decided_on, signed_on))
    if effective_on < decided_on:
        found.append(
            Reason(
                rule="R-A.6",
                what=f"terminated with effect from {effective_on}, before it was decided",
                why=f"it was decided on {decided_on}, and until then the agreement was applied",
                do=f"name {decided_on} or a later day, as the decision does",
            )
        )
    if effective_on > ends_on:
        found.append(
            Reason(
                rule="A-8.10",
                what=f"terminated with effect from {effective_on}, after the end",
                why=f"the agreement ends on {ends_on} by itself",
                do="name an earlier day, or let it end",
            )
        )
    if termination.ground is TerminationGround.PERFORMANCE_INDICATORS and not missed:
        found.append(
            Reason(
                rule="A-11.2",
                what="no performance indicator is on record as missed",
                why="on this ground an agreement ends by the result of a review",
                do="record the review first, or name the right ground",
            )
        )
    return tuple(found)


def breaches_of_termination_withdrawal(
    withdrawal: TerminationWithdrawal, *, today: date
) -> tuple[Reason, ...]:
    """Return why a termination cannot be taken back like this (R-A.6)."""
    decided_on = withdrawal.decided_on
    return breaches_of_stated_day(f"decided on {decided_on}", decided_on, today=today, rule="R-A.6")


def breaches_of_last_reports(*, due_on: date | None) -> tuple[Reason, ...]:
    """Return why the run-off cannot be confirmed yet: reports are owed (R-A.2).

    Args:
        due_on: Until when the last reports can still come; None once all have been asked for.
    """
    if due_on is None:
        return ()
    return (
        Reason(
            rule="R-A.2",
            what=f"reports on the time before the end may come until {due_on}",
            why="what is owed is asked for before the run-off is confirmed",
            do=f"confirm it after {due_on}",
        ),
    )


def breaches_of_run_off_end(*, unfinished: int) -> tuple[Reason, ...]:
    """Return why the run-off is not over: training begun before the end is finished (A-11.4).

    Args:
        unfinished: How many trainings have begun before the end and are still held.
    """
    if not unfinished:
        return ()
    return (
        Reason(
            rule="A-11.4",
            what=f"trainings still held: {unfinished}",
            why="what has begun before the end is finished",
            do="have the end of each recorded, or struck off what has never taken place",
        ),
    )


def _before_signing(decided_on: date, signed_on: date) -> Reason:
    return Reason(
        rule="R-A.12",
        what=f"terminated by a decision of {decided_on}",
        why=f"it is in force since its signing on {signed_on}",
        do="check the day of the decision",
    )


def _breaches_of_late_yes(ends_on: date) -> tuple[Reason, ...]:
    return (
        Reason(
            rule="R-A.4",
            what=f"granted after {ends_on}",
            why="with no decision, the agreement ended with that day",
            do="have the partner apply for a new agreement",
        ),
    )


def _breaches_of_yes(decision: ExtensionDecision, ends_on: date) -> tuple[Reason, ...]:
    if decision.until is not None and decision.until > ends_on:
        return ()
    return (
        Reason(
            rule="A-11.5",
            what=f"granted until {decision.until or 'no stated day'}",
            why=f"the term runs until {ends_on} anyway, and has to be a fixed one",
            do="name the new last day",
        ),
    )


def _breaches_of_no(decision: ExtensionDecision) -> tuple[Reason, ...]:
    found = []
    if decision.until is not None:
        found.append(
            Reason(
                rule="A-11.5",
                what=f"not granted, and yet until {decision.until}",
                why="without an extension the last day stays as it is",
                do="leave the day out, or grant the extension",
            )
        )
    if decision.reasons is None:
        found.append(
            Reason(
                rule="A-11.5",
                what="the extension is turned down without reasons",
                why="the decision is the office's, but its official letter has to give reasons",
                do="state the reasons",
            )
        )
    return tuple(found)
