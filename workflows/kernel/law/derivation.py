"""Why this date: the count of a term, with every step in words that an official can follow.

The count walks through what happened in order of time: start, extensions, pauses, roll-over,
last instant. Every term is counted here; rules that only compare
dates add months with `calendar.add_months`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final, Literal

from pydantic import AwareDatetime, ConfigDict, Field, JsonValue, model_validator

from workflows.kernel.law.calendar import Calendar, add_months
from workflows.kernel.values import Frozen
from workflows.kernel.worded import day_in_words


class Unit(StrEnum):
    """What a term is counted in."""

    CALENDAR_DAYS = "calendar-days"  # gün
    WORKING_DAYS = "working-days"  # iş günü
    MONTHS = "months"
    YEARS = "years"
    SCHOOL_YEARS = "school-years"  # öğretim yılı


class Roll(StrEnum):
    """Where a term goes that would end on a day without work (R-S.3)."""

    NEXT = "next-working-day"
    PREVIOUS = "previous-working-day"
    NONE = "none"


class Expiry(StrEnum):
    """The last instant of the last day (R-S.4)."""

    CLOSE_OF_BUSINESS = "close-of-business"
    MIDNIGHT = "midnight"  # 24:00, which is 00:00 of the next day


class WorkingDayOfMonth(Frozen):
    """A day that the calendar alone decides: a working day of a month, or days after it.

    A term that ends with it carries it instead of a length, so that it moves with the calendar.
    """

    year: int
    month: int
    nth: int = Field(ge=1)
    """Which working day of the month, the 1st included (R-S.2)."""
    working_days_before: int = Field(default=0, ge=0, exclude_if=lambda n: n == 0)
    """How many working days before that day, itself not counted (R-S.2)."""
    days_after: int = 0

    def on(self, calendar: Calendar) -> date:
        """Return the day, as a calendar has it.

        Raises:
            CalendarEnds: The calendar does not reach so far.
        """
        day = calendar.nth_working_day_of_month(self.year, self.month, self.nth)
        if self.working_days_before:
            day = calendar.working_days_before(day, self.working_days_before)
        return day + timedelta(days=self.days_after)


class Period(Frozen):
    """How the law measures a term: all that the count needs to know of it."""

    rule: str
    length: int = Field(gt=0)
    unit: Unit
    expiry: Expiry = Expiry.MIDNIGHT
    roll: Roll = Roll.NEXT


class Pause(Frozen):
    """A stretch in which the clock is paused for one reason (R-T.6).

    The day on which it begins is the last one used; the count resumes with the day after its end.
    """

    reason: str
    starts_on: date
    ends_on: date | None = None


_OWED_BEFORE_THE_FLAG = "kendiliğinden uzadı; gerekçesi bildirilecek"
"""Never to be reworded: running cases carry it (`Extension.reasons_owed`)."""


class Extension(Frozen):
    """One extension as it was decided."""

    length: int = Field(gt=0)
    unit: Unit
    reason: str
    """Why, as everybody reads it."""
    decided_at: AwareDatetime
    rule: str
    reasons_owed: bool = False
    """Whether it came by itself and its reasons are still to be stated (R-T.15)."""

    @model_validator(mode="before")
    @classmethod
    def _owed_in_words(cls, said: JsonValue) -> JsonValue:
        """Read a file from before the flag, in which the sentence alone said it."""
        if isinstance(said, dict) and said.get("reason") == _OWED_BEFORE_THE_FLAG:
            return {"reasons_owed": True, **said}
        return said


StepKind = Literal[
    "start",
    "count",
    "skip",
    "pause",
    "resume",
    "extend",
    "roll",
    "expiry",
    "stand-still",
    "closure",
]


@dataclass(frozen=True, slots=True)
class DerivationStep:
    """One step on the way to a due date, in Turkish."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    kind: StepKind
    text: str
    day: date | None = None
    rule: str | None = None


class Derivation(Frozen):
    """The dates of a term and how they came about; no dates while the clock is paused."""

    nominal_on: date | None
    due_on: date | None
    due_at: AwareDatetime | None
    steps: tuple[DerivationStep, ...]


def derive(
    period: Period,
    starts_on: date,
    pauses: tuple[Pause, ...],
    extensions: tuple[Extension, ...],
    calendar: Calendar,
    *,
    through: WorkingDayOfMonth | None = None,
) -> Derivation:
    """Count a term from its start through all its pauses and extensions.

    With ``through`` it ends with that day, and its length counts for nothing.

    Raises:
        CalendarEnds: the end lies past the known calendar.
    """
    count = _Count(period, starts_on, calendar, through)
    decided = sorted(extensions, key=lambda e: e.decided_at)
    for stretch in _stretches(pauses, starts_on):
        decided = count.extend(decided, until=stretch.starts_on)
        count.pause(stretch)
        # what is decided while the clock is paused lengthens what remains to be counted
        decided = count.extend(decided, until=stretch.ends_on)
        count.resume(stretch)
    count.extend(decided, until=None)
    return count.result()


