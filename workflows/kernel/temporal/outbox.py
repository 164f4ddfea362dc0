"""The outbox: what the gate admitted, on its way to the journal.

    a sender who offers to record ──▶ takes the act along with the answer, and records it
    the clock, a signal, an end   ──▶ written by the case, in batches

What a sender records costs the case no activity and no second task. The receipt of the command
counts as told in the same transaction, so whoever has to tell the case again records what its first
sender has not. Until the next sender says that it stands, the case keeps it: it goes along with the
batch that the case writes next, where it is found again.

While one batch is being written the next one fills up, so a burst of signals costs few events.
"""

import zlib
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from temporalio import workflow

from workflows.kernel.case.records import (
    Applied,
    Batch,
    Begun,
    Entry,
    Notice,
    Projection,
    Recorded,
    RegisterWrite,
)
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.temporal import stubs

BATCH = 200
"""Entries in one transaction at most; keeps the payload far under Temporal's 2 MB."""

ENTRUSTED = 20
"""Acts that are left to their senders at most, while nobody says that they stand."""

_QUICKLY: Final = 1
"""How hard to pack: half of it goes at once, and little more with patience."""

_WINDOW, _ROOM = 12, 5
"""What packing looks back on and works in. An act is two kilobytes; by itself zlib prepares for
megabytes, and clears a quarter of one each time, which takes four times as long as to pack."""


class _Act(NamedTuple):
    """What one act brings to the journal, named as in a batch."""

    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]
    registers: tuple[RegisterWrite, ...]
    begun: tuple[Begun, ...]
    applied: Applied | None

    @classmethod
    def of(cls, admitted: Admitted) -> "_Act":
        n, begun = admitted.entry.n, admitted.begun
        rows = tuple(row.model_copy(update={"entry_n": n}) for row in admitted.registers)
        return cls(
            entries=(admitted.entry,),
            notices=admitted.notices,
            registers=rows,
            begun=() if begun is None else (begun,),
            applied=admitted.applied,
        )


class _Entrusted(NamedTuple):
    """What is left to a sender, while nobody says that it stands."""

    said: bytes
    """As text, packed: a case may keep it for months, and hardly ever reads it."""
    begun: tuple[Begun, ...]
    """What the case began with, if that goes along: not as text, for its file has most of it."""

    @classmethod
    def of(cls, batch: Batch) -> "_Entrusted":
        said = batch.model_copy(update={"begun": ()}).model_dump_json()
        packer = zlib.compressobj(_QUICKLY, zlib.DEFLATED, _WINDOW, _ROOM)
        return cls(packer.compress(said.encode()) + packer.flush(), batch.begun)

    @property
    def batch(self) -> Batch:
        """All of it."""
        said = Batch.model_validate_json(zlib.decompress(self.said))
        return said.model_copy(update={"begun": self.begun})


class Outbox:
    """Entries, notices and register rows that are not yet written.

    Args:
        case_id: Of the case.
        hurries: Whether the case waits for all to be written, by whomever.
    """

    def __init__(self, case_id: str, hurries: Callable[[], bool]) -> None:
        """Start empty."""
        self._case_id = case_id
        self._hurries = hurries
        self._waiting: list[_Act] = []
        self._entrusted: dict[int, _Entrusted] = {}
        self._writing = False
        self._pressed = False
        self._awaited = 0
        self._written_to = 0

    def put(self, admitted: Admitted) -> None:
        """Take up what one act led to."""
        self._waiting.append(_Act.of(admitted))

    def may_entrust(self) -> bool:
        """Whether an act can be left to its sender: all before it stands, or is left to senders.

        One in a hurry writes it as well: its sender is not to wait for that.
        """
        return not self._waiting and not self._writing and len(self._entrusted) < ENTRUSTED

    def entrust(
        self, admitted: Admitted, projection: Projection, attention: tuple[str, ...]
    ) -> Batch:
        """Leave an act to its sender.

        Args:
            admitted: The act.
            projection: The case's row in the lists, as it is now.
            attention: What the case knows to need attention.

        Returns:
            What they are to record.
        """
        batch = self._batch([_Act.of(admitted)], projection)
        self._entrusted[admitted.entry.n] = _Entrusted.of(batch)
        return batch.model_copy(update={"attention": attention})

    def has_been_written(self, n: int) -> None:
        """Hear from a sender that what was entrusted stands, up to an entry.

        What the case is to write itself it still writes: a sender has found out more about it.
        """
        if not self._pressed:
            self._entrusted = {own: said for own, said in self._entrusted.items() if own > n}

    def press(self) -> None:
        """Leave to senders no longer what has been entrusted to them."""
        self._pressed = bool(self._entrusted)

    @property
    def idle(self) -> bool:
        """Whether all is written."""
        return not self._waiting and not self._writing and not self._entrusted

    async def emptied(self) -> None:
        """Wait until all is written."""
        self._awaited += 1
        try:
            await workflow.wait_condition(lambda: self.idle)
        finally:
            self._awaited -= 1

    async def written_to(self, n: int) -> None:
        """Wait until the case has written an entry."""
        await workflow.wait_condition(lambda: self._written_to >= n)

    def _presses(self) -> bool:
        return self._pressed or self._awaited > 0 or self._hurries()

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
            batch = self._batch(self._next(), projection())
            learn(await stubs.record(batch, said(batch.entries)))
            self._written_to = batch.entries[-1].n
            del batch  # the case may sleep for months now
            self._writing = False

    def _next(self) -> list[_Act | Batch]:
        """Return what was entrusted and what waits, up to a batch; it waits no longer."""
        taken, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
        entrusted, self._entrusted, self._pressed = self._entrusted, {}, False
        return [*(each.batch for each in entrusted.values()), *taken]

    def _batch(self, acts: Sequence[_Act | Batch], projection: Projection) -> Batch:
        return Batch(
            case_id=self._case_id,
            entries=tuple(entry for act in acts for entry in act.entries),
            notices=tuple(notice for act in acts for notice in act.notices),
            registers=tuple(row for act in acts for row in act.registers),
            projection=projection,
            begun=tuple(begun for act in acts for begun in act.begun),
            applied=next((act.applied for act in acts if act.applied is not None), None),
        )
