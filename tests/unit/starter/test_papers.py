"""Papers of a case as PDF/A: what stands on them, worked out from its documents."""

import io
import re
from datetime import date
from typing import Any, Final

import pypdf
import pytest

from activities.agreement.kutuk import KutukEntry
from activities.course.people import PersonRow
from starter.client.answers import NotFound
from starter.forms import exports, kutuk
from starter.forms.papers import (
    Act,
    Case,
    active,
    delivery_record,
    documents,
    enrolled,
    entry_list,
    interpreters,
    offered,
)

DAY: Final = date(2031, 6, 20)
COURSE: Final = "course-2031-0042"
PEOPLE: Final = {
    "t-1": PersonRow(
        person="t-1",
        national_id="10000000146",
        birth_date=date(2004, 2, 29),
        hidden=False,
        photo=None,
    ),
    "t-2": PersonRow(
        person="t-2",
        national_id="10000000078",
        birth_date=date(2003, 1, 3),
        hidden=True,
        photo=None,
    ),
}
PLAN: Final[dict[str, Any]] = {
    "institution": "99001122",
    "institution_kind": "ozel-kurs",
    "district": "0601",
    "plan": {
        "opening_mode": "normal",
        "programme": "ingilizce",
        "level": 2,
        "certificated": True,
        "starts_on": "2031-03-03",
        "ends_on": "2031-05-30",
        "responsible": "s-1",
        "classroom": "d-1",
        "instructors": ["e-1"],
        "hours": 120,
        "lesson_plan": {
            "first_lesson_on": "2031-03-03",
            "lessons": [{"weekday": 1, "starts_at": "09:00", "hours": 4, "instructor": "e-1"}],
        },
    },
}


def acts(*told: tuple[str, Any]) -> list[Act]:
    return [Act(name, body, DAY) for name, body in told]


def text_of(page: bytes) -> str:
    return "\n".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(page)).pages)


def pages_of(page: bytes) -> list[str]:
    return [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(page)).pages]


ENROLMENT: Final = (
    "enrol_trainees",
    {"trainees": [{"trainee": key} for key in ("t-1", "t-2", "t-3", "t-4")]},
)
SITTING: Final = (
    "schedule_exam",
    {"sitting": "S-1", "held_on": "2031-06-14", "candidates": ["t-1", "t-2", "t-3"]},
)


def test_who_attends_is_who_was_enrolled_and_stayed() -> None:
    told = acts(
        ENROLMENT,
        ("cancel_trainee", {"trainee": "t-4", "explanation": "vazgeçti"}),
        ("set_trainee_status", {"changes": {"t-2": "withdrawn", "t-3": "failed-by-absence"}}),
        ("set_trainee_status", {"changes": {"t-3": "active"}}),
    )
    assert enrolled(told) == ["t-1", "t-2", "t-3"]
    assert active(told) == ["t-1", "t-3"]


def test_an_entry_list_has_who_is_still_on_it_and_no_number_of_the_hidden() -> None:
    told = acts(
        (
            "request_exam",
            {
                "candidates": {"t-1": {"interpreter": True}, "t-2": {}},
                "wished_on": "2031-06-14",
                "confirmed": True,
            },
        ),
        SITTING,
        ("take_off_candidates", {"sitting": "S-1", "candidates": ["t-3"], "reason": "yanlış"}),
    )
    text = text_of(entry_list(Case(COURSE, told, people=PEOPLE), "S-1"))

    assert interpreters(told) == {"t-1"}
    assert "SINAV GİRİŞ LİSTESİ" in text
    assert "14 Haziran 2031" in text
    assert "10000000146" in text
    assert "29.02.2004" in text
    assert "gizli kimlik" in text
    assert "10000000078" not in text
    assert "t-3" not in text


