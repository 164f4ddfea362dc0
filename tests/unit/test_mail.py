"""Letters as mail: every mail program reads what the letter says, and every server takes it."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Final

import pytest

from activities.post.correspondence import Draft
from activities.post.letter import write_letter
from activities.post.mail import Mail, mail_of, message_id
from activities.post.prose import as_html
from tests.kit.particulars import EXAMPLES, particulars

PAGE: Final = bytes(range(256)) * 90
"""Not a page, but all that one may be made of."""

LANGUAGES: Final = ("tr", "en")


def a_draft(template: str, language: str = "tr", **changes: Any) -> Draft:
    about = particulars(template, **changes)
    return Draft(
        case_id="c-1",
        occasion=f"{about.rule}/1",
        addressee="applicant",
        about=about,
        letter=write_letter(about, language),
        language=language,
        sha256=None,
    )


def read(mail: Mail, to: str = "a@example.org") -> EmailMessage:
    message = message_from_bytes(mail.between("vade@localhost", to), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    said = part.get_content()
    assert isinstance(said, str)
    return said.replace("\r\n", "\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", sorted(EXAMPLES))
def test_a_mail_says_what_its_letter_says(template: str, language: str) -> None:
    draft = a_draft(template, language)

    message = read(mail_of(draft, None))

    assert [part.defects for part in message.walk()] == [[], [], []]
    assert message["Subject"] == draft.letter.subject
    assert text(message, "plain") == draft.letter.text
    assert text(message, "html") == as_html(draft.letter.text, language)
    assert list(message.iter_attachments()) == []


def test_a_numbered_letter_brings_its_page_and_its_number() -> None:
    draft = a_draft("version_accepted", number="E-TTKB-2031/17")

    message = read(mail_of(draft, PAGE))

    assert not any(part.defects for part in message.walk())
    assert message["Subject"] == f"{draft.letter.subject} (E-TTKB-2031/17)"
    assert text(message, "plain") == draft.letter.text
    (page,) = message.iter_attachments()
    assert (page.get_filename(), page.get_content_type()) == (
        "E-TTKB-2031-17.pdf",
        "application/pdf",
    )
    assert page.get_content() == PAGE


def test_lines_that_end_in_another_way_are_lines_like_all_others() -> None:
    """A reason entered in a browser has them."""
    facts = {"file_no": "2031-0042", "reasons": "bir\r\niki\rüç\n.dört = 4 "}
    said = {**EXAMPLES["application_judged"][0].written(), **facts}

    content = mail_of(a_draft("application_judged", facts=said), None).content

    assert content.count(b"\r") == content.count(b"\n") == content.count(b"\r\n")
    message = read(Mail("", content))
    assert "bir\niki\nüç\n.dört = 4 " in text(message, "plain")


def test_its_heads_are_those_of_a_mail_that_no_person_wrote() -> None:
    draft = a_draft("version_accepted")

    message = read(mail_of(draft, None), to="müdür@okul.tr")

    assert (message["From"], message["To"]) == ("vade@localhost", "müdür@okul.tr")
    assert message["Message-ID"] == message_id("c-1", draft.occasion, "applicant")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Vade-Rule"] == draft.about.rule
    assert message["Date"].datetime.utcoffset() is not None


@pytest.mark.parametrize("template", sorted(EXAMPLES))
def test_every_server_takes_it_as_it_is(template: str) -> None:
    """ASCII, in lines that end as they must and are short (RFC 5321, 4.5.3.1.6)."""
    mail = mail_of(a_draft(template, name=f"{'Ş' * 300} Okulu", number="E-ÖRNEK-2031/17"), PAGE)

    content = mail.between("vade@localhost", "a@example.org")

    assert content.isascii()
    assert b"\r" not in content.replace(b"\r\n", b"").replace(b"\n", b"")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 78


def test_sent_again_it_is_the_same_but_for_its_date() -> None:
    draft = a_draft("version_accepted", number="E-TTKB-2031/17")

    first, second = (
        [line for line in mail_of(draft, PAGE).content.split(b"\r\n") if line[:5] != b"Date:"]
        for _ in range(2)
    )

    assert first == second
