"""The book of outgoing letters: their numbers without gaps, and their pages.

A notification is a letter: it is numbered (Sayı) in the transaction that records the journal
entries it follows from, by series and year. A reminder may be taken back, so it is mail alone and
has no number. A letter's page is set when it is first sent or opened, and stays as it was then.
"""

import asyncio
from typing import Final, Literal

from pydantic import AwareDatetime, JsonValue

from activities.database import Connection, Pool, Row, queries
from activities.paper.shelf import Shelf
from activities.post.grounds import LAWS
from activities.post.letter import Letter, Particulars, write_letter
from workflows.kernel.values import Frozen

_SQL = queries("post/correspondence")

_SERIES: Final = {letter: law.code for letter, law in LAWS.items()}

_ANYBODY: Final = {"tr": "İlgili", "en": "Sir or Madam"}


class Numbered(Frozen):
    """One letter of a case, as the book has it."""

    number: str
    """``E-TTKB-2031/17``."""
    subject: str
    addressee: str
    rule: str
    dated_at: AwareDatetime
    sent_at: AwareDatetime | None
    state: Literal["sent", "waits", "withdrawn"]
    sha256: str | None
    """Of its page, once that has been set."""


async def number_letters(conn: Connection, case_id: str) -> None:
    """Number the letters of a case that have no number yet.

    Args:
        conn: In the transaction that records what they follow from; rolled back, it gives the
            numbers back.
        case_id: The case.
    """
    await conn.execute(_SQL["number_letters"], case_id, _SERIES)


def number_of(row: Row) -> str | None:
    """Return a letter's number as it is written; none for a notice that is no letter."""
    return None if row["n"] is None else f"E-{row['series']}-{row['year']}/{row['n']}"


def particulars(row: Row, language: str, facts: dict[str, JsonValue] | None = None) -> Particulars:
    """Return what a letter is written from.

    Args:
        row: A notice with the name of its addressee and, if it is a letter, its number.
        language: ``tr`` or ``en``.
        facts: Its facts, if they are more than the notice says.
    """
    return Particulars(
        template=row["template"],
        rule=row["rule"],
        dated_at=row["dated_at"],
        name=row["name"] or _ANYBODY[language],
        facts=dict(row["facts"]) if facts is None else facts,
        number=number_of(row),
    )


async def letters_of(conn: Connection, case_id: str, language: str = "tr") -> tuple[Numbered, ...]:
    """Return the letters of a case, oldest first."""
    rows = await conn.fetch(_SQL["letters_of"], case_id)
    return tuple(_numbered(row, language) for row in rows)


def _numbered(row: Row, language: str) -> Numbered:
    about = particulars(row, language)
    ended: Literal["withdrawn", "waits"] = "withdrawn" if row["withdrawn_at"] else "waits"
    return Numbered(
        number=about.number or "",
        subject=write_letter(about, language).subject,
        addressee=row["addressee"],
        rule=row["rule"],
        dated_at=row["dated_at"],
        sent_at=row["sent_at"],
        state="sent" if row["sent_at"] else ended,
        sha256=row["sha256"],
    )


async def open_letter(
    pool: Pool, shelf: Shelf, case_id: str, number: str, language: str = "tr"
) -> tuple[str, bytes] | None:
    """Return one letter of a case: its whole number, and its page; none if it has no such letter.

    Args:
        pool: The database.
        shelf: Where pages lie.
        case_id: The case.
        number: ``E-TTKB-2031/17``, or ``2031/17`` where the case has only one such.
        language: In which it is written, if it has not been before.
    """
    async with pool.acquire() as conn:
        rows = await conn.fetch(_SQL["letters_of"], case_id)
    wanted = [row for row in rows if number in {number_of(row), f"{row['year']}/{row['n']}"}]
    if len(wanted) != 1:
        return None
    about = particulars(wanted[0], language)
    key = (case_id, wanted[0]["occasion"], wanted[0]["addressee"])
    letter = write_letter(about, language)
    page = await page_of(pool, shelf, key, wanted[0]["sha256"], letter, about, language)
    return about.number or number, page


async def page_of(
    pool: Pool,
    shelf: Shelf,
    key: tuple[str, str, str],
    sha256: str | None,
    letter: Letter,
    about: Particulars,
    language: str,
) -> bytes:
    """Return a letter's page: as it was set first, or set now and kept.

    Args:
        pool: The database; no connection is held while the page is set.
        shelf: Where pages lie.
        key: Case, occasion and addressee.
        sha256: Of the page that is kept, if there is one.
        letter: The words.
        about: What they were written from.
        language: ``tr`` or ``en``.
    """
    if sha256 is None:
        from activities.post.page import set_letter  # noqa: PLC0415 - Typst is slow to load

        _, _, addressee = key
        page = await asyncio.to_thread(
            set_letter, letter, about, addressee=addressee, language=language
        )
        own = await shelf.put(page)
        async with pool.acquire() as conn:
            sha256 = str(await conn.fetchval(_SQL["keep_page"], *key, own))
        if sha256 == own:
            return page
    return await shelf.get(sha256)
