"""Reviews of textbooks: five drafts of three publishers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from starter.embedded.sample_cases.sample import Body, Days, Sample, Step, edition, fixed
from workflows.kernel.case.standing_commands import Service
from workflows.textbook_law.draft import Document
from workflows.textbook_law.fees import review_fee
from workflows.textbook_review.messages.review import PreliminaryCheck
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.rules.forwarding import held_until

COEFFICIENT: Final = Decimal("1.25")
"""Invented; of every half-year in which a fee of the samples is paid."""


def half_years(year: int) -> tuple[tuple[date, date], tuple[date, date]]:
    """Return the periods for which a coefficient is announced."""
    return (date(year, 1, 1), date(year, 6, 30)), (date(year, 7, 1), date(year, 12, 31))


_BRANCHES: Final = {
    "field-expert": "matematik",
    "language-expert": "turkce",
    "visual-designer": "grafik",
}


def publisher(n: int) -> str:
    """Return the key of an invented publisher."""
    return f"ornek-yayin-{n}"


def in_hold(days: Days) -> bool:
    """Whether what has 75 points is not forwarded: shortly before December's last day (T-17.20)."""
    book = edition(REVIEW, days.filed_on)
    return held_until(days.filed_on, days.calendar, book) is not None


def _members(letter: str) -> list[dict[str, str]]:
    roles = ["field-expert"] * 5 + ["language-expert"] * 2 + ["visual-designer"] * 2
    return [
        {"role": role, "id": f"{letter}-{n}", "title": "ogretmen", "branch": _BRANCHES[role]}
        for n, role in enumerate(roles, start=1)
    ]


def _taken_up(n: int) -> tuple[Step, ...]:
    """The preliminary commission that the Presidency has set up looks at it."""
    three = fixed(members=["o-1", "o-2", "o-3"], order_no=f"KO-{n}")
    return (
        Step("set_up_preliminary_commission", Office.PRESIDENCY, three),
        Step("take_up", Office.PRELIMINARY_COMMISSION, by="o-1"),
    )


def _coded(n: int) -> tuple[Step, ...]:
    """Taken up, found in order, coded and handed over."""
    passed = {check.value: {"passed": True} for check in PreliminaryCheck}
    return (
        *_taken_up(n),
        Step(
            "record_preliminary_report",
            Office.PRELIMINARY_COMMISSION,
            fixed(members=["o-1", "o-2", "o-3"], checks=passed, report_no=f"OI-{n}"),
            by="o-1",
        ),
        Step(
            "hand_over_to_directorate",
            Office.BOOKS_BRANCH,
            fixed(anonymity_code=f"ORNEK-{n:04d}", sealed_envelope_no=f"MZ-{n}"),
        ),
    )


def _assigned(n: int) -> tuple[Step, ...]:
    """A review commission is at work."""
    commission: dict[str, Any] = {"members": _members("i"), "chair": "i-1"}
    order = fixed(**commission, order_no=f"GE-{n}", hours="60", in_hours=True)
    approval = fixed(approved=True, approval_no=f"BO-{n}")
    return (
        *_coded(n),
        Step("propose_commission", Office.REVIEW_DEPARTMENT, fixed(**commission)),
        Step("approve_commission", Office.PRESIDENCY, approval),
        Step("assign_commission", Office.DIRECTORATE, order),
    )


def _evaluated(n: int, score: str) -> tuple[Step, ...]:
    """Reviewed with a score, and the evaluation commission agrees."""
    commission: dict[str, Any] = {"members": _members("d"), "chair": "d-1"}
    approval = fixed(approved=True, approval_no=f"BD-{n}")
    order = fixed(**commission, order_no=f"GD-{n}", hours="27", in_hours=True)
    review = fixed(score=score, findings=9, scientific_errors=1, report_no=f"IR-{n}")
    evaluation = fixed(members=_members("d"), agrees=True, scientific_errors=1, report_no=f"DR-{n}")
    forwarded = (
        Step("propose_evaluation_commission", Office.REVIEW_DEPARTMENT, fixed(**commission)),
        Step("approve_evaluation_commission", Office.PRESIDENCY, approval),
        Step("assign_evaluation_commission", Office.PRESIDENCY, order),
        Step("record_evaluation_report", Office.EVALUATION_COMMISSION, evaluation, by="d-1"),
    )
    return (
        *_assigned(n),
        Step("record_review_report", Office.REVIEW_COMMISSION, review, by="i-1"),
        *(replace(step, held=in_hold) for step in forwarded),
    )


def _served(n: int) -> tuple[Step, ...]:
    """The order to correct has been served; the thirty days run."""
    service = served("T-17.15a/1", Office.REVIEW_DEPARTMENT)
    return (*_evaluated(n, "82.50"), replace(service, held=in_hold))


def served(notification: str, office: str) -> Step:
    """Return the service of a notification, recorded on the day on which the samples are opened."""

    def service(days: Days) -> Body:
        return {
            "notification": notification,
            "served_on": days.today.isoformat(),
            "means": "electronic",
        }

    return Step(Service.command, office, service, after=None)


def _draft(n: int, lesson: str, grade: int, pages: int) -> Callable[[Days], Body]:
    def body(days: Days) -> Body:
        fee = review_fee(pages, COEFFICIENT, edition(REVIEW, days.filed_on))
        return {
            "route": "private",
            "declared_clean": True,
            "legal_person": True,
            "registered_with_chamber": True,
            "applicant": {
                "kind": "publisher",
                "key": publisher(n),
                "institution": f"YAYIN-{n}",
            },
            "work": {
                "lesson": lesson,
                "field": lesson,
                "grade": grade,
                "kind": "single",
                "parts": [{"kind": "textbook", "pages": pages}],
            },
            "delivered": {"sets": 3, "electronic_copies": 1},
            "documents": [document.value for document in Document],
            "fee": {
                "amount": str(fee),
                "paid_on": days.filed_on.isoformat(),
                "receipt_no": f"D-{lesson}",
            },
        }

    return body


def _review(n: int, filed: Callable[[Days], Body], *steps: Step) -> Sample:
    # one after the other, for they are taken up in that order (T-14.2)
    return Sample(REVIEW, f"ornek-{n}", filed, 1, steps, place=n - 1)


REVIEWS: Final = (
    _review(1, _draft(1, "matematik", 7, 208), *_served(1)),
    _review(2, _draft(2, "fizik", 10, 256), *_evaluated(2, "93.75")),
    _review(3, _draft(1, "tarih", 9, 192), *_assigned(3)),
    _review(4, _draft(3, "cografya", 11, 224), *_taken_up(4)),
    _review(5, _draft(2, "kimya", 10, 240)),
)
PUBLISHERS: Final = (1, 2, 3)
