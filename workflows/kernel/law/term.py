"""Terms: statutory time limits, and how each of their dates came about.

A term is a value. Everything that happens to it (a pause, an extension, a decreed closure) makes a
new term whose dates are derived again from the start, with every step in words that an official
can follow (`derivation`).
"""

from datetime import date, datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.derivation import (
    Derivation,
    DerivationStep,
    Expiry,
    Extension,
    Pause,
    Period,
    Roll,
    Unit,
    WorkingDayOfMonth,
    derive,
    with_weekday,
)
from workflows.kernel.roles import RoleName
from workflows.kernel.values import Frozen

__all__ = [
    "DerivationStep",
    "Expiry",
    "Extension",
    "ExtensionLaw",
    "OnEnd",
    "Pause",
    "Roll",
    "Term",
    "TermLaw",
    "TermState",
    "Unit",
    "dropped",
    "ended",
    "explained",
    "extended",
    "extensions_left",
    "kept_explained",
    "lapsed",
    "met",
    "moved",
    "open_term",
    "paused",
    "reopened",
    "resumed",
    "sent",
]


class OnEnd(StrEnum):
    """What follows from the end of a term by the rule itself."""

    LAPSE = "lapse"
    EXTEND = "extend"
    ESCALATE = "escalate"
    RELEASE = "release"  # the day has come that the case was held for


class ExtensionLaw(Frozen):
    """By how much, how often and by whom a term may be extended."""

    rule: str
    length: int | None = Field(default=None, gt=0)
    """None where the office decides the length case by case (S-U)."""
    unit: Unit
    max_count: int = Field(ge=0)
    by: tuple[RoleName, ...]
    notify: tuple[str, ...] = ()


class TermLaw(Period):
    """One dated row of the rulebook: what the law says about a kind of term."""

    name: dict[str, str]
    """Short names by language: ``{"tr": "düzeltme", "en": "correction"}``."""
    article: str
    on_end: OnEnd
    awaits: str
    """Role or addressee who has to act and is reminded."""
    reminders: tuple[int, ...] = ()
    """Days before the due day; working days where the term is counted in them."""
    escalates_to: tuple[str, ...] = ()
    """The next offices up, one for each escalation."""
    pausable: bool = False
    extension: ExtensionLaw | None = None
    administrative: bool = False
    """A reminder of our own, not law."""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that the row names, beside whoever it awaits: they may be many."""
        law = self.extension
        return (*self.escalates_to, *((*law.by, *law.notify) if law else ()))


class TermState(StrEnum):
    """Where a term stands."""

    OPEN = "open"
    PAUSED = "paused"
    ENDED = "ended"  # past its end: settling, or overdue
    MET = "met"
    LAPSED = "lapsed"
    DROPPED = "dropped"  # the case closed, or nobody needs it any more


_OPEN_STATES = frozenset({TermState.OPEN, TermState.PAUSED, TermState.ENDED})


class Term(Frozen):
    """One period set by law, with the derivation of its end."""

    key: str
    """Rule ID, from the second round on with its number: ``T-17.15b#2``."""
    law: TermLaw
    starts_on: date
    """Not counted (R-S.2)."""
    through: WorkingDayOfMonth | None = None
    """Its last day, where the calendar decides it; the length in its law is then not counted."""
    opened_at: AwareDatetime
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    nominal_on: date | None = None
    """Last day as counted, before it rolls; None while the clock is paused."""
    due_on: date | None = None
    """Last day in time; None while the clock is paused."""
    due_at: AwareDatetime | None = None
    """Last instant in time: the term ends strictly after it. None while the clock is paused."""
    due_since: AwareDatetime | None = None
    """Since when it has ended then; nobody could be reminded of it earlier."""
    steps: tuple[DerivationStep, ...] = ()
    """How its dates came about; of a closed term only where they cannot be counted once more."""
    state: TermState = TermState.OPEN
    sent: tuple[str, ...] = ()
    """Occasions already settled."""
    closed_at: AwareDatetime | None = None
    stalled: bool = False
    """Whether what its end brings needs days past the known calendar: it waits for a renewal."""

    @property
    def rule(self) -> str:
        """Rule ID of its law."""
        return self.law.rule

    @property
    def at_end(self) -> OnEnd:
        """What follows from its end; one that cannot be extended any further escalates."""
        if self.law.on_end is OnEnd.EXTEND and not extensions_left(self):
            return OnEnd.ESCALATE
        return self.law.on_end

    @property
    def is_open(self) -> bool:
        """Whether it may still be met: running, paused, or ended and not yet settled."""
        return self.state in _OPEN_STATES


