"""Signals as they come in: read, and dated by their own events in the history.

A signal came at the instant of its event; unless it is paper, the case asks for that.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from temporalio import workflow

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.reasons import is_paper
from workflows.kernel.case.records import ArrivalsOf, Batch, SignalSent, TakenIn
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement.dating import dated, is_doubtful, vouched
from workflows.kernel.judgement.order import Judged
from workflows.kernel.temporal import stubs
from workflows.kernel.temporal.commands import sent_signal
from workflows.kernel.values import digest


@dataclass(eq=False)
class Arrival:
    """One command that has reached the case, until it is settled."""

    command: Command
    came_by_signal: bool = False
    """Whether nobody waits for the answer: a refusal is journalled instead."""
    digest: str | None = None
    """Of a signal whose history event says when it came: the digest of what was sent."""
    was_asked_for: bool = False
    """Whether the front door has said what it knows of its receipt."""
    is_offered: bool = False
    """Whether its sender offers to record what comes of it; they are answered when that stands."""
    judged: Judged | None = None
    """What became of it; its sender waits for that."""
    entrusted: Batch | None = None
    """What its sender is to record for the case."""

    @property
    def is_dated(self) -> bool:
        """Whether it is known from when it counts."""
        return self.digest is None


class Inbox:
    """Signals not yet read; the case is open before they are."""

    def __init__(self) -> None:
        """Start empty."""
        self.unread: list[tuple[str, tuple[Any, ...]]] = []

    async def read(
        self, file: Callable[[], CaseFile]
    ) -> tuple[list[Arrival], list[tuple[str, Refusal]]]:
        """Read what is there: commands for the queue, and by name what is none.

        Args:
            file: Of the case, as it is by then.
        """
        unread, self.unread = self.unread, []
        come, refused = [], []
        for name, args in unread:
            envelope = sent_signal(args)
            if isinstance(envelope, Refusal):
                refused.append((name, envelope))
            else:
                sent = None if is_paper(envelope) else digest(args[0])
                command = dated(name, envelope, workflow.now(), file())
                come.append(Arrival(command, digest=sent, came_by_signal=True))
        if undated := [arrival for arrival in come if not arrival.is_dated]:
            await self._date(undated, file)
        return come, refused

    async def _date(self, arrivals: list[Arrival], file: Callable[[], CaseFile]) -> None:
        signals = tuple(SignalSent(name=a.command.name, digest=a.digest or "") for a in arrivals)
        run_id = workflow.info().run_id
        request = ArrivalsOf(case_id=file().case_id, run_id=run_id, signals=signals)
        found = await stubs.arrivals_of(request, file().opening.language)
        for arrival, at in zip(arrivals, found.at, strict=True):
            arrival.digest = None
            if at is not None:
                command = arrival.command
                arrival.command = dated(command.name, command.envelope, at, file())

    async def vouch(self, arrivals: Iterable[Arrival], file: CaseFile) -> None:
        """Ask the front door when it took in what nobody but its sender dates."""
        doubtful = [a for a in arrivals if not a.was_asked_for and is_doubtful(a.command)]
        if not doubtful:
            return
        ids = tuple(arrival.command.envelope.command_id for arrival in doubtful)
        request = TakenIn(case_id=file.case_id, command_ids=ids)
        known = await stubs.taken_in(request, file.opening.language)
        receipts = {r.envelope.command_id: r for r in known}
        for arrival in doubtful:
            receipt = receipts.get(arrival.command.envelope.command_id)
            arrival.command = vouched(arrival.command, receipt)
            arrival.was_asked_for = True
