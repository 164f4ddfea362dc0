"""Letters on paper: PDF/A, the same bytes for the same letter, and all its words on it."""

import io
import re
from functools import cache
from typing import Any, Final

import pypdf
import pytest

from activities.post.letter import Particulars, write_letter
from activities.post.page import set_letter
from tests.kit.particulars import EXAMPLES, particulars

LONG: Final = (
    "İğneağacı Işık Çağdaş Öğretim Yayıncılık Matbaacılık Dağıtım Sanayi ve Ticaret Anonim Şirketi"
)


def a_draft(template: str, **changes: Any) -> Particulars:
    return particulars(template, **{"number": "E-TTKB-2031/17", **changes})


def a_page(about: Particulars, language: str = "tr", addressee: str = "applicant") -> bytes:
    letter = write_letter(about, language)
    return set_letter(letter, about, addressee=addressee, language=language)


def squeezed(text: str) -> str:
    """Without what a line break changes: spaces, and hyphens at ends of lines."""
    return re.sub(r"\s|[-\u00ad\u200b\u2010]", "", text)


def text_of(page: bytes) -> str:
    return "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(page)).pages)


@cache
def every_page() -> dict[str, bytes]:
    return {template: a_page(a_draft(template)) for template in EXAMPLES}


@pytest.mark.parametrize("template", sorted(EXAMPLES))
def test_a_page_says_all_that_its_letter_says(template: str) -> None:
    """Body, remedy and ground word by word, with number, day, addressee and file."""
    letter = write_letter(a_draft(template), "tr")
    page = squeezed(text_of(every_page()[template]))

    parts = [line.partition(": ") for line in letter.body.splitlines()]
    wanted = [word for part in parts for word in (part[0].removeprefix("- "), part[2]) if word]
    wanted += ["T.C.", "MİLLÎ EĞİTİM BAKANLIĞI", "E-TTKB-2031/17", "25.04.2031", letter.subject]
    wanted += [letter.remedy or "", letter.ground, "Sayın Örnek Yayınevi", "rica ederim."]
    missing = [words for words in wanted if squeezed(words) not in page]
    assert missing == []


def test_a_page_is_pdf_a_and_can_be_read_aloud() -> None:
    """PDF/A-2a and PDF/UA-1 by its own word; its fonts lie in it, and it knows one day only."""
    reader = pypdf.PdfReader(io.BytesIO(every_page()["correction"]))
    root: Any = reader.trailer["/Root"].get_object()
    said = root["/Metadata"].get_object().get_data().decode()

    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert (root["/OutputIntents"][0]["/S"], root["/Lang"]) == ("/GTS_PDFA1", "tr")
    assert set(re.findall(r"20\d\d-\d\d-\d\dT", said)) == {"2031-04-25T"}
    resources: Any = reader.pages[0]["/Resources"]
    assert all("+Libertinus" in font["/BaseFont"] for font in resources["/Font"].values())


def test_the_same_letter_is_the_same_bytes() -> None:
    assert a_page(a_draft("rejected")) == every_page()["rejected"]
    assert a_page(a_draft("rejected", name="Başka")) != every_page()["rejected"]


@pytest.mark.parametrize("language", ["tr", "en"])
def test_a_long_name_and_a_long_reason_stay_on_the_paper(language: str) -> None:
    """And what does not fit on one page goes on to the next, which says so."""
    reasons = "Gerekçe ışığında değerlendirilmiştir, ilgili öğeler görüşülmüştür. " * 90
    about = a_draft("application_judged", name=LONG)
    about = about.model_copy(update={"facts": {**about.facts, "reasons": reasons}})
    page = a_page(about, language)

    pages = pypdf.PdfReader(io.BytesIO(page)).pages
    assert len(pages) == 3
    assert squeezed(LONG) in squeezed(pages[0].extract_text())
    assert "2 / 3" in pages[1].extract_text()
    assert squeezed(text_of(page)).count(squeezed("görüşülmüştür")) == 90


def test_what_cannot_be_parted_at_a_space_stays_on_the_paper() -> None:
    """A digest of 64 digits is broken where the line ends."""
    digest = "d" * 64
    page = pypdf.PdfReader(io.BytesIO(every_page()["list_sent"])).pages[0]
    lines = [line for line in page.extract_text().splitlines() if "dddd" in line]
    assert len(lines) >= 2
    assert digest in squeezed(page.extract_text())


def test_no_key_of_the_program_stands_in_a_letter() -> None:
    for template in ("findings_decided", "correction_ordered", "annulment_due"):
        text = text_of(every_page()[template])
        assert re.search(r"Konu\s*: \d+ numaralı", text)
        assert not re.search(r"printing|proposal|[SB]-\d+\.\w+/", text)


def test_an_office_is_addressed_by_its_name_alone() -> None:
    page = a_page(a_draft("assignment", name="İnceleme Komisyonu"), addressee="review-commission")
    assert "Sayın" not in text_of(page)
    assert "İnceleme Komisyonu" in text_of(page)


def test_a_letter_refers_to_the_papers_that_it_rests_on() -> None:
    text = text_of(every_page()["annulled"])
    assert "a) 2031-0042 sayılı dosya" in text
    assert "b) 20 Haziran 2031 tarihli ve K-2031-77 sayılı karar" in text


def test_markup_in_a_reason_is_text() -> None:
    """Whatever an office writes as its reason is shown, and never run."""
    said = '#panic("x") $a^2$ *kalın* [[c]] \\ "tırnak" <b>'
    about = a_draft("application_judged")
    about = about.model_copy(update={"facts": {**about.facts, "reasons": said}})
    assert squeezed('#panic("x")$a^2$*kalın*[[c]]') in squeezed(text_of(a_page(about)))
