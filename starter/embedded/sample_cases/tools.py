"""Education tools: a donation to be approved, one under review, one whose errors are mended."""

from decimal import Decimal
from typing import Any, Final

from starter.embedded.sample_cases.reviews import COEFFICIENT
from starter.embedded.sample_cases.sample import Body, Days, Sample, Step, fixed
from workflows.education_tool.messages.review import Quality
from workflows.education_tool.offices import Office
from workflows.education_tool.process import TOOL_REVIEW
from workflows.kernel.roles import Actor, Role

_SIGNATURES: Final = 24
"""24 hours of 40 screens count as so many (E-15.1, E-36.1b)."""

_POINTS: Final = Decimal(1500)
"""For a signature (E-15.1)."""

_EXPERTS: Final = ("u-1", "u-2", "u-3")


def _filed(n: int, path: str) -> Any:
    def body(days: Days) -> Body:
        year = days.filed_on.year
        bought = {"specification_no": f"SN-{year}-{n}"} if path == "purchase" else {}
        return {
            "path": path,
            "applicant": {"kind": "unit", "key": f"ornek-birim-{n}", "institution": f"BIRIM-{n}"},
            "owner": {"key": f"ornek-sahip-{n}", "institution": f"SAHIP-{n}"},
            "transaction_no": f"SA-{year}-{n}",
            "tool": {
                "tool_no": f"EA-{year}-{n}",
                "kind": "tool",
                "purpose": "resource",
                "level": "secondary",
                "form": "electronic",
                "contents": [{"medium": "screens", "quantity": 40}],
            },
            **bought,
        }

    return body


def _paid(days: Days) -> Body:
    amount = str((_SIGNATURES * _POINTS * COEFFICIENT).quantize(Decimal("0.01")))
    paid_on = days.after(1).isoformat()
    return {"fee": {"amount": amount, "paid_on": paid_on, "receipt_no": "D-ornek"}}


def _under_review(n: int) -> tuple[Step, ...]:
    experts = [{"role": "field-expert", "id": each} for each in _EXPERTS]
    approved = fixed(approved=True, approval_no=f"BO-{n}")
    order = fixed(order_no=f"G-{n}", hours="24", in_hours=False)
    return (
        Step("record_fee", Office.REVOLVING_FUND, _paid, after=1),
        Step("propose_commission", Office.REVIEW_DEPARTMENT, fixed(members=experts), after=2),
        Step("approve_commission", Office.PRESIDENCY, approved, after=3),
        Step("assign_commission", Office.DIRECTORATE, order, after=3),
    )


def _to_be_mended(n: int) -> tuple[Step, ...]:
    but_turkish = {
        each.value: each is not Quality.TURKISH
        for each in Quality
        if each is not Quality.FOREIGN_LANGUAGE
    }
    report = fixed(
        report_no=f"I-{n}",
        signed_by=[*_EXPERTS],
        result="conditional",
        error_slip_no=f"F-{n}",
        qualities=but_turkish,
    )
    found = Step("record_review_report", Office.REVIEW_COMMISSION, report, by="u-1", after=8)
    return (*_under_review(n), found)


def _tool(n: int, path: str, ago: int, steps: tuple[Step, ...] = ()) -> Sample:
    unit = Actor(role=Role.APPLICANT, id=f"ornek-birim-{n}", institution=f"BIRIM-{n}")
    return Sample(TOOL_REVIEW, f"ornek-{n}", _filed(n, path), ago, steps, by=unit)


TOOLS: Final = (
    _tool(1, "purchase", 10, _to_be_mended(1)),
    _tool(2, "purchase", 5, _under_review(2)),
    _tool(3, "donation", 2),
)
OWNERS: Final = ("ornek-sahip-1", "ornek-sahip-2", "ornek-sahip-3")
UNITS: Final = ("ornek-birim-1", "ornek-birim-2", "ornek-birim-3")
