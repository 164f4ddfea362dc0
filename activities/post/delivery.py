"""Hands messages to a mail server, one after the other, and says how each ended.

    refused before the recipient was named    the server's own trouble: later, and so for all others
    4xx                                       later: greylisted, busy, mailbox in use
    5xx                                       never: no such mailbox, content not wanted
    no answer in time, before the content     later: nothing was taken
    no answer in time, after the content      unanswered: it may have been taken
    cut off after the content                 cut off: it may have been taken, probably not

A server answers for a message from its 250 after the content on, and not before (RFC 5321, 6.1).
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from email.utils import parseaddr
from enum import Enum, auto
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib

from activities.post.mail import Mail
from workflows.kernel.values import Frozen

# A server that scans what it is given may take ten minutes to answer (RFC 5321, 4.5.3.2.6).
_PATIENCE: Final = timedelta(minutes=10)

_FAREWELL: Final = 2.0  # seconds for the server's answer to QUIT, or to RSET

# Whatever step they come at, these ask for a log-in: the mailbox has not been looked at.
_LOG_IN_FIRST: Final = frozenset({530, 534, 535, 538})

_CLOSING: Final = 421

_ENCODING: Final = "utf-8"  # of addresses: most are ASCII, the others need a server that knows it


class MailServer(Frozen):
    """Where messages go out, from ``smtp://user:password@host:port`` or ``smtps://…``."""

    host: str
    port: int
    user: str | None
    password: str | None
    encrypted: bool
    """From the first byte; otherwise encryption is taken up where the server offers it."""
    sender: str
    patience: timedelta = _PATIENCE
    """For one message, from the connection to the last answer."""

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


class End(Enum):
    """How handing a message over ended."""

    ACCEPTED = auto()
    LATER = auto()
    NEVER = auto()
    CUT_OFF = auto()
    UNANSWERED = auto()


class Outcome(Frozen):
    """How it ended, and why."""

    end: End
    why: str = ""
    """Kind of fault and SMTP code only: a server's own words often repeat the address."""
    for_all: bool = False
    """The server is in trouble: other messages would fare no better now."""


class _Step(Enum):
    SESSION = auto()  # connection, log-in, sender: the same for every message
    RECIPIENT = auto()
    CONTENT = auto()


