"""The register of overdue loans: the row that a loan enters, and what a new one asks."""

from datetime import date
from typing import ClassVar

from workflows.kernel.case.records import Inquiry
from workflows.kernel.case.rows import Row

OVERDUE = "overdue-loans"


class OverdueLoan(Row):
    """A loan that was not given back in time (L-3)."""

    register: ClassVar[str] = OVERDUE
    reader: str
    copy_no: str
    due_on: date


def inquiry(reader: str) -> Inquiry:
    """Ask how many loans of a reader have ever been overdue."""
    return Inquiry(by=OVERDUE, request={"reader": reader})
