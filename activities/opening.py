"""What a case must know on opening, and what registers decide for it.

Registers hold facts; which ban matters or what a fee comes to is for the rules to say.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue
from temporalio import activity

from activities.database import Connection, Pool, transaction
from activities.faults import Unusable, at_once
from activities.registers.decisions import Decider
from activities.registers.law import law_on
from activities.registers.reference import known_on
from activities.registry import BY_THEMSELVES, DECIDERS, ONLY_TELL
from workflows.kernel.case.records import Decide, OpenCase, Opening, Verdict
from workflows.kernel.law.calendar import local_day

LONGEST: Final = 600_000
"""Milliseconds by which a reminder is drawn late at most."""

_LAST_NUMBER: Final = re.compile(r"\d+$")

_OPENING = "opening"
"""Stands for the command ID where no command asks."""


@dataclass(frozen=True)
class Pace:
    """How long cases take over what no person waits for; in milliseconds, 0 for no time at all."""

    remind_apart: int = 0
    """Between the reminders of two cases that fall into the same minute."""
    listed_apart: int = 0
    """Between two times that the server is told by what one case is found."""


WITHOUT_PAUSE: Final = Pace()


class Registers:
    """Answers from the registers.

    Args:
        pool: The database.
        language: Of what operators see in cases opened from now on, ``tr`` or ``en``.
        pace: Of such cases.
        deciders: What decides for each register.
    """

    def __init__(
        self,
        pool: Pool,
        language: str = "tr",
        *,
        pace: Pace = WITHOUT_PAUSE,
        deciders: Mapping[str, Decider] = DECIDERS,
    ) -> None:
        self._pool = pool
        self._language = language
        self._pace = pace
        self._deciders = deciders

    @activity.defn(name="open_case")
    @at_once
    async def open_case(self, asked: OpenCase) -> Opening:
        """Return all that a case must know from outside before its first rule is judged.

        Raises:
            Unusable: No rulebook edition of the process covers the day of filing, or a register
                cannot answer.
        """
        reading = transaction(self._pool) if may_reserve(asked) else self._pool.acquire()
        async with reading as conn:
            opening = await opening_of(conn, asked, self._language, self._deciders)
        return paced(opening, asked.file_no, self._pace)

    @activity.defn(name="decide")
    @at_once
    async def decide(self, asked: Decide) -> Verdict:
        """Let a register decide and reserve; the same command ID gets the same verdict.

        Raises:
            Unusable: The register decides nothing, the request has another shape, or nobody knows
                whose case it is.
            NotYetQueued: The case has no place in the queue yet; retried.
        """
        alone = asked.by in BY_THEMSELVES
        async with self._pool.acquire() if alone else transaction(self._pool) as conn:
            return await _decided(conn, asked, self._deciders)


def paced(opening: Opening, file_no: str, pace: Pace) -> Opening:
    """Return what a case must know, with the pace of its workers, by its number."""
    after = drawn_after(file_no, pace.remind_apart)
    own = {"remind_after": after, "listed_apart": pace.listed_apart}
    return opening.model_copy(update=own)


def drawn_after(file_no: str, apart: int) -> int:
    """Return how many milliseconds after their instant a case draws its reminders, by its number.

    Cases that were filed together have theirs in the same minute: in their order, each a little
    after the one before.

    >>> drawn_after("2031-0042", 18), drawn_after("2031-40000", 18), drawn_after("old", 18)
    (756, 120000, 0)
    """
    number = _LAST_NUMBER.search(file_no)
    return 0 if number is None else int(number[0]) * apart % LONGEST


def may_reserve(asked: OpenCase) -> bool:
    """Return whether a register is asked that may keep something for the case."""
    return any(inquiry.by not in ONLY_TELL for inquiry in asked.inquiries)


async def opening_of(
    conn: Connection,
    asked: OpenCase,
    language: str = "tr",
    deciders: Mapping[str, Decider] = DECIDERS,
) -> Opening:
    """Return what a case must know; nothing is written but what a register reserves.

    That is in the caller's transaction: rolled back, nobody was asked.
    """
    received_on = local_day(asked.received_at)
    law = await law_on(conn, asked.process, received_on, asked.calendar_years)
    return Opening(
        calendar=law.calendar,
        rulebook=law.rulebook,
        revision=law.revision,
        language=language,
        known={
            **await known_on(conn, asked.lookups, received_on),
            **await _answers(conn, asked, deciders),
        },
    )


async def _answers(
    conn: Connection, asked: OpenCase, deciders: Mapping[str, Decider]
) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for inquiry in asked.inquiries:
        question = Decide(
            by=inquiry.by,
            case_id=asked.case_id,
            command_id=_OPENING,
            request={**inquiry.request, "file_no": asked.file_no},
        )
        found |= (await _decided(conn, question, deciders)).facts
    return found


async def _decided(conn: Connection, asked: Decide, deciders: Mapping[str, Decider]) -> Verdict:
    if asked.by not in deciders:
        raise Unusable(f"the register {asked.by} decides nothing")
    return await deciders[asked.by](conn, asked)
