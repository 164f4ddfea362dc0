"""A letter on paper: the same words, in the form of official correspondence (resmî yazışma)."""

from typing import Any, Final

from activities.paper.typeset import typeset
from activities.post.grounds import issuer_of, law_of
from activities.post.letter import Letter, Particulars, said_day
from activities.post.prose import blocks

_APPLICANT: Final = "applicant"

_LABELS: Final = {
    "tr": {
        "page": "Sayfa",
        "number": "Sayı",
        "subject": "Konu",
        "related": "İlgi",
        "ground": "Dayanak",
        "file": "{} sayılı dosya",
        "closing": "Bilgilerinizi rica ederim.",
        "closing_to_act": "Bilgilerinizi ve gereğini rica ederim.",
        "signed": "Adı SOYADI",
        "for": "{} adına",
        "ministry": "Millî Eğitim Bakanlığı",
        "dear": "Sayın {}",
        "foot": "Dosya: {file_no} · Kural: {rule}",
    },
    "en": {
        "page": "Page",
        "number": "No.",
        "subject": "Subject",
        "related": "Ref.",
        "ground": "Ground",
        "file": "file {}",
        "closing": "For your information.",
        "closing_to_act": "For your information and action.",
        "signed": "Name and signature",
        "for": "for the {}",
        "ministry": "Ministry of National Education",
        "dear": "{}",
        "foot": "File: {file_no} · Rule: {rule}",
    },
}

_RELATED: Final = {
    "decision_no": {"tr": "{} sayılı karar", "en": "decision {}"},
    "letter_no": {"tr": "{} sayılı yazı", "en": "letter {}"},
    "approval_no": {"tr": "{} sayılı onay", "en": "approval {}"},
    "order_no": {"tr": "{} sayılı görevlendirme emri", "en": "order {}"},
    "report_no": {"tr": "{} sayılı rapor", "en": "report {}"},
    "review_report_no": {"tr": "{} sayılı inceleme raporu", "en": "review report {}"},
    "evaluation_report_no": {"tr": "{} sayılı değerlendirme raporu", "en": "evaluation report {}"},
    "objection_report_no": {"tr": "{} sayılı itiraz raporu", "en": "report {} on the objection"},
}
"""Facts that name another paper, in the order in which a letter refers to them."""

_DATED: Final = {"tr": "{} tarihli ve {}", "en": "{1} of {0}"}

_TO_ACT: Final = ("Yapmanız gereken:", "Sizden beklenen", "What to do:", "What is expected of you")


def set_letter(letter: Letter, about: Particulars, *, addressee: str, language: str) -> bytes:
    """Return a letter as PDF/A; the same letter is the same bytes.

    Args:
        letter: Its words.
        about: What it was written from.
        addressee: ``applicant``, or the role of the office that it goes to.
        language: ``tr`` or ``en``.
    """
    labels = _LABELS[language]
    own = issuer_of(str(about.facts.get("issuer") or ""))
    unit = own.unit[language] if own else (law_of(about.rule).unit or {}).get(language)
    unit = (about.issuer if own else None) or unit
    number = ((labels["number"], about.number),) if about.number else ()
    to_act = any(words in letter.body for words in _TO_ACT)
    person = labels["dear"] if addressee == _APPLICANT else "{}"
    said: dict[str, Any] = {
        "labels": labels,
        "author": unit or labels["ministry"],
        "unit": unit,
        "of_ministry": own is None,
        "subject": letter.subject,
        "references": (*number, (labels["subject"], letter.subject)),
        "addressee": person.format(_capital(about.name, language)),
        "related": _related(about, language),
        "blocks": [block.model_dump(mode="json") for block in blocks(letter.body)],
        "remedy": letter.remedy,
        "ground": letter.ground,
        "closing": labels["closing_to_act" if to_act else "closing"],
        "signed": (labels["signed"], labels["for"].format(unit or labels["ministry"])),
        "footer": labels["foot"].format(file_no=about.facts["file_no"], rule=about.rule),
    }
    return typeset("letter", said, dated_on=letter.dated_on, language=language)


def _capital(name: str, language: str) -> str:
    """Begin a name with a capital letter.

    >>> _capital("inceleme komisyonu", "tr"), _capital("review commission", "en")
    ('İnceleme komisyonu', 'Review commission')
    """
    first = "İ" if name[:1] == "i" and language == "tr" else name[:1].upper()
    return first + name[1:]


def _related(about: Particulars, language: str) -> list[str]:
    """Return what a letter refers to, lettered where that is more than its file."""
    facts = about.facts
    papers = [_LABELS[language]["file"].format(facts["file_no"])]
    for key, words in _RELATED.items():
        if facts.get(key):
            paper = words[language].format(facts[key])
            if key == "decision_no" and facts.get("decided_on"):
                day = said_day(str(facts["decided_on"]), language)
                paper = _DATED[language].format(day, paper)
            papers.append(paper)
    if len(papers) == 1:
        return papers
    return [f"{'abcçdefgğhıi'[at]}) {paper}" for at, paper in enumerate(papers)]
