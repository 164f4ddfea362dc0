"""Who may file by which route, and when a book names no author (m.4(1)t, m.7, m.8(1)ç7)."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, a_unit_application, an_application
from workflows.kernel.law.calendar import ISTANBUL, Calendar
from workflows.textbook_law.draft import ApplicantKind, Route
from workflows.textbook_review.messages.review import Application
from workflows.textbook_review.rules.filing import breaches_of_filing
from workflows.textbook_review.rules.routes import breaches_of_route, prints_commission, undeclared

CALENDAR = Calendar(closed={}, half={}, covers_until=date(2032, 12, 31))
IN_HOURS = datetime(2031, 3, 10, 10, 0, tzinfo=ISTANBUL)


@pytest.mark.rule("T-4.3")
@pytest.mark.parametrize("fact", ["legal_person", "registered_with_chamber"])
def test_a_publisher_is_a_legal_person_and_member_of_a_chamber(fact: str) -> None:
    silent = Application.model_validate(an_application().model_dump(exclude={fact}))
    without = an_application(**{fact: False})
    unit = a_unit_application(legal_person=False, registered_with_chamber=False)

    assert breaches_of_filing(an_application(), IN_HOURS, CALENDAR, BOOK) == ()
    assert rules_of(breaches_of_filing(without, IN_HOURS, CALENDAR, BOOK)) == ["T-4.3"]
    assert breaches_of_filing(silent, IN_HOURS, CALENDAR, BOOK) == ()
    assert (undeclared(silent), undeclared(without), undeclared(unit)) == ((fact,), (), ())
    assert breaches_of_filing(unit, IN_HOURS, CALENDAR, BOOK) == ()


@pytest.mark.rule("T-7.4")
@pytest.mark.parametrize("route", list(Route))
def test_drafts_by_the_routes_of_the_ministry_name_their_specification_and_no_others(
    route: Route,
) -> None:
    by_publisher = route in {Route.PRIVATE, Route.COMPETITION}
    file = an_application if by_publisher else a_unit_application

    named = breaches_of_route(file(route=route, specification_no="S-2031/4"))
    silent = breaches_of_route(file(route=route, specification_no=None))

    assert rules_of(named) == (["T-7.4"] if route is Route.PRIVATE else [])
    assert rules_of(silent) == ([] if route is Route.PRIVATE else ["T-7.4"])


@pytest.mark.rule("T-7.1a")
def test_publishers_enter_a_competition_and_name_its_specification() -> None:
    entry = an_application(route=Route.COMPETITION, specification_no="S-2031/4")
    by_unit = a_unit_application(route=Route.COMPETITION, specification_no="S-2031/4")
    unnamed = an_application(route=Route.COMPETITION, specification_no=None)
    unregistered = entry.model_copy(update={"registered_with_chamber": False})

    assert breaches_of_route(entry) == ()
    assert rules_of(breaches_of_route(by_unit)) == ["T-7.1a"]
    assert rules_of(breaches_of_route(unnamed)) == ["T-7.4"]
    assert rules_of(breaches_of_route(unregistered)) == ["T-4.3"]


@pytest.mark.rule("T-7.1")
def test_every_breach_of_a_route_is_named() -> None:
    wrong = an_application(route=Route.COMMISSIONED_WRITING, registered_with_chamber=False)

    assert rules_of(breaches_of_route(wrong)) == ["T-4.3", "T-7.1", "T-7.4"]


@pytest.mark.parametrize(
    ("route", "authors", "printed"),
    [
        pytest.param(
            Route.COMMISSIONED_WRITING,
            4,
            False,
            id="m.7/1-ç four write, four are named",
            marks=[pytest.mark.rule("T-7.1ç"), pytest.mark.rule("R-T.19")],
        ),
        pytest.param(
            Route.COMMISSIONED_WRITING,
            5,
            True,
            id="m.7/1-ç five are a commission",
            marks=pytest.mark.rule("T-7.1ç"),
        ),
        pytest.param(
            Route.ORDER,
            2,
            False,
            id="m.8/1-ç7 two are named",
            marks=pytest.mark.rule("T-8.1ç7"),
        ),
        pytest.param(
            Route.ORDER,
            3,
            True,
            id="m.8/1-ç7 three are a commission",
            marks=[pytest.mark.rule("T-8.1ç7"), pytest.mark.rule("R-T.19")],
        ),
    ],
)
def test_a_units_book_of_many_authors_prints_a_commission(
    route: Route, authors: int, *, printed: bool
) -> None:
    assert prints_commission(route, ApplicantKind.UNIT, authors, BOOK) is printed


@pytest.mark.rule("R-T.19")
@given(st.sampled_from(Route), st.integers(0, 100))
def test_a_publishers_book_always_names_its_authors(route: Route, authors: int) -> None:
    assert not prints_commission(route, ApplicantKind.PUBLISHER, authors, BOOK)
