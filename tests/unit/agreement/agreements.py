"""Applications, drafts and signings that the tests of the cooperation agreement share."""

from datetime import date
from typing import Any

from starter.runtime.serving import editions_of
from workflows.agreement.messages.agreement import (
    AgreementApplication,
    Draft,
    Level,
    PerformanceIndicator,
    Signing,
)
from workflows.agreement.offices import Office
from workflows.agreement.process import AGREEMENT
from workflows.kernel.law.rulebook import edition_on, with_figures
from workflows.kernel.roles import Actor

EDITIONS = editions_of(AGREEMENT)
BOOK = edition_on(EDITIONS, date(2026, 7, 1))
HELD_OPEN = with_figures(BOOK, {"figures.extension.hold_open": True})
BY_CALENDAR = with_figures(BOOK, {"figures.report.anchor": "CALENDAR"})

SIGNED_ON = date(2026, 8, 20)
"""A Thursday."""
STARTS_ON = date(2026, 8, 31)
"""A Monday, of the catalogue's worked example."""
ENDS_ON = date(2027, 8, 31)
"""A Tuesday, of the catalogue's worked example."""
FIRST_AFTER = date(2027, 9, 1)

LEVELS = tuple(Level)
OFFICES = {
    Level.DISTRICT: Office.DISTRICT_DIRECTORATE,
    Level.PROVINCE: Office.PROVINCIAL_DIRECTORATE,
    Level.GENERAL: Office.DIRECTORATE_GENERAL,
}
SIGNATORIES = {**OFFICES, Level.GENERAL: Office.MINISTER}
APPROVERS = {
    Level.DISTRICT: Office.GOVERNOR,
    Level.PROVINCE: Office.GOVERNOR,
    Level.GENERAL: Office.MINISTER,
}


def by(role: str) -> Actor:
    """Somebody of a role."""
    return Actor(role=role, id=f"{role}-1")


def an_application(**changes: Any) -> AgreementApplication:
    """A public body's, for one district, in order."""
    usual: dict[str, Any] = {
        "partner": "partner-1",
        "partner_kind": "public",
        "has_branch": False,
        "documents": ("letter", "ek-1"),
        "area": {"districts": ["0601"]},
        "programme": "asci-yardimcisi",
        "applied_to": "district",
        "public_cost": False,
    }
    return AgreementApplication.model_validate(usual | changes)


def indicators(**targets: str) -> tuple[PerformanceIndicator, ...]:
    """Performance indicators by key and target."""
    return tuple(
        PerformanceIndicator.model_validate({"key": key, "target": target})
        for key, target in targets.items()
    )


def a_draft(**changes: Any) -> Draft:
    """A district's, between two parties, in order."""
    usual: dict[str, Any] = {
        "model": "ek-4",
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "parties": 2,
        "unilateral_termination_clause": True,
        "duties_written": True,
        "logos_lawful": True,
        "transfers_powers": False,
        "charges_trainees": False,
        "performance_indicators": indicators(kurs="4", kursiyer="80"),
    }
    return Draft.model_validate(usual | changes)


def a_signing(**changes: Any) -> Signing:
    """A district director's, in two counterparts, in order."""
    usual: dict[str, Any] = {
        "signed_on": SIGNED_ON,
        "signed_by": "district-directorate",
        "counterparts": 2,
        "initialled": True,
        "sealed": True,
    }
    return Signing.model_validate(usual | changes)
