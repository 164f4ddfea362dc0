"""Cases in the database as their outbox leaves them, and what becomes of them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from activities.database import Pool, transaction
from activities.journal.journal import Journal, sealed
from tests.integration.batches import a_batch, an_entry
from tests.integration.dossiers import link_case
from workflows.kernel.case.file import GENESIS
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Entry
from workflows.kernel.values import digest
from workflows.textbook_review.process import REVIEW

LETTER = "T-17.15b/1 → applicant"


class Told:
    """One case, told act by act.

    Args:
        pool: The database.
        file_no: Its number.
        process: Its process.
        whose: The applicant's key in the dossier.
        bound: Which institutions act in it.
    """

    def __init__(
        self,
        pool: Pool,
        file_no: str = "2031-0042",
        *,
        process: Process = REVIEW,
        whose: str = "p-7",
        bound: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.pool, self.whose = pool, whose
        self.case_id = process.case_id(file_no)
        self.shown: dict[str, Any] = {
            "process": process.name,
            "file_no": file_no,
            "bound": dict(bound or {}),
            "applicant": whose,
        }
        self.n, self.hash = 0, GENESIS

    async def acts(self, *stages: str, letters: Iterable[str] = ()) -> None:
        """Record an act for each stage that the case comes to, in one batch."""
        recorded = tuple(self._entry(stage, letters) for stage in stages)
        await Journal(self.pool).record(
            a_batch(recorded, case_id=self.case_id, stage=stages[-1], **self.shown)
        )
        async with transaction(self.pool) as conn:
            await link_case(conn, self.case_id, self.whose)

    def _entry(self, stage: str, letters: Iterable[str]) -> Entry:
        self.n += 1
        effects = {"stage": stage, "notices": list(letters)}
        drawn = an_entry(self.n, self.hash, command_id=f"c-{self.n}", answer={"entry": self.n})
        drawn = drawn.model_copy(update={"effects": effects, "hash": ""})
        entry = drawn.model_copy(update={"hash": digest(json.loads(sealed(drawn)))})
        self.hash = entry.hash
        return entry
