"""Rows that a course enters in official registers."""

from enum import StrEnum
from typing import ClassVar

from workflows.kernel.case.rows import Row
from workflows.kernel.values import PersonId


class Register(StrEnum):
    """The registers of courses that a case asks."""

    PEOPLE = "people"
    NATIONALITY = "nationality"
    """The register of people, asked who is a citizen (C-13.1)."""


class Certificate(Row):
    """Somebody's certificate: the next level is open to them (C-15.1)."""

    register: ClassVar[str] = "certificates"
    programme: str
    level: int | None


def certificate_key(person: PersonId, programme: str, level: int | None) -> str:
    """Return the key of somebody's certificate: one of each programme and level (C-8.4, C-15.1).

    >>> certificate_key("t-1", "ingilizce", 2), certificate_key("t-1", "kaynak", None)
    ('t-1/ingilizce/2', 't-1/kaynak/0')
    """
    return f"{person}/{programme}/{level or 0}"
