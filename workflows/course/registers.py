"""Rows that a course enters in official registers."""

from enum import StrEnum
from typing import ClassVar

from workflows.kernel.case.rows import Row


class Register(StrEnum):
    """The registers of courses that a case asks."""

    PEOPLE = "people"


class Certificate(Row):
    """Somebody's certificate: the next level is open to them (C-15.1)."""

    register: ClassVar[str] = "certificates"
    programme: str
    level: int | None
