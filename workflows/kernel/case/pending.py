"""Commands that a case has taken in and not yet settled: held, early, or in conflict."""

from enum import StrEnum

from pydantic import AwareDatetime, JsonValue

from workflows.kernel.case.command import Command
from workflows.kernel.values import Frozen


class WaitsFor(StrEnum):
    """Why a command has been taken in and not yet settled."""

    CONSEQUENCE = "consequence"
    """It counts from after the end of a term whose consequence has not been drawn yet."""
    SERVICE = "service"
    """It answers a notification whose service has not been recorded yet."""
    OFFICE = "office"
    """It counts from before acts already settled and would have changed them: an office decides."""
    NOTHING = "nothing"
    """The office has decided that it is judged on the case as it stands."""
    FALL = "fall"
    """The office has decided for the order of receipt, in which it cannot stand: it is refused."""


class Pending(Frozen):
    """One command that waits, and what will happen to it when."""

    command: Command
    digest: str
    """Name, actor and body: what makes it this command."""
    waits_for: WaitsFor
    rule: str
    because: str
    """``T-17.15b ended at 2031-05-26 17:30:00``, as people read it."""
    until: AwareDatetime | None = None
    """When it is settled; none where that depends on somebody."""
    outcomes: dict[str, JsonValue] | None = None
    """Of a conflict: the case ``as_told`` and ``in_order``."""

    @property
    def command_id(self) -> str:
        """The ID under which its sender knows it."""
        return self.command.envelope.command_id

    @property
    def place(self) -> tuple[AwareDatetime, str]:
        """Where it comes among other commands."""
        return self.command.place
