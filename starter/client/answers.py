"""What comes back from a case, and the ways in which nothing does.

    Fault
    ├── Refused       the law, or the case, says no: all reasons, each with its rule
    │   └── TooLarge  the message is larger than a case can take
    ├── NotFound      no such case, or no such term in it; over HTTP: or it is not theirs
    ├── NotAllowed    the HTTP door does not let them: who they are, or their role
    ├── AlreadyOpen   the file number is in use: the case is there
    ├── Received      taken in, and it counts; it is delivered as soon as the case can be reached
    └── OutOfReach    nobody could be asked, and nothing was taken in

Refusal and silence are never the same: after `Refused` the sender must act, after `Received` not.
"""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, JsonValue, StringConstraints

from workflows.kernel.case.message import PaperNo
from workflows.kernel.case.refusal import Reason, Refusal
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen, SentInstant

FileNo = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")]


class Filing(Frozen):
    """A filing that opens a case, before it has been registered."""

    file_no: FileNo | None = None
    """Issued from the gap-free register when there is none."""
    received_at: SentInstant | None = None
    """An earlier receipt that the registry states; otherwise the database's clock says when."""
    register_no: PaperNo | None = None
    """Number under which the registry entered the paper; without it no earlier receipt counts."""
    actor: Actor
    body: dict[str, JsonValue] = Field(default_factory=dict)


class Started(Frozen):
    """A case that has been started; whether the filing is accepted, its opening will show."""

    case_id: str
    file_no: str
    received_at: AwareDatetime
    again: bool = False
    """The same claim had started it before; nothing was done now."""
    is_open: bool = False
    """Whether it was waited for, and is open."""


class Fault(Exception):
    """Why there is no answer."""


class Refused(Fault):
    """The law says no. The case, if there is one, goes on unchanged."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__("; ".join(f"{each.rule}: {each.what}" for each in reasons))
        self.reasons = reasons

    @classmethod
    def because(cls, rule: str, *, what: str, why: str, do: str) -> "Refused":
        """Refuse for a single reason."""
        return cls((Reason(rule=rule, what=what, why=why, do=do),))

    @property
    def refused_by(self) -> str:
        """Rule ID of the first reason."""
        return self.reasons[0].rule

    @property
    def refusal(self) -> Refusal:
        """The same as a value."""
        return Refusal(reasons=self.reasons)


class TooLarge(Refused):
    """The message is larger than a case can take; nothing was sent or taken in."""

    @classmethod
    def of(cls, what: str, most: str) -> "TooLarge":
        """Refuse a message for its size."""
        reason = Reason(
            rule="V-4",
            what=what,
            why=most,
            do="store documents, and name them by their digests; send long lists in parts",
        )
        return cls((reason,))


class NotFound(Fault):
    """There is no such case: closed and forgotten, or never opened."""

    def __init__(self, case_id: str, what: str = "was never opened") -> None:
        super().__init__(f"{case_id} {what}")
        self.case_id = case_id

    @property
    def refusal(self) -> Refusal:
        """The same as a value, for the register of receipts."""
        return Refusal.because(
            "V-4",
            what=str(self),
            why="a command goes to a case by its ID, process and file number",
            do="look the case up with `vade list --all`",
        )


class NotAllowed(Fault):
    """The HTTP door does not let whoever asks; their token or the policy would have to change."""

    def __init__(self, why: str, reasons: tuple[Reason, ...] = ()) -> None:
        super().__init__(why)
        self.reasons = reasons


class AlreadyOpen(Fault):
    """The file number has been used: that case is the one to write to."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"{case_id} has been opened before; a file number is used once")
        self.case_id = case_id


class Received(Fault):
    """Not an answer yet and no refusal: the command is on record and counts from there.

    In the register of receipts; or in the case's own history, whose event says from when.
    """

    def __init__(self, case_id: str, command_id: str, received_at: datetime | None) -> None:
        when = "in its history"
        if received_at is not None:
            when = f"at {received_at.astimezone(ISTANBUL):%Y-%m-%d %H:%M:%S}"
        super().__init__(f"received {when}; {case_id} is out of reach, delivery follows")
        self.case_id = case_id
        self.command_id = command_id
        self.received_at = received_at


class OutOfReach(Fault):
    """The case, or the register, could not be asked; nothing was taken in."""


def unfit(what: str) -> Refused:
    """Refuse what a case could not read, or not act on."""
    return Refused.because(
        "V-4",
        what=what,
        why="the case could not read the message, or not act on it",
        do="compare it with the published schema; an operator sees the case in the Temporal UI",
    )
