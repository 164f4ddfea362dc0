"""The mailer: drains the table of notices to a mail server.

Notices are leased in a short transaction, sent outside any over several connections that are kept
open, and how they ended is noted together, a moment later. What a server accepted is noted however
long the database is silent, so nothing but a crash in between leads to a second sending: mail is at
least once. Both carry the same Message-ID, made of the notice's own key, by which mail programs and
archives know them as one. That a mail server took a message is not service (tebliğ).
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import default
from typing import Final

import structlog
from pydantic import JsonValue
from typing_extensions import override

from activities.database import OUTAGE, Bell, Pool, Row, heed_cancellation
from activities.paper.shelf import DatabaseShelf
from activities.post.correspondence import Draft, drafted, keep_pages, set_page
from activities.post.delivery import End, MailServer, Outcome
from activities.post.dispatch import Dispatch, Written
from activities.post.lines import Lines
from activities.post.notices import set_aside
from activities.post.prose import as_html
from workflows.kernel.law.calendar import ISTANBUL

_CHANNEL: Final = "vade_notices"


class _Headers(HeaderRegistry):
    """Makes the class of a header once, and not for every header of every letter."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, type[BaseHeader]] = {}

    @override
    def __getitem__(self, name: str) -> type[BaseHeader]:
        known = name.lower()
        if known not in self._made:
            self._made[known] = super().__getitem__(name)
        return self._made[known]


_MAIL: Final = default.clone(header_factory=_Headers())

_log = structlog.get_logger(__name__)


def message_id(case_id: str, occasion: str, addressee: str) -> str:
    """Return the Message-ID of a notice: the same however often it is sent.

    >>> message_id("c-1", "T-1/1", "board") == message_id("c-1", "T-1/1", "board")
    True
    """
    # Forty digits: a longer one would be folded, and some archives then take it for another.
    key = f"{case_id}\n{occasion}\n{addressee}"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@vade>"


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
    beat: timedelta = timedelta(seconds=2),
    sender: str = "vade@localhost",
    language: str = "tr",
) -> None:
    """Send notices until cancelled: one that is issued after a quiet while goes out at once.

    Args:
        pool: The database; its outages are waited out.
        smtp_url: ``smtp://host:port``, ``smtps://user:password@host:port``.
        wake: Longest pause between two looks at the table.
        beat: Shortest one: what is issued in between goes out together.
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
                        next_at = _now() + beat.total_seconds()
                        await drain(pool, server, language=language, lines=lines)
                        await set_aside(pool)
                        await lines.rest()
                        if not await bell.wait(until=next_at):
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

    def message(self) -> EmailMessage:
        return _message(self.draft, self.page)


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
        lambda: [each.message() if isinstance(each, _Sheet) else each for each in found]
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


def _now() -> float:
    return asyncio.get_running_loop().time()


def _facts(row: Row) -> dict[str, JsonValue]:
    """Return what a notice says, an office by its name."""
    facts = dict(row["facts"])
    return facts if row["awaited"] is None else {**facts, "awaited": row["awaited"]}


def _message(draft: Draft, page: bytes | None) -> EmailMessage:
    """Return the mail: plain, as HTML, and with its page if it is a numbered letter."""
    message, letter, number = EmailMessage(_MAIL), draft.letter, draft.about.number
    own_id = message_id(draft.case_id, draft.occasion, draft.addressee)
    message["Subject"] = letter.subject if number is None else f"{letter.subject} ({number})"
    message["Message-ID"] = own_id
    message["Date"] = datetime.now(ISTANBUL)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Vade-Rule"] = draft.about.rule
    message.set_content(letter.text)
    message.add_alternative(as_html(letter.text, draft.language), subtype="html")
    if page is not None:
        name = f"{str(number).replace('/', '-')}.pdf"
        message.add_attachment(page, maintype="application", subtype="pdf", filename=name)
    # by chance they would differ each time, and a mail sent again would not be the same one
    for at, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"vade-{at}-{own_id[1:33]}")
    return message