def open_term(
    law: TermLaw,
    key: str,
    starts_on: date,
    opened_at: datetime,
    calendar: Calendar,
    *,
    through: WorkingDayOfMonth | None = None,
) -> Term:
    """Open a term; one with a past start gets its true dates, even if it is already over.

    Raises:
        CalendarEnds: the end lies past the known calendar.
    """
    term = Term(key=key, law=law, starts_on=starts_on, opened_at=opened_at, through=through)
    return _derived(term, calendar)


def paused(term: Term, reason: str, on: date, calendar: Calendar) -> Term:
    """Pause the clock from the end of a day, for one more reason.

    The clock is paused while any reason is open. A reason already open, or a closed term, changes
    nothing.

    Raises:
        ValueError: the law of this term knows no pause.
    """
    if not term.is_open or any(p.reason == reason and p.ends_on is None for p in term.pauses):
        return term
    if not term.law.pausable:
        raise ValueError(f"{term.key} cannot be paused ({term.rule})")
    pauses = (*term.pauses, Pause(reason=reason, starts_on=on))
    return _derived(term.model_copy(update={"pauses": pauses}), calendar)


def resumed(term: Term, reason: str, on: date, calendar: Calendar) -> Term:
    """Take one reason away; once none is left the clock runs again with the day after ``on``.

    A reason that is not open, or a closed term, changes nothing.

    Raises:
        ValueError: ``on`` is before the pause began.
    """
    standing = [p for p in term.pauses if p.reason == reason and p.ends_on is None]
    if not term.is_open or not standing:
        return term
    if on < standing[0].starts_on:
        raise ValueError(f"{term.key} is paused since {standing[0].starts_on}: no resuming on {on}")
    pauses = tuple(
        p.model_copy(update={"ends_on": on}) if p is standing[0] else p for p in term.pauses
    )
    return _derived(term.model_copy(update={"pauses": pauses}), calendar)


def extended(term: Term, extension: Extension, calendar: Calendar) -> Term:
    """Extend a term from its nominal end, not from the day it rolled to (R-T.15).

    Raises:
        ValueError: the term is closed, or its law allows no (further) extension.
    """
    _must_be_open(term)
    if not extensions_left(term):
        raise ValueError(f"{term.key} cannot be extended any further ({term.rule})")
    extensions = (*term.extensions, extension)
    return _derived(term.model_copy(update={"extensions": extensions}), calendar)


def extensions_left(term: Term) -> int:
    """Return how many more times the law lets this term be extended."""
    allowed = term.law.extension.max_count if term.law.extension else 0
    return max(0, allowed - len(term.extensions))


def moved(term: Term, calendar: Calendar, why: str = "Tatil kararı") -> Term:
    """Derive a term again under a changed calendar; a closed term stays as it is.

    If its end moved, a closure step says why, and from where to where.
    """
    if not term.is_open:
        return term
    after = _derived(term, calendar)
    if term.due_at is None or after.due_at is None or term.due_at == after.due_at:
        return after
    assert term.due_on is not None
    assert after.due_on is not None
    if term.due_on == after.due_on:
        was, now = calendar.local(term.due_at), calendar.local(after.due_at)
        text = f"{why}: son an {was:%H.%M} iken {now:%H.%M} oldu."
    else:
        text = f"{why}: son gün {with_weekday(term.due_on)} iken {with_weekday(after.due_on)} oldu."
    step = DerivationStep(kind="closure", text=text, day=after.due_on, rule="R-S.1")
    return after.model_copy(update={"steps": (*after.steps, step)})


