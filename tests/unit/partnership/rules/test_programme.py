"""Who opens a programme, of which schools and for which year (P-0.1, R-P.3, R-P.8, R-P.9)."""

from datetime import date
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.partnership.years import BOOK, KAYSERI, MALATYA, SCHOOLS, STRANGER
from workflows.kernel.law.rulebook import Rulebook, with_figures
from workflows.kernel.roles import Actor
from workflows.partnership.messages import ProgrammePlan
from workflows.partnership.offices import Office
from workflows.partnership.process import PARTNERSHIP
from workflows.partnership.rules.programme import breaches_of_programme, breaches_of_school

PRINCIPAL = Actor(role=Office.PRINCIPAL, id="m-1", institution=MALATYA)


def broken(
    filed_on: date = date(2026, 6, 15),
    by: Actor = PRINCIPAL,
    book: Rulebook = BOOK,
    **plan: Any,
) -> list[str]:
    """Rules that a plan for 2026-27 breaks."""
    usual: dict[str, Any] = {"schools": SCHOOLS, "school_year": 2026}
    filed = ProgrammePlan.model_validate(usual | plan)
    return rules_of(breaches_of_programme(filed, filed_on=filed_on, by=by, book=book))


@pytest.mark.rule("P-0.1")
def test_a_programme_joins_two_schools() -> None:
    assert broken() == []
    assert broken(schools=(MALATYA, MALATYA)) == ["P-0.1"]


@pytest.mark.rule("R-P.9", "S-A")
@pytest.mark.parametrize("role", PARTNERSHIP.roles)
def test_only_a_coordinator_or_manager_opens_one(role: str) -> None:
    may = role in {Office.PRINCIPAL, Office.SCHOOL_COORDINATOR}
    by = Actor(role=role, id="x-1", institution=KAYSERI)

    assert broken(by=by) == ([] if may else ["R-P.9"])


@pytest.mark.rule("R-P.9")
@pytest.mark.parametrize("institution", [STRANGER, None])
def test_only_of_one_of_the_two_schools(institution: str | None) -> None:
    assert broken(by=Actor(role=Office.PRINCIPAL, id="m-9", institution=institution)) == ["R-P.9"]


@pytest.mark.rule("R-P.9")
def test_whoever_may_not_open_one_is_told_who_may() -> None:
    by = Actor(role=Office.MINISTRY, id="b-1", institution=None)
    plan = ProgrammePlan(schools=SCHOOLS, school_year=2026)
    [no] = breaches_of_programme(plan, filed_on=date(2026, 6, 15), by=by, book=BOOK)

    may = "school-coordinator or principal"
    assert no.why == f"a partner school is represented by its {may}"
    assert no.do == f"have it sent by the {may} of a partner school: {MALATYA} or {KAYSERI}"


@pytest.mark.rule("R-P.8")
@pytest.mark.parametrize(
    ("filed_on", "allowed"),
    [
        pytest.param(date(2026, 7, 31), [2025, 2026], id="before August"),
        pytest.param(date(2026, 8, 1), [2026, 2027], id="from August on"),
    ],
)
def test_a_programme_is_opened_for_this_school_year_or_the_next(
    filed_on: date, allowed: list[int]
) -> None:
    opened = [year for year in range(2022, 2101) if not broken(filed_on, school_year=year)]

    assert opened == allowed
    assert broken(filed_on, school_year=2030) == ["R-P.8"]


@pytest.mark.rule("R-P.8")
def test_how_far_ahead_is_a_figure() -> None:
    further = with_figures(BOOK, {"figures.edition.years_ahead": 2})

    assert broken(school_year=2027, book=further) == []
    assert broken(school_year=2028, book=further) == ["R-P.8"]


@pytest.mark.rule("R-P.3")
def test_a_programme_is_published_by_the_day_it_is_filed_as_published() -> None:
    assert broken(published_on=date(2026, 6, 15)) == []
    assert broken(published_on=date(2026, 6, 16)) == ["R-P.3"]


def test_all_that_is_wrong_is_said_at_once() -> None:
    stranger = Actor(role=Office.PRINCIPAL, id="m-9", institution=STRANGER)

    assert broken(
        by=stranger,
        schools=(MALATYA, MALATYA),
        school_year=2040,
        published_on=date(2026, 6, 16),
    ) == ["P-0.1", "R-P.9", "R-P.8", "R-P.3"]


@pytest.mark.rule("R-P.9")
@pytest.mark.parametrize(
    ("school", "institution", "found"),
    [
        pytest.param(MALATYA, MALATYA, [], id="its own"),
        pytest.param(KAYSERI, MALATYA, ["R-P.9"], id="the partner's"),
        pytest.param(STRANGER, STRANGER, ["R-P.9"], id="no partner"),
    ],
)
def test_each_school_speaks_for_itself(school: str, institution: str, found: list[str]) -> None:
    by = Actor(role=Office.SCHOOL_COORDINATOR, id="k-1", institution=institution)

    assert rules_of(breaches_of_school(school, by, SCHOOLS)) == found
