"""The agenda: what the clock brings next over all open terms.

The case sleeps until the next occasion, not once per term. An occasion names the due day, so that
a term which moves is reminded of afresh.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, NamedTuple

from pydantic import AwareDatetime, ConfigDict, Field, JsonValue, TypeAdapter

from workflows.kernel.law.calendar import Calendar, CalendarEnds
from workflows.kernel.law.term import OnEnd, Term, TermState, Unit
from workflows.kernel.roles import Role
from workflows.kernel.values import Frozen

INSTANT = timedelta(seconds=1)
"""What lies between the last instant in time and the end of a term; timers need it no finer."""

_GRAIN = timedelta(milliseconds=1)

BY_PAPER = frozenset({Role.APPLICANT.value})
"""Who may file on paper, by the registry. A term that waits for anybody else is settled at its
end: nothing that was received in time can still be on its way."""


class OccasionKind(StrEnum):
    """What the clock may bring; at one instant in this order."""

    REMINDER = "reminder"
    END = "end"
    SETTLEMENT = "settlement"
    ESCALATION = "escalation"


_RANK = {kind: rank for rank, kind in enumerate(OccasionKind)}


class Settings(Frozen):
    """When reminders and escalations go out: administrative readings of ours, not law."""

    opens_at: time = time(8, 30)
    close_of_business: time = time(17, 30)
    """End of office hours (R-B.11)."""
    remind_at: time = time(9, 0)
    settle_at: time = time(12, 0)
    settle_after_working_days: int = Field(default=1, ge=0)
    """Working days from the due day until a lapse takes effect: paper takes time to register."""
    escalate_every: int = Field(default=5, ge=1)
    """Working days between two escalations."""
    escalations: int = Field(default=3, ge=0)
    """How many offices up an overdue term is reported at most."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing that the clock brings to one term; a sleeping case holds a dozen of them."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    at: AwareDatetime
    kind: OccasionKind
    term: str
    """Key of the term."""
    id: str
    """``reminder/10/2031-05-26``: unique within the term, and new when the due day moves."""
    days_before: int | None = None
    """Of a reminder: the days it gives, as the rulebook states them."""
    step: int | None = None
    """Of an escalation: its number, from 1."""
    supersedes: tuple[str, ...] = ()
    """Missed reminders of the same term that no longer need to go out."""

    @classmethod
    def read(cls, written: JsonValue) -> "Occasion":
        """Return an occasion that was written."""
        return _WRITTEN.validate_python(written)

    def written(self) -> dict[str, JsonValue]:
        """Return it as the journal has it."""
        said: dict[str, JsonValue] = _WRITTEN.dump_python(self, mode="json", exclude_defaults=True)
        return said


_WRITTEN = TypeAdapter(Occasion)


def occasions(term: Term, calendar: Calendar, settings: Settings) -> tuple[Occasion, ...]:
    """Return what the clock still brings to a term, in order of time.

    A paused or closed term has no occasions. An ended term has no more reminders. An occasion that
    lies past the known calendar is none yet (`Agenda.is_cut_off`).
    """
    return _ahead(term, calendar, settings).occasions


class _Ahead(NamedTuple):
    """What the clock still brings to a term, and whether the calendar ends before all of it."""

    occasions: tuple[Occasion, ...] = ()
    is_cut_off: bool = False


def _ahead(term: Term, calendar: Calendar, settings: Settings) -> _Ahead:
    if term.stalled:
        return _Ahead(is_cut_off=term.is_open)
    if term.due_on is None or not _is_awake(term):
        return _Ahead()
    found: list[Occasion] = []
    is_cut_off = False
    for group in _groups(term, calendar, settings):
        try:
            for occasion in group:
                found.append(occasion)  # noqa: PERF402 - what comes before the end is kept
        except CalendarEnds:
            is_cut_off = True
    left = sorted((o for o in found if o.id not in term.sent), key=_order)
    return _Ahead(tuple(left), is_cut_off)


def _is_awake(term: Term) -> bool:
    return term.state in {TermState.OPEN, TermState.ENDED}


def _groups(term: Term, calendar: Calendar, settings: Settings) -> Iterator[Iterator[Occasion]]:
    end = list(_end(term))
    yield iter(end)
    yield _settlement(term, calendar, settings)
    yield _escalations(term, calendar, settings)
    if end[0].id not in term.sent:
        yield _reminders(term, calendar, settings)


class Agenda:
    """What the clock still brings to some terms: worked out once, however often it is looked at.

    Args:
        terms: The open ones.
        calendar: The days as they are known.
        settings: When reminders and escalations go out.
    """

    def __init__(self, terms: Iterable[Term], calendar: Calendar, settings: Settings) -> None:
        self._terms = tuple(terms)
        self._calendar = calendar
        self._settings = settings

    @cached_property
    def _of_each(self) -> tuple[tuple[Term, _Ahead], ...]:
        return tuple((t, _ahead(t, self._calendar, self._settings)) for t in self._terms)

    @cached_property
    def all(self) -> tuple[Occasion, ...]:
        """The occasions of all terms, in order of time, term and kind."""
        return tuple(sorted((o for _, ahead in self._of_each for o in ahead.occasions), key=_order))

    @property
    def next(self) -> Occasion | None:
        """The first of them; None when nothing is awaited from the clock."""
        return next(iter(self.all), None)

    @property
    def is_cut_off(self) -> bool:
        """Whether the known calendar ends before all that the clock brings."""
        return any(ahead.is_cut_off for _, ahead in self._of_each)

    def due(self, now: datetime) -> tuple[Occasion, ...]:
        """Return the occasions that have come, with missed reminders collapsed.

        Of several missed reminders of a term only the latest is returned; it supersedes the
        others. Once ``now`` is past a term's last instant its end comes instead, and supersedes
        them all.
        """
        come = (o for term, ahead in self._of_each for o in _come(term, ahead.occasions, now))
        return tuple(sorted(come, key=_order))

    def wakes_at(self, moment: timedelta) -> datetime | None:
        """Return when a case has to look at its clock again; None if nothing is awaited from it.

        Only a reminder may wait for the case's own ``moment``, and never beyond its term: an end,
        a settlement and an escalation do not, whatever else falls due beside them.
        """
        looks = (_looked_at(t, o, moment) for t, ahead in self._of_each for o in ahead.occasions)
        return min(looks, default=None)


