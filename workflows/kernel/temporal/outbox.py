"""The outbox: what the gate admitted, on its way to the journal, in batches.

While one batch is being written the next one fills up, so a burst of commands costs few events.
"""

from collections.abc import Callable, Sequence

from temporalio import workflow

from workflows.kernel.case.records import Batch, Entry, Projection, Recorded
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.temporal import stubs

BATCH = 200
"""Entries in one transaction at most; keeps the payload far under Temporal's 2 MB."""


class Outbox:
    """Entries, notices and register rows that are not yet written."""

    def __init__(self, case_id: str) -> None:
        """Start empty."""
        self._case_id = case_id
        self._waiting: list[Admitted] = []
        self._writing = False

    def put(self, admitted: Admitted) -> None:
        """Take up what one act led to."""
        self._waiting.append(admitted)

    @property
    def idle(self) -> bool:
        """Whether all is written."""
        return not self._waiting and not self._writing

    async def write(
        self,
        projection: Callable[[], Projection],
        show: Callable[[], None],
        learn: Callable[[Recorded], None],
        said: Callable[[Sequence[Entry]], str],
    ) -> None:
        """Write batch after batch, for as long as the case lives.

        Args:
            projection: The case's row in the lists, as it is now.
            show: Brings what operators see up to date.
            learn: Hears what the activity found out.
            said: What operators read beside a batch.
        """
        while True:
            await workflow.wait_condition(lambda: bool(self._waiting))
            self._writing = True
            show()
            batch = self._next(projection())
            learn(await stubs.record(batch, said(batch.entries)))
            del batch  # the case may sleep for months now
            self._writing = False

    def _next(self, projection: Projection) -> Batch:
        """Return what waits, up to a batch; it waits no longer."""
        taken, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
        return Batch(
            case_id=self._case_id,
            entries=tuple(a.entry for a in taken),
            notices=tuple(n for a in taken for n in a.notices),
            registers=tuple(
                row.model_copy(update={"entry_n": a.entry.n}) for a in taken for row in a.registers
            ),
            projection=projection,
            begun=tuple(a.begun for a in taken if a.begun is not None),
            applied=next((a.applied for a in taken if a.applied is not None), None),
        )
