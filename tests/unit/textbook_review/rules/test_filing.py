"""Filing a draft (m.7, m.11, m.12)."""

from datetime import date, datetime

import pytest

from tests.kit.calendars import turkish_calendar
from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, a_unit_application, an_application
from workflows.kernel.law.calendar import ISTANBUL, Calendar
from workflows.textbook_law.draft import Delivery, Document, Route
from workflows.textbook_review.rules.filing import breaches_of_filing, missing_documents

CALENDAR = Calendar(
    closed={date(2031, 4, 23): "Ulusal Egemenlik ve Çocuk Bayramı"},
    half={date(2031, 10, 28): "Cumhuriyet Bayramı"},
    covers_until=date(2032, 12, 31),
)


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ISTANBUL)


IN_HOURS = at("2031-03-10", "10:00")


@pytest.mark.rule("T-11.1a")
@pytest.mark.parametrize(
    ("received_at", "broken"),
    [
        pytest.param(at("2031-03-10", "08:29"), ["T-11.1a"], id="before hours"),
        pytest.param(at("2031-03-10", "08:30"), [], id="as the doors open"),
        pytest.param(at("2031-03-10", "17:30"), [], id="at close of business"),
        pytest.param(at("2031-03-10", "17:31"), ["T-11.1a"], id="a minute late"),
        pytest.param(at("2031-03-08", "10:00"), ["T-11.1a"], id="a Saturday"),
        pytest.param(at("2031-04-23", "10:00"), ["T-11.1a"], id="a holiday"),
        pytest.param(at("2031-10-28", "12:00"), [], id="the morning of a half day"),
        pytest.param(at("2031-10-28", "14:00"), ["T-11.1a"], id="the afternoon of a half day"),
    ],
)
def test_a_draft_is_delivered_on_a_working_day_within_hours(
    received_at: datetime, broken: list[str]
) -> None:
    assert rules_of(breaches_of_filing(an_application(), received_at, CALENDAR, BOOK)) == broken


@pytest.mark.rule("T-11.1a")
@pytest.mark.parametrize(
    ("sets", "copies", "found"),
    [
        pytest.param(3, 1, [], id="three sets and a copy"),
        pytest.param(4, 2, [], id="more than asked"),
        pytest.param(2, 1, ["2 of 3 sets were delivered"], id="a set short"),
        pytest.param(3, 0, ["no electronic copy was delivered"], id="no copy"),
        pytest.param(
            0,
            0,
            ["0 of 3 sets were delivered", "no electronic copy was delivered"],
            id="nothing: both are named",
        ),
    ],
)
def test_a_draft_is_delivered_in_three_sets_and_a_copy(
    sets: int, copies: int, found: list[str]
) -> None:
    application = an_application(delivered=Delivery(sets=sets, electronic_copies=copies))

    breaches = breaches_of_filing(application, IN_HOURS, CALENDAR, BOOK)

    assert [breach.what for breach in breaches] == found
    assert set(rules_of(breaches)) <= {"T-11.1a"}


@pytest.mark.rule("R-T.1")
@pytest.mark.parametrize(("sets", "broken"), [(2, ["T-11.1a"]), (3, [])])
def test_three_sets_are_enough_though_one_article_speaks_of_five(
    sets: int, broken: list[str]
) -> None:
    application = an_application(delivered=Delivery(sets=sets, electronic_copies=1))

    assert BOOK.count("draft.sets") == 3
    assert rules_of(breaches_of_filing(application, IN_HOURS, CALENDAR, BOOK)) == broken


@pytest.mark.rule("T-7.1")
@pytest.mark.parametrize("route", list(Route))
def test_private_drafts_come_from_publishers_commissioned_ones_from_units(route: Route) -> None:
    named = {"route": route, "specification_no": None if route is Route.PRIVATE else "S-2031-4"}
    publisher = breaches_of_filing(an_application(**named), IN_HOURS, CALENDAR, BOOK)
    unit = breaches_of_filing(a_unit_application(**named), IN_HOURS, CALENDAR, BOOK)

    assert rules_of(publisher) == (["T-7.1"] if route is Route.COMMISSIONED_WRITING else [])
    # units enter no competition (m.7(1)a2) and prepare nothing privately (m.7(1)d)
    of_units = {Route.PRIVATE: ["T-7.1"], Route.COMPETITION: ["T-7.1a"]}
    assert rules_of(unit) == of_units.get(route, [])


@pytest.mark.rule("T-11.1a")
@pytest.mark.parametrize(
    ("opens_on", "broken"),
    [
        pytest.param(date(2031, 3, 11), ["T-11.1a"], id="a day before first applications open"),
        pytest.param(date(2031, 3, 10), [], id="on that day"),
        pytest.param(None, [], id="no rewriting change, any working day"),
    ],
)
def test_after_a_rewriting_change_the_boards_calendar_opens_first_applications(
    opens_on: date | None, broken: list[str]
) -> None:
    first = None if opens_on is None else {"decision_no": "K-2031-3", "opens_on": opens_on}
    application = an_application(first_application=first)

    assert rules_of(breaches_of_filing(application, IN_HOURS, CALENDAR, BOOK)) == broken


@pytest.mark.rule("T-11.2b")
@pytest.mark.parametrize(
    ("last", "broken"),
    [
        pytest.param(2030, [], id="the school year 2030/31 is running"),
        pytest.param(2029, ["T-11.2b"], id="over since the next one began in September 2030"),
        pytest.param(None, ["T-11.2b"], id="silence"),
    ],
)
def test_only_a_book_whose_term_is_running_is_translated(
    last: int | None, broken: list[str]
) -> None:
    application = an_application(translation_of="2024-7", original_last_school_year=last)

    found = breaches_of_filing(application, IN_HOURS, turkish_calendar(), BOOK)

    assert rules_of(found) == broken


@pytest.mark.rule("T-12.1")
def test_a_complete_file_lacks_nothing() -> None:
    assert missing_documents(an_application(), BOOK) == ()
    assert missing_documents(a_unit_application(), BOOK) == ()


@pytest.mark.rule("T-12.1")
@pytest.mark.parametrize("document", list(Document))
def test_every_paper_of_a_publisher_is_due(document: Document) -> None:
    others = tuple(paper for paper in Document if paper is not document)

    assert missing_documents(an_application(documents=others), BOOK) == (document,)


@pytest.mark.rule("T-12.1")
@pytest.mark.rule("R-T.17")
def test_a_unit_owes_neither_receipt_nor_declaration() -> None:
    assert missing_documents(a_unit_application(documents=()), BOOK) == (
        Document.PETITION,
        Document.AUTHOR_PAPERS,
        Document.EXPERT_PAPERS,
    )
