"""The acts that everybody is measured by: a review of a textbook, accepted after one correction.

Standard library only: the contenders live in different environments. All acts are of the day on
which they are sent, so that no time has to be moved and no term ends on the way.
"""

from dataclasses import dataclass
from typing import Any, Final

Body = dict[str, Any]

CHECKS: Final = (
    "fee_paid",
    "application_in_order",
    "size_and_signatures",
    "no_identifying_sign",
    "type_size",
    "copies_identical",
    "front_and_back_matter",
    "qualified_staff",
    "set_complete",
)
BRANCHES: Final = {
    "field-expert": ("kimya", 5),
    "language-expert": ("turkce", 2),
    "visual-designer": ("grafik", 2),
}

QUEUED: Final = frozenset({1, 4})
"""Acts in which the drafts follow each other as they were filed: taken up (T-14.2), given to a
commission (T-17.16)."""

REFILED: Final = (10, 11)
"""Filed anew, and taken up anew: one draft at a time, for the same reason."""


@dataclass(frozen=True)
class Act:
    """One command of the case."""

    n: int
    command: str
    role: str
    by: str
    body: Body
    is_last: bool

    def envelope(self, case_id: str) -> Body:
        """Return it as a service would send it."""
        return {
            "command_id": f"{case_id}.{self.n}",
            "actor": {"role": self.role, "id": self.by},
            "body": self.body,
        }


def acts(number: int, day: str) -> tuple[Act, ...]:
    """Return the sixteen commands of the case with a number, sent on one day."""
    found = (*_until_served(number, day), *_corrected(day))
    return tuple(
        Act(n, command, role, by, body, is_last=n == len(found))
        for n, (command, role, by, body) in enumerate(found, start=1)
    )


Sent = tuple[str, str, str, Body]


def _until_served(number: int, day: str) -> tuple[Sent, ...]:
    commission = {"members": _members("i"), "chair": "i-1"}
    code = {"anonymity_code": f"BENCH-{number % 10**8:08d}", "sealed_envelope_no": f"Z-{number}"}
    service = {"notification": "T-17.15a/1", "served_on": day, "means": "electronic"}
    order = {**commission, "order_no": "G-1", "hours": "60", "in_hours": True}
    return (
        ("take_up", "preliminary-commission", "o-1", {}),
        _found_in_order(),
        ("hand_over_to_directorate", "books-branch", "b-1", code),
        ("propose_commission", "review-department", "r-1", commission),
        ("approve_commission", "presidency", "p-1", {"approved": True, "approval_no": "O-1"}),
        ("assign_commission", "directorate", "m-1", order),
        _reviewed("82.40"),
        _evaluated(),
        ("record_service", "review-department", "r-1", service),
    )


def _corrected(day: str) -> tuple[Sent, ...]:
    delivered = {"delivered": {"sets": 3, "electronic_copies": 1}}
    form = {"members": ["k-2", "k-3"], "form_no": "TF-1"}
    decision = {
        "decision": "accept",
        "decision_no": "K-1",
        "decided_on": day,
        "first_school_year": int(day[:4]) + 1,
    }
    return (
        ("submit_corrected_draft", "applicant", "ornek-yayin-2", delivered),
        ("take_up", "preliminary-commission", "o-1", {}),
        _found_in_order(),
        _reviewed("92.00"),
        _evaluated(below_90=False, reasons="Düzeltilen taslak yeterlidir."),
        ("sign_follow_up_form", "board", "k-1", form),
        ("record_board_decision", "board", "k-1", decision),
    )


def _found_in_order() -> Sent:
    passed = {check: {"passed": True} for check in CHECKS}
    report = {"members": ["o-1", "o-2", "o-3"], "checks": passed, "report_no": "OI-1"}
    return "record_preliminary_report", "preliminary-commission", "o-1", report


def _reviewed(score: str) -> Sent:
    report = {"score": score, "findings": 9, "scientific_errors": 1, "report_no": "IR-1"}
    return "record_review_report", "review-commission", "i-1", report


def _evaluated(**more: bool | str) -> Sent:
    report = {"members": _members("d"), "agrees": True, "scientific_errors": 1, "report_no": "D-1"}
    return "record_evaluation_report", "evaluation-commission", "d-1", report | more


def _members(letter: str) -> list[Body]:
    roles = [role for role, (_, seats) in BRANCHES.items() for _ in range(seats)]
    return [
        {"role": role, "id": f"{letter}-{n}", "title": "ogretmen", "branch": BRANCHES[role][0]}
        for n, role in enumerate(roles, start=1)
    ]
