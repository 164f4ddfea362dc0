"""Rows that a course enters in official registers."""

from typing import ClassVar

from workflows.kernel.case.rows import Row


class Certificate(Row):
    """Somebody's certificate: the next level is open to them (C-15.1)."""

    register: ClassVar[str] = "certificates"
    programme: str
    level: int | None