def own_moment(case_id: str, within: timedelta) -> timedelta:
    """Return by how much later than others a case draws its reminders: its own share of a while.

    Thousands of cases have theirs in the same minute. A reminder counts from that minute all the
    same, and whatever happens to the case meanwhile finds it drawn.

    >>> own_moment("textbook-review-2031-0042", timedelta(seconds=20))
    datetime.timedelta(seconds=2, microseconds=157000)
    """
    lot = int.from_bytes(hashlib.sha256(case_id.encode()).digest()[:8])
    return (lot * (within // _GRAIN) >> 64) * _GRAIN


def _looked_at(term: Term, occasion: Occasion, moment: timedelta) -> datetime:
    if occasion.kind is not OccasionKind.REMINDER or term.due_at is None:
        return occasion.at
    return min(occasion.at + moment, term.due_at)


def _come(term: Term, found: tuple[Occasion, ...], now: datetime) -> Iterator[Occasion]:
    over = term.due_at is not None and now > term.due_at
    reminders = [o for o in found if o.kind is OccasionKind.REMINDER and (over or o.at <= now)]
    missed = tuple(o.id for o in reminders)
    if reminders and not over:
        yield replace(reminders[-1], supersedes=missed[:-1])
    for occasion in found:
        # the end is due as soon as the last instant has passed, even within the same second
        ended = over and term.due_at is not None and occasion.at == term.due_at + INSTANT
        if occasion.kind is OccasionKind.REMINDER or not (ended or occasion.at <= now):
            continue
        is_end = occasion.kind is OccasionKind.END
        yield replace(occasion, supersedes=missed) if is_end else occasion


def _order(occasion: Occasion) -> tuple[datetime, str, int, int]:
    return occasion.at, occasion.term, _RANK[occasion.kind], -(occasion.days_before or 0)


def _end(term: Term) -> Iterator[Occasion]:
    assert term.due_at is not None, "a term without an end has no occasions"
    yield _occasion(term, OccasionKind.END, term.due_at + INSTANT)


def _settlement(term: Term, calendar: Calendar, settings: Settings) -> Iterator[Occasion]:
    if term.at_end in {OnEnd.ESCALATE, OnEnd.RELEASE}:
        return
    assert term.due_at is not None, "a term without an end has no occasions"
    at = term.due_at + INSTANT
    if term.law.awaits in BY_PAPER:
        known_on = max(_due_on(term), calendar.local_day(term.due_since or term.opened_at))
        day = calendar.add_working_days(known_on, settings.settle_after_working_days)
        at = max(calendar.at(day, settings.settle_at), at)
    yield _occasion(term, OccasionKind.SETTLEMENT, at)


def _escalations(term: Term, calendar: Calendar, settings: Settings) -> Iterator[Occasion]:
    if term.at_end is not OnEnd.ESCALATE:
        return
    assert term.due_at is not None, "a term without an end has no occasions"
    for number in range(1, min(settings.escalations, len(term.law.escalates_to)) + 1):
        at = term.due_at + INSTANT
        if number > 1:
            days = settings.escalate_every * (number - 1)
            at = calendar.at(calendar.add_working_days(_due_on(term), days), settings.remind_at)
        yield _occasion(term, OccasionKind.ESCALATION, at, step=number)


def _reminders(term: Term, calendar: Calendar, settings: Settings) -> Iterator[Occasion]:
    assert term.due_at is not None, "a term without an end has no occasions"
    for days in sorted(term.law.reminders, reverse=True):
        at = calendar.at(_reminder_day(term, days, calendar), settings.remind_at)
        if (term.due_since or term.opened_at) < at < term.due_at:
            yield _occasion(term, OccasionKind.REMINDER, at, days_before=days)


def _reminder_day(term: Term, days: int, calendar: Calendar) -> date:
    """Return the last working day that is at least this many days ahead of the due day."""
    due_on = _due_on(term)
    if term.law.unit is Unit.WORKING_DAYS:
        return calendar.working_day_at_or_before(calendar.working_days_before(due_on, days))
    return calendar.working_day_at_or_before(due_on - timedelta(days=days))


def _due_on(term: Term) -> date:
    assert term.due_on is not None, "a term without an end has no occasions"
    return term.due_on


def _occasion(
    term: Term,
    kind: OccasionKind,
    at: datetime,
    *,
    days_before: int | None = None,
    step: int | None = None,
) -> Occasion:
    number = days_before if step is None else step
    parts = (kind.value, *(() if number is None else (str(number),)), _due_on(term).isoformat())
    return Occasion(
        at=at, kind=kind, term=term.key, id="/".join(parts), days_before=days_before, step=step
    )
