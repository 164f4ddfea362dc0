"""A mail server that delivers nothing: it keeps every message as a file to look at."""

import asyncio
import itertools
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from aiosmtpd.smtp import SMTP, Envelope, Session

from starter.embedded.ports import HOST
from starter.runtime.private import write_private
from starter.runtime.problem import StackProblem

SIZE_LIMIT: Final = 33_554_432  # bytes, what common mail servers take


class MailSink:
    """Local SMTP server; messages lie under ``mail/`` of the stack's folder, one file each.

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
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}-{next(self._serial)}.eml"
        write_private(self.folder / name, top.encode() + content)
        return "250 kept"

    def _session(self) -> Any:
        return SMTP(self, data_size_limit=SIZE_LIMIT, enable_SMTPUTF8=True, hostname="vade")
