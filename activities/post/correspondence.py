"""The book of outgoing letters: their numbers without gaps, and their pages.

A notification is a letter: it is numbered (Sayı) in the transaction that records the journal
entries it follows from, by series and year. A reminder may be taken back, so it is mail alone and
has no number. A letter's page is set when it is first sent or opened, and stays as it was then.
"""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from jinja2 import UndefinedError
from pydantic import AwareDatetime, JsonValue

from activities.database import Connection, Pool, Row, queries, transaction
from activities.paper.shelf import Shelf
from activities.post.letter import Letter, Particulars, counted_on, write_letter
from activities.post.page import set_letter
from workflows.kernel.values import Frozen

_SQL = queries("post/correspondence")

_ANYBODY: Final = {"tr": "İlgili", "en": "Sir or Madam"}


class Numbered(Frozen):
    """One letter of a case, as the book has it."""

    number: str
    """``E-TTKB-2031/17``."""
    subject: str
    occasion: str
    """Of its notice, as the entry has it that it follows from."""
    addressee: str
    rule: str
    dated_on: date
    """The day that stands on it."""
    sent_at: AwareDatetime | None
    state: Literal["sent", "waits", "withdrawn"]
    sha256: str | None
    """Of its page, once that has been set."""


class Draft(Frozen):
    """A notice in words, before it is sent or set on a page."""

    case_id: str
    occasion: str
    addressee: str
    about: Particulars
    letter: Letter
    language: str
    sha256: str | None
    """Of its page, if that has been set."""


def drafted(row: Row, language: str, facts: dict[str, JsonValue] | None = None) -> Draft:
    """Write a notice.

    Args:
        row: With the name of its addressee and, if it is a letter, its number.
        language: ``tr`` or ``en``.
        facts: What it says, if that is more than its row does.
    """
    about = _about(row, language, facts)
    return Draft(
        case_id=row["case_id"],
        occasion=row["occasion"],
        addressee=row["addressee"],
        about=about,
        letter=write_letter(about, language),
        language=language,
        sha256=row["sha256"],
    )


def _about(row: Row, language: str, facts: dict[str, JsonValue] | None = None) -> Particulars:
    return Particulars(
        template=row["template"],
        rule=row["rule"],
        dated_at=row["dated_at"],
        name=row["name"] or _ANYBODY[language],
        facts=dict(row["facts"]) if facts is None else facts,
        number=_number(row),
        issuer=row["issuer"],
    )


def _number(row: Row) -> str | None:
    return None if row["n"] is None else f"E-{row['series']}-{row['year']}/{row['n']}"


async def letters_of(conn: Connection, case_id: str, language: str = "tr") -> tuple[Numbered, ...]:
    """Return the letters of a case, oldest first."""
    rows = await conn.fetch(_SQL["letters_of"], case_id)
    return tuple(_numbered(row, language) for row in rows)


def _numbered(row: Row, language: str) -> Numbered:
    about = _about(row, language)
    ended: Literal["withdrawn", "waits"] = "withdrawn" if row["withdrawn_at"] else "waits"
    try:
        subject = write_letter(about, language).subject
    except UndefinedError:
        # one that lacks a fact must not hide the others; opened or sent, it says what it lacks
        subject = about.template
    return Numbered(
        number=about.number or "",
        subject=subject,
        occasion=row["occasion"],
        addressee=row["addressee"],
        rule=about.rule,
        dated_on=counted_on(about.dated_at),
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
    found = [row for row in rows if number in {_number(row), f"{row['year']}/{row['n']}"}]
    if len(found) != 1:
        return None
    draft = drafted(found[0], language)
    return str(draft.about.number), await page_of(pool, shelf, draft)


async def page_of(pool: Pool, shelf: Shelf, draft: Draft) -> bytes:
    """Return a letter's page: as it was set first, or set now and kept."""
    if draft.sha256 is not None:
        return await shelf.get(draft.sha256)
    page = await asyncio.to_thread(set_page, draft)
    (kept,) = await keep_pages(pool, shelf, [(draft, page)])
    return kept


def set_page(draft: Draft) -> bytes:
    """Set a letter's page; that takes a while, and so has a thread of its own."""
    return set_letter(draft.letter, draft.about, addressee=draft.addressee, language=draft.language)


async def keep_pages(
    pool: Pool, shelf: Shelf, pages: Sequence[tuple[Draft, bytes]]
) -> tuple[bytes, ...]:
    """Keep the pages of letters that had none, and return what is kept now: the first one stays."""
    drafts, contents = [draft for draft, _ in pages], [page for _, page in pages]
    keys = [(draft.case_id, draft.occasion, draft.addressee) for draft in drafts]
    async with transaction(pool) as conn:
        own = await shelf.put(conn, contents)
        asked = (*map(list, zip(*keys, strict=True)), own)
        rows = await conn.fetch(_SQL["keep_pages"], *asked)
    kept = {(row["case_id"], row["occasion"], row["addressee"]): row["sha256"] for row in rows}
    return tuple(
        [
            page if kept[key] == sha256 else await shelf.get(kept[key])
            for key, sha256, page in zip(keys, own, contents, strict=True)
        ]
    )
