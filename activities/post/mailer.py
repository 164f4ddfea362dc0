"""The mailer: drains the table of notices to a mail server.

Mail is at least once: between the server's taking a message and our noting it, a crash leads to a
second sending. Both carry the same Message-ID, made of the notice's own key, by which mail programs
and archives know them as one. That a mail server took a message is not service (tebliğ).
"""

import asyncio
import hashlib
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate
from enum import Enum, auto
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from activities.database import (
    OUTAGE,
    Bell,
    Connection,
    Pool,
    Row,
    heed_cancellation,
    queries,
    transaction,
)
from activities.post.letter import Letter, Particulars, write_letter
from workflows.kernel.values import Frozen

_SQL = queries("post/notices")
_CHANNEL: Final = "vade_notices"

# Well under the time after which PostgreSQL ends a transaction that stands idle: the row stays
# locked while its message is being sent.
_PATIENCE: Final = 20.0

_log = structlog.get_logger(__name__)


class MailServer(Frozen):
    """Where messages go out, from ``smtp://user:password@host:port`` or ``smtps://…``."""

    host: str
    port: int
    user: str | None
    password: str | None
    encrypted: bool
    """From the first byte; otherwise encryption is taken up where the server offers it."""
    sender: str

    @classmethod
    def at(cls, url: str, sender: str) -> "MailServer":
        """Read an address.

        Raises:
            ValueError: It is not that of a mail server.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("a mail server's address is smtp://host:port or smtps://host:port")
        encrypted = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if encrypted else 587),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            encrypted=encrypted,
            sender=sender,
        )


class _Went(Enum):
    SENT = auto()
    FAILED = auto()  # this message; the next one may go through
    SERVER_DOWN = auto()  # none will go through for now


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
        How many were sent. Those that failed are tried again later, after a pause that doubles.
    """
    sent = 0
    while True:
        went = await _send_next(pool, server, language)
        heed_cancellation()
        if went is None or went is _Went.SERVER_DOWN:
            return sent
        sent += went is _Went.SENT


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


async def _send_next(pool: Pool, server: MailServer, language: str) -> _Went | None:
    """Send one notice while its row is locked; none if there is nothing to send."""
    async with transaction(pool) as conn:
        row = await conn.fetchrow(_SQL["next_to_send"])
        if row is None:
            return None
        key = (row["case_id"], row["occasion"], row["addressee"])
        try:
            letter = await _letter(conn, row, language)
            await _post(server, _message(server, row, letter))
        except Exception as fault:  # noqa: BLE001 - one letter must not hold up the others
            said = _without_address(fault)
            _log.warning("notice_not_sent", case_id=key[0], occasion=key[1], fault=said)
            await conn.execute(_SQL["mark_failed"], *key, said)
            return _Went.SERVER_DOWN if _server_is_down(fault) else _Went.FAILED
        await conn.execute(_SQL["mark_sent"], *key, message_id(*key))
        return _Went.SENT


async def _letter(conn: Connection, row: Row, language: str) -> Letter:
    facts = dict(row["facts"])
    if facts.get("awaited") is not None:
        office = await conn.fetchval(_SQL["office_name"], facts["awaited"])
        facts["awaited"] = office or facts["awaited"]
    about = Particulars(
        template=row["template"],
        rule=row["rule"],
        dated_at=row["dated_at"],
        name=row["name"] or ("İlgili" if language == "tr" else "Sir or Madam"),
        facts=facts,
    )
    return write_letter(about, language)


def _message(server: MailServer, row: Row, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = row["email"]
    message["Subject"] = letter.subject
    message["Message-ID"] = message_id(row["case_id"], row["occasion"], row["addressee"])
    message["Date"] = formatdate()
    message["Auto-Submitted"] = "auto-generated"
    message["X-Vade-Rule"] = row["rule"]
    message.set_content(letter.text)
    return message


async def _post(server: MailServer, message: EmailMessage) -> None:
    await aiosmtplib.send(
        message,
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.encrypted,
        timeout=_PATIENCE,
    )


def _server_is_down(fault: Exception) -> bool:
    return isinstance(
        fault, OSError | aiosmtplib.SMTPConnectError | aiosmtplib.SMTPServerDisconnected
    )


def _without_address(fault: Exception) -> str:
    """Say what went wrong in words that hold no address: a server's own often repeat it."""
    if isinstance(fault, aiosmtplib.SMTPRecipientsRefused):
        codes = sorted({refused.code for refused in fault.recipients})
        return f"{type(fault).__name__} {', '.join(map(str, codes))}"
    if isinstance(fault, aiosmtplib.SMTPResponseException):
        return f"{type(fault).__name__} {fault.code}"
    return type(fault).__name__
