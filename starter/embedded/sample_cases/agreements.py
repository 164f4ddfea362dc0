"""Cooperation agreements of a district: one in force, one drafted, one applied for."""

from typing import Final

from starter.embedded.sample_cases.sample import Body, Days, Sample, Step, fixed
from workflows.agreement.offices import Office
from workflows.agreement.process import AGREEMENT
from workflows.kernel.law.calendar import add_months
from workflows.kernel.roles import Actor

PROGRAMME: Final = "ornek-asci-yardimcisi"
DISTRICT: Final = "ornek-ilce"
PARTNERS: Final = ("ornek-vakif-1", "ornek-vakif-2", "ornek-vakif-3")

_MONTHS: Final = 12


def _applied(n: int) -> Body:
    return {
        "partner": PARTNERS[n - 1],
        "partner_kind": "public",
        "has_branch": False,
        "documents": ["letter", "ek-1"],
        "programme": PROGRAMME,
        "area": {"districts": [DISTRICT]},
        "applied_to": "district",
        "public_cost": False,
    }


def _drafted(days: Days) -> Body:
    """For a year from the eighth working day after the application on."""
    starts_on = days.after(8)
    return {
        "model": "ek-4",
        "starts_on": starts_on.isoformat(),
        "ends_on": add_months(starts_on, _MONTHS).isoformat(),
        "parties": 2,
        "unilateral_termination_clause": True,
        "duties_written": True,
        "logos_lawful": True,
        "transfers_powers": False,
        "charges_trainees": False,
        "performance_indicators": [
            {"key": "kurs", "target": "4"},
            {"key": "kursiyer", "target": "80"},
        ],
    }


def _signed(days: Days) -> Body:
    return {
        "signed_on": days.after(6).isoformat(),
        "signed_by": "district-directorate",
        "counterparts": 2,
        "initialled": True,
        "sealed": True,
    }


def _delivered(days: Days) -> Body:
    delivered_on = days.after(7).isoformat()
    return {"record_no": "Ek5-ornek", "delivered_on": delivered_on, "to_authorised": True}


def _entered(days: Days) -> Body:
    return {"entered_on": days.after(7).isoformat()}


def _assessed(n: int) -> Step:
    body = fixed(
        form_no=f"Ek2-{n}", subject="ascilik", favourable=True, letter_no=f"2031/{110 + n}"
    )
    return Step("record_pre_assessment", _OFFICE, body, institution=DISTRICT, after=2)


_OFFICE: Final = Office.DISTRICT_DIRECTORATE
_DRAFTED: Final = Step("record_draft", _OFFICE, _drafted, institution=DISTRICT, after=4)
_IN_FORCE: Final = (
    Step("record_signing", _OFFICE, _signed, institution=DISTRICT, after=6),
    Step("record_delivery", _OFFICE, _delivered, institution=DISTRICT, after=7),
    Step("record_system_entry", _OFFICE, _entered, institution=DISTRICT, after=7),
    Step("enter_in_register", _OFFICE, _entered, institution=DISTRICT, after=7),
)


def _agreement(n: int, ago: int, steps: tuple[Step, ...]) -> Sample:
    partner = Actor(role=Office.PARTNER, id=PARTNERS[n - 1])
    body = fixed(**_applied(n))
    return Sample(AGREEMENT, f"ornek-{n}", body, ago, steps, by=partner)


AGREEMENTS: Final = (
    _agreement(1, 10, (_assessed(1), _DRAFTED, *_IN_FORCE)),
    _agreement(2, 6, (_assessed(2), _DRAFTED)),
    _agreement(3, 3, ()),
)
