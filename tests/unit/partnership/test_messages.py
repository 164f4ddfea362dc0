"""What the messages of the programme accept: shape, not law."""

from typing import Any

import pytest
from pydantic import ValidationError

from workflows.kernel.case.message import Message
from workflows.partnership.messages import (
    CoordinatorNaming,
    JointActionReport,
    MaterialShared,
    MonitoringReport,
    ProgrammePlan,
    Row,
    VisitsSkipped,
)
from workflows.partnership.process import PARTNERSHIP

from .years import DIGEST, KAYSERI, MALATYA, a_report

PLAN: dict[str, Any] = {"schools": [MALATYA, KAYSERI], "school_year": 2031}
REPORT: dict[str, Any] = a_report(Row.SUPPORT_COURSES, "2031-10-05")
SHARED: dict[str, Any] = {"school": MALATYA, "topic": "Deney föyleri", "materials": [DIGEST]}


@pytest.mark.parametrize(
    ("kind", "body", "wrong"),
    [
        pytest.param(ProgrammePlan, PLAN, {"schools": [MALATYA]}, id="one school"),
        pytest.param(ProgrammePlan, PLAN, {"schools": [MALATYA, KAYSERI, "3"]}, id="three schools"),
        pytest.param(ProgrammePlan, PLAN, {"schools": [MALATYA, ""]}, id="no code"),
        pytest.param(ProgrammePlan, PLAN, {"school_year": 2021}, id="before the first edition"),
        pytest.param(ProgrammePlan, PLAN, {"published_on": "soon"}, id="no day"),
        pytest.param(JointActionReport, REPORT, {"row": "P-16"}, id="no such row"),
        pytest.param(JointActionReport, REPORT, {"progress": "thought-of"}, id="no such progress"),
        pytest.param(JointActionReport, REPORT, {"grades": [13]}, id="no such grade"),
        pytest.param(JointActionReport, REPORT, {"materials": ["föy"]}, id="no digest"),
        pytest.param(JointActionReport, REPORT, {"note": ""}, id="no note"),
        pytest.param(MaterialShared, SHARED, {"materials": []}, id="nothing shared"),
        pytest.param(MaterialShared, SHARED, {"materials": [DIGEST] * 51}, id="too much at once"),
        pytest.param(
            CoordinatorNaming,
            {"school": MALATYA, "coordinator": "ko-1", "named_on": "2031-09-05"},
            {"coordinator": "Ayşe Öğretmen"},
            id="a name for a key",
        ),
        pytest.param(
            VisitsSkipped,
            {"row": "P-5", "school": MALATYA, "reason": "Ulaşım yok."},
            {"reason": " "},
            id="no reason",
        ),
        pytest.param(
            MonitoringReport,
            {"school": MALATYA, "report": DIGEST},
            {"report": None},
            id="no report",
        ),
    ],
)
def test_a_message_of_another_shape_is_not_read(
    kind: type[Message], body: dict[str, Any], wrong: dict[str, Any]
) -> None:
    assert kind.model_validate(body).model_dump(mode="json").keys() >= body.keys()
    with pytest.raises(ValidationError):
        kind.model_validate(body | wrong)


@pytest.mark.parametrize("kind", [spec.message for spec in PARTNERSHIP.commands])
def test_nothing_unknown_is_read_in_silence(kind: type[Message]) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        kind.model_validate({"teacher": "Ayşe Öğretmen"})
