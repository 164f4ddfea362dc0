"""The register of books on a real PostgreSQL: accepted by reviews, in use by field and year."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import JsonValue

from activities.database import Pool, transaction
from activities.journal.journal import Journal
from activities.opening import Registers
from activities.registers.reference import put_reference
from tests.integration.batches import OPENED_AT, a_batch, entries
from workflows.kernel.case.records import Decide, RegisterWrite
from workflows.textbook_law.registers import Register
from workflows.textbook_law.terms import taught_books, term_at

OWN = "textbook-in-use-2031-0001"
LATER = datetime(2031, 6, 2, 9, tzinfo=UTC)
BOOK_OF_A_REVIEW: dict[str, JsonValue] = {"n": 1, "field": "fizik", "valid": True}


def a_term(n: int, first: int, last: int, *, valid: bool = True, field: str = "fizik") -> Any:
    """What the register keeps of a term; the newest row counts."""
    return {
        "n": n,
        "book_no": "2031-0002",
        "field": field,
        "first_school_year": first,
        "last_school_year": last,
        "valid": valid,
    }


async def enter(pool: Pool, case_id: str, *rows: tuple[str, str, JsonValue]) -> None:
    writes = tuple(
        RegisterWrite.model_validate({"into": into, "key": key, "row": row, "entry_n": 1})
        for into, key, row in rows
    )
    batch = a_batch(entries(1), case_id=case_id, registers=writes)
    await Journal(pool).record(batch)


async def others(pool: Pool, school_year: int, *, case_id: str = OWN) -> JsonValue:
    asked = Decide(
        by=Register.IN_USE,
        case_id=case_id,
        command_id="c-1",
        request={"field": "fizik", "school_year": school_year, "file_no": "2031-0001"},
    )
    return (await Registers(pool).decide(asked)).facts["others"]


@pytest.mark.rule("B-26.1", "R-B.20")
async def test_other_books_of_a_field_are_counted_by_their_newest_row(pool: Pool) -> None:
    name = "textbook-in-use-2031-0002"
    await enter(
        pool,
        name,
        ("books-in-use", f"{name}/2", a_term(2, 2032, 2037)),
        ("books-in-use", f"{name}/1", a_term(1, 2032, 2036)),
    )
    assert [await others(pool, year) for year in (2031, 2032, 2037, 2038)] == [0, 1, 1, 0]
    assert await others(pool, 2033, case_id=name) == 0


@pytest.mark.rule("B-26.1")
async def test_a_book_that_is_annulled_or_of_another_field_does_not_count(pool: Pool) -> None:
    gone, other = "textbook-in-use-2031-0002", "textbook-in-use-2031-0003"
    await enter(
        pool,
        gone,
        ("books-in-use", f"{gone}/1", a_term(1, 2032, 2036)),
        ("books-in-use", f"{gone}/2", a_term(2, 2032, 2036, valid=False)),
    )
    await enter(pool, other, ("books-in-use", f"{other}/1", a_term(1, 2032, 2036, field="kimya")))

    assert await others(pool, 2033) == 0


@pytest.mark.rule("B-26.1")
async def test_books_from_before_vade_count_until_they_have_a_case(pool: Pool) -> None:
    listed: JsonValue = {"field": "fizik", "first_school_year": 2030, "last_school_year": 2034}
    async with transaction(pool) as conn:
        for key in ("2031-0002", "kitap-9"):
            await put_reference(conn, "textbooks", key, listed, date(2031, 1, 1))
    assert await others(pool, 2033) == 2

    name = "textbook-in-use-2031-0002"
    await enter(pool, name, ("books-in-use", f"{name}/1", a_term(1, 2030, 2034)))
    assert await others(pool, 2033) == 2


@pytest.mark.rule("T-4.4")
async def test_what_a_review_has_entered_of_its_book_is_known(pool: Pool) -> None:
    book: JsonValue = {"lesson": "fizik", "decision_no": "2031/88"}
    await enter(pool, "textbook-review-2031-0042", ("books", "2031-0042", book))

    async def accepted(review: str | None) -> JsonValue:
        request: dict[str, JsonValue] = {"review": review, "file_no": "2031-0001"}
        asked = Decide(by=Register.ACCEPTED, case_id=OWN, command_id="opening", request=request)
        return (await Registers(pool).decide(asked)).facts[Register.ACCEPTED]

    assert await accepted("2031-0042") == book
    assert await accepted("2031-0043") is None
    assert await accepted(None) is None


@pytest.mark.rule("T-4.4")
async def test_a_book_that_has_a_case_is_known_to_whoever_files_it_again(pool: Pool) -> None:
    other = "textbook-in-use-2031-0002"
    term = {**BOOK_OF_A_REVIEW, "review": "2031-0042"}
    await enter(pool, other, ("books-in-use", f"{other}/1", term))

    async def followed_by(case_id: str, review: str | None) -> JsonValue:
        request: dict[str, JsonValue] = {"review": review, "file_no": "2031-0001"}
        asked = Decide(by=Register.ACCEPTED, case_id=case_id, command_id="opening", request=request)
        return (await Registers(pool).decide(asked)).facts[Register.OPENED]

    assert await followed_by(OWN, "2031-0042") == other
    assert await followed_by(other, "2031-0042") is None, "opened again under its own claim"
    assert await followed_by(OWN, "2031-0043") is None
    assert await followed_by(OWN, None) is None


async def terms_of(pool: Pool, book_no: str) -> Any:
    request: dict[str, JsonValue] = {"book_no": book_no, "file_no": "2031-0001"}
    asked = Decide(by=Register.TERMS, case_id=OWN, command_id="opening", request=request)
    return (await Registers(pool).decide(asked)).facts[Register.TERMS]


@pytest.mark.rule("T-11.1ç")
async def test_the_term_of_a_book_is_told_with_the_instant_from_which_it_stands(pool: Pool) -> None:
    """Two states of one case, the newer first; a book of the list by its list, and no other."""
    name = "textbook-in-use-2031-0002"
    windows: dict[str, JsonValue] = {"update_from": "2036-09-01", "update_until": "2038-08-31"}
    opened: JsonValue = {**a_term(1, 2032, 2036), "change": "opened", **windows}
    annulled: JsonValue = {**a_term(2, 2032, 2036), "change": "annulled"}
    await enter(
        pool,
        name,
        ("books-in-use", f"{name}/1", opened),
        ("books-in-use", f"{name}/2", annulled),
    )
    listed: JsonValue = {"field": "fizik", "first_school_year": 2030, "last_school_year": 2034}
    async with transaction(pool) as conn:
        for key in ("2031-0002", "kitap-9"):
            await put_reference(conn, "textbooks", key, listed, date(2031, 1, 1))
        await put_reference(conn, "textbooks", "kitap-9", None, date(2032, 1, 1))

    told = term_at({Register.TERMS: await terms_of(pool, "2031-0002")}, LATER)
    assert told is not None
    assert (told.change, told.update_from) == ("annulled", None)
    first = (await terms_of(pool, "2031-0002"))[1]
    assert datetime.fromisoformat(first["since"]) == OPENED_AT + timedelta(hours=1)
    assert (first["change"], first["update_from"]) == ("opened", "2036-09-01")
    (on_list,) = await terms_of(pool, "kitap-9")
    assert (on_list["change"], on_list["last_school_year"]) == ("listed", 2034)
    assert datetime.fromisoformat(on_list["since"]) == datetime(2030, 12, 31, 21, tzinfo=UTC)
    assert await terms_of(pool, "kitap-1") == []


@pytest.mark.rule("B-34.1", "R-B.24")
async def test_a_tool_is_told_the_valid_textbooks_of_its_lesson_and_grade(pool: Pool) -> None:
    """Of cases, of reviews whose book has none yet, and of the list; no tool is among them."""
    lesson: dict[str, JsonValue] = {"lesson": "fizik", "grade": "9", "decided_on": "2030-11-11"}
    for number, (first, last, valid) in enumerate([(2033, 2037, True), (2030, 2034, False)], 2):
        name = f"textbook-in-use-2031-000{number}"
        term = {**a_term(1, first, last, valid=valid), **lesson, "book_no": f"2031-000{number}"}
        await enter(pool, name, ("books-in-use", f"{name}/1", term))
    accepted = {**lesson, "decision_no": "2031/9", "first_school_year": 2032}
    await enter(pool, "textbook-review-2031-0042", ("books", "2031-0042", accepted))
    await enter(pool, "textbook-review-2031-0043", ("tools-in-place", "2031-0043", accepted))
    listed: JsonValue = {**lesson, "first_school_year": 2031, "last_school_year": 2035}
    async with transaction(pool) as conn:
        await put_reference(conn, "textbooks", "kitap-9", listed, date(2031, 1, 1))

    async def taught(grade: str) -> Any:
        request: dict[str, JsonValue] = {"lesson": "fizik", "grade": grade, "file_no": "2031-0001"}
        asked = Decide(by=Register.TAUGHT, case_id=OWN, command_id="own/x.1", request=request)
        return taught_books((await Registers(pool).decide(asked)).facts)

    assert [
        (book.book_no, book.first_school_year, book.last_school_year) for book in await taught("9")
    ] == [
        ("kitap-9", 2031, 2035),
        ("review/2031-0042", 2032, None),
        ("2031-0002", 2033, 2037),
    ]
    assert await taught("10") == ()
