"""Findings against a draft or its publisher, and the bans they bring (S.1)."""

from datetime import date
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import (
    BOOK,
    FILED_ON,
    a_unit_application,
    a_work,
    an_application,
)
from workflows.textbook_law.bans import active_bans
from workflows.textbook_law.draft import Route, UpdatedBook
from workflows.textbook_law.registers import Sanction
from workflows.textbook_review.messages.ending import (
    Authority,
    FalseDocument,
    Offence,
    PenName,
    ProvenOffence,
    QuotationBreach,
    UnfitAuthors,
    UnfitForProgramme,
)
from workflows.textbook_review.messages.review import Application
from workflows.textbook_review.rules.findings import (
    BAN_RULES,
    RULES,
    Banning,
    Finding,
    ban_of,
    breaches_of_finding,
    found_on,
)

FOUND_ON = date(2031, 5, 12)
RECORDED_ON = date(2031, 5, 14)

FALSE_DOCUMENT = FalseDocument(
    authority=Authority.JUDICIAL, finding_no="2031/77", found_on=FOUND_ON
)
QUOTATION = QuotationBreach(decision_no="K-2031-12", decided_on=FOUND_ON)
UNFIT_AUTHORS = UnfitAuthors(finding_no="2031/78", found_on=FOUND_ON)
UNFIT_FOR_PROGRAMME = UnfitForProgramme(decision_no="K-2031-13", decided_on=FOUND_ON)
PEN_NAME = PenName(finding_no="2031/79", found_on=FOUND_ON)
PLAGIARISM = ProvenOffence(kind=Offence.PLAGIARISM, judgment_no="2031/80", final_on=FOUND_ON)
FALSE_CLAIM = PLAGIARISM.model_copy(update={"kind": Offence.FALSE_CLAIM})

OF_THE_DRAFT = (QUOTATION, UNFIT_AUTHORS, UNFIT_FOR_PROGRAMME)
OF_THE_PUBLISHER = (PEN_NAME, PLAGIARISM, FALSE_DOCUMENT)
"""These may have been found out in another file: a diploma annulled by a court (m.5(2))."""


def name(finding: Any) -> str | None:
    return type(finding).__name__ if isinstance(finding, tuple(RULES)) else None


def breaches(
    finding: Finding, application: Application | None = None, *, recorded_on: date = RECORDED_ON
) -> list[str]:
    if application is None:
        commissioned = isinstance(finding, UnfitAuthors)
        application = a_unit_application() if commissioned else an_application()
    found = breaches_of_finding(finding, application, filed_on=FILED_ON, recorded_on=recorded_on)
    return rules_of(found)


def moved(finding: Finding, day: date) -> Finding:
    field = next(name for name in type(finding).model_fields if name.endswith("_on"))
    return finding.model_copy(update={field: day})


# -- what may be recorded ----------------------------------------------------------------------


@pytest.mark.rule("S-5.2a")
@pytest.mark.parametrize("finding", [*OF_THE_DRAFT, *OF_THE_PUBLISHER], ids=name)
def test_a_finding_of_the_review_is_recorded(finding: Finding) -> None:
    assert breaches(finding) == []
    assert breaches(moved(finding, FILED_ON)) == []
    assert breaches(moved(finding, RECORDED_ON)) == []


@pytest.mark.parametrize("finding", [*OF_THE_DRAFT, *OF_THE_PUBLISHER], ids=name)
def test_no_finding_is_dated_after_it_came_in(finding: Finding) -> None:
    assert breaches(moved(finding, date(2031, 5, 15))) == [RULES[type(finding)]]


@pytest.mark.parametrize("finding", OF_THE_DRAFT, ids=name)
def test_nothing_is_found_in_a_draft_before_it_was_filed(finding: Finding) -> None:
    assert breaches(moved(finding, date(2031, 3, 9))) == [RULES[type(finding)]]


@pytest.mark.rule("S-37.1", "S-42.2", "S-5.2a")
@pytest.mark.parametrize("finding", OF_THE_PUBLISHER, ids=name)
def test_what_concerns_the_publisher_may_be_older_than_the_draft(finding: Finding) -> None:
    assert breaches(moved(finding, date(2031, 1, 2))) == []


@pytest.mark.rule("S-7.2")
@pytest.mark.parametrize(
    ("application", "refused"),
    [
        pytest.param(an_application(route=Route.COMPETITION), [], id="competition"),
        pytest.param(an_application(route=Route.ORDER), [], id="order"),
        pytest.param(a_unit_application(), [], id="commissioned writing"),
        pytest.param(an_application(route=Route.PURCHASE), ["S-7.2"], id="purchase"),
        pytest.param(an_application(), ["S-7.2"], id="private"),
    ],
)
def test_unfit_authors_are_a_matter_of_three_routes(
    application: Application, refused: list[str]
) -> None:
    assert breaches(UNFIT_AUTHORS, application) == refused


