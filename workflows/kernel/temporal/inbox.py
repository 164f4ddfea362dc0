"""Signals as they come in: read, and dated by their own events in the history.

A signal that carries no receipt counts from the instant of its event; the case asks for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from temporalio import workflow

from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import ArrivalsOf, SignalSent
from workflows.kernel.case.refusal import Refusal
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
    judged: Judged | None = None
    """What became of it; its sender waits for that."""

    @property
    def is_dated(self) -> bool:
        """Whether it is known from when it counts."""
        return self.digest is None


class Inbox:
    """Signals not yet read.

    Args:
        case_id: Whose.
    """

    def __init__(self, case_id: Callable[[], str]) -> None:
        """Start empty."""
        self._case_id = case_id
        self.unread: list[tuple[str, tuple[Any, ...]]] = []

    async def read(self) -> tuple[list[Arrival], list[tuple[str, Refusal]]]:
        """Read what is there: commands for the queue, and by name what is none."""
        unread, self.unread = self.unread, []
        come, refused = [], []
        for name, args in unread:
            envelope = sent_signal(args)
            if isinstance(envelope, Refusal):
                refused.append((name, envelope))
            else:
                sent = None if envelope.received_at is not None else digest(args[0])
                command = command_of(name, envelope, workflow.now())
                come.append(Arrival(command, digest=sent, came_by_signal=True))
        if undated := [arrival for arrival in come if not arrival.is_dated]:
            await self._date(undated)
        return come, refused

    async def _date(self, arrivals: list[Arrival]) -> None:
        signals = tuple(SignalSent(name=a.command.name, digest=a.digest or "") for a in arrivals)
        run_id = workflow.info().run_id
        request = ArrivalsOf(case_id=self._case_id(), run_id=run_id, signals=signals)
        found = await stubs.arrivals_of(request)
        for arrival, at in zip(arrivals, found.at, strict=True):
            arrival.digest = None
            if at is not None:
                arrival.command = arrival.command.model_copy(update={"counts_from": at})


def command_of(name: str, envelope: Envelope, came_at: datetime) -> Command:
    """Return a command that counts from its receipt, or else from when it came."""
    return Command(name=name, envelope=envelope, counts_from=envelope.received_at or came_at)
