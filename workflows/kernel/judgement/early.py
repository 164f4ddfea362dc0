"""Documents that answer a notification before its service has been recorded.

Delivery reports come back weeks after the delivery; whoever answers in between has been served. The
document is taken in and counts from its receipt, and is judged when the service is known.
"""

from datetime import datetime

from pydantic import JsonValue

from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.standing_commands import Service
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import VADE
from workflows.kernel.story.reading import Reading
from workflows.kernel.story.waiting import Expectation


def unserved(reading: Reading) -> Expectation | None:
    """Return the record of service that the story waits for, if it waits for one."""
    return next((e for e in reading.awaited if issubclass(e.kind, Service)), None)


def comes_early(reading: Reading, command: Command, now: datetime) -> bool:
    """Whether a command would be admitted if what it answers had been served by then."""
    service = unserved(reading)
    if service is None or service.command == command.name:
        return False
    after = gate.admit(reading, _served(service, command), max(now, command.counts_from))
    return isinstance(after, Admitted) and isinstance(
        gate.admit(after.reading, command, now), Admitted
    )


def _served(service: Expectation, command: Command) -> Command:
    """Write the record of service as if it had been made when a command came."""
    on = local_day(command.counts_from).isoformat()
    body: dict[str, JsonValue] = {**service.given, "served_on": on, "means": "by-hand"}
    actor = VADE.model_copy(update={"role": service.roles[0]})
    envelope = Envelope(command_id="if-served", actor=actor, body=body)
    return Command(name=service.command, envelope=envelope, counts_from=command.counts_from)
