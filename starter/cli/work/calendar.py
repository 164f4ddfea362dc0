"""What is decreed or has changed in the calendar, entered and told to every open case."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic import JsonValue, ValidationError
from rich.console import Group
from rich.text import Text

from activities.database import Connection, transaction
from activities.registers.calendar import (
    calendar_from,
    decree_days,
    seed_calendar,
    seeded_years,
)
from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work import meant
from starter.cli.work.desk import Desk, desk
from starter.cli.work.inputs import actor_from, day_from, process_behind, wall_clock
from starter.cli.work.reach import Pace, Reached, Telling, reach_every_case
from starter.cli.work.speaking import said, t
from starter.client.exits import OK
from starter.client.processes import PROCESSES
from starter.forms.calendar import DECREED_BY, standing_letter
from workflows.kernel.case.message import Envelope, Message
from workflows.kernel.case.standing_commands import CalendarRenewal, Closure
from workflows.kernel.law.calendar import Calendar, local_day
from workflows.kernel.law.renewal import Renewal, brought_by
from workflows.kernel.roles import Actor

__all__ = ["Asked", "Decreed", "Pace", "close", "renew"]

YEARS_BACK = 12
"""How far back days may change for a case that is still open."""


@dataclass(frozen=True)
class Decreed:
    """A decreed closure as it was typed."""

    day: str
    name: str
    decree: str
    actor: str


@dataclass(frozen=True)
class Asked:
    """A renewal of every open case, as it was typed."""

    grounds: str
    seed: bool
    actor: str


async def close(settings: Settings, typed: Decreed, pace: Pace, *, yes: bool = False) -> Shown:
    """Enter a decreed closure in the calendar, then send it to every open case."""
    _sender(Closure, typed.actor)
    day, lang = day_from(typed.day), settings.lang
    ask = not yes and not pace.dry_run and day < local_day(wall_clock())
    if ask and not meant.can_be_asked():
        raise Usage(said("past_day_needs_yes", lang, day=day))
    async with desk(settings) as at:
        if ask:
            await ask_of_past(at, typed, pace, lang)
        return await close_everywhere(at, typed, pace, lang)


async def ask_of_past(at: Desk, typed: Decreed, pace: Pace, lang: str) -> None:
    """Ask whether a closure of a day that has passed is meant: what was in time may be late.

    Raises:
        NotMeant: It was not.
    """
    tried = await close_everywhere(at, typed, replace(pace, dry_run=True))
    moved = [len(one.get("terms", ())) for one in tried.data["cases"].values()]
    cases = sum(count > 0 for count in moved)
    meant.ask(said("past_day", lang, day=typed.day, cases=cases, terms=sum(moved)), lang)


async def close_everywhere(at: Desk, typed: Decreed, pace: Pace, lang: str = "tr") -> Shown:
    """Close a day at this desk."""
    day = day_from(typed.day)
    body: dict[str, JsonValue] = {
        "days": {day.isoformat(): typed.name},
        "decree_no": typed.decree,
    }
    envelope = _envelope(Closure, body, _sender(Closure, typed.actor), "closure")

    def letter(_case_id: str, known: Calendar | None) -> Envelope | None:
        return None if known is not None and day in known.closed else envelope

    if not pace.dry_run:
        # first the table: a case that opens meanwhile reads it there
        async with transaction(at.pool) as conn:
            await decree_days(conn, {day: typed.name}, grounds=typed.decree)
    reached = await reach_every_case(at, Telling(Closure.command, letter), pace)
    return _shown({"day": day.isoformat()}, f"{day.isoformat()} {typed.name}", reached, lang)


async def renew(settings: Settings, asked: Asked, pace: Pace) -> Shown:
    """Bring every open case what the table knows and it does not."""
    _sender(CalendarRenewal, asked.actor)
    async with desk(settings) as at:
        this_year = local_day(wall_clock()).year
        return await renew_everywhere(at, asked, pace, this_year, settings.lang)


async def renew_everywhere(
    at: Desk, asked: Asked, pace: Pace, this_year: int, lang: str = "tr"
) -> Shown:
    """Renew the calendars of the cases at this desk.

    Args:
        at: The desk.
        asked: What was typed.
        pace: How the cases are reached.
        this_year: Cases know their process's years from it on.
        lang: Of what people read.
    """
    seeded, table = await _table(at, this_year, asked, pace)
    sender = _sender(CalendarRenewal, asked.actor)
    written: dict[tuple[int, int], tuple[Calendar, Envelope | None]] = {}

    def letter(case_id: str, known: Calendar | None) -> Envelope | None:
        if known is None:
            return None
        years = process_behind(case_id).calendar_years
        # cases that live by one calendar get one letter; kept with it, its identity stays its own
        if (id(known), years) not in written:
            written[id(known), years] = known, letter_to(known, this_year + years - 1)
        return written[id(known), years][1]

    def letter_to(known: Calendar, last_year: int) -> Envelope | None:
        brought = brought_by(table, known, last_year)
        if brought.is_empty:
            return None
        body = brought.model_dump(mode="json", exclude_defaults=True)
        return _envelope(CalendarRenewal, {**body, "grounds": asked.grounds}, sender, "calendar")

    reached = await reach_every_case(at, Telling(CalendarRenewal.command, letter), pace)
    changed = [*_differences(seeded)]
    data: dict[str, JsonValue] = {"version": table.version, "computed_anew": [*changed]}
    head = f"{t('calendar_version', lang)}: {table.version}"
    return _shown(data, "\n".join((*_differences(seeded, lang), head)), reached, lang)


async def _table(at: Desk, this_year: int, asked: Asked, pace: Pace) -> tuple[Renewal, Calendar]:
    """Read the whole table, computed anew first if asked for; a dry run leaves it as it was."""
    async with at.pool.acquire() as conn:
        attempt = conn.transaction()
        await attempt.start()
        try:
            found = await _read(conn, this_year, seed=asked.seed)
        except BaseException:
            await attempt.rollback()
            raise
        await (attempt.rollback() if pace.dry_run else attempt.commit())
    return found


async def _read(conn: Connection, this_year: int, *, seed: bool) -> tuple[Renewal, Calendar]:
    brought = Renewal(version=1)
    if seed:
        # what has passed is not computed anew: nobody would live by it any more
        years = [year for year in await seeded_years(conn) if year >= this_year]
        brought = await seed_calendar(conn, years)
    ahead = max(process.calendar_years for process in PROCESSES.values())
    first = this_year - YEARS_BACK
    return brought, await calendar_from(conn, first, YEARS_BACK + ahead)


def _sender(kind: type[Message], typed: str) -> Actor:
    actor = actor_from(typed)
    if actor.role not in DECREED_BY:
        raise Usage(f"{kind.command} is sent by {' or '.join(DECREED_BY)}")
    return actor


def _envelope(kind: type[Message], body: dict[str, JsonValue], actor: Actor, name: str) -> Envelope:
    try:
        kind.model_validate(body)
    except ValidationError as wrong:
        said = wrong.errors(include_input=False, include_url=False)[0]
        raise Usage(f"{'.'.join(str(part) for part in said['loc'])}: {said['msg']}") from wrong
    return standing_letter(body, actor, name)


def _differences(brought: Renewal, lang: str | None = None) -> Iterable[str]:
    """Write how days change: for programs, or in a language for people."""
    for kind in ("closed", "half", "open"):
        called = kind if lang is None else t(kind, lang)
        if kind == "open":
            yield from (f"{day} {called}" for day in brought.opened)
        else:
            days = getattr(brought, kind).items()
            yield from (f"{day} {called}: {one.called}" for day, one in days)


def _shown(data: dict[str, JsonValue], head: str, reached: list[Reached], lang: str) -> Shown:
    lines = [Text(line) for one in reached for line in one.lines(lang)]
    code = max([OK, *(one.code for one in reached)])
    cases = {one.case_id: one.data() for one in reached}
    return Shown(
        {**data, "cases": cases},
        Group(Text(f"{head} · {len(reached)} {t('open_cases', lang)}"), *lines),
        code,
    )
