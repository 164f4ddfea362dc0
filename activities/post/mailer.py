"""The mailer: drains the table of notices to a mail server.

A notice is leased in a short transaction, sent outside any, and its outcome noted. What a server
accepted is noted however long the database is silent, so nothing but a crash in between leads to a
second sending: mail is at least once. Both carry the same Message-ID, made of the notice's own key,
by which mail programs and archives know them as one. That a mail server took a message is not
service (tebliğ).
"""

import asyncio
import hashlib
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, Final

import structlog
from pydantic import JsonValue

from activities.database import (
    OUTAGE,
    Bell,
    Connection,
    Pool,
    Row,
    brought_to_its_end,
    heed_cancellation,
    queries,
)
from activities.paper.shelf import DatabaseShelf
from activities.post.correspondence import Draft, drafted, page_of
from activities.post.delivery import End, MailServer, Outcome, delivered
from activities.post.notices import office_name
from activities.post.prose import as_html
from workflows.kernel.law.calendar import ISTANBUL

_SQL = queries("post/notices")
_CHANNEL: Final = "vade_notices"

# What a lease lasts longer than the mail server's time: enough to note how it ended.
_MARGIN: Final = timedelta(minutes=1)

# Kept as the reason of an attempt; a second one in a row is not followed by a third.
_CUT_OFF: Final = "cut off after the content"
_UNANSWERED: Final = "no answer after the content"

_log = structlog.get_logger(__name__)


def message_id(case_id: str, occasion: str, addressee: str) -> str:
    """Return the Message-ID of a notice: the same however often it is sent.

    >>> message_id("c-1", "T-1/1", "board") == message_id("c-1", "T-1/1", "board")
    True
    """
    # Forty digits: a longer one would be folded, and some archives then take it for another.
    key = f"{case_id}\n{occasion}\n{addressee}"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@vade>"


async def drain(pool: Pool, server: MailServer, *, language: str = "tr") -> int:
    """Send every notice that is due and has an address; two mailers never take the same one.

    Returns:
        How many were sent. Those put off are tried again later, after a pause that doubles; those
        that the server refuses for good are given up until their address changes.
    """
    sent = 0
    while True:
        outcome = await _send_next(pool, server, language)
        heed_cancellation()
        if outcome is None:
            return sent
        sent += outcome.end is End.ACCEPTED
        if outcome.for_all:
            return sent


async def run_mailer(
    pool: Pool,
    smtp_url: str,
    *,
    wake: timedelta = timedelta(seconds=15),
    sender: str = "vade@localhost",
    language: str = "tr",
) -> None:
    """Send notices until cancelled: at once when one is issued, at the latest every ``wake``.

    Args:
        pool: The database; its outages are waited out.
        smtp_url: ``smtp://host:port``, ``smtps://user:password@host:port``.
        wake: Longest pause between two looks at the table.
        sender: Address that letters come from.
        language: Language of the letters, ``tr`` or ``en``.
    """
    server = MailServer.at(smtp_url, sender)
    while True:
        bell = Bell(pool, _CHANNEL, wake)
        try:
            async with bell.listening():
                while True:
                    await drain(pool, server, language=language)
                    if not await bell.wait():
                        break
        except OUTAGE as outage:
            _log.warning("mailer_waits_for_database", fault=type(outage).__name__)
            await asyncio.sleep(1)


async def _send_next(pool: Pool, server: MailServer, language: str) -> Outcome | None:
    """Send one notice under a lease, and note how it ended; none if there is nothing to send."""
    async with pool.acquire() as conn:
        row = await conn.fetchrow(_SQL["lease_next"], server.patience + _MARGIN)
        if row is None:
            return None
        facts = await _facts(conn, row)
    message = await _written(pool, row, facts, language)
    if isinstance(message, Outcome):
        await _note(pool, row, message)
        return message
    async with delivered(server, message, row["email"]) as outcome:
        await brought_to_its_end(_note(pool, row, outcome))
    return outcome


async def _written(
    pool: Pool, row: Row, facts: dict[str, JsonValue], language: str
) -> EmailMessage | Outcome:
    try:
        draft = drafted(row, language, facts)
        numbered = draft.about.number is not None
        return _message(
            draft, await page_of(pool, DatabaseShelf(pool), draft) if numbered else None
        )
    except OUTAGE:
        raise
    except Exception as fault:  # noqa: BLE001 - one letter must not hold up the others
        return Outcome(end=End.LATER, why=type(fault).__name__)


async def _note(pool: Pool, row: Row, outcome: Outcome) -> None:
    """Write down how an attempt ended, however long the database is silent."""
    key = (row["case_id"], row["occasion"], row["addressee"])
    name, *values = _noted(row, outcome, message_id(*key))
    while True:
        try:
            async with pool.acquire() as conn:
                await conn.execute(_SQL[name], *key, *values)
        except OUTAGE as outage:
            _log.warning("mailer_waits_for_database", fault=type(outage).__name__)
            await asyncio.sleep(1)
        else:
            return


def _noted(row: Row, outcome: Outcome, own_id: str) -> tuple[Any, ...]:
    """Return the query that notes an outcome, with its values after the notice's key."""
    if outcome.end is End.ACCEPTED:
        return "mark_sent", own_id
    why, final = _reason(outcome, row["failed"])
    case_id, occasion = row["case_id"], row["occasion"]
    if final:
        _log.warning("notice_given_up", case_id=case_id, occasion=occasion, fault=why)
        return "give_up", row["attempts"], why
    _log.warning("notice_not_sent", case_id=case_id, occasion=occasion, fault=why)
    return "put_off", row["attempts"], why


def _reason(outcome: Outcome, before: str | None) -> tuple[str, bool]:
    """Say why a notice has not gone out, and whether a person has to decide what follows."""
    match outcome.end:
        case End.CUT_OFF:
            # the server died of it or took it: one more try, but no endless copies
            return _CUT_OFF, before == _CUT_OFF
        case End.UNANSWERED:
            return _UNANSWERED, True
        case _:
            return outcome.why, outcome.end is End.NEVER


async def _facts(conn: Connection, row: Row) -> dict[str, JsonValue]:
    """Return what a notice says, an office by its name."""
    facts = dict(row["facts"])
    if facts.get("awaited") is not None:
        facts["awaited"] = await office_name(conn, str(facts["awaited"])) or facts["awaited"]
    return facts


def _message(draft: Draft, page: bytes | None) -> EmailMessage:
    """Return the mail: plain, as HTML, and with its page if it is a numbered letter."""
    message, letter, number = EmailMessage(), draft.letter, draft.about.number
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