def test_a_cancelled_sitting_has_no_entry_list() -> None:
    told = acts(SITTING, ("cancel_exam", {"sitting": "S-1", "reason": "salon yok"}))
    for sitting in ("S-1", "S-2", None):
        with pytest.raises(NotFound):
            entry_list(Case(COURSE, told), sitting)


def test_an_entry_list_over_pages_repeats_its_head() -> None:
    candidates = [f"kursiyer-{n}" for n in range(120)]
    many = ("schedule_exam", {"sitting": "S-1", "held_on": "2031-06-14", "candidates": candidates})
    pages = pages_of(entry_list(Case(COURSE, acts(many)), "S-1"))

    assert len(pages) >= 3
    assert all("T.C. kimlik no" in page for page in pages)
    assert all(re.search(rf"{key}\b", "\n".join(pages)) for key in candidates)


@pytest.mark.rule("C-15.1")
def test_a_level_is_certified_on_a_page_of_its_own_for_each() -> None:
    told = acts(("plan_course", PLAN), ENROLMENT, ("issue_certificates", {"document": "printed"}))
    case = Case(COURSE, told, people=PEOPLE, certified=("t-1", "t-2"))

    first, second = pages_of(documents(case, case.certified, completed=True))

    assert "SEVİYE TAMAMLAMA BELGESİ" in first
    assert "10000000146" in first
    assert "120 saat" in first
    assert "20 Haziran 2031" in first
    assert "gizli kimlik" in second
    with pytest.raises(NotFound):
        documents(case, ["t-1"], completed=False)
    with pytest.raises(NotFound):
        documents(Case(COURSE, told[:2], certified=("t-1",)), ("t-1",), completed=True)


@pytest.mark.rule("C-8.11")
def test_a_course_without_certificate_ends_in_papers_of_attendance() -> None:
    plan = {**PLAN, "plan": {**PLAN["plan"], "level": None, "certificated": False}}
    told = acts(("plan_course", plan), ENROLMENT, ("issue_certificates", {"document": "screen"}))
    pages = pages_of(documents(Case(COURSE, told), active(told), completed=False))

    assert len(pages) == 4
    assert all("KATILIM BELGESİ" in page for page in pages)


def test_papers_are_offered_once_the_case_has_come_so_far() -> None:
    plan, issue = ("plan_course", PLAN), ("issue_certificates", {"document": "printed"})
    second = (SITTING[0], {**SITTING[1], "sitting": "S-2"})
    off = ("cancel_exam", {"sitting": "S-1", "reason": "salon yok"})

    def of(*told: tuple[str, Any]) -> list[tuple[str, str | None, int]]:
        numbered = [act._replace(n=n) for n, act in enumerate(acts(*told), start=1)]
        return [tuple(each) for each in offered(numbered)]  # type: ignore[misc]

    assert of(plan, ENROLMENT) == []
    assert of(plan, ENROLMENT, SITTING, second) == [
        ("exam-entry-list", "S-1", 3),
        ("exam-entry-list", "S-2", 4),
    ]
    ended = of(plan, ENROLMENT, SITTING, second, off, issue)
    assert ended == [("exam-entry-list", "S-2", 4), ("completion-documents", None, 6)]
    plain = ("plan_course", {**PLAN, "plan": {**PLAN["plan"], "certificated": False}})
    assert of(plain, issue) == [("participation-documents", None, 2)]


