"""What of a case is printed: receipt slips, reports with lines to sign, and whose papers are."""

import io
import re
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest

from starter.client.models import Step
from starter.client.processes import PROCESSES
from starter.client.templates import bodies_of
from starter.pages.blanks import blank_sheet
from starter.pages.messages import form_of
from starter.pages.records import record, record_sheet
from starter.pages.trainees import trainees_of
from tests.unit.course.courses import a_plan

AT = datetime(2031, 3, 20, 11, tzinfo=UTC)


def an_entry(n: int, name: str, body: Any, role: str = "principal", **more: Any) -> Step:
    given: dict[str, Any] = {
        "n": n, "kind": "opened" if n == 1 else "command", "name": name, "title": "",
        "rule": "T-13.0", "counts_from": AT, "settled_at": AT, "role": role, "body": body,
        "hash": "0123456789abcdef" * 4,
    }  # fmt: skip
    return Step.model_validate({**given, **more})


def example_of(process: str, command: str) -> Any:
    return bodies_of(process)[command].example


def test_a_receipt_slip_says_when_a_filing_came_and_what_term_began() -> None:
    terms = [{"key": "T-14.2", "state": "open", "due_at": "2031-04-03T21:00:00+00:00"}]
    body = example_of("textbook-review", "start")
    filing = an_entry(1, "file_application", body, "applicant", effects={"terms": terms})
    page = record("textbook-review", "2031-0042", filing)
    text = re.sub(r"\s+", " ", pypdf.PdfReader(io.BytesIO(page)).pages[0].extract_text())

    for said in (
        "ALINDI BELGESİ",
        "Ders kitabı incelemesi 2031-0042",
        "20 Mart 2031, 14.00",
        "ön inceleme, 3 Nisan 2031",
        "48.750,00",
        "Kayıt: 1 · 0123456789abcdef",
    ):
        assert said in text


def test_whatever_an_applicant_hands_in_has_its_receipt() -> None:
    body = example_of("textbook-review", "submit_corrected_draft")
    entry = an_entry(9, "submit_corrected_draft", body, "applicant")
    sheet = record_sheet("textbook-review", "2031-0042", entry)

    assert sheet.title == "ALINDI BELGESİ"
    assert ("İşlem", "Düzeltilmiş taslak") in sheet.facts
    assert sheet.signatures == (("Teslim alan", "Adı SOYADI / İmza"),)


def test_a_report_is_signed_by_those_who_made_it() -> None:
    body = example_of("textbook-review", "record_preliminary_report")
    entry = an_entry(3, "record_preliminary_report", body, "preliminary-commission")
    sheet = record_sheet("textbook-review", "2031-0042", entry)

    assert sheet.title == "ÖN İNCELEME RAPORU"
    assert [each[0] for each in sheet.signatures] == ["pre-1", "pre-2", "pre-3"]
    assert sheet.rows[0] == ("İnceletme ücreti yatırılmış", "Evet")
    assert len(sheet.rows) == 9


def test_an_order_has_a_line_for_each_member_to_sign() -> None:
    body = example_of("textbook-review", "assign_commission")
    entry = an_entry(5, "assign_commission", body, "directorate")
    sheet = record_sheet("textbook-review", "2031-0042", entry)

    assert sheet.columns[-1].head == "İmza"
    assert {row[-1] for row in sheet.rows} == {""}
    assert [each[0] for each in sheet.signatures] == ["Müdürlük"]


@pytest.mark.parametrize("process", PROCESSES)
def test_whatever_is_sent_can_be_printed(process: str) -> None:
    for spec in PROCESSES[process].commands:
        sheet = record_sheet(
            process, "2031-1", an_entry(2, spec.name, example_of(process, spec.name))
        )
        widths = {len(row) for row in sheet.rows}
        assert widths <= {len(sheet.columns)}
        assert sheet.signatures


def test_what_is_not_theirs_to_see_is_not_printed() -> None:
    hidden = an_entry(3, "record_review_report", None, "review-commission")
    sheet = record_sheet("textbook-review", "2031-0042", hidden)
    assert {name for name, _ in sheet.facts} == {"Dosya", "Tarih ve saat", "Yapan", "Dayanak"}


# -- a course --------------------------------------------------------------------------------------

PLAN = {
    "institution": "KURS-17", "institution_kind": "ozel-kurs", "district": "ILCE-6",
    "plan": a_plan().model_dump(mode="json"),
}  # fmt: skip
TRAINEES = {"trainees": [{"trainee": "t-1"}, {"trainee": "t-2"}]}
SITTING = {"sitting": "S-41", "held_on": "2031-11-03", "candidates": ["t-1", "t-2"]}
RESULTS = {"sitting": "S-41", "results": {"t-1": "passed", "t-2": "failed"}}
HELD = [
    an_entry(1, "plan_course", PLAN),
    an_entry(2, "enrol_trainees", TRAINEES),
    an_entry(3, "schedule_exam", SITTING),
    an_entry(4, "record_exam_results", RESULTS),
    an_entry(5, "schedule_exam", {**SITTING, "sitting": "S-52", "candidates": ["t-2"]}),
]


@pytest.mark.rule("C-8.5")
def test_the_list_of_trainees_says_what_came_out_and_how_many_exams_are_left() -> None:
    passed, failed = trainees_of(HELD, "2022-01-01", "tr")

    assert (passed.trainee, passed.status, passed.results) == (
        "t-1", "Aktif", (("S-41", "Başarılı"),),
    )  # fmt: skip
    assert failed.results == (("S-41", "Başarısız"), ("S-52", "planlandı"))
    # four rights each: one is used, and of the second trainee another one is taken
    assert (passed.left, failed.left) == (3, 2)


# -- forms to be filled in by hand -----------------------------------------------------------------


def test_the_report_of_a_commission_is_printed_with_its_checks_to_be_marked() -> None:
    form = form_of("textbook-review", "record_preliminary_report")
    parts = form.parts(form.flat({"members": ["o-1", "o-2", "o-3"]}))
    sheet = blank_sheet("textbook-review", "2031-0042", "record_preliminary_report", parts)

    assert [column.head for column in sheet.columns] == ["Bakılan", "Uygun mu", "Not"]
    assert sheet.rows[0] == ("İnceletme ücreti yatırılmış", "Evet (   )   Hayır (   )", "")
    assert len(sheet.rows) == 9
    assert [each[0] for each in sheet.signatures] == ["o-1", "o-2", "o-3"]
    assert [name for name, _ in sheet.facts] == ["Dosya", "En küçük punto", "Rapor sayısı"]


@pytest.mark.parametrize("process", PROCESSES)
def test_every_form_can_be_printed_empty_and_filled_in(process: str) -> None:
    for spec in PROCESSES[process].commands:
        form = form_of(process, spec.name)
        for filled in ({}, form.flat(example_of(process, spec.name))):
            sheet = blank_sheet(process, "2031-1", spec.name, form.parts(filled))
            assert {len(row) for row in sheet.rows} <= {len(sheet.columns)}
