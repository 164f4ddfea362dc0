"""The dated figures of the review of tools, read from the rulebook as it ships."""

from datetime import date

import pytest

from tests.unit.education_tool.tools import BOOK, EDITIONS
from workflows.education_tool.offices import Office
from workflows.education_tool.process import TOOL_REVIEW
from workflows.kernel.law.rulebook import NotInForce, edition_on
from workflows.kernel.law.term import OnEnd, Roll, Unit


@pytest.mark.rule("R-E.1", "R-E.4")
def test_there_is_no_term_but_the_days_between_two_reminders() -> None:
    assert list(BOOK.terms) == ["mending"]
    law = BOOK.term("mending")

    assert (law.length, law.unit, law.roll) == (30, Unit.CALENDAR_DAYS, Roll.NONE)
    assert (law.on_end, law.administrative) == (OnEnd.RELEASE, True)
    assert (law.awaits, law.reminders, law.escalates_to) == (Office.OWNER, (0,), ())


@pytest.mark.rule("E-15.1", "E-15.5", "E-36.2", "E-35.7")
@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("review_fee.indicator", 1500, "E-15.1"),
        ("forma.pages", 16, "E-15.1"),
        ("forma.remainder_min", 8, "E-15.1"),
        ("reviewer_pay.cap_percent", 65, "E-15.5"),
        ("content.screens", 16, "E-36.1b"),
        ("content.minutes", 30, "E-36.1b"),
        ("recording.minutes", 30, "E-36.1c"),
        ("effort.foreign_language.times", 2, "E-36.2"),
        ("commission.members_max", 7, "E-35.7"),
    ],
)
def test_a_figure_has_its_value_and_its_rule(name: str, value: int, rule: str) -> None:
    assert (BOOK.count(name), BOOK.rules[name]) == (value, rule)


@pytest.mark.rule("R-E.3", "R-E.9")
def test_settings_are_as_the_readings_have_them() -> None:
    assert BOOK.flag("minutes.begun_count")
    assert BOOK.flag("fee.foreign_language")


def test_every_term_and_figure_names_its_rule() -> None:
    assert set(BOOK.rules) == set(BOOK.figures)
    named = [*BOOK.rules.values(), *(law.rule for law in BOOK.terms.values())]
    assert all(rule.startswith(("E-", "R-E.")) for rule in named)


def test_the_edition_is_that_of_11_june_2011() -> None:
    assert edition_on(EDITIONS, date(2011, 6, 11)).edition == "2011-06-11"
    with pytest.raises(NotInForce):
        edition_on(EDITIONS, date(2011, 6, 10))


def test_it_runs_beside_the_textbook_review() -> None:
    assert (TOOL_REVIEW.name, TOOL_REVIEW.workflow_type, TOOL_REVIEW.task_queue) == (
        "education-tool-review",
        "EducationToolReview",
        "vade-textbook",
    )
    assert TOOL_REVIEW.room == "workflows.education_tool"
