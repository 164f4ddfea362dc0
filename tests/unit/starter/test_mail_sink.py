"""What lies beside a message: what its reader sees, whatever was sent."""

from email.message import EmailMessage

import pytest

from starter.embedded.mail import readable


def test_a_letter_is_kept_as_its_reader_sees_it() -> None:
    message = EmailMessage()
    message["Subject"] = "Süre uzatımı: 2031-0042 sayılı dosya (E-TTKB-2031/17)"
    message["To"] = "yayinci@example.org"
    message.set_content("Sayın Örnek Yayınevi,\n\nİşlem yapılmıştır.\n")
    message.add_alternative("<p>Sayın Örnek Yayınevi,</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="E-1.pdf")

    kept = dict(readable(message.as_bytes()))

    assert kept == {
        ".txt": (
            "To: yayinci@example.org\n"
            "Subject: Süre uzatımı: 2031-0042 sayılı dosya (E-TTKB-2031/17)\n\n"
            "Sayın Örnek Yayınevi,\n\nİşlem yapılmıştır.\n"
        ).encode(),
        "-E-1.pdf": b"%PDF",
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Subject: Süre\r\n\r\nYarın doluyor.".encode(), "Yarın doluyor."),
        (b"Content-Type: text/plain; charset=nobodys\r\n\r\nx", "x"),
        (b"", ""),
        (b"\xff\xfe", ""),
    ],
)
def test_whatever_was_sent_is_kept(content: bytes, words: str) -> None:
    """A server that cannot read a message takes it all the same."""
    assert words in dict(readable(content))[".txt"].decode()


def test_a_name_leads_into_no_other_folder() -> None:
    message = EmailMessage()
    message.set_content("x")
    message.add_attachment(b"y", maintype="text", subtype="x", filename="../../" + "a" * 300 + ".x")

    (_, name) = dict(readable(message.as_bytes()))

    assert "/" not in name
    assert len(name) <= 81
