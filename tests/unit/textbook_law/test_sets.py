"""Sets, audio, original texts; type sizes and lines (m.8(1)ç, m.8(2) to (4), m.13(1)ğ)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import (
    BOOK,
    COEFFICIENT,
    FEE,
    FILED_ON,
    a_work,
    an_application,
)
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import Delivery, Grade, Part, PartKind, Work
from workflows.textbook_law.sets import (
    breaches_of_original_texts,
    breaches_of_set,
    lines_per_100_mm,
    needs_original_texts,
    type_size,
)
from workflows.textbook_review.messages.review import (
    Application,
    CheckResult,
    CorrectedDraft,
    PreliminaryCheck,
    PreliminaryReport,
)
from workflows.textbook_review.rules.preliminary import breaches_of_preliminary_report

OLD_BOOK = BOOK.model_copy(
    update={"figures": {k: v for k, v in BOOK.figures.items() if not k.startswith("set.")}}
)
"""The rulebook as a case recorded it that was opened before these figures were written down."""


def made_of(*kinds: str, **changes: Any) -> Work:
    parts = tuple(Part(kind=PartKind(kind), pages=0 if kind == "audio" else 96) for kind in kinds)
    return a_work(parts=parts, kind="set" if len(parts) > 1 else "single", **changes)


def an_english(*kinds: str) -> Work:
    return made_of(*kinds, lesson="ingilizce", field="ingilizce", foreign_language=True)


def a_turkish(*kinds: str) -> Work:
    return made_of(*kinds, lesson="turkce", field="turkce")


def judged(
    application: Application,
    check: PreliminaryCheck,
    *,
    passed: bool,
    corrected: CorrectedDraft | None = None,
    book: Rulebook = BOOK,
) -> list[str]:
    """The breaches of a report in which all checks pass, except perhaps one."""
    checks = dict.fromkeys(PreliminaryCheck, CheckResult(passed=True))
    checks[check] = CheckResult(passed=passed)
    report = PreliminaryReport(members=("p1", "p2", "p3"), checks=checks)
    found = breaches_of_preliminary_report(
        report,
        application,
        book,
        members=report.members,
        coefficient=COEFFICIENT,
        filed_on=FILED_ON,
        corrected=corrected,
    )
    return rules_of(found)


@pytest.mark.rule("T-8.3")
@pytest.mark.rule("T-13.1ğ")
@pytest.mark.parametrize(
    ("work", "found"),
    [
        pytest.param(an_english("textbook", "teachers-guide", "audio"), [], id="whole"),
        pytest.param(an_english("textbook"), ["T-8.3"], id="no set, no audio"),
        pytest.param(an_english("textbook", "teachers-guide"), ["T-8.3"], id="no audio"),
        pytest.param(an_english("textbook", "audio"), ["T-13.1ğ"], id="audio with no guide"),
        pytest.param(a_turkish("textbook", "teachers-guide", "audio"), [], id="Türkçe whole"),
        pytest.param(a_turkish("textbook", "teachers-guide"), ["T-13.1ğ"], id="Türkçe, no audio"),
        pytest.param(a_turkish("textbook", "audio"), ["T-13.1ğ"], id="Türkçe, no guide"),
        pytest.param(a_turkish("textbook"), [], id="Türkçe, the book alone: no guide, no audio"),
        pytest.param(a_work(), [], id="mathematics: a single book"),
        pytest.param(made_of("textbook", "audio"), [], id="mathematics: audio by itself"),
        pytest.param(a_work(kind="set"), ["T-13.1ğ"], id="a set of one part"),
    ],
)
def test_language_drafts_come_with_audio_at_the_teachers_guide(
    work: Work, found: list[str]
) -> None:
    assert rules_of(breaches_of_set(work, BOOK)) == found


@pytest.mark.rule("T-8.3")
def test_a_foreign_language_draft_is_a_set_even_with_all_its_parts() -> None:
    single = an_english("textbook", "teachers-guide", "audio").model_copy(update={"kind": "single"})

    assert rules_of(breaches_of_set(single, BOOK)) == ["T-8.3"]


@pytest.mark.rule("T-13.1ğ")
def test_the_ninth_check_cannot_pass_against_the_parts_that_are_listed() -> None:
    fee = FEE.model_copy(update={"amount": FEE.amount * 2})
    lacking = an_application(work=an_english("textbook"), fee=fee)

    assert judged(lacking, PreliminaryCheck.SET_COMPLETE, passed=True) == ["T-8.3"]
    assert judged(lacking, PreliminaryCheck.SET_COMPLETE, passed=False) == []


@pytest.mark.rule("T-8.2")
@pytest.mark.parametrize(
    ("lesson", "grade", "needed"),
    [
        pytest.param("turkce", 8, True, id="m.8/2 Türkçe, to grade 8"),
        pytest.param("turkce", 9, False, id="Türkçe is a primary lesson"),
        pytest.param("dil-ve-anlatim", 9, True, id="m.8/2 Dil ve Anlatım"),
        pytest.param("turk-edebiyati", 12, True, id="m.8/2 Türk Edebiyatı"),
        pytest.param("turk-edebiyati", 8, False, id="from grade 9 on"),
        pytest.param("turkce", "non-formal", False, id="not in non-formal education"),
        pytest.param("matematik", 7, False, id="no other lesson"),
    ],
)
def test_three_lessons_hand_over_their_original_texts(
    lesson: str, grade: Grade, *, needed: bool
) -> None:
    work = a_work(lesson=lesson, grade=grade)

    assert needs_original_texts(work, BOOK) is needed
    for copies in (0, 2):
        short = an_application(work=work, original_text_copies=copies)
        assert rules_of(breaches_of_original_texts(short, BOOK)) == (["T-8.2"] if needed else [])
    whole = an_application(work=work, original_text_copies=3)
    assert breaches_of_original_texts(whole, BOOK) == ()


@pytest.mark.rule("T-8.2")
def test_a_draft_without_its_original_texts_cannot_pass_as_in_order() -> None:
    work = a_work(lesson="dil-ve-anlatim", grade=10)
    bare = an_application(work=work)  # silence hands nothing over
    whole = an_application(work=work, original_text_copies=3)
    order = PreliminaryCheck.APPLICATION_IN_ORDER
    again = CorrectedDraft(delivered=Delivery(sets=3, electronic_copies=1))

    assert judged(bare, order, passed=True) == ["T-8.2"]
    assert judged(bare, order, passed=False) == []
    assert judged(whole, order, passed=True) == []
    # they were handed over with the filing; a corrected draft does not bring them anew
    assert judged(bare, order, passed=True, corrected=again) == []


def test_a_case_from_before_these_figures_is_asked_for_nothing_more() -> None:
    for work in (a_turkish("textbook", "teachers-guide"), an_english("textbook")):
        assert breaches_of_set(work, BOOK) != ()
        assert breaches_of_set(work, OLD_BOOK) == ()


@pytest.mark.rule("T-8.1ç10")
@pytest.mark.parametrize(
    ("grade", "points"),
    [(1, 20), (2, 18), (3, 14), (4, 12), (5, 11), (6, 10), (8, 10), (12, 10), ("non-formal", None)],
)
def test_the_smallest_type_of_a_grade(grade: Grade, points: int | None) -> None:
    assert type_size(grade, BOOK) == points


@pytest.mark.rule("T-8.1ç12")
@pytest.mark.parametrize(
    ("grade", "lines"),
    [(1, 10), (2, 14), (3, 18), (4, 20), (5, 20), (6, 22), (8, 22), (12, 22), ("non-formal", None)],
)
def test_the_most_lines_of_a_grade(grade: Grade, lines: int | None) -> None:
    assert lines_per_100_mm(grade, BOOK) == lines


def test_a_case_from_before_these_measures_has_none() -> None:
    measures = ("type_size.", "lines.")
    figures = {k: v for k, v in BOOK.figures.items() if not k.startswith(measures)}
    earlier = BOOK.model_copy(update={"figures": figures})

    assert type_size(1, earlier) is None
    assert lines_per_100_mm(7, earlier) is None


@pytest.mark.rule("T-8.1ç10")
@pytest.mark.rule("T-8.1ç12")
@given(st.integers(1, 11))
def test_type_never_grows_and_lines_never_thin_out_with_the_grade(grade: int) -> None:
    sizes = [type_size(each, BOOK) or 0 for each in (grade, grade + 1)]
    lines = [lines_per_100_mm(each, BOOK) or 0 for each in (grade, grade + 1)]

    assert sizes[0] >= sizes[1] > 0
    assert 0 < lines[0] <= lines[1]
