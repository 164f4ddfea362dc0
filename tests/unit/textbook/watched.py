"""A review that settles what arrives one by one, so that each fate can be foretold."""

from dataclasses import dataclass
from datetime import datetime

from workflows.kernel import clock, gate
from workflows.kernel.act import Refusal
from workflows.kernel.entry import Admitted, Command
from workflows.kernel.gate import Repeat

from .reviews import Review


@dataclass(frozen=True)
class Delivery:
    """What a case found when it looked."""

    at: datetime
    asleep: bool
    """Whether it slept through every occasion until then."""
    arrived: tuple[Command, ...]


class Watched(Review):
    """A review that settles one command after the other, so that each can be foretold."""

    def reach(self, instant: datetime, *, asleep: bool) -> None:
        """Let time pass: waking up at every occasion, or at none."""
        while not asleep and (next_ := self._upcoming()) is not None and next_.at <= instant:
            self.now = max(self.now, next_.at)
            self.settle()
        self.now = max(self.now, instant)

    def bring(self, command: Command) -> Admitted | Repeat | Refusal:
        """Bring one command to the gate, after all that counts from before it."""
        judged = gate.admit(self.reading, command, self.now)
        if isinstance(judged, Admitted):
            self.commit(judged)
        return judged

    def catch_up(self, counts_from: datetime) -> None:
        """Settle the occasions that count from before an instant."""
        while (due := self._due()) and clock.counts_from(self.file, due) < counts_from:
            self.commit(clock.tick(self.reading, due, self.now))

    def take(self, delivery: Delivery) -> None:
        """Settle a delivery as a case does."""
        self.reach(delivery.at, asleep=delivery.asleep)
        for command in sorted(delivery.arrived, key=lambda c: c.counts_from):
            self.catch_up(command.counts_from)
            judged = self.bring(command)
            assert isinstance(judged, Admitted), (command.name, judged)
        self.settle()
