"""Which cases are within somebody's reach, and how much of them they see."""

from collections.abc import Iterable
from enum import IntEnum

from activities.journal.events import Reach
from activities.journal.projection import Eyes, Own
from starter.api.access.policy import Grant, knows
from starter.client.contract import senders
from starter.client.fitting import document
from starter.client.processes import PROCESSES, process_of
from workflows.kernel.case.declared import spec_of
from workflows.kernel.case.file import CaseFile, sealed
from workflows.kernel.case.process import Process
from workflows.kernel.case.standing_commands import CalendarRenewal, Closure, OrderDecision
from workflows.kernel.roles import Actor, Role


class Sight(IntEnum):
    """How much somebody sees of a case; the least comes first."""

    BLIND = 1
    """Whoever reviews: never whose it is, nor what the applicant brought."""
    PARTY = 2
    """Whoever it is about: what they brought themselves, and what became of the case."""
    OFFICE = 3
    """Offices that keep it: all of it."""


def eyes_of(grants: Iterable[Grant]) -> Eyes:
    """Return whose eyes these grants are; without any, nobody's."""
    given = tuple(grants)
    own = [own for grant in given for own in _own(grant)]
    return Eyes(
        processes=tuple(dict.fromkeys(p for g in given if g.scope == "all" for p in g.processes)),
        cases=tuple(dict.fromkeys(c for g in given for c in _named(g))),
        own=tuple(dict.fromkeys(own)),
    )


def reach_of(grants: Iterable[Grant]) -> Reach:
    """Return which cases these grants let be told of, and of which of them not everything."""
    given = tuple(grants)
    narrowed = (grant.model_copy(update={"processes": tuple(_narrow(grant))}) for grant in given)
    return Reach(eyes=eyes_of(given), partial=eyes_of(narrowed))


def _narrow(grant: Grant) -> list[str]:
    known = (PROCESSES[name] for name in grant.processes)
    return [each.name for each in known if sight_of(each, grant) is not Sight.OFFICE]


def _own(grant: Grant) -> list[Own]:
    if grant.scope == "own":
        return [Own(process=name, role=None, who=grant.id) for name in grant.processes]
    if grant.scope == "institution" and grant.institution is not None:
        code = grant.institution
        return [Own(process=name, role=grant.role, who=code) for name in grant.processes]
    return []


def _named(grant: Grant) -> list[str]:
    """Return the cases that a grant names, of its processes only."""
    if grant.scope != "named":
        return []
    found = ((case_id, process_of(case_id)) for case_id in grant.cases)
    return [case_id for case_id, p in found if p is not None and p.name in grant.processes]


def sight_of(process: Process, grant: Grant) -> Sight:
    """Return how much somebody sees by a grant."""
    if grant.role in process.blind:
        return Sight.BLIND
    return Sight.PARTY if grant.is_party else Sight.OFFICE


def may_send(process: Process, grant: Grant, command: str) -> bool:
    """Whether a role ever sends a command; where its rule names the roles, the case says it."""
    if not knows(process, grant):
        return False
    match command:
        case Closure.command | CalendarRenewal.command:
            return grant.role in process.decreed_by
        case OrderDecision.command:
            return grant.role in process.order_decided_by
        case _:
            kind = document(process, command)
            assert kind is not None, "the door knows the commands of a process"
            roles = spec_of(kind).roles
            return not roles or grant.role in senders(roles)


def actor_in(process: Process, grant: Grant) -> Actor:
    """Return under what name somebody acts: where it is anonymous, an applicant has none."""
    actor = grant.actor
    if process.blind and actor.role == Role.APPLICANT:
        return actor.model_copy(update={"id": sealed(actor.id), "institution": None})
    return actor


def may_open(process: Process, grant: Grant, applicant: str | None) -> bool:
    """Whether somebody may file for this applicant: the parties for themselves alone."""
    if not knows(process, grant):
        return False
    return grant.scope != "own" or applicant == grant.id


def is_theirs(process: Process, grant: Grant, file: CaseFile) -> bool:
    """Whether a case that is being opened would be within their reach."""
    if grant.scope != "institution":
        return grant.scope in {"all", "own"}
    return grant.institution in process.bound(file).get(grant.role, ())


def catalogue_of(grants: Iterable[Grant]) -> list[Process]:
    """Return the processes that somebody has a part in."""
    given = tuple(grants)
    return [p for p in PROCESSES.values() if any(knows(p, grant) for grant in given)]
