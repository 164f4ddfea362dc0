"""A real SMTP server that does as it is told, and what a notice needs to reach it."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from activities.database import Pool, transaction
from activities.journal.journal import Journal
from activities.post.delivery import MailServer
from activities.post.notices import put_applicant
from tests.integration.batches import CASE, a_batch, entries
from tests.integration.dossiers import link_case
from workflows.kernel.case.records import Notice

ADDRESS = "yayinci@example.org"


@dataclass
class Sink:
    """Takes every message, but for addresses that it does not know and what it is told to do."""

    replies: dict[str, list[str]] = field(default_factory=dict)
    """What is said to a recipient instead of 250, one reply an attempt."""
    to_sender: str = "250 OK"
    slowness: float = 0.0
    """Seconds before each reply."""
    hangs_up: bool = False
    """Cut the connection once it has the content, without an answer."""
    sessions: int = 0
    """How many have greeted it."""
    lines: int | None = None
    """Sessions that it serves; a further one is told 421."""
    hangs_up_after: bool = False
    """Part after each message, having answered it."""
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared, the content is taken and not answered until it is set."""
    url: str = ""

    def __post_init__(self) -> None:
        self.may_answer.set()

    @property
    def server(self) -> MailServer:
        return MailServer.at(self.url, "vade@localhost")

    @property
    def message_ids(self) -> set[str]:
        return {str(message["Message-ID"]) for message in self.taken}

    @property
    def copies(self) -> dict[str, int]:
        """How many messages came for each address."""
        return dict(Counter(self.recipients))

    async def handle_EHLO(  # noqa: N802 - the names are aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, host: str, said: list[str]
    ) -> list[str]:
        await asyncio.sleep(self.slowness)
        session.host_name = host
        self.sessions += 1
        return said if self.lines is None or self.sessions <= self.lines else ["421 too many"]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.slowness)
        envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.slowness)
        if address.startswith("unknown"):
            return f"550 no such mailbox <{address}>"
        if planned := self.replies.get(address):
            return f"{planned.pop(0)} <{address}>"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.recipients += envelope.rcpt_tos
        self.came.set()
        await self.may_answer.wait()
        await asyncio.sleep(self.slowness)
        line: Any = server.transport  # of the loop that the tests run in, whatever it calls them
        if self.hangs_up:
            line.abort()
        if self.hangs_up_after:
            asyncio.get_running_loop().call_soon(line.close)
        return "250 kept"


async def listen(sink: Sink, *, utf8: bool = True) -> asyncio.Server:
    """Let a sink listen on a free port; without ``utf8`` it offers no SMTPUTF8."""

    def session() -> Any:
        return SMTP(sink, enable_SMTPUTF8=utf8, hostname="sink")

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0)
    sink.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    return server


async def draw_up(pool: Pool, *notices: Notice) -> None:
    await Journal(pool).record(a_batch(entries(1), notices=notices))


async def know_applicant(pool: Pool, email: str = ADDRESS) -> None:
    async with transaction(pool) as conn:
        await link_case(conn, CASE, "p-7")
        await put_applicant(conn, "p-7", name="Örnek Yayınevi", email=email)
