"""A mail server that delivers nothing: it keeps every message as files to look at.

Beside each message, as it came (``.eml``), lies what a reader sees of it: ``.txt``, and what is
attached.
"""

import asyncio
import itertools
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any, Final

from aiosmtpd.smtp import SMTP, Envelope, Session

from starter.embedded.ports import HOST
from starter.runtime.private import write_private
from starter.runtime.problem import StackProblem

SIZE_LIMIT: Final = 33_554_432  # bytes, what common mail servers take

_NAME: Final = 80
"""Characters of an attachment's name that are kept: its end says what it is."""
_HEADS: Final = ("From", "To", "Date", "Subject")


class MailSink:
    """Local SMTP server; messages lie under ``mail/`` of the stack's folder.

    A message delivered twice is kept twice: that the mailer's fixed Message-ID makes the second
    harmless can be seen, not guessed.

    Args:
        vade_dir: The stack's folder.
        port: Port to listen on; 0 takes a free one.
    """

    name: Final = "mail"

    def __init__(self, vade_dir: Path, *, port: int = 0) -> None:
        self.folder = vade_dir / "mail"
        self._port = port
        self._server: asyncio.Server | None = None
        self._serial = itertools.count(1)

    @property
    def url(self) -> str:
        """Address for a mailer."""
        return f"smtp://{HOST}:{self._port}"

    async def start(self) -> None:
        """Begin to listen."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(self._session, HOST, self._port)
        except OSError as error:
            raise StackProblem(
                f"The mail sink cannot listen on port {self._port} ({error.strerror}).",
                "Set VADE_SMTP_PORT to another port (0 takes any free one).",
            ) from error
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening; a message half sent is dropped, its sender will try again."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep one message, headed by the addresses it was really sent to."""
        content = envelope.original_content or b""
        to = ", ".join(envelope.rcpt_tos)
        top = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {to}\r\n"
        # sorted by name they are sorted by arrival
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}-{next(self._serial)}"
        for ending, kept in readable(content):
            write_private(self.folder / f"{name}{ending}", kept)
        # last: whoever waits for a message finds all of it
        write_private(self.folder / f"{name}.eml", top.encode() + content)
        return "250 kept"

    def _session(self) -> Any:
        return SMTP(self, data_size_limit=SIZE_LIMIT, enable_SMTPUTF8=True, hostname="vade")


def readable(content: bytes) -> Iterator[tuple[str, bytes]]:
    r"""Return what a reader sees of a message, each with the ending of its file's name.

    >>> dict(readable("Subject: =?utf-8?q?S=C3=BCre?=\n\nDoluyor.".encode()))[".txt"].decode()
    'Subject: Süre\n\nDoluyor.'
    """
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage), "the policy makes it one"
    heads = "".join(f"{name}: {message[name]}\n" for name in _HEADS if message[name])
    attached = list(message.iter_attachments()) if message.is_multipart() else []
    yield ".txt", f"{heads}\n{_words(message)}".encode(errors="replace")
    for part in attached:
        named = re.sub(r"[^\w.-]", "-", part.get_filename() or "")[-_NAME:]
        yield f"-{named}", _bytes(part)


def _words(message: EmailMessage) -> str:
    """Return the plain words of a message, whatever it says that they are written in."""
    plain = message.get_body(("plain",))
    if plain is None:
        return ""
    try:
        return _bytes(plain).decode(plain.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        return _bytes(plain).decode(errors="replace")


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
