"""A partnership of two schools, opened for the next school year."""

from datetime import date
from typing import Any, Final

from starter.embedded.sample_cases.sample import Body, Days, Sample, Step, edition, fixed
from workflows.kernel.roles import Actor
from workflows.partnership.offices import Office
from workflows.partnership.process import PARTNERSHIP
from workflows.partnership.rules.windows import edition_of

SCHOOLS: Final = ("ORNEK-OKUL-1", "ORNEK-OKUL-2")

_MATERIAL: Final = "a" * 64
"""Digest of an invented work sheet."""


def _opened(days: Days) -> Body:
    """For the school year after the present one: none of its months is over."""
    return {"schools": [*SCHOOLS], "school_year": _next_school_year(days.filed_on)}


def _next_school_year(day: date) -> int:
    return edition_of(day, edition(PARTNERSHIP, day)) + 1


def _coordinator(school: str) -> str:
    return f"ornek-koordinator-{school[-1]}"


def _named(school: str) -> Any:
    return lambda days: {
        "school": school,
        "coordinator": _coordinator(school),
        "named_on": days.after(1).isoformat(),
    }


def _shown(school: str) -> Any:
    return lambda days: {
        "school": school,
        "published_on": days.after(2).isoformat(),
        "note": "Ortak program iki okulun sitesinde.",
    }


def _of(school: str) -> tuple[Step, ...]:
    return (
        Step("name_coordinators", Office.PRINCIPAL, _named(school), institution=school, after=1),
        Step("publish_joint_work", Office.PRINCIPAL, _shown(school), institution=school, after=2),
    )


_SHARED: Final = Step(
    "share_material",
    Office.SCHOOL_COORDINATOR,
    fixed(school=SCHOOLS[0], topic="Deney föyleri", materials=[_MATERIAL]),
    by=_coordinator(SCHOOLS[0]),
    institution=SCHOOLS[0],
    after=3,
)
_FIRST, _SECOND = (_of(school) for school in SCHOOLS)

PARTNERSHIPS: Final = (
    Sample(
        PARTNERSHIP,
        "ornek-1",
        _opened,
        5,
        (_FIRST[0], _SECOND[0], _FIRST[1], _SECOND[1], _SHARED),
        by=Actor(role=Office.PRINCIPAL, id="ornek-mudur-1", institution=SCHOOLS[0]),
    ),
    Sample(
        PARTNERSHIP,
        "ornek-2",
        _opened,
        2,
        by=Actor(role=Office.PRINCIPAL, id="ornek-mudur-2", institution=SCHOOLS[1]),
    ),
)
