"""The form in which a case file is carried: what can be found in it elsewhere is left out.

A term's law is a row of the recorded rulebook, with what the story set case by case beside it; a
fact that the case found by itself has the case for its actor; one without a name has that of the
one before it. Files of earlier releases say all of that in full, and are read alike.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from workflows.kernel.case.message import OWN
from workflows.kernel.roles import VADE

Written = dict[str, Any]
"""A value as it is written in JSON: its fields by name."""


def shortened(file: Written) -> Written:
    """Leave out of a written file what `in_full` finds again."""
    rows = file["opening"]["rulebook"]["terms"]
    return {
        **file,
        "facts": list(_short_facts(file["facts"])),
        "terms": {key: _short_term(term, rows) for key, term in file["terms"].items()},
    }


def in_full(file: Written) -> Written:
    """Fill in what a carried file leaves out; what it says by itself stays as it is."""
    facts, terms = file.get("facts", ()), file.get("terms", {})
    if not all(isinstance(value, dict) for value in (*facts, *terms.values())):
        return file
    rows = file["opening"]["rulebook"]["terms"] if terms else {}
    return {
        **file,
        "facts": list(_full_facts(facts)),
        "terms": {key: _full_term(key, term, rows) for key, term in terms.items()},
    }


def _short_facts(facts: Iterable[Written]) -> Iterable[Written]:
    last = None
    for fact in facts:
        short = {name: value for name, value in fact.items() if value not in ("", {}, None)}
        if fact["command_id"] == _own_id(fact) and fact["actor"] == VADE.model_dump():
            del short["actor"], short["command_id"]
        if fact["name"] == last:
            del short["name"]
        last = fact["name"]
        yield {**short, "body": fact["body"]}


def _full_facts(facts: Iterable[Written]) -> Iterable[Written]:
    last: Written = {}
    for fact in facts:
        last = {"name": last.get("name"), **fact}
        if "actor" not in last:
            last |= {"actor": VADE.model_dump(), "command_id": _own_id(last)}
        yield last


def _own_id(fact: Written) -> str:
    return f"{OWN}{fact['name']}.{fact['nth']}"


def _short_term(term: Written, rows: Mapping[str, Written]) -> Written:
    short = {name: value for name, value in term.items() if value not in ((), [], None, False)}
    del short["key"]
    if term["nominal_on"] == term["due_on"]:
        short.pop("nominal_on", None)
    if term["due_on"] == _last_day(term["due_at"]):
        short.pop("due_on", None)
    for name, row in rows.items():
        own = {field: value for field, value in term["law"].items() if row[field] != value}
        if row["rule"] == term["law"]["rule"] and own.keys() <= {"awaits", "length"}:
            del short["law"]
            return {"row": name, **own, **short}
    return short


def _full_term(key: str, term: Written, rows: Mapping[str, Written]) -> Written:
    full = {"key": key, "due_on": _last_day(term.get("due_at")), **term}
    full = {"nominal_on": full["due_on"], **full}
    if "row" in full:
        row = rows[full.pop("row")]
        own = {name: full.pop(name) for name in ("awaits", "length") if name in full}
        full["law"] = {**row, **own}
    return full


def _last_day(due_at: str | datetime | None) -> Any:
    """Return the day of a last instant, in the form in which it is given; 24:00 is still on it."""
    if due_at is None:
        return None
    instant = due_at if isinstance(due_at, datetime) else datetime.fromisoformat(due_at)
    day = instant.date() - timedelta(days=instant.time() == time.min)
    return day if instant is due_at else day.isoformat()
