"""From when a message counts: what its sender may say of that, and what the case knows itself.

    nothing stated            from its arrival: an update by the case's clock, a signal by its event
    paper                     from the receipt that the registry states with its register number
    stated at its arrival     as stated: sender and case look at two clocks
    stated otherwise          doubtful, until the front door's register says that it took it in then

A filing, which always states its receipt, arrives when its case is started. A start may be put off,
so that a filing counts from any instant until its case begins.

What stays doubtful is refused, whoever sends it and by whichever way (V-5).
"""

from datetime import datetime, timedelta

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import Envelope, StartMessage, digest_of_filing
from workflows.kernel.case.reasons import is_paper
from workflows.kernel.case.records import FilingTakenIn, Receipt

AT_ARRIVAL = timedelta(seconds=5)
"""How far a receipt may lie from the arrival before the register is asked for it."""


def dated(name: str, envelope: Envelope, came_at: datetime, file: CaseFile | None) -> Command:
    """Return a command with the instant from which it counts, as far as the case can tell.

    Args:
        name: Of the command.
        envelope: As it was sent.
        came_at: When it reached the case: by its own clock, or by its history.
        file: The case, if it is open: an end that lies between the two instants leaves no leeway.
    """
    stated = envelope.received_at
    if stated is None or not (is_paper(envelope) or _at_arrival(stated, came_at, file)):
        return Command(name=name, envelope=envelope, counts_from=came_at)
    return Command(name=name, envelope=envelope, counts_from=stated)


def is_doubtful(command: Command) -> bool:
    """Whether nobody but its sender says when it was received."""
    return command.envelope.received_at not in {None, command.counts_from}


def as_stated(command: Command) -> Command:
    """Return a command as if its sender were right."""
    stated = command.envelope.received_at
    return command.model_copy(update={"counts_from": stated or command.counts_from})


def vouched(command: Command, receipt: Receipt | None) -> Command:
    """Return a doubtful command as the front door's register knows it; it may know nothing."""
    took_in = receipt is not None and receipt.command == command.name
    if receipt is None or not took_in or receipt.envelope != command.envelope:
        return command
    return as_stated(command)


def is_filing_doubtful(start: StartMessage, came_at: datetime, began_at: datetime) -> bool:
    """Whether nobody but its sender says when a filing was received.

    Args:
        start: The filing.
        came_at: When its case was started.
        began_at: When its case began to run; no earlier.
    """
    at_arrival = came_at - AT_ARRIVAL <= start.received_at <= began_at + AT_ARRIVAL
    return not (is_paper(start) or at_arrival)


def asked_of_door(case_id: str, start: StartMessage) -> FilingTakenIn:
    """Return what the front door is asked about a doubtful filing: is it this, and from then?"""
    digests = tuple(
        digest_of_filing(start.actor, start.body, register_no=start.register_no, file_no=number)
        for number in (None, start.file_no)
    )
    return FilingTakenIn(case_id=case_id, received_at=start.received_at, digests=digests)


def _at_arrival(stated: datetime, came_at: datetime, file: CaseFile | None) -> bool:
    if abs(stated - came_at) > AT_ARRIVAL:
        return False
    ends = () if file is None else (term.due_at for term in file.terms.values())
    return not any(end is not None and stated <= end < came_at for end in ends)