def met(term: Term, at: datetime) -> Term:
    """Close a term because the awaited act came in time.

    Raises:
        ValueError: it is closed already.
    """
    return _closed(term, TermState.MET, at)


def reopened(term: Term, at: datetime, calendar: Calendar) -> Term:
    """Let a met term run on to its own end: what had met it was not what it ran for.

    Its dates are derived anew, as the calendar may have changed meanwhile. Nobody is reminded of
    what lay before ``at``.
    """
    if term.state is not TermState.MET:
        return term
    again = term.model_copy(update={"state": TermState.OPEN, "closed_at": None, "due_since": at})
    return _derived(again, calendar)


def lapsed(term: Term, at: datetime) -> Term:
    """Close a term that ran out.

    Raises:
        ValueError: it is closed already.
    """
    return _closed(term, TermState.LAPSED, at)


def dropped(term: Term, at: datetime) -> Term:
    """Close a term that nobody needs any more; one already closed stays as it is."""
    return _closed(term, TermState.DROPPED, at) if term.is_open else term


def ended(term: Term) -> Term:
    """Mark a running term as past its end: settling, or overdue."""
    running = term.state is TermState.OPEN
    return term.model_copy(update={"state": TermState.ENDED}) if running else term


def sent(term: Term, occasion_id: str) -> Term:
    """Note that an occasion is settled, or superseded; it will not come again."""
    if occasion_id in term.sent:
        return term
    return term.model_copy(update={"sent": (*term.sent, occasion_id)})


def explained(term: Term, calendar: Calendar) -> tuple[DerivationStep, ...]:
    """Return how the dates of a term came about; those of a closed one are counted once more."""
    return term.steps or _counted(term, calendar).steps


def kept_explained(term: Term, before: Calendar, after: Calendar) -> Term:
    """Write down how the dates of a closed term came about, if another calendar tells it otherwise.

    What was counted stays what it is, whatever becomes known about its days later.
    """
    if term.is_open or term.steps or not _touches(term, before, after):
        return term
    steps = explained(term, before)
    return term if steps == explained(term, after) else term.model_copy(update={"steps": steps})


def _touches(term: Term, before: Calendar, after: Calendar) -> bool:
    first = before.first_difference(after)
    if first is None or term.due_on is None or term.nominal_on is None:
        return first is not None
    return first <= max(term.due_on, term.nominal_on)


def _closed(term: Term, state: TermState, at: datetime) -> Term:
    """Close a term, and drop what only an open one needs: its occasions, how it is counted."""
    _must_be_open(term)
    moved_once = any(step.kind == "closure" for step in term.steps)
    closed = {
        "state": state,
        "closed_at": at,
        "due_since": None,
        "sent": (),
        "steps": term.steps if moved_once else (),
    }
    return term.model_copy(update=closed)


def _must_be_open(term: Term) -> None:
    if not term.is_open:
        raise ValueError(f"{term.key} is closed already: {term.state}")


def _counted(term: Term, calendar: Calendar) -> Derivation:
    return derive(
        term.law, term.starts_on, term.pauses, term.extensions, calendar, through=term.through
    )


def _derived(term: Term, calendar: Calendar) -> Term:
    """Derive all dates of a term again from its start."""
    found = _counted(term, calendar)
    kept = tuple(step for step in term.steps if step.kind == "closure")
    dates = {
        "nominal_on": found.nominal_on,
        "due_on": found.due_on,
        "due_at": found.due_at,
        "steps": (*found.steps, *kept),
        "stalled": False,
        "state": _state(term, found.due_at),
    }
    return term.model_copy(update=dates)


def _state(term: Term, due_at: datetime | None) -> TermState:
    """Return where a term stands with its new end: one moved past its old end runs again."""
    if due_at is None:
        return TermState.PAUSED
    over = term.state is TermState.ENDED and term.due_at is not None and due_at <= term.due_at
    return TermState.ENDED if over else TermState.OPEN
