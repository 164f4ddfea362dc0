"""What a list of books says beside numbers: title, authors, publisher as printed (m.32(2)).

Cases know nobody's name; lists take these from the register when they are collected.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from pydantic import StringConstraints

from activities.database import Connection
from activities.registers.reference import put_reference
from starter.forms.form import read, refuse
from workflows.kernel.case.reasons import only
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen, RegisterNo
from workflows.ministry_year.offices import Office

TITLES: Final = "book-titles"

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


class BookTitle(Frozen):
    """How a book stands in the lists."""

    book_no: RegisterNo
    """As lists have it: the file number of its case, or ``review/2031-0042`` before it has one."""
    title: Line
    authors: Line
    publisher: Line


async def enter_title(
    conn: Connection, actor: Actor, row: BookTitle | Mapping[str, Any], *, on: date
) -> None:
    """Enter how a book stands in the lists that are collected from now on (B-32.2b).

    Args:
        conn: In a transaction.
        actor: The Presidency or the publications department.
        row: A `BookTitle`, or its fields.
        on: Day of the act, in Istanbul; entered again, the later one counts.

    Raises:
        Refused: With all reasons.
    """
    titled = read(BookTitle, row, "B-32.2b")
    openers = (Office.PRESIDENCY, Office.PUBLICATIONS_DEPARTMENT)
    refuse(only("B-32.2b", actor, *openers, to="enter how a book stands in the lists"))
    content = titled.model_dump(mode="json", exclude={"book_no"})
    await put_reference(conn, TITLES, titled.book_no, content, on)
