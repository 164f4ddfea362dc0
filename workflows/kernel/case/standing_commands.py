"""Commands that every case understands, whatever its regulation."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.law.renewal import Renewal
from workflows.kernel.roles import Role
from workflows.kernel.values import Text


class Service(Message):
    """Tebliğ: the recorded delivery of an official notification to its addressee.

    A process whose offices record it declares it in its messages.
    """

    command: ClassVar[str] = "record_service"

    notification: str
    """Occasion of the notification served, as the view lists it."""
    served_on: date
    means: Literal["registered-letter", "electronic", "by-hand", "announcement"]


@command(
    "decree_closure",
    by=(),  # each process says which office decrees one
    stage=None,
    rule="R-S.1",
    tr="Tatil kararı (idari izin)",
    en="Decreed closure",
)
class Closure(Message):
    """İdari izin: days decreed closed; every open term they touch moves (R-S.1, R-S.3)."""

    days: Annotated[dict[date, Text], Field(min_length=1, max_length=60)]
    """Day to its name in Turkish."""
    decree_no: Text


@command(
    "renew_calendar",
    by=(),  # whoever decrees closures
    stage=None,
    rule="R-S.1",
    tr="Takvim yenileme",
    en="Calendar renewal",
)
class CalendarRenewal(Message, Renewal):
    """Takvim yenileme: what has become known of the days; every open term they touch moves.

    Years added, days closed or opened, half days, a feast that moved, another offset (R-S.1).
    """

    grounds: Text
    """What it rests on: a proclamation, a decree, a law."""


@command(
    "extend_term", by=(), stage=None, rule="V-12", tr="Süre uzatımı", en="Extend a term"
)  # each rule names who may extend its term
class TermExtension(Message):
    """Süre uzatımı: more time for an open term, where its rule allows it, with the reason."""

    term: str
    """Key of the open term: ``T-14.2``."""
    length: Annotated[int, Field(ge=1, le=400)]
    """In the unit of the term's rule."""
    reason: Text


@command(
    "state_extension_reasons",
    by=(),  # each rule names who owes the reasons
    stage=None,
    rule="V-12",
    tr="Uzatma gerekçesi",
    en="Reasons of an extension",
)
class ExtensionReasons(Message):
    """Gerekçe: why a term that the rule extends by itself had to be extended."""

    term: str
    reasons: Text


@command(
    "resolve_attention",
    by=(Role.OPERATOR,),
    stage=None,
    rule="V-12",
    tr="Dikkat kaydını kapat",
    en="Resolve attention",
)
class AttentionResolved(Message):
    """An operator has mended what the overlay asked for."""

    note: Text


@command(
    "decide_order",
    by=(),  # each process names the office
    stage=None,
    rule="V-3",
    tr="Sıra kararı",
    en="Decide the order of acts",
)
class OrderDecision(Message):
    """Sıra kararı: how a case goes on after a command that came too late to its place.

    The view lists such commands as in conflict, each with both outcomes.
    """

    conflict: Annotated[str, StringConstraints(max_length=80)]
    """``command_id`` of the command in conflict."""
    in_order: bool
    """True: the acts are told again in the order of their receipt, and what cannot stand falls.
    False: the command is judged on the case as it stands."""
    reasons: Text


STANDING: tuple[type[Message], ...] = (
    Closure,
    CalendarRenewal,
    TermExtension,
    ExtensionReasons,
    AttentionResolved,
    OrderDecision,
)
"""Admitted at any stage of any open case."""
