"""Lists of books, unit prices and held drafts on a real PostgreSQL."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook
from pydantic import JsonValue

from activities.database import Pool, transaction
from activities.journal.journal import Journal
from activities.opening import Registers
from activities.registers.reference import put_reference
from starter.cli.exits import Usage
from starter.cli.finish import Settings
from starter.cli.work.books import export
from starter.client.answers import Refused
from starter.forms.doors import fill_in
from starter.forms.exports import TITLES, write_export
from tests.integration.batches import a_batch, entries
from workflows.kernel.case.records import Decide, RegisterWrite
from workflows.kernel.roles import Actor
from workflows.textbook_law.registers import Register

OWN = "ministry-year-2031-0001"


async def enter(pool: Pool, case_id: str, *rows: tuple[str, str, JsonValue]) -> None:
    writes = tuple(
        RegisterWrite.model_validate({"into": into, "key": key, "row": row, "entry_n": 1})
        for into, key, row in rows
    )
    await Journal(pool).record(a_batch(entries(1), case_id=case_id, registers=writes))


async def ask(pool: Pool, by: str, command_id: str = "c-1", **request: Any) -> dict[str, JsonValue]:
    asked = Decide(
        by=by, case_id=OWN, command_id=command_id, request={**request, "file_no": "2031-0001"}
    )
    return (await Registers(pool).decide(asked)).facts


def a_book(decision_no: str, decided_on: str, first: int = 2032, **more: JsonValue) -> JsonValue:
    """A row of the register of books in use, valid for five school years."""
    return {
        "n": 1,
        "book_no": decision_no.replace("/", "-"),
        "field": "fizik",
        "lesson": "fizik",
        "grade": "9",
        "decision_no": decision_no,
        "decided_on": decided_on,
        "first_school_year": first,
        "last_school_year": first + 4,
        "valid": True,
        **more,
    }


async def a_case(pool: Pool, number: int, row: JsonValue) -> str:
    name = f"textbook-in-use-2031-{number:04}"
    await enter(pool, name, ("books-in-use", f"{name}/1", row))
    return name


async def content(pool: Pool, digest: JsonValue) -> list[dict[str, JsonValue]]:
    async with pool.acquire() as conn:
        found: list[dict[str, JsonValue]] = await conn.fetchval(
            "select content from book_lists where digest = $1", digest
        )
    return found


MONTH: Final[dict[str, Any]] = {"kind": "monthly", "year": 2031, "since": "2031-01-01"}
YEARLY: Final[dict[str, Any]] = {
    "kind": "year",
    "year": 2031,
    "since": "2031-01-01",
    "until": "2031-12-08",
}


@pytest.mark.rule("B-32.1", "R-B.13")
async def test_a_book_is_on_one_monthly_list_be_it_by_its_review_or_its_case(pool: Pool) -> None:
    reviewed: JsonValue = {
        "lesson": "kimya",
        "grade": "9",
        "decision_no": "2031/10",
        "decided_on": "2031-01-14",
        "first_school_year": 2032,
    }
    await enter(pool, "textbook-review-2030-0009", ("books", "2030-0009", reviewed))
    await a_case(pool, 1, a_book("2031/11", "2031-01-20"))
    await a_case(pool, 2, a_book("2031/12", "2031-02-03"))

    january = await ask(pool, Register.LISTS, **MONTH, until="2031-01-31")
    assert january["books"] == 2
    numbers = [each["book_no"] for each in await content(pool, january["digest"])]
    assert numbers == ["2031-11", "review/2030-0009"]

    # the case has not entered it yet: nobody has sent it, and it is collected as before
    again = await ask(pool, Register.LISTS, "c-2", **MONTH, until="2031-02-28")
    assert again["books"] == 3

    sent: JsonValue = {"kind": "monthly", "digest": january["digest"]}
    await enter(pool, OWN, ("book-lists", f"{OWN}/monthly/1", sent))
    # the reviewed book has got its case meanwhile, and is not listed anew
    taught = a_book("2031/10", "2031-01-14", lesson="kimya")
    await a_case(pool, 3, taught)
    february = await ask(pool, Register.LISTS, "c-3", **MONTH, until="2031-02-28")
    assert [each["decision_no"] for each in await content(pool, february["digest"])] == ["2031/12"]

    # asked again under its command, a list is the one that it was
    assert await ask(pool, Register.LISTS, **MONTH, until="2031-01-31") == january


@pytest.mark.rule("B-32.2a", "B-32.2c", "R-B.15", "R-B.4")
async def test_the_yearly_list_has_accepted_running_and_extended_books(pool: Pool) -> None:
    await a_case(pool, 1, a_book("2031/1", "2031-12-08"))
    await a_case(pool, 2, a_book("2031/2", "2031-12-09"))  # after the last acceptance date
    await a_case(pool, 3, a_book("2027/3", "2027-11-10", 2028))  # running until 2032-33
    await a_case(pool, 4, a_book("2026/4", "2026-11-10", 2027, last_school_year=2032))  # extended
    await a_case(pool, 5, a_book("2026/5", "2026-11-10", 2027))  # over with 2031-32
    await a_case(pool, 6, a_book("2028/6", "2028-11-10", 2029, valid=False))  # annulled
    await a_case(pool, 7, a_book("2031/7", "2031-11-10", 2033))  # put off by a year
    async with transaction(pool) as conn:
        older = a_book("2029/8", "2029-11-10", 2030)
        await put_reference(conn, "textbooks", "kitap-8", older, date(2031, 1, 1))

    found = await ask(pool, Register.LISTS, **YEARLY)
    listed = {each["decision_no"] for each in await content(pool, found["digest"])}
    assert listed == {"2031/1", "2027/3", "2026/4", "2029/8"}


@pytest.mark.rule("B-32.2b", "B-29.1")
async def test_the_published_list_has_names_and_prices_where_there_are_some(pool: Pool) -> None:
    name = await a_case(pool, 1, a_book("2031/1", "2031-11-12"))
    await a_case(pool, 2, a_book("2031/2", "2031-11-12"))
    price: JsonValue = {
        "school_year": 2032,
        "price": "85.50",
        "approval_no": "O-1",
        "approved_on": "2031-12-29",
    }
    await enter_more(pool, name, ("prices", f"{name}/1", price))
    names = {"title": "Fizik 9", "authors": "A. Yılmaz", "publisher": "Örnek Yayınevi"}
    titled: dict[str, JsonValue] = {"book_no": "2031-1", **names}
    at = datetime(2031, 12, 1, 9, tzinfo=UTC)
    with pytest.raises(Refused) as no:
        await fill_in(pool, "enter_title", Actor(role="board", id="b-1"), titled, at=at)
    assert [reason.rule for reason in no.value.reasons] == ["B-32.2b"]
    presidency = Actor(role="presidency", id="p-1")
    await fill_in(pool, "enter_title", presidency, {**titled, "title": "Fzk"}, at=at)
    await fill_in(pool, "enter_title", presidency, titled, at=at)  # mended that day

    found = await ask(pool, Register.LISTS, **{**YEARLY, "kind": "journal"})
    assert (found["books"], found["unpriced"]) == (2, 1)
    first, second = await content(pool, found["digest"])
    assert (first["title"], first["publisher"], first["price"]) == (
        "Fizik 9",
        "Örnek Yayınevi",
        "85.50",
    )
    assert (second["title"], second["price"]) == (None, None)

    missing = await ask(
        pool, Register.ANNOUNCED, digest=found["digest"], books=["2031-1", "2031-9"]
    )
    assert missing == {"unannounced": ["2031-9"]}


async def enter_more(pool: Pool, case_id: str, row: tuple[str, str, JsonValue]) -> None:
    """Enter a row of a case whose journal is there already."""
    async with pool.acquire() as conn:
        await conn.execute(
            "insert into registers (register, key, content, case_id, entry_n)"
            " values ($1, $2, $3, $4, 1)",
            *row,
            case_id,
        )


@pytest.mark.rule("R-B.23")
async def test_a_year_has_the_file_that_came_first_and_never_stands_in_its_own_way(
    pool: Pool,
) -> None:
    assert await ask(pool, Register.YEARS, year=2031) == {"ministry-years": None}
    row: JsonValue = {"year": 2031, "file_no": "2031-0001"}
    await enter(pool, OWN, ("ministry-years", "2031", row))
    assert await ask(pool, Register.YEARS, year=2031) == {"ministry-years": None}

    other = Decide(
        by=Register.YEARS,
        case_id="ministry-year-2031-0002",
        command_id="opening",
        request={"year": 2031, "file_no": "2031-0002"},
    )
    told = await Registers(pool).decide(other)
    assert told.facts == {"ministry-years": "2031-0001"}


@pytest.mark.rule("B-33.1d")
async def test_unit_prices_are_those_approved_last(pool: Pool) -> None:
    def a_table(approved_on: str) -> JsonValue:
        return {"school_year": 2032, "approved_on": approved_on, "prices": []}

    assert await ask(pool, Register.UNIT_PRICES, school_year=2032) == {"unit-prices": None}
    await enter(
        pool,
        OWN,
        ("unit-prices", f"{OWN}/2", a_table("2031-12-22")),
        ("unit-prices", f"{OWN}/1", a_table("2031-12-20")),
    )
    told = await ask(pool, Register.UNIT_PRICES, school_year=2032)
    assert told == {"unit-prices": a_table("2031-12-22")}
    assert await ask(pool, Register.UNIT_PRICES, school_year=2033) == {"unit-prices": None}


@pytest.mark.rule("T-17.20")
async def test_held_drafts_are_told_in_the_order_of_their_receipt(pool: Pool) -> None:
    for number, received in ((4, "2031-03-10T10:00:00+03:00"), (9, "2031-03-09T10:00:00+03:00")):
        name = f"textbook-review-2031-{number:04}"
        row: JsonValue = {
            "file_no": f"2031-{number:04}",
            "received_at": received,
            "until": "2031-12-09",
        }
        await enter(pool, name, ("held-drafts", f"{name}/1", row))

    told = await ask(pool, Register.HELD, until="2031-12-09")
    assert told == {"held": 2, "first": "2031-0009"}
    assert await ask(pool, Register.HELD, until="2032-12-09") == {"held": 0, "first": None}


# -- exports ---------------------------------------------------------------------------------------


@pytest.mark.rule("B-32.2b", "B-33.1ç")
async def test_a_years_lists_and_prices_are_written_for_people_and_for_programs(
    pool: Pool, tmp_path: Path
) -> None:
    await a_case(pool, 1, a_book("2031/1", "2031-11-12"))
    async with transaction(pool) as conn:
        names: JsonValue = {"title": "=Fizik 9", "authors": "A. Yılmaz", "publisher": "Örnek"}
        await put_reference(conn, "book-titles", "2031-1", names, date(2031, 12, 1))
    found = await ask(pool, Register.LISTS, **{**YEARLY, "kind": "journal"})
    price: JsonValue = {"paper": "saman", "size": "a4", "binding": "cloth", "per_signature": "4.25"}
    approved: JsonValue = {
        "school_year": 2032,
        "decision_no": "F-1",
        "approval_no": "B-1",
        "approved_on": "2031-12-22",
        "prices": [price],
    }
    published: JsonValue = {"kind": "journal", "year": 2031, "digest": found["digest"]}
    await enter(
        pool,
        OWN,
        ("book-lists", f"{OWN}/journal/1", published),
        ("unit-prices", f"{OWN}/1", approved),
    )

    async with pool.acquire() as conn:
        for what in TITLES:  # every one of them can be read, empty or not
            assert await write_export(conn, what, 2030, tmp_path / "empty.xlsx") >= 0
        sheet, listed = tmp_path / "ocak.xlsx", tmp_path / "ocak.csv"
        assert await write_export(conn, "january-list", 2031, sheet) == 1
        assert await write_export(conn, "january-list", 2031, listed) == 1
        assert await write_export(conn, "unit-prices", 2031, tmp_path / "fiyat.xlsx") == 1

    rows = list(csv.DictReader(listed.read_text(encoding="utf-8").splitlines()))
    assert [(r["book_no"], r["title"], r["decided_on"]) for r in rows] == [
        ("2031-1", "=Fizik 9", "2031-11-12")
    ]
    page = load_workbook(sheet)["Ocak ayı listesi"]
    head, line = [[cell.value for cell in row] for row in page.iter_rows()]
    told = dict(zip(head, line, strict=True))
    assert (told["Kitabın adı"], told["Kurul kararı tarihi"]) == (
        "=Fizik 9",
        datetime(2031, 11, 12),  # noqa: DTZ001 - a day, as spreadsheets have it
    )
    prices = load_workbook(tmp_path / "fiyat.xlsx").active
    assert prices is not None
    assert [cell.value for cell in list(prices.iter_rows())[1]][:4] == [
        "saman",
        "a4",
        "bez",
        "4.25",
    ]


async def test_what_cannot_be_exported_is_told_with_what_can(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, lang="tr")
    with pytest.raises(Usage, match="january-list, december-list"):
        await export(settings, "everything", tmp_path / "a.csv", year=2031, force=False)
    with pytest.raises(Usage, match=r"something\.xlsx or something\.csv or something\.pdf"):
        await export(settings, "books", tmp_path / "a.doc", year=2031, force=False)
