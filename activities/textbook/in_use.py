"""Accepted textbooks: what a review has entered of one, and which are taught, by field and year."""

from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

from activities.database import Connection, queries
from activities.registers.decisions import Decider, request_of
from activities.registers.sole import other_holder
from workflows.kernel.case.records import Decide, Verdict
from workflows.kernel.values import Frozen
from workflows.textbook_law.registers import Register

_SQL = queries("textbook/in_use")


class _Review(Frozen):
    review: str | None
    file_no: str


class _Book(Frozen):
    book_no: str
    file_no: str


class _Lesson(Frozen):
    lesson: str
    grade: str
    file_no: str


class _Field(Frozen):
    field: str
    school_year: int
    file_no: str


async def _accepted(conn: Connection, asked: Decide) -> Verdict:
    """Tell what a review has entered of the book that it accepted, and which case that book has.

    None where it has entered nothing, and where no other case follows it or is about to.
    """
    wanted = request_of(asked, _Review)
    review = wanted.review
    if review is None:
        return Verdict(granted=True, facts={Register.ACCEPTED: None, Register.OPENED: None})
    row = await conn.fetchval(_SQL["accepted_book"], review)
    other = await conn.fetchval(_SQL["other_case"], review, asked.case_id)
    if other is None:
        case = {"case_id": asked.case_id, "file_no": wanted.file_no}
        holder = await other_holder(conn, Register.OPENED, review, **case)
        other = None if holder is None else holder.case_id
    return Verdict(granted=True, facts={Register.ACCEPTED: row, Register.OPENED: other})


async def _terms(conn: Connection, asked: Decide) -> Verdict:
    """Tell how the term of a book has stood, the newest state first; nothing of an unknown one.

    Each with the instant from which it stands: the rules decide which one matters (T-11.1ç).
    """
    book_no = request_of(asked, _Book).book_no
    found = await conn.fetch(_SQL["terms_of"], book_no)
    terms: list[JsonValue] = [{**row["term"], "since": row["since"].isoformat()} for row in found]
    return Verdict(granted=True, facts={Register.TERMS: terms})


async def _taught(conn: Connection, asked: Decide) -> Verdict:
    """Tell the valid textbooks of a lesson and grade, the earliest first (B-34.1)."""
    look = request_of(asked, _Lesson)
    found = await conn.fetch(_SQL["taught"], look.lesson, look.grade)
    books: list[JsonValue] = [dict(row) for row in found]
    return Verdict(granted=True, facts={Register.TAUGHT: books})


async def _others_in_use(conn: Connection, asked: Decide) -> Verdict:
    """Count the other textbooks of a field that are valid in a school year (B-26.1, R-B.20).

    Those of open and closed cases by their newest row, and those from before Vade that are on the
    published list ``textbooks`` and have no case.
    """
    look = request_of(asked, _Field)
    others = await conn.fetchval(_SQL["others_in_use"], asked.case_id, look.field, look.school_year)
    return Verdict(granted=True, facts={"others": others})


DECIDERS: Final[Mapping[str, Decider]] = {
    Register.ACCEPTED: _accepted,
    Register.TERMS: _terms,
    Register.TAUGHT: _taught,
    Register.IN_USE: _others_in_use,
}

ONLY_TELL: Final = frozenset({Register.TERMS, Register.TAUGHT})
"""Those that keep nothing for whoever asks."""
