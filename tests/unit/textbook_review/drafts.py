"""Filings and figures that the tests of the textbook review share."""

from datetime import date
from decimal import Decimal
from typing import Any

from starter.runtime.serving import editions_of
from workflows.kernel.law.rulebook import edition_on
from workflows.textbook_law.draft import (
    Applicant,
    ApplicantKind,
    Delivery,
    Document,
    FeePayment,
    Member,
    MemberRole,
    Part,
    PartKind,
    Route,
    Work,
    WorkKind,
)
from workflows.textbook_review.messages.review import Application
from workflows.textbook_review.process import REVIEW

EDITIONS = editions_of(REVIEW)
BOOK = edition_on(EDITIONS, date(2031, 3, 10))

FILED_ON = date(2031, 3, 10)
BRANCH_OF = {
    MemberRole.FIELD_EXPERT: "matematik",
    MemberRole.LANGUAGE_EXPERT: "turkce",
    MemberRole.VISUAL_DESIGNER: "grafik",
}

COEFFICIENT = Decimal("1.25")
FEE = FeePayment(amount=Decimal("48750.00"), paid_on=date(2031, 3, 7), receipt_no="D-2031-77")


def a_work(**changes: Any) -> Work:
    """A grade 7 mathematics textbook of 208 pages."""
    usual = {
        "lesson": "matematik",
        "field": "matematik",
        "grade": 7,
        "kind": WorkKind.SINGLE,
        "parts": (Part(kind=PartKind.TEXTBOOK, pages=208),),
    }
    return Work.model_validate(usual | changes)


def an_application(**changes: Any) -> Application:
    """A publisher's private draft, complete and paid."""
    usual = {
        "route": Route.PRIVATE,
        "applicant": Applicant(kind=ApplicantKind.PUBLISHER, key="pub-17", institution="YAYIN-17"),
        "work": a_work(),
        "delivered": Delivery(sets=3, electronic_copies=1),
        "documents": tuple(Document),
        "fee": FEE,
        "declared_clean": True,
        "legal_person": True,
        "registered_with_chamber": True,
    }
    return Application.model_validate(usual | changes)


def a_unit_application(**changes: Any) -> Application:
    """A Ministry unit's draft, written by a commission: no fee, no declaration of employment."""
    usual: dict[str, Any] = {
        "route": Route.COMMISSIONED_WRITING,
        "applicant": Applicant(kind=ApplicantKind.UNIT, key="unit-3", institution="BIRIM-3"),
        "documents": (Document.PETITION, Document.AUTHOR_PAPERS, Document.EXPERT_PAPERS),
        "fee": None,
        "specification_no": "S-2031-4",
    }
    return an_application(**(usual | changes))


def seats(field: int, language: int, visual: int) -> tuple[Member, ...]:
    """So many members of each required role, every one another person."""
    roles = (
        [MemberRole.FIELD_EXPERT] * field
        + [MemberRole.LANGUAGE_EXPERT] * language
        + [MemberRole.VISUAL_DESIGNER] * visual
    )
    return tuple(
        Member(role=role, id=f"person-{n}", title="ogretmen", branch=BRANCH_OF[role])
        for n, role in enumerate(roles)
    )
