"""A command on its way to a case's gate."""

from datetime import datetime

from pydantic import AwareDatetime

from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Verdict
from workflows.kernel.values import Frozen


class Command(Frozen):
    """A command on its way through the gate."""

    name: str
    envelope: Envelope
    counts_from: AwareDatetime
    verdict: Verdict | None = None
    """What a register decided, where one has to."""
    sent: str | None = None
    """Digest of the command as it was sent, where it has been kept since; its sender may have been
    forgotten."""

    @property
    def place(self) -> tuple[datetime, str]:
        """Where it comes among other commands, in whatever order they are told."""
        return self.counts_from, self.envelope.command_id