def with_weekday(day: date) -> str:
    """Return a day as Turkish letters write it, with its weekday.

    >>> with_weekday(date(2026, 5, 27))
    '27 Mayıs 2026 Çarşamba'
    """
    return f"{day_in_words(day, 'tr')} {_WEEKDAYS[day.weekday()]}"


_WEEKDAYS = ("Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar")
_UNITS = {
    Unit.CALENDAR_DAYS: "gün",
    Unit.WORKING_DAYS: "iş günü",
    Unit.MONTHS: "ay",
    Unit.YEARS: "yıl",
    Unit.SCHOOL_YEARS: "öğretim yılı",
}


class _Stretch(Frozen):
    """A stretch of time in which the clock is paused, for one reason or several."""

    starts_on: date
    ends_on: date | None
    reasons: tuple[str, ...]

    def united(self, pause: Pause) -> "_Stretch":
        """Return this stretch with a pause that overlaps or touches it."""
        ends_on = None
        if self.ends_on is not None and pause.ends_on is not None:
            ends_on = max(self.ends_on, pause.ends_on)
        reasons = tuple(dict.fromkeys((*self.reasons, pause.reason)))
        return _Stretch(starts_on=self.starts_on, ends_on=ends_on, reasons=reasons)


def _stretches(pauses: tuple[Pause, ...], starts_on: date) -> list[_Stretch]:
    """Unite the pauses that overlap or touch, in order of time."""
    found: list[_Stretch] = []
    for pause in sorted(pauses, key=lambda p: p.starts_on):
        if pause.ends_on is not None and pause.ends_on <= starts_on:
            continue  # over before the first day was counted
        last = found[-1] if found else None
        if last is not None and (last.ends_on is None or pause.starts_on <= last.ends_on):
            found[-1] = last.united(pause)
            continue
        begins = max(pause.starts_on, starts_on)
        found.append(_Stretch(starts_on=begins, ends_on=pause.ends_on, reasons=(pause.reason,)))
    return found


_MONTHS: Final = {Unit.MONTHS: 1, Unit.YEARS: 12}


