"""What was expected against what came.

Everything here is pure: a check says what it looked at, what was expected there and what came, and
the caller knows in which step.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from activities.post.notices import NoticeRow
from starter.rehearsal.scenario import (
    STANDING,
    Counted,
    Expected,
    ExpectedEnd,
    ExpectedNotice,
    ExpectedTerm,
)
from starter.rehearsal.sheet import Place
from workflows.kernel.case.records import Entry
from workflows.kernel.display.view import TermView, View
from workflows.kernel.law.calendar import ISTANBUL, local_day


@dataclass(frozen=True)
class Seen:
    """A case as it is found at an instant."""

    view: View
    notices: tuple[NoticeRow, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    place: Place
    """Where in the expectation it stands: ``("terms", 0, "due")``."""
    what: str
    expected: str
    came: str
    holds: bool


def checks(expected: Expected, seen: Seen) -> tuple[Check, ...]:
    """Compare all that is expected with what is seen."""
    found = [
        *_standing(expected, seen.view),
        *_terms(expected.terms, seen.view.terms),
        *_notices(expected.notices, seen.notices),
        *_allowed(expected.allowed, seen.view),
    ]
    if isinstance(expected, ExpectedEnd):
        found += _end(expected, seen)
    return tuple(found)


def said(value: object) -> str:
    """Write a value as scenario files do."""
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case datetime():
            local = value.astimezone(ISTANBUL)
            return f"{local:%Y-%m-%d %H:%M}" + (f":{local:%S}" if local.second else "")
        case tuple() | list():
            return f"[{', '.join(map(said, value))}]"
        case _:
            return str(value)


def _same(place: str, what: str, expected: object, came: object) -> Iterator[Check]:
    """Compare one value, where one is expected."""
    if expected is not None:
        yield Check((place,), what, said(expected), said(came), expected == came)


def _standing(expected: Expected, view: View) -> Iterator[Check]:
    yield from _same("stage", "stage", expected.stage, view.stage)
    yield from _same("waiting_on", "awaited", expected.waiting_on, view.waiting_on)
    yield from _same("overdue", "overdue", expected.overdue, view.overdue)
    attention = view.asks_for_attention
    yield from _same("needs_attention", "attention", expected.needs_attention, attention)


def _terms(wanted: Iterable[ExpectedTerm] | None, found: tuple[TermView, ...]) -> Iterator[Check]:
    if wanted is None:
        return
    wanted = tuple(wanted)
    if not wanted:
        came = said(tuple(term.key for term in found))
        yield Check(("terms",), "open terms", "none", came, not found)
    for number, one in enumerate(wanted):
        open_ones = [term for term in found if one.rule in {term.key, term.rule}]
        if not open_ones:
            came = "open: " + (", ".join(term.key for term in found) or "none")
            yield Check(("terms", number, "rule"), f"term {one.rule}", "open", came, holds=False)
            continue
        term = open_ones[-1]
        yield Check(("terms", number, "rule"), f"term {one.rule}", "open", "open", holds=True)
        if one.due is not None:
            yield _due(number, one, term)
        if one.state is not None:
            place = ("terms", number, "state")
            holds = one.state == term.state
            yield Check(place, f"state of {one.rule}", one.state, term.state, holds)


def _due(number: int, wanted: ExpectedTerm, term: TermView) -> Check:
    came: object
    if term.due_at is None:
        came = STANDING
    else:
        came = term.due_at if isinstance(wanted.due, datetime) else term.due_on
    place = ("terms", number, "due")
    return Check(place, f"due of {wanted.rule}", said(wanted.due), said(came), wanted.due == came)


def _notices(wanted: Iterable[ExpectedNotice], found: tuple[NoticeRow, ...]) -> Iterator[Check]:
    for number, one in enumerate(wanted):
        alike = [
            row
            for row in found
            # the office of one institution is named in full, or by its role alone
            if row.rule == one.rule and one.to in {row.addressee, row.addressee.partition("/")[0]}
        ]
        alike = [row for row in alike if one.kind in {None, row.kind}]
        days = tuple(local_day(row.dated_at) for row in alike)
        holds = bool(alike) if one.on is None else one.on in days
        about = f"{one.kind or 'notice'} {one.rule} to {one.to}"
        wanted_on = "issued" if one.on is None else f"dated {one.on}"
        came = f"dated {said(days)}" if days else "not issued"
        yield Check(("notices", number, "rule"), about, wanted_on, came, holds)


def _allowed(wanted: Iterable[str] | None, view: View) -> Iterator[Check]:
    names = tuple(command.name for command in view.allowed)
    for number, name in enumerate(wanted or ()):
        yield Check(("allowed", number), f"command {name}", "allowed", said(names), name in names)


def _end(expected: ExpectedEnd, seen: Seen) -> Iterator[Check]:
    decision = seen.view.decision
    yield from _same("outcome", "outcome", expected.outcome, decision and decision.outcome)
    yield from _same("rule", "rule of the outcome", expected.rule, decision and decision.rule)
    yield from _same("closed", "closed on", expected.closed, decision and decision.on)
    yield from _counted("reminder", "reminders", expected.reminders, seen.entries)
    yield from _counted("escalation", "escalations", expected.escalations, seen.entries)
    yield from _lapsed(expected.lapsed, seen.entries)
    for key, day in expected.extended.items():
        came = _extended_to(key, seen.entries)
        yield Check(("extended", key), f"extension of {key}", said(day), said(came), came == day)


def _counted(
    kind: str, place: str, wanted: dict[str, Counted], entries: tuple[Entry, ...]
) -> Iterator[Check]:
    for key, counted in wanted.items():
        days = _days(kind, key, entries)
        holds = len(days) == counted if isinstance(counted, int) else days == counted
        came = f"{len(days)} {said(days)}" if isinstance(counted, int) else said(days)
        yield Check((place, key), f"{place} of {key}", said(counted), came, holds)


def _lapsed(wanted: dict[str, date] | None, entries: tuple[Entry, ...]) -> Iterator[Check]:
    """Compare all lapses: one that nobody expected is as wrong as one that did not come."""
    if wanted is None:
        return
    lapses = {e.name: local_day(e.counts_from) for e in entries if e.kind == "lapse"}
    for key in dict.fromkeys((*wanted, *lapses)):
        day, came = wanted.get(key), lapses.get(key)
        yield Check(("lapsed", key), f"lapse of {key}", said(day), said(came), day == came)


def _days(kind: str, key: str, entries: tuple[Entry, ...]) -> tuple[date, ...]:
    """Return the days of a kind of entry, for one term or for all terms of a rule."""
    return tuple(
        local_day(entry.counts_from)
        for entry in entries
        if entry.kind == kind and key in {entry.name, entry.rule}
    )


def _extended_to(key: str, entries: tuple[Entry, ...]) -> date | None:
    """Return the last day that the last extension by itself gave a term."""
    days = [
        _last_day(datetime.fromisoformat(change["due_at"]))
        for entry in entries
        if entry.kind == "extension" and entry.name == key and isinstance(entry.effects, dict)
        for change in _changes(entry.effects.get("terms"))
        if change["key"] == key
    ]
    return days[-1] if days else None


def _changes(terms: object) -> list[dict[str, str]]:
    return terms if isinstance(terms, list) else []


def _last_day(due_at: datetime) -> date:
    """Return the day whose end an instant is: 24:00 belongs to the day before."""
    return local_day(due_at - timedelta(microseconds=1))