@pytest.mark.rule("S-7.6")
def test_an_update_may_quote_its_own_earlier_book() -> None:
    update = an_application(
        updates=UpdatedBook(book_no="B-2026-5", last_school_year=2030, previous_copies=1)
    )

    assert breaches(QUOTATION, update) == ["S-7.6"]
    assert breaches(FALSE_DOCUMENT, update) == []


@pytest.mark.rule("R-S.9")
@pytest.mark.parametrize("finding", [FALSE_DOCUMENT, PEN_NAME, PLAGIARISM], ids=name)
def test_what_the_rules_say_of_publishers_is_not_recorded_of_a_unit(finding: Finding) -> None:
    assert breaches(finding, a_unit_application()) == ["R-S.9"]


@pytest.mark.rule("R-S.9")
@pytest.mark.parametrize("finding", [QUOTATION, UNFIT_AUTHORS, UNFIT_FOR_PROGRAMME], ids=name)
def test_a_units_draft_goes_back_as_well(finding: Finding) -> None:
    assert breaches(finding, a_unit_application()) == []


# -- the bans ----------------------------------------------------------------------------------


@pytest.mark.rule("R-S.6")
@pytest.mark.parametrize(
    ("finding", "rule", "ends_on"),
    [
        pytest.param(
            FALSE_DOCUMENT, "S-5.2c", "2032-05-12", marks=pytest.mark.rule("S-5.2c"), id="S-5.2c"
        ),
        pytest.param(
            PEN_NAME, "S-37.1", "2033-05-12", marks=pytest.mark.rule("S-37.1"), id="S-37.1"
        ),
        pytest.param(
            PLAGIARISM, "S-42.2", "2033-05-12", marks=pytest.mark.rule("S-42.2"), id="S-42.2 (b)"
        ),
        pytest.param(
            FALSE_CLAIM, "S-42.2", "2033-05-12", marks=pytest.mark.rule("R-S.9"), id="S-42.2 (a)"
        ),
    ],
)
def test_most_bans_reach_the_whole_publisher_from_the_day_of_the_finding(
    finding: Banning, rule: str, ends_on: str
) -> None:
    ban = ban_of(finding, an_application(), BOOK)
    assert ban is not None
    assert ban.written() == {
        "rule": rule,
        "subject": "",
        "scope": {},
        "starts_on": "2031-05-12",
        "ends_on": ends_on,
    }


@pytest.mark.rule("S-7.5", "R-S.10")
@pytest.mark.parametrize(
    ("grade", "written"), [(7, "7"), ("non-formal", "non-formal")], ids=["seven", "non-formal"]
)
def test_a_quotation_bans_in_its_lesson_and_grade_for_a_year(grade: Any, written: str) -> None:
    draft = an_application(work=a_work(lesson="fizik", field="fen-bilimleri", grade=grade))

    ban = ban_of(QUOTATION, draft, BOOK)
    assert ban is not None
    assert ban.written() == {
        "rule": "S-7.5",
        "subject": "",
        "scope": {"field": "fizik", "grade": written},
        "starts_on": "2031-05-12",
        "ends_on": "2032-05-12",
    }


@pytest.mark.rule("S-7.5", "R-S.7", "R-S.8")
def test_the_row_of_a_ban_refuses_the_next_application_it_reaches() -> None:
    row = ban_of(QUOTATION, an_application(), BOOK)
    assert row is not None
    ban = Sanction.model_validate({**row.written(), "id": "case/S-7.5", "subject": "pub-17"})

    assert active_bans(an_application(), [ban], FOUND_ON) == (ban,)
    assert active_bans(an_application(work=a_work(grade=8)), [ban], FOUND_ON) == ()
    assert active_bans(an_application(), [ban], date(2032, 5, 12)) == ()


@pytest.mark.rule("R-S.9")
@pytest.mark.parametrize("finding", [FALSE_DOCUMENT, QUOTATION, PEN_NAME, PLAGIARISM], ids=name)
def test_no_unit_is_banned(finding: Banning) -> None:
    assert ban_of(finding, a_unit_application(), BOOK) is None


@pytest.mark.rule("S-7.2")
def test_unfit_authors_and_unfit_drafts_ban_nobody() -> None:
    banning = {kind.__name__ for kind in BAN_RULES}
    assert banning == {"FalseDocument", "QuotationBreach", "PenName", "ProvenOffence"}
    assert set(BAN_RULES) < set(RULES)
    assert found_on(UNFIT_AUTHORS) == found_on(UNFIT_FOR_PROGRAMME) == FOUND_ON
