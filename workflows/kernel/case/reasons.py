"""Reasons that any process may have against a command: who sent it, when, and in what shape."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Final, Protocol

from pydantic import JsonValue, ValidationError

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import sealed
from workflows.kernel.case.message import M
from workflows.kernel.case.refusal import Reason, and_more
from workflows.kernel.case.standing_commands import Service
from workflows.kernel.law.calendar import ISTANBUL, local_day
from workflows.kernel.law.term import Term
from workflows.kernel.roles import Actor, Role

MOST_FIELDS: Final = 15
"""Faults of one message that are told: with what else stands against it, fewer than a refusal
holds."""


class Sent(Protocol):
    """What anybody sends: a command, a filing."""

    @property
    def actor(self) -> Actor:
        """Who sends it."""

    @property
    def received_at(self) -> datetime | None:
        """When it was received, if they say."""

    @property
    def register_no(self) -> str | None:
        """Of a paper."""


def is_paper(sent: Sent) -> bool:
    """Whether it is a paper entered by the registry, which therefore states its receipt (V-5)."""
    return sent.actor.role == Role.REGISTRY and sent.register_no is not None


def dated_by_sender(sent: Sent) -> tuple[Reason, ...]:
    """Say that a sender states when it was received, unless it is paper (V-5)."""
    if sent.received_at is None or is_paper(sent):
        return ()
    return (
        Reason(
            rule="V-5",
            what=f"{sent.actor.role} stated that it was received at {moment(sent.received_at)}",
            why="what comes in is dated on arrival, and the front door has no receipt of it from "
            "then; only the registry knows of an earlier receipt on paper, and gives its number",
            do="leave received_at out, or have the registry send it with register_no",
        ),
    )


def wrong_actor(roles: tuple[str, ...], command: Command, rule: str) -> tuple[Reason, ...]:
    """Say who may act, if the sender may not; the registry may file an applicant's paper (V-5)."""
    envelope = command.envelope
    if envelope.actor.role in roles:
        return ()
    if Role.APPLICANT in roles and is_paper(envelope):
        return ()  # filed by the registry under its register number (V-5)
    may = " or ".join(roles)
    return (
        Reason(
            rule=rule,
            what=f"{envelope.actor.role} may not {command.name.replace('_', ' ')}",
            why=f"it is for {may}",
            do=f"have it sent by {may}"
            + (
                "; the registry files paper with a register_no"
                if Role.APPLICANT in roles and envelope.actor.role == Role.REGISTRY
                else ""
            ),
        ),
    )


def only(rule: str, by: Actor, *roles: str, to: str) -> tuple[Reason, ...]:
    """Say who may act, if the actor may not.

    Args:
        rule: Which rule gives it to them.
        by: Who acts.
        roles: Who may act.
        to: The act, as in "may not …".
    """
    if by.role in roles:
        return ()
    may = " or ".join(roles)
    return (
        Reason(
            rule=rule,
            what=f"{by.role} may not {to}",
            why=f"it is for {may}",
            do=f"send it to {may}",
        ),
    )


def foreign_actor(
    bound: Mapping[str, tuple[str, ...]], command: Command, rule: str
) -> tuple[Reason, ...]:
    """Name the institutions of a case, if the sender's office belongs to another one."""
    actor = command.envelope.actor
    institutions = bound.get(actor.role)
    if institutions is None or actor.institution in institutions:
        return ()
    own = " or ".join(institutions)
    return (
        Reason(
            rule=rule,
            what=f"{actor.role} acts for {actor.institution or 'no institution'}",
            why=f"in this case {actor.role} acts for {own or 'nobody'}",
            do=f"have it sent by the {actor.role} of {own}"
            if own
            else "send it to the case that it belongs to",
        ),
    )


