"""What a renewal brings to a calendar: years, closed and half days, days opened again, local time.

The difference between what a case has recorded and what the table of days says now is a value; a
feast that moved is a day opened and another one closed.
"""

from datetime import date
from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints

from workflows.kernel.law.calendar import Calendar, Offset, Source
from workflows.kernel.values import Frozen

DayName = Annotated[str, StringConstraints(min_length=3, max_length=200, strip_whitespace=True)]


T = TypeVar("T")


class KnownDay(Frozen):
    """A closed or half day: what it is called in Turkish, and how it is known."""

    called: DayName
    source: Source


class Renewal(Frozen):
    """What has become known about the days of the offices since a calendar was recorded."""

    version: Annotated[int, Field(ge=1)]
    """State of the calendar table that it brings a case to."""
    covers_until: date | None = None
    """Last day known from now on, where years were added; what is known already stays known."""
    closed: Annotated[dict[date, KnownDay], Field(max_length=1000)] = Field(default_factory=dict)
    half: Annotated[dict[date, KnownDay], Field(max_length=1000)] = Field(default_factory=dict)
    opened: Annotated[tuple[date, ...], Field(max_length=1000)] = ()
    """Days on which the offices work after all, all day."""
    offsets: Annotated[tuple[Offset, ...], Field(max_length=100)] | None = None
    """All changes of local time, where one was added or taken back."""

    @property
    def is_empty(self) -> bool:
        """Whether it brings nothing but its number."""
        days = self.closed or self.half or self.opened
        return not days and self.covers_until is None and self.offsets is None


def renewed(calendar: Calendar, by: Renewal) -> Calendar:
    """Return a calendar with what a renewal brings."""
    changed = {*by.closed, *by.half, *by.opened}
    named = {**by.half, **by.closed}
    closed = {day: known.called for day, known in by.closed.items()}
    # a half day that is closed altogether is closed
    half = {day: known.called for day, known in by.half.items() if day not in by.closed}
    told = {d: known.source for d, known in named.items() if known.source is not Source.COMPUTED}
    update = {
        "closed": _without(calendar.closed, changed) | closed,
        "half": _without(calendar.half, changed) | half,
        "sources": _without(calendar.sources, changed) | told,
        "covers_until": max(calendar.covers_until, by.covers_until or calendar.covers_until),
        "version": by.version,
    }
    if by.offsets is not None:
        update["offsets"] = tuple(sorted(by.offsets, key=lambda change: change.since))
    return calendar.model_copy(update=update)


def brought_by(table: Calendar, known: Calendar, last_year: int) -> Renewal:
    """Return what a table of days brings to a recorded calendar, for the years it is to know.

    Args:
        table: Days from long before the recorded one on.
        known: The recorded one, which keeps its first day.
        last_year: The last year; what is known already stays known.
    """
    first = known.covers_from or min(known.closed, default=known.covers_until).replace(
        month=1, day=1
    )
    last = min(max(known.covers_until, date(last_year, 12, 31)), table.covers_until)

    def within(days: dict[date, str]) -> dict[date, str]:
        return {day: name for day, name in days.items() if first <= day <= last}

    update = {
        "closed": within(table.closed),
        "half": within(table.half),
        "covers_from": first,
        "covers_until": last,
    }
    return renewal_between(known, table.model_copy(update=update))


def renewal_between(known: Calendar, current: Calendar) -> Renewal:
    """Return what brings a recorded calendar to the current one, within the days of the latter.

    Days that the recorded one knows outside of these stay as they are.
    """
    first = current.covers_from or date.min
    closed, half = _days(current, current.closed), _days(current, current.half)
    was_closed, was_half = _days(known, known.closed), _days(known, known.half)
    gone = {*was_closed, *was_half} - {*closed, *half}
    return Renewal(
        version=max(current.version, 1),
        covers_until=(current.covers_until if current.covers_until > known.covers_until else None),
        closed={day: one for day, one in closed.items() if was_closed.get(day) != one},
        half={
            day: one for day, one in half.items() if was_half.get(day) != one or day in was_closed
        },
        opened=tuple(sorted(day for day in gone if first <= day <= current.covers_until)),
        offsets=current.offsets if current.offsets != known.offsets else None,
    )


def _without(days: dict[date, T], changed: set[date]) -> dict[date, T]:
    return {day: value for day, value in days.items() if day not in changed}


def _days(calendar: Calendar, names: dict[date, str]) -> dict[date, KnownDay]:
    return {day: KnownDay(called=name, source=calendar.source(day)) for day, name in names.items()}
