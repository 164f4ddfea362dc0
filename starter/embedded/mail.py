"""A mail server that delivers nothing: it keeps every message as files to look at.

Beside each message, as it came (``.eml``), lies what a reader sees of it: ``.txt``, and what is
attached.
"""

import asyncio
import itertools
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
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
    # the older policy: the newer one takes each header apart, and a day's letters take minutes then
    message = message_from_bytes(content, policy=policy.compat32)
    said = dict(message.raw_items())
    heads = "".join(f"{name}: {_said(said[name])}\n" for name in _HEADS if name in said)
    parts = [part for part in message.walk() if not part.is_multipart()]
    attached = [part for part in parts if part.get_content_disposition() == "attachment"]
    yield ".txt", f"{heads}\n{_words(parts)}".encode(errors="replace")
    for part in attached:
        named = re.sub(r"[^\w.-]", "-", _said(part.get_filename() or ""))[-_NAME:]
        yield f"-{named}", _bytes(part)


def _said(header: str) -> str:
    """Return a header as a reader sees it, whatever it says that it is written in."""
    bare = header.encode(errors="surrogateescape").decode(errors="replace")
    try:
        return str(make_header(decode_header(" ".join(bare.split()))))
    except (LookupError, ValueError):
        return bare


def _words(parts: Iterable[Message]) -> str:
    """Return the plain words of a message, whatever it says that they are written in."""
    for part in parts:
        if part.get_content_type() == "text/plain" and not part.get_content_disposition():
            try:
                return _bytes(part).decode(part.get_content_charset("utf-8"), errors="replace")
            except LookupError:
                return _bytes(part).decode(errors="replace")
    return ""


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
