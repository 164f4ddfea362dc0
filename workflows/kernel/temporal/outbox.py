"""The outbox: what the gate admitted, on its way to the journal, in batches.

While one batch is being written the next one fills up, so a burst of commands costs few events.

What an authority tells all open cases at once costs none: its sender takes the entry with the
answer, and records those of many cases together. The receipt counts as told in the same
transaction, so that whoever has to tell the case again records what its first sender has not. A
case never hears whether that has been done: the entry goes along with its next batch, where it is
found again.
"""

from collections.abc import Callable, Sequence

from temporalio import workflow

from workflows.kernel.case.records import Batch, Entry, Projection, Recorded
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.temporal import stubs

BATCH = 200
"""Entries in one transaction at most; keeps the payload far under Temporal's 2 MB."""

ENTRUSTED = 20
"""Entries that are left to their senders at most, from one batch to the next."""

_TOLD_TO_ALL = frozenset({"closure", "renewal"})


class Outbox:
    """Entries, notices and register rows that are not yet written.

    Args:
        case_id: Of the case.
        hurries: Whether the case waits for all to be written: nothing is left to others then.
    """

    def __init__(self, case_id: str, hurries: Callable[[], bool]) -> None:
        """Start empty."""
        self._case_id = case_id
        self._hurries = hurries
        self._waiting: list[Admitted] = []
        self._entrusted: list[Entry] = []
        self._writing = False
        self._awaited = 0

    def put(self, admitted: Admitted) -> None:
        """Take up what one act led to."""
        self._waiting.append(admitted)

    def entrust(self, admitted: Admitted) -> bool:
        """Leave an entry to its sender, if it is all that an act led to and all that is unwritten.

        Returns:
            Whether it is left to them; else it is to be put in as any other.
        """
        more = admitted.notices or admitted.registers or admitted.begun
        if more or admitted.entry.kind not in _TOLD_TO_ALL:
            return False
        if self._waiting or self._writing or len(self._entrusted) >= ENTRUSTED or self._presses():
            return False
        self._entrusted.append(admitted.entry)
        return True

    @property
    def idle(self) -> bool:
        """Whether all is written."""
        return self.registers_written and not self._entrusted

    @property
    def registers_written(self) -> bool:
        """Whether registers know all of the case: what is entrusted enters nothing there."""
        return not self._waiting and not self._writing

    async def emptied(self) -> None:
        """Wait until all is written."""
        self._awaited += 1
        try:
            await workflow.wait_condition(lambda: self.idle)
        finally:
            self._awaited -= 1

    def _presses(self) -> bool:
        return self._awaited > 0 or self._hurries()

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
            await workflow.wait_condition(
                lambda: bool(self._waiting) or (bool(self._entrusted) and self._presses())
            )
            self._writing = True
            show()
            batch = self._next(projection())
            learn(await stubs.record(batch, said(batch.entries)))
            del batch  # the case may sleep for months now
            self._writing = False

    def _next(self, projection: Projection) -> Batch:
        """Return what waits, up to a batch, with what is entrusted; it waits no longer."""
        taken, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
        entrusted, self._entrusted = self._entrusted, []
        return Batch(
            case_id=self._case_id,
            entries=(*entrusted, *(a.entry for a in taken)),
            notices=tuple(n for a in taken for n in a.notices),
            registers=tuple(
                row.model_copy(update={"entry_n": a.entry.n}) for a in taken for row in a.registers
            ),
            projection=projection,
            begun=tuple(a.begun for a in taken if a.begun is not None),
            applied=next((a.applied for a in taken if a.applied is not None), None),
        )