@pytest.mark.rule("A-10.1")
def test_a_delivery_record_says_what_was_entered_last() -> None:
    draft = {
        "model": "ek-4",
        "starts_on": "2026-08-31",
        "ends_on": "2027-08-31",
        "parties": 3,
        "unilateral_termination_clause": True,
        "duties_written": True,
        "logos_lawful": True,
        "transfers_powers": False,
        "charges_trainees": False,
        "performance_indicators": [{"key": "kursiyer", "target": "120"}],
    }
    signing = {
        "signed_on": "2026-08-20",
        "signed_by": "provincial-directorate",
        "counterparts": 3,
        "initialled": True,
        "sealed": True,
    }
    wrong = {"record_no": "E-16", "delivered_on": "2026-08-23", "to_authorised": True}
    right = {**wrong, "record_no": "E-17", "delivered_on": "2026-08-24", "corrects": "yanlış gün"}
    told = acts(("record_draft", draft), ("record_signing", signing), ("record_delivery", wrong))
    case = Case("agreement-2026-0001", told, partner="Işık Eğitim ve Dayanışma Vakfı")
    office = {"provincial-directorate": "Malatya Valiliği İl Millî Eğitim Müdürlüğü"}
    named = text_of(delivery_record(case._replace(offices=office)))
    assert named.splitlines()[:2] == ["T.C.", "Malatya Valiliği İl Millî Eğitim Müdürlüğü"]

    text = text_of(delivery_record(case._replace(acts=[*told, *acts(("record_delivery", right))])))

    assert text.splitlines()[:2] == ["T.C.", "İl Millî Eğitim Müdürlüğü"]
    assert "TESLİM TUTANAĞI (Ek-5)" in text
    assert "24 Ağustos 2026" in text
    assert "23 Ağustos 2026" not in text
    assert "31 Ağustos 2026 – 31 Ağustos 2027" in text
    assert "Işık Eğitim ve Dayanışma Vakfı" in text
    with pytest.raises(NotFound):
        delivery_record(case._replace(acts=told[:2]))


def an_entry(n: int) -> KutukEntry:
    content: dict[str, Any] = {
        "number": f"2026-{n:04d}",
        "side": "provincial-directorate/44",
        "entered_on": "2026-09-02",
        "level": "province",
        "partner_kind": "ngo",
        "subject": "gastronomi",
        "programme": "ascilik",
        "signed_on": "2026-08-20",
        "signed_by": "provincial-directorate",
        "starts_on": "2026-08-31",
        "ends_on": "2027-08-31",
        "performance_indicators": [{"key": "kursiyer", "target": "120"}],
    }
    return KutukEntry(
        case_id=f"agreement-2026-{n:04d}",
        partner=f"Çağdaş Öğretim Işığı İğdır Şubesi {n}",
        content=content,
        change="signed",
        ends_on=date(2027, 8, 31),
    )


@pytest.mark.rule("A-10.3")
def test_the_register_of_agreements_goes_on_over_pages() -> None:
    entries = [an_entry(n) for n in range(1, 41)]
    pages = pages_of(kutuk.on_pages(entries, side="provincial-directorate/44", year=2026))

    assert len(pages) >= 2
    assert all("Kütük no" in page for page in pages)
    assert "İl Millî Eğitim Müdürlüğü 44" in pages[0]
    assert "2026-0040" in pages[-1]
    assert "02.09.2026" in pages[0]


def test_an_empty_register_says_that_it_is_empty() -> None:
    text = text_of(kutuk.on_pages([], side=None, year=None))
    assert re.search(r"Kayıt sayısı\s*:\s*0", text)


def test_the_january_list_is_printed_with_every_book() -> None:
    columns = ["book_no", "title", "authors", "publisher", "lesson", "grade", "price"]
    line = {
        "book_no": "2031-0042",
        "title": "Türk Dili ve Edebiyatı: Öğrencinin Işığı",
        "authors": "Şükrü Gümüşoğlu, İpek Çağlayangil",
        "publisher": "Örnek Yayınevi",
        "lesson": "turk-dili-ve-edebiyati",
        "grade": "9",
        "price": "148.50",
    }
    lines = [{**line, "book_no": f"2031-{n:04d}"} for n in range(90)]
    pages = pages_of(exports.on_pages("january-list", 2031, columns, lines))

    assert len(pages) >= 3
    assert "Ocak ayı listesi" in pages[0]
    assert all("Kitabın adı" in page for page in pages)
    assert "148,50" in pages[0]
    assert "2031-0089" in pages[-1]
