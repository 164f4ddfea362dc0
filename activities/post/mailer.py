"""The mailer: drains the table of notices to a mail server.

Notices are leased in a short transaction, sent outside any over several connections that are kept
open, and how they ended is noted together, a moment later. What a server accepted is noted however
long the database is silent, so nothing but a crash in between leads to a second sending: mail is at
least once. Both carry the same Message-ID, made of the notice's own key, by which mail programs and
archives know them as one. That a mail server took a message is not service (tebliğ).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from pydantic import JsonValue

from activities.database import OUTAGE, Bell, Pool, Row, heed_cancellation
from activities.paper.shelf import DatabaseShelf
from activities.post.correspondence import Draft, drafted, keep_pages, set_page
from activities.post.delivery import End, MailServer, Outcome
from activities.post.dispatch import Dispatch, Written
from activities.post.lines import Lines
from activities.post.mail import Mail, mail_of
from activities.post.notices import set_aside

_CHANNEL: Final = "vade_notices"

_log = structlog.get_logger(__name__)


async def drain(
    pool: Pool, server: MailServer, *, language: str = "tr", lines: Lines | None = None
) -> int:
    """Send every notice that is due and has an address; two mailers never take the same one.

    Args:
        pool: The database.
        server: Where letters go to.
        language: Of the letters, ``tr`` or ``en``.
        lines: To that server, if they outlive this emptying of the table.

    Returns:
        How many were sent. Those put off are tried again later, after a pause that doubles; those
        that the server refuses for good are given up until their address changes.
    """
    own = Lines(server) if lines is None else lines
    try:
        return await Dispatch(pool, own, lambda rows: _written(pool, rows, language)).run()
    finally:
        if lines is None:
            await own.part()


async def run_mailer(
    pool: Pool,
    smtp_url: str,
    *,
    wake: timedelta = timedelta(seconds=15),
    calm: timedelta = timedelta(milliseconds=300),
    at_most: timedelta = timedelta(seconds=5),
    sender: str = "vade@localhost",
    language: str = "tr",
) -> None:
    """Send notices until cancelled; while one follows the other, the acts they come of go first.

    Args:
        pool: The database; its outages are waited out.
        smtp_url: ``smtp://host:port``, ``smtps://user:password@host:port``.
        wake: Longest pause between two looks at the table.
        calm: How long no other notice has been issued when one goes out.
        at_most: Longest wait for that: what is issued meanwhile goes out together.
        sender: Address that letters come from.
        language: Language of the letters, ``tr`` or ``en``.
    """
    server = MailServer.at(smtp_url, sender)
    lines = Lines(server)
    try:
        while True:
            bell = Bell(pool, _CHANNEL, wake)
            try:
                async with bell.listening():
                    while True:
                        await drain(pool, server, language=language, lines=lines)
                        await set_aside(pool)
                        await lines.rest()
                        if not await bell.wait(calm=calm, at_most=at_most):
                            break
            except OUTAGE as outage:
                heed_cancellation()
                _log.warning("mailer_waits_for_database", fault=type(outage).__name__)
                await asyncio.sleep(1)
    finally:
        await lines.part()


@dataclass
class _Sheet:
    draft: Draft
    page: bytes | None = None
    """None for what is mail alone, and for a letter whose page has been kept before."""

    def mail(self) -> Mail:
        return mail_of(self.draft, self.page)


async def _written(pool: Pool, rows: Sequence[Row], language: str) -> list[Written]:
    """Write notices, in a thread: whoever acts on a case meanwhile does not wait for it.

    No connection is held while pages are set. What goes out is the page that is kept.
    """
    sheets = await asyncio.to_thread(lambda: [_sheet(row, language) for row in rows])
    shelf = DatabaseShelf(pool)
    fresh = [(each, each.page) for each in sheets if isinstance(each, _Sheet) and each.page]
    if fresh:
        kept = await keep_pages(pool, shelf, [(each.draft, page) for each, page in fresh])
        for (each, _), page in zip(fresh, kept, strict=True):
            each.page = page
    found = [await _with_page(shelf, each) for each in sheets]
    return await asyncio.to_thread(
        lambda: [each.mail() if isinstance(each, _Sheet) else each for each in found]
    )


def _sheet(row: Row, language: str) -> _Sheet | Outcome:
    try:
        draft = drafted(row, language, _facts(row))
        is_new_letter = draft.about.number is not None and draft.sha256 is None
        return _Sheet(draft, set_page(draft) if is_new_letter else None)
    except Exception as fault:  # noqa: BLE001 - one letter must not hold up the others
        return Outcome(end=End.LATER, why=type(fault).__name__)


async def _with_page(shelf: DatabaseShelf, sheet: _Sheet | Outcome) -> _Sheet | Outcome:
    """Add the page of a letter that was set before."""
    if isinstance(sheet, _Sheet) and sheet.page is None and sheet.draft.sha256 is not None:
        try:
            sheet.page = await shelf.get(sheet.draft.sha256)
        except KeyError as fault:
            return Outcome(end=End.LATER, why=type(fault).__name__)
    return sheet


def _facts(row: Row) -> dict[str, JsonValue]:
    """Return what a notice says, an office by its name."""
    facts = dict(row["facts"])
    return facts if row["awaited"] is None else {**facts, "awaited": row["awaited"]}