class Line:
    """A connection to a mail server: opened for its first message, and kept for the next ones.

    It carries one message at a time. A server may end it whenever it likes; the next message then
    opens it again.

    Args:
        server: Where to; its ``patience`` is all the time that one message has.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: aiosmtplib.SMTP | None = None
        self._step = _Step.SESSION

    @property
    def is_open(self) -> bool:
        """Whether it can carry a message at once."""
        return self._smtp is not None and self._smtp.is_connected

    @property
    def may_have_been_taken(self) -> bool:
        """Whether the server has been given the content of the latest message."""
        return self._step is _Step.CONTENT

    async def hand_over(self, mail: Mail, recipient: str) -> Outcome:
        """Hand over a message.

        Args:
            mail: The message.
            recipient: The one address that it goes to, as people write it.
        """
        self._step = _Step.SESSION
        try:
            to = on_the_wire(recipient)
        except ValueError:
            return Outcome(end=End.NEVER, why="no address that mail can go to")
        try:
            sender = on_the_wire(self._server.sender)
            async with asyncio.timeout(self._server.patience.total_seconds()):
                outcome = await self._told(mail, sender, to)
        except asyncio.CancelledError:
            self._hang_up()
            raise
        except Exception as fault:  # noqa: BLE001 - one message must not hold up the others
            if isinstance(fault, TimeoutError):
                self._hang_up()  # an answer that comes now would be taken for that to the next
            outcome = _judged(fault, self._step)
            await self._clear(outcome)
        return outcome

    async def part(self) -> None:
        """Take leave of the server."""
        if self._smtp is not None and self._smtp.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError):
                async with asyncio.timeout(_FAREWELL):
                    await self._smtp.quit()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None

    async def _told(self, mail: Mail, sender: str, to: str) -> Outcome:
        kept = self.is_open
        try:
            begun = await self._begin(sender, to)
        except (aiosmtplib.SMTPException, OSError) as fault:
            if not kept or isinstance(fault, TimeoutError):
                raise
            # it was kept longer than the server likes; a new one shows what is the matter
            self._hang_up()
            begun = await self._begin(sender, to)
        if isinstance(begun, Outcome):
            return begun
        self._step = _Step.RECIPIENT
        await begun.rcpt(to, encoding=_ENCODING)
        self._step = _Step.CONTENT
        await begun.data(mail.between(sender, to))
        return Outcome(end=End.ACCEPTED)

    async def _begin(self, sender: str, to: str) -> aiosmtplib.SMTP | Outcome:
        """Name the sender to the server; it must know addresses beyond ASCII if one is."""
        smtp = await self._opened()
        utf8 = not (sender + to).isascii()
        if utf8 and not smtp.supports_extension("smtputf8"):
            return Outcome(end=End.NEVER, why="the mail server offers no SMTPUTF8")
        # whoever knows such addresses takes eight bits, too (RFC 6531, 3.1)
        options = ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
        await smtp.mail(sender, options=options, encoding=_ENCODING)
        return smtp

    async def _opened(self) -> aiosmtplib.SMTP:
        if self._smtp is not None and self._smtp.is_connected:
            return self._smtp
        self._smtp = smtp = aiosmtplib.SMTP(
            hostname=self._server.host,
            port=self._server.port,
            username=self._server.user,
            password=self._server.password,
            use_tls=self._server.encrypted,
            timeout=None,  # one clock for all steps together
        )
        await smtp.connect()
        if smtp.is_ehlo_or_helo_needed:
            await smtp.ehlo()
        return smtp

    async def _clear(self, outcome: Outcome) -> None:
        """After a message that was not taken: make way for the next, or part."""
        if outcome.for_all or not self.is_open:
            await self.part()
            return
        assert self._smtp is not None
        try:
            async with asyncio.timeout(_FAREWELL):
                await self._smtp.rset()
        except (aiosmtplib.SMTPException, OSError):
            self._hang_up()


def on_the_wire(address: str) -> str:
    """Write an address as the mail servers of the world know it: its domain in ASCII.

    Raises:
        ValueError: It is not one address alone, or its domain cannot be written so.

    >>> on_the_wire("a@okul-ığüş.tr"), on_the_wire("müdür@okul.tr")
    ('a@xn--okul--ova8v5e6q.tr', 'müdür@okul.tr')
    """
    if parseaddr(address)[1] != address or not address.isprintable():
        raise ValueError("one address alone is needed, without a name or brackets")
    mailbox, at, domain = address.rpartition("@")
    return address if domain.isascii() else f"{mailbox}{at}{domain.encode('idna').decode('ascii')}"


def _judged(fault: Exception, step: _Step) -> Outcome:
    if isinstance(fault, aiosmtplib.SMTPResponseException) and fault.code >= 400:
        why = f"{type(fault).__name__} {fault.code}"
        for_all = step is _Step.SESSION or fault.code in {_CLOSING, *_LOG_IN_FIRST}
        final = fault.code >= 500 and not for_all
        return Outcome(end=End.NEVER if final else End.LATER, why=why, for_all=for_all)
    why = type(fault).__name__
    if not isinstance(fault, OSError | aiosmtplib.SMTPException):
        # nothing a server said: sender or letter cannot be written
        return Outcome(end=End.LATER, why=why)
    if step is not _Step.CONTENT:
        return Outcome(end=End.LATER, why=why, for_all=True)
    silent = isinstance(fault, TimeoutError)
    return Outcome(end=End.UNANSWERED if silent else End.CUT_OFF, why=why, for_all=True)
