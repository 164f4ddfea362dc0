"""What the messages of a tool review accept: shape, not law."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.unit.education_tool.tools import a_body, a_decision, a_fee, a_report
from workflows.education_tool.messages.application import (
    DonationDecision,
    ExemptionDecision,
    FeeReceipt,
    ToolApplication,
)
from workflows.education_tool.messages.commission import CommissionApproval, ReviewerPayment
from workflows.education_tool.messages.review import (
    ConformityDecision,
    MendingCheck,
    ReviewReport,
)
from workflows.education_tool.process import TOOL_REVIEW
from workflows.kernel.case.message import Message

CHECK: dict[str, Any] = {"report_no": "I-3", "signed_by": ["expert-1"], "mended": True}
PAY: dict[str, Any] = {"month": "2026-06", "amount": "1.00", "hours": "1", "deductions": "0.00"}


@pytest.mark.parametrize(
    ("kind", "body", "wrong"),
    [
        pytest.param(ToolApplication, a_body(), {"path": "gift"}, id="no such path"),
        pytest.param(ToolApplication, a_body(), {"tool": {}}, id="no tool"),
        pytest.param(ToolApplication, a_body(), {"owner": {"key": "Ali Veli"}}, id="a name"),
        pytest.param(
            ExemptionDecision, {"exempt": True, "letter_no": "B-1"}, {"exempt": False}, id="no why"
        ),
        pytest.param(
            DonationDecision, {"approved": True, "approval_no": "B-1"}, {"approved": False}, id="no"
        ),
        pytest.param(
            CommissionApproval,
            {"approved": True, "approval_no": "B-1"},
            {"approved": False},
            id="sent back without a reason",
        ),
        pytest.param(
            ConformityDecision, a_decision("2026-06-12"), {"conforms": False}, id="no reasons"
        ),
        pytest.param(MendingCheck, CHECK, {"mended": False}, id="errors left and no slip"),
        pytest.param(ReviewReport, a_report(), {"result": "fine"}, id="a fourth result"),
        pytest.param(ReviewReport, a_report(), {"signed_by": []}, id="signed by nobody"),
        pytest.param(ReviewReport, a_report(), {"qualities": {"beauty": True}}, id="no quality"),
        pytest.param(FeeReceipt, a_fee("1.00", "2026-06-02"), {"fee": {}}, id="no fee"),
        pytest.param(ReviewerPayment, PAY, {"month": "2026-13"}, id="no month"),
        pytest.param(ReviewerPayment, PAY, {"hours": "0"}, id="no hours"),
    ],
)
def test_a_message_of_another_shape_is_not_read(
    kind: type[Message], body: dict[str, Any], wrong: dict[str, Any]
) -> None:
    assert kind.model_validate(body).model_dump(mode="json").keys() >= body.keys()
    with pytest.raises(ValidationError):
        kind.model_validate(body | wrong)


@pytest.mark.parametrize("kind", [spec.message for spec in TOOL_REVIEW.commands])
def test_nothing_unknown_is_read_in_silence(kind: type[Message]) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        kind.model_validate({"teacher": "Ayşe Öğretmen"})
