"""Commands that every case understands, whatever its regulation."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.kernel.act import Message, Role
from workflows.kernel.values import Text


class Service(Message):
    """Tebliğ: the recorded delivery of an official notification to its addressee."""

    command: ClassVar[str] = "record_service"

    notification: str
    """Occasion of the notification served, as the view lists it."""
    served_on: date
    means: Literal["registered-letter", "electronic", "by-hand", "announcement"]


class Closure(Message):
    """İdari izin: days decreed closed; every open term they touch moves (R-S.1, R-S.3)."""

    command: ClassVar[str] = "decree_closure"
    roles: ClassVar[tuple[Role, ...]] = (Role.MINISTRY, Role.REGISTRY)

    days: Annotated[dict[date, Text], Field(min_length=1, max_length=60)]
    """Day to its name in Turkish."""
    decree_no: Text


class TermExtension(Message):
    """Süre uzatımı: more time for an open term, where its rule allows it, with the reason."""

    command: ClassVar[str] = "extend_term"
    roles: ClassVar[tuple[Role, ...]] = ()
    """Each rule names who may extend its term."""

    term: str
    """Key of the open term: ``T-14.2``."""
    length: Annotated[int, Field(ge=1, le=400)]
    """In the unit of the term's rule."""
    reason: Text


class ExtensionReasons(Message):
    """Gerekçe: why a term that the rule extends by itself had to be extended."""

    command: ClassVar[str] = "state_extension_reasons"
    roles: ClassVar[tuple[Role, ...]] = ()
    """Each rule names who owes the reasons."""

    term: str
    reasons: Text


class AttentionResolved(Message):
    """An operator has mended what the overlay asked for."""

    command: ClassVar[str] = "resolve_attention"
    roles: ClassVar[tuple[Role, ...]] = (Role.OPERATOR,)

    note: Text


STANDING: tuple[type[Message], ...] = (
    Closure,
    TermExtension,
    ExtensionReasons,
    AttentionResolved,
)
"""Admitted at any stage of any open case."""