class _Count:
    """The count of one term, event by event, with its steps."""

    def __init__(
        self,
        period: Period,
        starts_on: date,
        calendar: Calendar,
        through: WorkingDayOfMonth | None,
    ) -> None:
        self.period = period
        self.calendar = calendar
        self.steps: list[DerivationStep] = []
        self.paused: _Stretch | None = None
        self._months = 0
        self._anchor: date | None = None
        working = period.unit is Unit.WORKING_DAYS
        self._day = Unit.WORKING_DAYS if working else Unit.CALENDAR_DAYS
        if through is None:
            self._begin(starts_on)
        else:
            self._begin_through(starts_on, through)

    def _begin(self, starts_on: date) -> None:
        length, unit = self.period.length, self.period.unit
        if unit is Unit.SCHOOL_YEARS:
            first = self.calendar.school_year_of(starts_on)
            text = f"Başlangıç: {with_weekday(starts_on)}; {_school_year(first)} ilk yıldır."
            self._step("start", text, starts_on, "R-B.3")
            # the year in which the term starts is the first of its years
            self.nominal = self._later(starts_on, length - 1, unit)
        else:
            text = f"Başlangıç: {with_weekday(starts_on)}; bu gün sayılmaz."
            self._step("start", text, starts_on, "R-S.2")
            self.nominal = self._later(starts_on, length, unit)
        text = f"{length} {_UNITS[unit]} sayıldı: {with_weekday(self.nominal)}."
        self._step("count", text, self.nominal, self.period.rule)
        self._skips(unit, starts_on)

    def _begin_through(self, starts_on: date, last: WorkingDayOfMonth) -> None:
        text = f"Başlangıç: {with_weekday(starts_on)}; bu gün sayılmaz."
        self._step("start", text, starts_on, "R-S.2")
        self.nominal = last.on(self.calendar)
        day = f"{last.year} yılının {last.month}. ayının {last.nth}. iş günü"
        before = f", {last.working_days_before} iş günü öncesi" if last.working_days_before else ""
        after = f"{before} {last.days_after:+} gün" if last.days_after else before
        self._step(
            "count", f"{day}{after}: {with_weekday(self.nominal)}.", self.nominal, self.period.rule
        )

    def extend(self, decided: list[Extension], until: date | None) -> list[Extension]:
        """Apply the extensions decided up to a day (None: all); return those decided later."""
        day = self.calendar.local_day
        later = [e for e in decided if until is not None and day(e.decided_at) > until]
        for extension in decided[: len(decided) - len(later)]:
            self._extend(extension)
        return later

    def _extend(self, extension: Extension) -> None:
        """Continue from the nominal end, not from the day it would roll to (R-T.15)."""
        nominal = self.nominal
        self.nominal = self._later(nominal, extension.length, extension.unit)
        text = f"{extension.length} {_UNITS[extension.unit]} uzatıldı ({extension.reason})"
        if self.paused is not None:
            text += f"; {self._remains()}."
            decided_on = self.calendar.local_day(extension.decided_at)
            self._step("extend", text, decided_on, extension.rule)
            return
        text += f": {with_weekday(nominal)} gününden {with_weekday(self.nominal)} gününe."
        self._step("extend", text, self.nominal, extension.rule)
        self._skips(extension.unit, nominal)

    def pause(self, stretch: _Stretch) -> None:
        """Pause the clock from the end of a day; that day is used."""
        self.paused = stretch
        # days between the nominal end and the rolled one are nobody's: what is given while the
        # clock is paused comes on top of the whole term (R-S.4)
        self.nominal = max(self.nominal, stretch.starts_on)
        self._anchor, self._months = None, 0
        text = f"{with_weekday(stretch.starts_on)}: süre durdu ({', '.join(stretch.reasons)})"
        self._step("pause", f"{text}; {self._remains()}.", stretch.starts_on)

    def resume(self, stretch: _Stretch) -> None:
        """Let the clock run again with what remains, if it does; the day is not counted (R-S.4)."""
        if stretch.ends_on is None:
            return
        text = f"{with_weekday(stretch.ends_on)}: süre yeniden işlemeye başladı; {self._remains()}"
        left, unit = self._left(), self._day
        self.paused = None
        if left == 0:
            self.nominal = self.calendar.working_day_after(stretch.ends_on)
            text = f"{text}, izleyen ilk iş günü biter: {with_weekday(self.nominal)}."
            self._step("resume", text, self.nominal, "R-S.4")
            return
        self.nominal = self._later(stretch.ends_on, left, unit)
        self._step("resume", f"{text}: {with_weekday(self.nominal)}.", self.nominal, "R-S.4")
        self._skips(unit, stretch.ends_on)

    def _left(self) -> int:
        """Count the days not yet used when the clock stopped; never more were used than given."""
        assert self.paused is not None, "asked only while the clock is paused"
        if self._day is Unit.WORKING_DAYS:
            return self.calendar.working_days_between(self.paused.starts_on, self.nominal)
        return (self.nominal - self.paused.starts_on).days

    def _remains(self) -> str:
        return f"kalan {self._left()} {_UNITS[self._day]}"

    def result(self) -> Derivation:
        """Roll the nominal end to its day and find its last instant."""
        if self.paused is not None:
            self._step("stand-still", "Süre duruyor; son gün, yeniden işleyince belli olur.")
            return Derivation(nominal_on=None, due_on=None, due_at=None, steps=tuple(self.steps))
        due_on = self._rolled()
        due_at = self._last_instant(due_on)
        return Derivation(
            nominal_on=self.nominal, due_on=due_on, due_at=due_at, steps=tuple(self.steps)
        )

    def _later(self, day: date, length: int, unit: Unit) -> date:
        """Count on; months that follow months count from where the first of them did (R-S.5)."""
        if unit in _MONTHS:
            self._anchor, self._months = self._anchor or day, self._months + _MONTHS[unit] * length
            return add_months(self._anchor, self._months)
        self._anchor, self._months = None, 0
        if unit is Unit.CALENDAR_DAYS:
            return day + timedelta(days=length)
        if unit is Unit.WORKING_DAYS:
            return self.calendar.add_working_days(day, length)
        return self.calendar.school_year(self.calendar.school_year_of(day) + length)[1]

    def _skips(self, unit: Unit, after: date) -> None:
        """Name each holiday that a count in working days left out."""
        if unit is Unit.WORKING_DAYS:
            for day, name in self.calendar.skipped(after, self.nominal):
                self._step("skip", f"{with_weekday(day)} sayılmadı: {name}.", day, "R-S.1")

    def _rolled(self) -> date:
        if self.period.roll is Roll.NONE:
            return self.nominal
        if self.period.roll is Roll.NEXT:
            due_on = self.calendar.working_day_at_or_after(self.nominal)
            stride, to = timedelta(days=1), "izleyen ilk iş gününe"
        else:
            due_on = self.calendar.working_day_at_or_before(self.nominal)
            stride, to = timedelta(days=-1), "önceki son iş gününe"
        day = self.nominal
        while day != due_on:
            name = self.calendar.why_closed(day)
            self._step("skip", f"{with_weekday(day)} iş günü değil: {name}.", day, "R-S.1")
            day += stride
        if due_on != self.nominal:
            self._step("roll", f"Son gün {to} kaydı: {with_weekday(due_on)}.", due_on, "R-S.3")
        return due_on

    def _last_instant(self, due_on: date) -> datetime:
        if self.period.expiry is Expiry.MIDNIGHT:
            due_at, hour = self.calendar.midnight_after(due_on), "gün sonu, 24.00"
        else:
            due_at = self.calendar.closing(due_on)
            half = self.calendar.half.get(due_on)
            hour = f"mesai bitimi, {due_at:%H.%M}" + (f" (yarım gün: {half})" if half else "")
        self._step("expiry", f"Son an: {with_weekday(due_on)}, {hour}.", due_on, "R-S.4")
        return due_at

    def _step(
        self, kind: StepKind, text: str, day: date | None = None, rule: str | None = None
    ) -> None:
        self.steps.append(DerivationStep(kind=kind, text=text, day=day, rule=rule))


def _school_year(first: int) -> str:
    return f"{first}-{first + 1} öğretim yılı"
