"""The Ministry's year: its one case, its lists of books, unit prices, drafts that were held."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from asyncpg import Record
from pydantic import JsonValue

from activities.database import Connection, queries
from activities.registers.decisions import Decider, once, request_of
from activities.registers.sole import other_holder
from workflows.kernel.case.records import Decide, Verdict
from workflows.kernel.values import Frozen, digest
from workflows.textbook_law.registers import Register

_SQL = queries("textbook/lists")


class _Year(Frozen):
    year: int
    file_no: str


class _List(Frozen):
    kind: Literal["monthly", "year", "journal"]
    year: int
    since: date
    until: date
    file_no: str


class _Books(Frozen):
    digest: str | None
    books: tuple[str, ...]
    file_no: str


class _SchoolYear(Frozen):
    school_year: int
    file_no: str


class _Held(Frozen):
    until: date
    file_no: str


async def _year(conn: Connection, asked: Decide) -> Verdict:
    """Tell under which file a year has been opened, or is about to be; none: it is this one's."""
    wanted = request_of(asked, _Year)
    year = str(wanted.year)
    first = await conn.fetchval(_SQL["year_opened"], year, asked.case_id)
    if first is None:
        case = {"case_id": asked.case_id, "file_no": wanted.file_no}
        holder = await other_holder(conn, Register.YEARS, year, **case)
        first = None if holder is None else holder.file_no
    return Verdict(granted=True, facts={Register.YEARS: first})


async def _collect(conn: Connection, asked: Decide) -> Verdict:
    """Collect a list of books and keep it as it stands now; asked again, it is the same one."""
    wanted = request_of(asked, _List)
    await conn.execute(_SQL["lock_lists"])
    return await once(conn, asked, lambda: _collected(conn, wanted))


async def _collected(conn: Connection, wanted: _List) -> Verdict:
    if wanted.kind == "monthly":
        found = await conn.fetch(
            _SQL["accepted_and_not_listed"], wanted.year, wanted.since, wanted.until
        )
    else:
        found = await conn.fetch(_SQL["taught_in"], wanted.year + 1, wanted.until)
    books = [_written(row) for row in found]
    key = digest(books)
    await conn.execute(_SQL["keep_list"], key, books)
    unpriced = sum(book["price"] is None for book in books)
    facts: dict[str, JsonValue] = {"books": len(books), "digest": key, "unpriced": unpriced}
    return Verdict(granted=True, facts=facts)


def _written(row: Record) -> dict[str, JsonValue]:
    """Write a line of a list: names, publisher and price where an office has entered them."""
    names = row["names"] or {}
    return {
        **{name: row[name] for name in ("book_no", "field", "lesson", "grade", "decision_no")},
        "decided_on": row["decided_on"].isoformat(),
        "first_school_year": row["first_school_year"],
        "last_school_year": row["last_school_year"],
        **{name: names.get(name) for name in ("title", "authors", "publisher")},
        "price": row["price"],
    }


async def _announced(conn: Connection, asked: Decide) -> Verdict:
    """Tell which of some books are not on a published list."""
    wanted = request_of(asked, _Books)
    on_list = {row[0] for row in await conn.fetch(_SQL["books_of"], wanted.digest or "")}
    missing: list[JsonValue] = [book for book in wanted.books if book not in on_list]
    return Verdict(granted=True, facts={"unannounced": missing})


async def _unit_prices(conn: Connection, asked: Decide) -> Verdict:
    """Tell the unit prices of a school year, as approved last; none if there are none."""
    school_year = request_of(asked, _SchoolYear).school_year
    row = await conn.fetchval(_SQL["unit_prices"], school_year)
    return Verdict(granted=True, facts={Register.UNIT_PRICES: row})


async def _held(conn: Connection, asked: Decide) -> Verdict:
    """Tell how many drafts were held until a day, and which one was received first."""
    until = request_of(asked, _Held).until.isoformat()
    files = [row["file_no"] for row in await conn.fetch(_SQL["held"], until)]
    return Verdict(granted=True, facts={"held": len(files), "first": files[0] if files else None})


DECIDERS: Final[Mapping[str, Decider]] = {
    Register.YEARS: _year,
    Register.LISTS: _collect,
    Register.ANNOUNCED: _announced,
    Register.UNIT_PRICES: _unit_prices,
    Register.HELD: _held,
}
