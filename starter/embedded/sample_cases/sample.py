"""What a sample is: a filing some working days ago, and what has happened since.

Dates are counted back from the day on which the samples are opened, so that on any day of the year
a case stands where its sample leaves it: no term has ended on the way.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, Final, TypeAlias

from starter.runtime.serving import editions_of
from workflows.kernel.case.message import Envelope, StartMessage
from workflows.kernel.case.process import Process
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook, edition_on
from workflows.kernel.roles import Actor, Role

Body: TypeAlias = dict[str, Any]

FILED: Final = time(9, 30)
"""When a sample was filed; those of one process follow each other."""

NOON: Final = time(12)
"""When the first act on a day came in."""

APART: Final = timedelta(minutes=10)
"""Between two of them."""

REGISTRY: Final = Actor(role=Role.REGISTRY, id="ornek")


@dataclass(frozen=True)
class Days:
    """The days of one sample."""

    today: date
    filed_on: date
    calendar: Calendar

    def after(self, working_days: int) -> date:
        """Return a working day after the filing; the day of the filing for none."""
        if not working_days:
            return self.filed_on
        return self.calendar.add_working_days(self.filed_on, working_days)


def edition(process: Process, day: date) -> Rulebook:
    """Return the edition under which a process takes a filing of a day."""
    return edition_on(editions_of(process), day)


def fixed(**body: Any) -> Callable[[Days], Body]:
    """Return a body that is the same on any day."""
    return lambda _days: body


@dataclass(frozen=True)
class Step:
    """One command of a sample."""

    command: str
    role: str
    body: Callable[[Days], Body] = field(default=fixed())
    by: str | None = None
    """Who sends it, if not just somebody of the office: a member of the commission."""
    institution: str | None = None
    after: int | None = 0
    """So many working days after the filing; none: it is sent when the samples are opened."""
    held: Callable[[Days], bool] = lambda _days: False
    """Whether the law holds the case up before this step on such days: it is left out then."""

    @property
    def actor(self) -> Actor:
        """Who sends it."""
        return Actor(
            role=self.role, id=self.by or f"ornek-{self.role}", institution=self.institution
        )


@dataclass(frozen=True)
class Sample:
    """One invented case, and how far it has come."""

    process: Process
    file_no: str
    body: Callable[[Days], Body]
    ago: int
    """So many working days before the day on which it is opened it was filed."""
    steps: tuple[Step, ...] = ()
    by: Actor = REGISTRY
    place: int = 0
    """Which of the filings of that day it is, where the order counts."""

    @property
    def case_id(self) -> str:
        """By which its case is known."""
        return self.process.case_id(self.file_no)

    def days(self, today: date, calendar: Calendar) -> Days:
        """Return its days, if it is opened on this one."""
        return Days(today, calendar.working_days_before(today, self.ago), calendar)

    def filing(self, days: Days) -> StartMessage:
        """Return the filing that opens it."""
        return StartMessage(
            file_no=self.file_no,
            received_at=days.calendar.at(days.filed_on, FILED) + self.place * APART,
            register_no=self.file_no if self.by.role == Role.REGISTRY else None,
            actor=self.by,
            body=self.body(days),
        )

    def told(self, days: Days) -> Iterator[tuple[Step, Envelope]]:
        """Return what has happened since, in order; undated is what is sent now."""
        for nth, step in enumerate(self.steps, start=1):
            came_in = None
            if step.after is not None:
                came_in = days.calendar.at(days.after(step.after), NOON) + nth * APART
            if not step.held(days):
                yield (
                    step,
                    Envelope(
                        command_id=f"ornek-{self.file_no}-{nth}",
                        received_at=came_in,
                        actor=step.actor,
                        body=step.body(days),
                    ),
                )
