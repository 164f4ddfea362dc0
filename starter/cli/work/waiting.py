"""Commands that wait, in plain words: what will happen to them, and when."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import JsonValue

from starter.cli.work.speaking import clock, t
from workflows.kernel.display.words import TEXTS, word

if TYPE_CHECKING:
    from workflows.kernel.case.message import HeldCommand
    from workflows.kernel.display.view import PendingView


def held(command_id: str, said: "HeldCommand", lang: str) -> tuple[str, ...]:
    """Say that a command has been taken in, why it waits, and how its answer is to be had."""
    from starter.client.wording import said_in  # noqa: PLC0415 - lists say nothing of the kind

    return (
        f"{command_id}: {t('held', lang)}",
        f"  {said.rule}: {said_in(said.because, lang)}",
        f"  → {then(said.waits_for, said.until, lang)}",
        f"  {t('ask_again', lang)}",
    )


def then(waits_for: str, until: datetime | None, lang: str) -> str:
    """Say what happens to a command that waits, and when.

    >>> then("consequence", datetime.fromisoformat("2031-05-27T09:00:00+00:00"), "en")
    '2031-05-27 12:00: settled with the consequence of the term, once that is drawn'
    """
    said = t(f"then/{waits_for}", lang)
    return f"{clock(until)}: {said}" if until else said


def both_ways(pending: "PendingView", lang: str) -> str:
    """Say of a conflict where the case would stand, as it was told and in order."""
    lines = []
    for way, outcome in (pending.outcomes or {}).items():
        if isinstance(outcome, dict):
            lines.append(f"\n{t(way, lang)}: {_where_to(outcome, lang)}")
    return "".join(lines)


def _where_to(outcome: Mapping[str, JsonValue], lang: str) -> str:
    decision, refused = outcome.get("decision"), outcome.get("refused")
    ends = f"{decision['outcome']} ({decision['rule']})" if isinstance(decision, dict) else None
    stands = str(ends or outcome.get("stage"))
    if not isinstance(refused, list) or not refused:
        return stands
    return f"{stands}, {t('without', lang)} {', '.join(map(str, refused))}"


def in_list(row: Mapping[str, JsonValue], lang: str) -> str:
    """Say in a list which command waits, and for what."""
    until = row["until"]
    when = f" ({clock(datetime.fromisoformat(str(until)))})" if until else ""
    return f"{row['name']}: {word(TEXTS, str(row['waits_for']), lang)}{when}"
