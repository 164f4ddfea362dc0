"""A letter as mail: plain, as HTML, and with its page; the same letter is the same mail.

It is ASCII throughout, so every server takes it as it is, and it is written once, before any line
is open. Of Python's mail package only the subject needs anything: to build a message of parts and
to write that out takes as long as a third of the page.
"""

import hashlib
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from activities.post.correspondence import Draft
from activities.post.prose import as_html
from workflows.kernel.law.calendar import ISTANBUL

_Part = tuple[str, bytes]
"""Its headers and its content, both in lines as they go out."""


@dataclass(frozen=True)
class Mail:
    """A letter on its way, but for from whom and to whom it is."""

    message_id: str
    content: bytes
    """Headers and body."""

    def between(self, sender: str, to: str) -> bytes:
        """Return it as it goes out, between two addresses as mail servers know them."""
        return f"From: {sender}\r\nTo: {to}\r\n".encode() + self.content


def message_id(case_id: str, occasion: str, addressee: str) -> str:
    """Return the Message-ID of a notice: the same however often it is sent.

    >>> message_id("c-1", "T-1/1", "board") == message_id("c-1", "T-1/1", "board")
    True
    """
    # Forty digits: a longer one would be folded, and some archives then take it for another.
    key = f"{case_id}\n{occasion}\n{addressee}"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@vade>"


def mail_of(draft: Draft, page: bytes | None) -> Mail:
    """Return a letter as mail; with its page if it is a numbered one."""
    letter, number = draft.letter, draft.about.number
    own_id = message_id(draft.case_id, draft.occasion, draft.addressee)
    subject = letter.subject if number is None else f"{letter.subject} ({number})"
    heads = {
        "Subject": Header(subject, header_name="Subject").encode(linesep="\r\n"),
        "Message-ID": own_id,
        "Date": format_datetime(datetime.now(ISTANBUL)),
        "Auto-Submitted": "auto-generated",
        "X-Vade-Rule": draft.about.rule,
        "MIME-Version": "1.0",
    }
    said = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
    kind, body = _body(draft, page, own_id)
    return Mail(own_id, _ascii(said + kind) + b"\r\n" + body)


def _ascii(heads: str) -> bytes:
    """Write headers; a sign that they may not have is lost, and no letter for it."""
    return heads.encode("ascii", "replace")


def _body(draft: Draft, page: bytes | None, own_id: str) -> _Part:
    text, key = draft.letter.text, own_id[1:33]
    words = (_words("plain", text), _words("html", as_html(text, draft.language)))
    # by chance boundaries would differ each time, and a mail sent again would not be the same one
    if page is None:
        return _together("alternative", f"vade-0-{key}", *words)
    name = f"{str(draft.about.number).replace('/', '-')}.pdf"
    inner = _together("alternative", f"vade-1-{key}", *words)
    return _together("mixed", f"vade-0-{key}", inner, _attached(page, name))


def _together(how: str, boundary: str, *parts: _Part) -> _Part:
    heads = f'Content-Type: multipart/{how};\r\n boundary="{boundary}"\r\n'
    return heads, b"".join(_bounded(boundary.encode(), parts))


def _bounded(boundary: bytes, parts: tuple[_Part, ...]) -> Iterator[bytes]:
    for heads, content in parts:
        yield b"--%b\r\n%b\r\n%b\r\n" % (boundary, _ascii(heads), content)
    yield b"--%b--\r\n" % boundary


def _words(kind: str, text: str) -> _Part:
    heads = f'Content-Type: text/{kind}; charset="utf-8"\r\n'
    # whoever wrote a reason may have ended its lines in another way
    lines = b"".join(b"%b\r\n" % line for line in text.encode().splitlines())
    return f"{heads}Content-Transfer-Encoding: quoted-printable\r\n", b2a_qp(lines)


def _attached(page: bytes, name: str) -> _Part:
    heads = (
        "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n'
    )
    return heads, encodebytes(page).replace(b"\n", b"\r\n")
