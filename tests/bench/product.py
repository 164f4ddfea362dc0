"""Vade, by its own typed client: receipts, journal, registers and mail as in production.

python -m tests.bench.product       the driver
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from activities.database import Pool, open_pool, transaction
from activities.post.notices import put_applicant, put_office
from activities.registers.calendar import calendar_from, put_offset
from activities.registers.editions import store_editions
from activities.textbook.coefficients import put_coefficient
from starter.client.answers import Filing
from starter.client.processes import ROLES
from starter.client.vade import Vade
from starter.embedded.sample_cases.reviews import COEFFICIENT, REVIEWS, half_years, publisher
from starter.embedded.sample_cases.sample import FILED, Days
from starter.embedded.samples import OFFICES
from starter.runtime.connect import connect
from starter.runtime.event_loop import serve_in_loop
from starter.runtime.serving import editions_of
from starter.runtime.settings import home, load
from tests.bench.playing import serve_orders
from tests.bench.script import Act
from workflows.kernel.case.message import Envelope
from workflows.kernel.law.calendar import Calendar, Offset, local_day
from workflows.kernel.law.rulebook import Rulebook, edition_on
from workflows.kernel.roles import Actor, Role
from workflows.textbook_review.process import REVIEW

PATIENCE: Final = timedelta(seconds=120)
APART: Final = timedelta(milliseconds=5)
"""Between two filings: thousands of them fit into the morning of one day."""
FARTHEST: Final = 15 * 60 + 59
"""Minutes that a clock may differ from UTC at most, by PostgreSQL."""

HOLD: Final = "forwarding.hold_working_days"
"""T-17.20 is left out: in December it would hold the case up, and figures differ by the season."""


class Product:
    """Cases of Vade: entered by the registry as paper of the last working day, acted on today."""

    def __init__(self, vade: Vade, filed: "Filed") -> None:
        """Play with one application."""
        self._vade = vade
        self._filed = filed

    @property
    def day(self) -> str:
        """Today: a day may end while rounds are played."""
        return local_day(datetime.now(UTC)).isoformat()

    async def open(self, number: int) -> str:
        """File it; the register gives the number."""
        started = await self._vade.start(REVIEW, self._filed.next(), waits=True)
        assert started.is_open, started
        return started.case_id

    async def send(self, case_id: str, act: Act) -> None:
        """Send it through the front door."""
        envelope = Envelope.model_validate(act.envelope(case_id))
        await self._vade.send(case_id, act.command, envelope)

    async def ended(self, case_id: str) -> None:
        """Its workflow has returned: the journal has all of it."""
        decision = await self._vade.client.get_workflow_handle(case_id).result()
        assert decision["outcome"] == "accepted", decision


@dataclass
class Filed:
    """The application, filed again and again: the queue of the day is kept."""

    body: dict[str, Any]
    last_at: datetime
    days: tuple[date, ...]
    """The working days after today: closed by a decree, one moves every term."""
    n: int = 0
    reminded_at: datetime | None = None
    """When every case is reminded, if that was asked for."""

    def next(self) -> Filing:
        """Return the next filing of the day."""
        self.n += 1
        self.last_at += APART
        return Filing(
            received_at=self.last_at,
            register_no=f"BENCH-{self.n}",
            actor=Actor(role=Role.REGISTRY, id="bench"),
            body=self.body,
        )


async def prepare(pool: Pool, *, ago: int = 1, reminded_in: timedelta | None = None) -> Filed:
    """Fill the registers, and return what is to be filed.

    Args:
        pool: The database.
        ago: How many working days ago it was filed.
        reminded_in: When cases are to be reminded today, instead of at the rulebook's hour.
    """
    now = datetime.now(UTC)
    async with transaction(pool) as conn:
        calendar = await calendar_from(conn, now.year - 1)
        if reminded_in is not None and (shift := _to_a_working_day(now, calendar)) is not None:
            await put_offset(conn, shift, grounds="bench")
            calendar = await calendar_from(conn, now.year - 1)
        today, remind_at = calendar.local_day(now), None
        if reminded_in is not None:
            # the agenda knows whole minutes: the first one that is not sooner
            ahead = calendar.local(now + reminded_in + timedelta(minutes=1))
            remind_at = ahead.replace(second=0, microsecond=0)
        day = calendar.working_days_before(today, ago)
        book = edition_on(editions_of(REVIEW), day)
        await store_editions(conn, [_of_the_bench(book, day, remind_at)])
        for year in (now.year - 1, now.year):
            for begins, ends in half_years(year):
                await put_coefficient(conn, begins, COEFFICIENT, ends)
        await put_applicant(conn, publisher(2), name="Ölçüm", email="olcum@example.org")
        for role in OFFICES:
            await put_office(conn, role, name=ROLES[role][0], email=f"{role}@example.org")
    body = REVIEWS[-1].body(Days(today, day, calendar))
    days = tuple(calendar.add_working_days(today, n) for n in range(1, 9))
    return Filed(body, calendar.at(day, FILED), days, reminded_at=remind_at)


def _to_a_working_day(now: datetime, calendar: Calendar) -> Offset | None:
    """Return how clocks must go for it to be a working day: nobody is reminded on a Sunday.

    Raises:
        SystemExit: PostgreSQL knows no such clock.
    """
    if calendar.is_working_day(calendar.local_day(now)):
        return None
    since = now - timedelta(days=365)
    found = (Offset(since=since, minutes=minutes) for minutes in (FARTHEST, -FARTHEST))
    for each in found:
        if calendar.is_working_day(now.astimezone(each.zone).date()):
            return each
    raise SystemExit("no clock makes this a working day: measure with STORM=0, or later")


def _of_the_bench(book: Rulebook, day: date, remind_at: datetime | None) -> Rulebook:
    hours = {} if remind_at is None else {"remind_at": remind_at.time()}
    return book.model_copy(
        update={
            "edition": "bench",
            "in_force_from": day - timedelta(days=30),
            "figures": {**book.figures, HOLD: 0},
            "agenda": book.agenda.model_copy(update=hours),
        }
    )


async def main() -> None:
    """Drive Vade."""
    connection = load(home())
    pool = await open_pool(connection.database_url)
    filed = await prepare(pool)
    vade = Vade(await connect(connection), pool, patience=PATIENCE, answers_first=True)
    await serve_orders(Product(vade, filed))


if __name__ == "__main__":
    serve_in_loop(main())  # as doors do