def strange_party(
    parties: Collection[str], applicants: Collection[str], command: Command, rule: str
) -> tuple[Reason, ...]:
    """Say that a case is somebody else's, if a party acts in one that is not theirs."""
    actor = command.envelope.actor
    if actor.role not in parties or not applicants:
        return ()
    if sealed(actor.id) in {sealed(applicant) for applicant in applicants}:
        return ()
    return (
        Reason(
            rule=rule,
            what=f"{actor.id} is not the {actor.role} of this case",
            why=f"only those whose case it is act in it as {actor.role}",
            do=f"send it to your own case, or have it sent by the {actor.role}",
        ),
    )


def too_early(term: Term, command: Command) -> tuple[Reason, ...]:
    """Say that a command counts from before what it answers, if it does (V-5)."""
    came_on = local_day(command.counts_from)
    if came_on >= term.starts_on:
        return ()
    return (
        Reason(
            rule="V-5",
            what=f"received on {came_on}, before {term.starts_on}",
            why=f"the term of {term.law.article} that it answers runs from {term.starts_on}",
            do="check the date of receipt, and send it with the right one",
        ),
    )


def too_late(term: Term, command: Command) -> tuple[Reason, ...]:
    """Say when the term ended, if the command counts from after its last instant."""
    if term.due_at is None or command.counts_from <= term.due_at:
        return ()
    return (
        Reason(
            rule=term.rule,
            what=f"received at {moment(command.counts_from)}, after the term ended",
            why=f"the term of {term.law.article} ended at {moment(term.due_at)}",
            do="nothing can be filed under this term any more; see `why` for how the date came"
            " about, and the registry if paper came in earlier",
        ),
    )


def moment(instant: datetime) -> str:
    """An instant as people in Istanbul read it, to the second."""
    return f"{instant.astimezone(ISTANBUL):%Y-%m-%d %H:%M:%S}"


def decoded(
    kind: type[M], body: dict[str, JsonValue], rule: str, schema: str
) -> M | tuple[Reason, ...]:
    """Read a body as a document, or say field by field what is wrong with it."""
    try:
        return kind.model_validate(body)
    except ValidationError as wrong:
        return shape_reasons(wrong, rule, schema)


def shape_reasons(wrong: ValidationError, rule: str, schema: str) -> tuple[Reason, ...]:
    """Say field by field what is wrong with a message's shape; values are not repeated."""
    errors = wrong.errors(include_input=False, include_url=False, include_context=False)
    told = tuple(
        Reason(
            rule=rule,
            what=f"{_where(error['loc'], error['type'])}: {error['msg']}",
            why=f"the message does not fit {schema}",
            do="correct the field and send it again",
        )
        for error in errors[:MOST_FIELDS]
    )
    more = len(errors) - MOST_FIELDS
    return (*told, and_more(rule, more)) if more > 0 else told


def _where(loc: tuple[int | str, ...], kind: str) -> str:
    """Name the place of an error; keys that only the sender knows are not repeated."""
    parts = [str(part) for part in loc]
    if kind == "extra_forbidden":
        parts[-1] = "(unknown field)"
    if "[key]" in parts:
        parts = [*parts[: parts.index("[key]") - 1], "(key)"]
    return ".".join(parts) or "body"


def wrong_with_service(
    service: Service, notification: str, rule: str, after: date
) -> Iterable[Reason]:
    """Say why a service cannot be recorded: of what, when, and not before what it answers."""
    if service.notification != notification:
        yield Reason(
            rule=rule,
            what=f"{service.notification} is not the notification to be served now",
            why=f"the notification issued last is {notification}",
            do=f"record the service of {notification}",
        )
    if service.served_on > local_day(service.counts_from):
        yield Reason(
            rule=rule,
            what=f"served on {service.served_on}, which is still to come",
            why="service is recorded after it has taken place",
            do="record it on that day or later",
        )
    if service.served_on < after:
        yield Reason(
            rule=rule,
            what=f"served on {service.served_on}, before {after}",
            why="a notification cannot be served before what it answers",
            do="check the date on the receipt of service",
        )
