"""The calendar of a case: working days, office hours, months and school years.

A calendar is data: one activity reads it when the case opens, the case keeps it, and a renewal
brings what has become known since. Nothing here knows a holiday by itself or asks the machine what
time it is in Istanbul. Days are dates in Istanbul, instants are aware datetimes.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from pydantic import AwareDatetime, Field

from workflows.kernel.values import Frozen

ISTANBUL = timezone(timedelta(hours=3))
"""Local time as the law has had it since 2016, where a calendar says nothing else."""

_DAY = timedelta(days=1)
_SATURDAY = 5
_SHORTEST_MONTH = 28  # days


class CalendarEnds(ValueError):
    """The answer lies outside the days whose holidays are known; the calendar must be renewed."""

    def __init__(self, asked: date, known: str) -> None:
        super().__init__(
            f"the calendar is known {known}; asked about {asked}: "
            "add the holidays and closures of that year",
        )
        self.asked = asked
        """The day that was asked about."""


class Source(StrEnum):
    """How it is known that a day is closed or half."""

    COMPUTED = "computed"  # from the rules of feasts; a religious one may still move
    PROCLAIMED = "proclaimed"
    DECREED = "decreed"  # idari izin


class Offset(Frozen):
    """A change of local time: from an instant on, clocks show so many minutes more than UTC."""

    since: AwareDatetime
    minutes: int = Field(gt=-24 * 60, lt=24 * 60)

    @property
    def zone(self) -> timezone:
        """Local time from then on."""
        return timezone(timedelta(minutes=self.minutes))


class Calendar(Frozen):
    """The days on which the offices work, as far as they are known.

    Every question that needs to know the holidays before ``covers_from`` or past ``covers_until``
    raises `CalendarEnds`: a date of law is never guessed.
    """

    closed: dict[date, str]
    """Public holidays and decreed closures (idari izin), each with its short Turkish name."""
    half: dict[date, str]
    """Afternoons off (arife, 28 October); still working days (R-S.1)."""
    covers_until: date
    """Last day for which `closed` is complete."""
    covers_from: date | None = None
    """First such day; not recorded by cases from before it was asked for."""
    sources: dict[date, Source] = Field(default_factory=dict)
    """How the closed and half days are known; those not named are computed."""
    offsets: tuple[Offset, ...] = ()
    """Changes of local time, the earliest first; before the first it is `ISTANBUL`."""
    version: int = 0
    """State of the calendar table that it was read from or renewed by; 0: from before those."""
    close_of_business: time = time(17, 30)
    """End of office hours (R-B.11)."""
    half_day_close: time = time(13, 0)
    opens_at: time = time(8, 30)
    half_days_count: bool = True
    """Whether a half day is a working day (R-S.1)."""
    school_years: dict[int, tuple[date, date]] = Field(default_factory=dict)
    """First calendar year to first and last day; without a row 1 September to 31 August (R-B.3)."""

    def is_working_day(self, day: date) -> bool:
        """Return whether the offices work on a day: Monday to Friday, not closed (R-S.1)."""
        return day.weekday() < _SATURDAY and self._holiday(day) is None

    def is_holiday(self, day: date) -> bool:
        """Return whether a day is a public holiday or decreed closure, weekends left aside."""
        return self._holiday(day) is not None

    def _holiday(self, day: date) -> str | None:
        """Name what closes the offices on a day, leaving weekends aside."""
        if day > self.covers_until:
            raise CalendarEnds(day, f"up to {self.covers_until}")
        if self.covers_from is not None and day < self.covers_from:
            raise CalendarEnds(day, f"from {self.covers_from} on")
        name = self.closed.get(day)
        return self.half.get(day) if name is None and not self.half_days_count else name

    def why_closed(self, day: date) -> str | None:
        """Say in Turkish why a day is not a working day; None for a working day."""
        if (name := self._holiday(day)) is not None:
            return name
        return "hafta sonu" if day.weekday() >= _SATURDAY else None

    def working_day_at_or_after(self, day: date) -> date:
        """Return the day itself if it is a working day, else the next one (R-S.3)."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def working_day_at_or_before(self, day: date) -> date:
        """Return the day itself if it is a working day, else the one before."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def working_day_after(self, day: date) -> date:
        """Return the first working day strictly after a day."""
        return self.working_day_at_or_after(day + _DAY)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after a day, which itself is not counted (R-S.2).

        Raises:
            ValueError: ``n`` is negative.
        """
        return self._step(day, n, _DAY)

    def working_days_before(self, day: date, n: int) -> date:
        """Return the n-th working day before a day, which itself is not counted (R-S.2).

        Raises:
            ValueError: ``n`` is negative.
        """
        return self._step(day, n, -_DAY)

    def _step(self, day: date, n: int, stride: timedelta) -> date:
        if n < 0:
            raise ValueError(f"cannot count {n} working days")
        while n:
            day += stride
            n -= self.is_working_day(day)
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days from the day after ``after`` up to and including ``until``."""
        return sum(self.is_working_day(day) for day in _days(after, until))

    def nth_working_day_of_month(self, year: int, month: int, n: int) -> date:
        """Return the n-th working day of a month, the 1st included (R-S.2).

        Raises:
            ValueError: ``n`` is less than 1, or the month has fewer working days.
        """
        if n < 1:
            raise ValueError(f"a month has no working day number {n}")
        day = self._step(date(year, month, 1) - _DAY, n, _DAY)
        if day.month != month:
            raise ValueError(f"{year}-{month:02} has fewer than {n} working days")
        return day

    def closing(self, day: date) -> datetime:
        """Return the close of business of a day: 17:30, on a half day 13:00 (R-S.1, R-B.11).

        Whether the offices open at all that day is another question (`is_working_day`).
        """
        self._holiday(day)  # past the end of the calendar a half day would go unnoticed
        return self.at(day, self.half_day_close if day in self.half else self.close_of_business)

    def midnight_after(self, day: date) -> datetime:
        """Return 24:00 of a day, which is 00:00 of the next one (R-S.4)."""
        return self.at(day + _DAY, time.min)

    def at(self, day: date, clock: time) -> datetime:
        """Return the instant at which clocks in Istanbul show a time on a day.

        Of a time that they show twice it is the second, of one that they skip it is as if they had
        not been changed.
        """
        for change in reversed(self.offsets):
            shown = datetime.combine(day, clock, change.zone)
            if shown >= change.since:
                return shown
        return datetime.combine(day, clock, ISTANBUL)

    def local(self, instant: datetime) -> datetime:
        """Return an instant as clocks in Istanbul show it."""
        passed = (change.zone for change in reversed(self.offsets) if change.since <= instant)
        return instant.astimezone(next(passed, ISTANBUL))

    def local_day(self, instant: datetime) -> date:
        """Return the day that calendars in Istanbul show at an instant."""
        return self.local(instant).date()

    def in_working_hours(self, instant: datetime) -> bool:
        """Return whether an instant lies in office hours; opening and closing belong to them."""
        day = self.local_day(instant)
        opening = self.at(day, self.opens_at)
        return self.is_working_day(day) and opening <= instant <= self.closing(day)

    def skipped(self, after: date, until: date) -> tuple[tuple[date, str], ...]:
        """Name the closed weekdays after ``after`` up to and including ``until``."""
        weekdays = (day for day in _days(after, until) if day.weekday() < _SATURDAY)
        return tuple((day, name) for day in weekdays if (name := self._holiday(day)) is not None)

    def school_year_of(self, day: date) -> int:
        """Return the calendar year in which the school year of a day began.

        The summer between two school years belongs to the earlier one.
        """
        return day.year if day >= self.school_year(day.year)[0] else day.year - 1

    def school_year(self, first_year: int) -> tuple[date, date]:
        """Return the first and last day of a school year (R-B.3)."""
        fallback = date(first_year, 9, 1), date(first_year + 1, 8, 31)
        return self.school_years.get(first_year, fallback)

    def with_hours(self, opens_at: time, close_of_business: time) -> "Calendar":
        """Return this calendar with other office hours (R-B.11)."""
        if (self.opens_at, self.close_of_business) == (opens_at, close_of_business):
            return self
        hours = {"opens_at": opens_at, "close_of_business": close_of_business}
        return self.model_copy(update=hours)

    def closed_also(self, days: dict[date, str]) -> "Calendar":
        """Return this calendar with further closed days, as a decree orders them."""
        sources = {**self.sources, **dict.fromkeys(days, Source.DECREED)}
        return self.model_copy(update={"closed": {**self.closed, **days}, "sources": sources})

    def first_difference(self, other: "Calendar") -> date | None:
        """Return the first day on which two calendars differ, if any; all do by their offsets."""
        if self.offsets != other.offsets:
            return date.min
        return min(
            (
                day
                for mine, others in ((self.closed, other.closed), (self.half, other.half))
                for day in {*mine, *others}
                if mine.get(day) != others.get(day)
            ),
            default=None,
        )

    def source(self, day: date) -> Source:
        """Return how it is known that a day is closed or half."""
        return self.sources.get(day, Source.COMPUTED)


def local_day(instant: datetime) -> date:
    """Return the day that calendars in Istanbul show at an instant, by the law since 2016.

    >>> from datetime import UTC
    >>> local_day(datetime(2031, 5, 26, 21, 0, tzinfo=UTC))
    datetime.date(2031, 5, 27)
    """
    return instant.astimezone(ISTANBUL).date()


def add_months(day: date, n: int) -> date:
    """Return the same day number n months on, or the month's last day if it is shorter (R-S.5).

    Always count from the anchor, never from an earlier result: 31 January and two months is
    31 March, although one month is 28 February.

    >>> add_months(date(2027, 1, 31), 1), add_months(date(2027, 1, 31), 2)
    (datetime.date(2027, 2, 28), datetime.date(2027, 3, 31))
    """
    years, month = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month + 1
    if day.day <= _SHORTEST_MONTH:
        return date(year, month, day.day)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _days(after: date, until: date) -> list[date]:
    """List the days after ``after`` up to and including ``until``."""
    return [after + _DAY * n for n in range(1, (until - after).days + 1)]
