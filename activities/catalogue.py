"""Every activity under the name by which cases ask for it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from temporalio.client import Client

from activities.database import Pool
from activities.journal.history import History
from activities.journal.journal import Journal
from activities.journal.receipts import Receipts
from activities.opening import WITHOUT_PAUSE, Pace, Registers
from activities.registers.decisions import Decider
from activities.registers.filings import Filings
from activities.registry import DECIDERS


def every_activity(
    pool: Pool,
    client: Client,
    *,
    language: str = "tr",
    pace: Pace = WITHOUT_PAUSE,
    deciders: Mapping[str, Decider] = DECIDERS,
) -> tuple[Callable[..., Awaitable[Any]], ...]:
    """Return what a worker registers.

    Args:
        pool: The database.
        client: Connected to the namespace whose cases ask when their signals came in.
        language: What cases opened from now on show to operators, ``tr`` or ``en``.
        pace: Of the cases opened from now on.
        deciders: What decides for each register that cases ask.
    """
    journal = Journal(pool)
    receipts = Receipts(pool)
    registers = Registers(pool, language, pace=pace, deciders=deciders)
    return (
        registers.open_case,
        registers.decide,
        journal.record,
        journal.answer_of,
        journal.stands,
        receipts.receipts_up_to,
        receipts.taken_in,
        Filings(pool).filing_taken_in,
        History(client).arrivals_of,
    )
