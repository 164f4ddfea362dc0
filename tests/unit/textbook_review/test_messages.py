"""Shapes of the messages: what decodes and what does not."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from workflows.textbook_law.draft import Member, MemberRole, Work
from workflows.textbook_review.messages.review import (
    Application,
    EvaluationReport,
    HandOver,
    PreliminaryReport,
    ReviewReport,
)
from workflows.textbook_review.messages.unscored import TranslationReport, UpdateReport

from .drafts import a_unit_application, a_work, an_application, seats


def a_review(score: Any, **changes: Any) -> ReviewReport:
    usual = {"score": score, "findings": 3, "scientific_errors": 1, "report_no": "R-1"}
    return ReviewReport.model_validate(usual | changes)


@pytest.mark.rule("R-T.2")
@given(st.decimals(0, 100, places=2))
def test_a_score_goes_through_json_unchanged(score: Decimal) -> None:
    sent = a_review(str(score)).model_dump_json()

    assert json.loads(sent)["score"] == str(score)
    assert ReviewReport.model_validate_json(sent).score == score


@pytest.mark.parametrize("score", ["NaN", "Infinity", "", None, True])
def test_a_score_is_a_number(score: Any) -> None:
    with pytest.raises(ValidationError):
        a_review(score)


def test_there_are_no_more_scientific_errors_than_findings() -> None:
    with pytest.raises(ValidationError, match="scientific errors are findings too"):
        a_review("80", findings=1, scientific_errors=2)


@pytest.mark.parametrize("application", [an_application(), a_unit_application()])
def test_an_application_goes_through_json_unchanged(application: Application) -> None:
    assert Application.model_validate_json(application.model_dump_json()) == application


@pytest.mark.parametrize("grade", [0, 13, "7th", None])
def test_a_grade_is_1_to_12_or_non_formal(grade: Any) -> None:
    with pytest.raises(ValidationError):
        Work.model_validate(a_work().model_dump() | {"grade": grade})


def test_an_unknown_field_is_refused_by_name() -> None:
    body = an_application().model_dump(mode="json") | {"publisher_name": "…"}

    with pytest.raises(ValidationError, match="publisher_name"):
        Application.model_validate(body)


@pytest.mark.rule("T-13.2b")
@pytest.mark.parametrize("code", ["k7-0312", "Bir Yayınevi", "", "K7_0312"])
def test_an_anonymity_code_is_no_name(code: str) -> None:
    with pytest.raises(ValidationError):
        HandOver(anonymity_code=code, sealed_envelope_no="Z-1")


@pytest.mark.rule("T-13.2a")
def test_failed_checks_are_listed_in_the_articles_order() -> None:
    report = PreliminaryReport.model_validate_json(
        '{"members": ["p1", "p2", "p3"], "checks": {'
        '"set_complete": {"passed": false}, "type_size": {"passed": true},'
        '"fee_paid": {"passed": false, "note": "Eksik yatırılmış."}}}'
    )

    assert report.failed_checks == ("fee_paid", "set_complete")


@pytest.mark.rule("T-17.5")
def test_a_member_is_of_the_ministry_unless_the_filing_says_otherwise() -> None:
    plain = Member.model_validate_json('{"role": "field-expert", "id": "person-0"}')

    assert plain == Member(
        role=MemberRole.FIELD_EXPERT, id="person-0", outside=False, protocol_no=None
    )


@pytest.mark.rule("T-8.1ç10")
@pytest.mark.parametrize("points", ["0", "-1", "9.55", "100.1", "NaN"])
def test_a_type_size_is_measured_in_tenths_of_a_point(points: str) -> None:
    measured = {"members": ["p1", "p2", "p3"], "checks": {}, "smallest_type": points}

    with pytest.raises(ValidationError, match="smallest_type"):
        PreliminaryReport.model_validate(measured)
    assert PreliminaryReport.model_validate(measured | {"smallest_type": "9.5"}).smallest_type


@pytest.mark.rule("T-17.22")
@pytest.mark.parametrize("hours", ["0", "-2", "27.125"])
def test_the_hours_of_an_evaluation_are_more_than_none(hours: str) -> None:
    report = {"members": seats(2, 1, 1), "agrees": True, "scientific_errors": 0, "report_no": "D-1"}

    with pytest.raises(ValidationError, match="hours"):
        EvaluationReport.model_validate(report | {"hours": hours})
    assert EvaluationReport.model_validate(report).hours is None
    assert EvaluationReport.model_validate(report | {"hours": "27.25"}).hours == Decimal("27.25")


@pytest.mark.rule("T-17.25", "T-11.2b")
def test_reports_on_updates_and_translations_have_no_score() -> None:
    update = {"errors": 2, "scientific_errors": 2, "report_no": "G-1"}
    translation = {"errors": 2, "report_no": "C-1"}

    assert UpdateReport.model_validate(update).errors == 2
    assert TranslationReport.model_validate(translation).errors == 2
    for report, body in ((UpdateReport, update), (TranslationReport, translation)):
        with pytest.raises(ValidationError, match="score"):
            report.model_validate(body | {"score": "90"})


@pytest.mark.rule("T-17.25")
def test_an_update_has_no_more_scientific_errors_than_errors() -> None:
    with pytest.raises(ValidationError, match="scientific errors are errors too"):
        UpdateReport(errors=1, scientific_errors=2, report_no="G-1")


@pytest.mark.rule("T-8.3")
@pytest.mark.parametrize("kind", ["programme-guide", "work-sheets"])
def test_a_draft_may_be_a_programme_guide_or_work_sheets(kind: str) -> None:
    """m.4(1)u names them beside textbook, workbook and teacher's guide."""
    work = a_work(parts=({"kind": kind, "pages": 48},))

    assert work.pages == 48
