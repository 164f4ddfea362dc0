"""What a client does with cases, whichever way it reaches them.

    DirectVade     through Temporal and the database, for services that the ministry trusts
    HttpVade       through the HTTP door, for everybody with a token

Both act for one sender, give the same values back, and raise the same faults (`answers`), so a
program is written once and told where it runs.
"""

from typing import Protocol

from starter.client.models import (
    CaseShown,
    CommandSent,
    FilingSent,
    Filters,
    Opened,
    Page,
    Receipt,
    TimeLine,
)
from workflows.kernel.case.message import Answer, OpenTerm
from workflows.kernel.display.view import TermView
from workflows.kernel.judgement.gate import Preview


class CaseService(Protocol):
    """Opens cases, writes to them and reads them, for one sender.

    Every method raises `NotFound` where there is no such case or it is not the sender's,
    `NotAllowed` where the sender may not, and `OutOfReach` where nobody could be asked.
    """

    async def open(self, process: str, filing: FilingSent, key: str) -> Opened:
        """Open a case. The same key again returns the same case.

        Raises:
            Refused: The filing is malformed or against the law, or the key stands for another.
            AlreadyOpen: The file number has been used.
        """
        ...

    async def send(self, case_id: str, command: str, sent: CommandSent, key: str) -> Answer:
        """Send a command under its ID; the same ID again returns the first answer.

        Returns:
            The case's answer; `held` is set where it is settled later.

        Raises:
            Refused: The law, or the case, says no.
            Received: Taken in and dated; the case could not be reached yet, delivery follows.
        """
        ...

    async def preview(self, case_id: str, command: str, sent: CommandSent) -> Preview:
        """Return what a command would lead to if it were sent now; nothing is taken in.

        Raises:
            Refused: It cannot be read.
        """
        ...

    async def receipt(self, case_id: str, command_id: str) -> Receipt:
        """Return a command's receipt, and what has become of it."""
        ...

    async def case(self, case_id: str) -> CaseShown:
        """Return a case: what was recorded last, and its view where it can be asked."""
        ...

    async def terms(self, case_id: str) -> tuple[OpenTerm, ...]:
        """Return a case's open terms."""
        ...

    async def why(self, case_id: str, term: str = "") -> tuple[TermView, ...]:
        """Explain one term's dates, by key or rule ID, or those of all that are open."""
        ...

    async def timeline(self, case_id: str, lang: str = "tr") -> TimeLine:
        """Return a case's journal, as far as it is the sender's to read."""
        ...

    async def cases(self, asked: Filters) -> Page:
        """Return one page of the sender's cases, those due first at the top."""
        ...
