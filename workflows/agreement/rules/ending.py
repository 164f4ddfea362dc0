"""The end (m.8(8), m.8(10), m.11): extension, termination, run-off."""

from collections.abc import Collection, Iterable
from datetime import date

from workflows.agreement.messages.agreement import Draft
from workflows.agreement.messages.term import (
    ExtensionDecision,
    ExtensionRequest,
    Termination,
    TerminationGround,
)
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Slug


def last_day(draft: Draft, decisions: Iterable[ExtensionDecision]) -> date:
    """Return the last day of the term with all extensions granted so far (A-8.10, A-11.5).

    Args:
        draft: The agreement as signed.
        decisions: In the order in which they came; extensions are not limited in number (R-A.4).
    """
    granted = [one.until for one in decisions if one.granted and one.until is not None]
    return granted[-1] if granted else draft.ends_on


def covers_training(starts_on: date, ends_on: date) -> bool:
    """Return whether a training has begun before the end, and so is finished (A-11.4, R-A.5).

    Args:
        starts_on: First day of the training.
        ends_on: Last day of the agreement: of its term, or of its termination.
    """
    return starts_on < ends_on


def breaches_of_extension_request(
    request: ExtensionRequest, *, ends_on: date, today: date
) -> tuple[Reason, ...]:
    """Return why a longer term cannot be asked for like this (A-11.5, R-A.4).

    Args:
        request: Until when the partner requests it.
        ends_on: Last day of the term now.
        today: Day of the request; on the last day it is in time (R-A.10).
    """
    found = []
    if today > ends_on:
        found.append(
            Reason(
                rule="R-A.4",
                what=f"asked for on {today}, after the end",
                why=f"the agreement ended on {ends_on}",
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
    decision: ExtensionDecision, *, ends_on: date, today: date, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why an extension cannot be decided like this (A-11.5, R-A.4).

    Args:
        decision: Yes until when, or no and why.
        ends_on: Last day of the term now.
        today: Day of the decision; on the last day it is in time (R-A.10).
        book: Rulebook with ``extension.hold_open``.
    """
    if not decision.granted:
        return _breaches_of_no(decision)
    late = today > ends_on and not book.flag("extension.hold_open")
    return (
        *(_breaches_of_late_yes(ends_on, today) if late else ()),
        *_breaches_of_yes(decision, ends_on),
    )


def breaches_of_termination(
    termination: Termination, *, ends_on: date, today: date, missed: Collection[Slug]
) -> tuple[Reason, ...]:
    """Return why an agreement cannot be terminated like this (A-8.8, A-8.10, A-11.2, R-A.6).

    Args:
        termination: From when, and on which ground.
        ends_on: Last day of the term.
        today: Day of the record: there is no notice period, but no look back either.
        missed: Performance indicators that missed their target at the last review.
    """
    found = []
    if termination.effective_on < today:
        found.append(
            Reason(
                rule="R-A.6",
                what=f"terminated with effect from {termination.effective_on}, in the past",
                why=f"it is recorded on {today}, and until then the agreement was applied",
                do=f"name {today} or a later day",
            )
        )
    if termination.effective_on > ends_on:
        found.append(
            Reason(
                rule="A-8.10",
                what=f"terminated with effect from {termination.effective_on}, after the end",
                why=f"the term ends on {ends_on} by itself",
                do="name an earlier day, or let the term end",
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
            do="have the end of each one recorded",
        ),
    )


def _breaches_of_late_yes(ends_on: date, today: date) -> tuple[Reason, ...]:
    return (
        Reason(
            rule="R-A.4",
            what=f"granted on {today}, after the end",
            why=f"with no decision, the agreement ended on {ends_on}",
            do="draft a new agreement",
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
