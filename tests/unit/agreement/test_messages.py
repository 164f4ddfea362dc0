"""Shapes of the messages: what decodes and what does not."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from workflows.agreement.messages.agreement import (
    AgreementApplication,
    Area,
    Draft,
    PerformanceIndicator,
    PreAssessmentForm,
    Signing,
)
from workflows.agreement.messages.term import (
    Archiving,
    ExtensionDecision,
    FinalReport,
    OverdueReports,
    PerformanceIndicatorReview,
    PublicityApproval,
    RunOffEnd,
    Termination,
)
from workflows.agreement.offices import Office
from workflows.kernel.case.message import Message

from .agreements import a_draft, a_signing, an_application


def refused(kind: type[BaseModel], body: dict[str, Any]) -> list[str]:
    """The fields that do not fit."""
    with pytest.raises(ValidationError) as wrong:
        kind.model_validate(body)
    return [str((*error["loc"], "body")[0]) for error in wrong.value.errors()]


@pytest.mark.parametrize("message", [an_application(wished_months=12), a_draft(), a_signing()])
def test_a_message_goes_through_json_unchanged(message: Message) -> None:
    assert type(message).model_validate_json(message.model_dump_json()) == message


@pytest.mark.rule("A-6.1")
@pytest.mark.parametrize(
    "area",
    [
        pytest.param({}, id="none"),
        pytest.param({"districts": [], "provinces": []}, id="empty lists"),
        pytest.param({"nationwide": True, "districts": ["0601"]}, id="the country and a district"),
        pytest.param({"nationwide": True, "provinces": ["06"]}, id="the country and a province"),
    ],
)
def test_an_area_is_the_country_or_names_its_parts(area: dict[str, Any]) -> None:
    assert refused(Area, area) == ["body"]
    assert Area.model_validate({"nationwide": True}).nationwide


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("partner", "Örnek Derneği"),
        ("partner_kind", "foreign"),
        ("documents", ["passport"]),
        ("applied_to", "ministry"),
        ("programme", "Aşçı Yardımcısı"),
        ("wished_months", 0),
    ],
)
def test_an_application_is_written_in_keys_and_codes(field: str, value: Any) -> None:
    body = an_application().model_dump(mode="json")

    assert AgreementApplication.model_validate(body).partner == "partner-1"
    assert refused(AgreementApplication, body | {field: value}) == [field]


@pytest.mark.rule("A-7.1", "A-7.2", "R-A.7")
@pytest.mark.parametrize("field", ["form_no", "subject", "favourable", "letter_no"])
def test_a_form_has_number_subject_answer_and_letter(field: str) -> None:
    body = {"form_no": "EK2-1", "subject": "gida", "favourable": True, "letter_no": "E-1"}

    assert PreAssessmentForm.model_validate(body).reasons is None
    assert refused(PreAssessmentForm, {k: v for k, v in body.items() if k != field}) == [field]


@pytest.mark.rule("A-8.10", "A-9.3", "A-11.1")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("model", "ek-5", id="no such model"),
        pytest.param("parties", 1, id="nobody to agree with"),
        pytest.param("performance_indicators", [], id="nothing to be reached"),
        pytest.param("ends_on", None, id="for ever"),
    ],
)
def test_a_draft_has_a_model_parties_a_term_and_indicators(field: str, value: Any) -> None:
    assert refused(Draft, a_draft().model_dump(mode="json") | {field: value}) == [field]


@pytest.mark.rule("A-8.3")
def test_an_agreement_is_signed_for_one_of_three_offices() -> None:
    body = a_signing().model_dump(mode="json")
    signers = {Office.DISTRICT_DIRECTORATE, Office.PROVINCIAL_DIRECTORATE, Office.MINISTER}

    for role in signers:
        assert Signing.model_validate(body | {"signed_by": role.value}).signed_by is role
    for role in set(Office) - signers:
        assert refused(Signing, body | {"signed_by": role.value}) == ["signed_by"]


@pytest.mark.rule("A-11.1")
@pytest.mark.parametrize("measure", ["-1", "NaN", "1.005", "many"])
def test_an_indicator_is_measured_to_the_hundredth(measure: str) -> None:
    assert refused(PerformanceIndicator, {"key": "kurs", "target": measure}) == ["target"]
    assert refused(PerformanceIndicatorReview, {"results": {"kurs": measure}}) == ["results"]


@pytest.mark.rule("A-13.1")
def test_publicity_is_decided_on_piece_by_piece() -> None:
    body = {"approved": True, "letter_no": "E-3", "materials": ["ab" * 32]}

    assert PublicityApproval.model_validate(body).materials == ("ab" * 32,)
    assert refused(PublicityApproval, body | {"materials": []}) == ["materials"]
    assert refused(PublicityApproval, body | {"materials": ["ab" * 32, "afis.pdf"]}) == [
        "materials"
    ]


@pytest.mark.rule("A-11.5")
def test_a_decision_on_a_longer_term_is_a_letter_that_weighs_the_indicators() -> None:
    body = {"granted": True, "letter_no": "E-4", "performance_indicators_met": True}

    assert ExtensionDecision.model_validate(body).until is None
    for field in body:
        without = {key: value for key, value in body.items() if key != field}
        assert refused(ExtensionDecision, without) == [field]


@pytest.mark.rule("A-11.2", "A-8.8")
def test_a_termination_has_one_of_three_grounds() -> None:
    body = {"effective_on": "2027-03-15", "letter_no": "E-5"}

    for ground in ("unilateral", "performance-indicators", "mutual"):
        assert Termination.model_validate(body | {"ground": ground}).ground == ground
    assert refused(Termination, body | {"ground": "whim"}) == ["ground"]
    assert refused(Termination, {"effective_on": "2027-03-15", "ground": "mutual"}) == ["letter_no"]


@pytest.mark.rule("A-10.3", "R-A.2")
def test_the_last_papers_are_a_report_and_a_file_of_its_own() -> None:
    assert refused(FinalReport, {"report": "rapor.pdf"}) == ["report"]
    assert refused(Archiving, {}) == ["file_no"]


def test_the_end_of_the_run_off_says_all_by_its_name() -> None:
    assert RunOffEnd.model_validate({}) == RunOffEnd()
    assert refused(RunOffEnd, {"note": "x"}) == ["note"]


@pytest.mark.rule("A-11.3a")
def test_who_is_missing_is_asked_of_one_level_and_period() -> None:
    assert refused(OverdueReports, {}) == ["level", "period"]
    assert refused(OverdueReports, {"level": "general", "period": 0}) == ["level", "period"]
