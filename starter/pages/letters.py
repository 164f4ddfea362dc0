"""What went out in a case, as far as somebody may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from jinja2 import UndefinedError
from pydantic import JsonValue

from activities.post.correspondence import Numbered
from activities.post.grounds import ARTICLES
from activities.post.letter import Particulars, write_letter
from activities.post.notices import NoticeRow, notices_of
from starter.api.desk import Reached
from starter.api.routes import letters as door
from starter.pages.session import Visitor
from starter.pages.spans import rule_of
from starter.pages.words import role_word, t
from workflows.kernel.case.records import Entry


@dataclass(frozen=True)
class LetterRow:
    """What went out in a case, as its page lists it."""

    notice: NoticeRow
    number: str
    """Empty: it is mail alone."""
    subject: str
    address: str
    """Of its page as PDF, or of its words where it is mail alone."""


async def correspondence(seen: Visitor, reached: Reached) -> tuple[LetterRow, ...]:
    """Return what went out in a case and is theirs to read, the newest first."""
    numbered = await door.readable(seen.who, reached, seen.lang)
    numbers = {(each.occasion, each.addressee): each for each in numbered}
    async with seen.who.desk.pool.acquire() as conn:
        notices = await notices_of(conn, reached.case_id)
    rows = (
        _row(reached.case_id, each, numbers.get((each.occasion, each.addressee)), seen.lang)
        for each in reversed(notices)
        if door.may_read(reached, each.addressee)
    )
    return tuple(rows)


def sent_by(entries: Iterable[Entry], letters: Iterable[LetterRow]) -> dict[int, list[LetterRow]]:
    """Return for each entry of the journal what went out with it."""
    rows = {f"{each.notice.occasion} → {each.notice.addressee}": each for each in letters}
    sent: dict[int, list[LetterRow]] = {}
    for entry in entries:
        named = entry.effects.get("notices") if isinstance(entry.effects, dict) else None
        found = [rows[str(each)] for each in _listed(named) if str(each) in rows]
        if found:
            sent[entry.n] = found
    return sent


def served_by(notification: str, letters: Iterable[LetterRow]) -> LetterRow | None:
    """Return the letter whose service is recorded under this name; none: not theirs to read."""
    return next((each for each in letters if each.notice.occasion == notification), None)


def notification_said(notification: str, letters: Iterable[LetterRow], lang: str) -> str:
    """Write what is served as people call it: by its subject, or by the article that asks for it.

    >>> notification_said("T-17.15a/1", (), "tr")
    'm.17(15) gereğince yazılan yazı'
    """
    found = served_by(notification, letters)
    if found is not None:
        return " · ".join(filter(None, (found.number, found.subject)))
    rule = rule_of(notification)
    return t("letter_by_article", lang, article=ARTICLES.get(rule, rule))


def particulars(letter: NoticeRow, lang: str) -> Particulars:
    """Return what a letter is written from; its name is its addressee's office."""
    return Particulars(
        template=letter.template,
        rule=letter.rule,
        dated_at=letter.dated_at,
        name=role_word(letter.addressee, lang),  # names are in the dossier alone
        facts=letter.facts,
    )


def _row(case_id: str, notice: NoticeRow, letter: Numbered | None, lang: str) -> LetterRow:
    if letter is not None:
        address = f"/cases/{case_id}/letters/{quote(door.file_of(letter.number))}"
        return LetterRow(notice, letter.number, letter.subject, address)
    asked = urlencode({"occasion": notice.occasion, "to": notice.addressee})
    return LetterRow(notice, "", _subject(notice, lang), f"/cases/{case_id}/letters?{asked}")


def _subject(letter: NoticeRow, lang: str) -> str:
    try:
        return write_letter(particulars(letter, lang), lang).subject
    except UndefinedError:
        return t("letter", lang)


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
