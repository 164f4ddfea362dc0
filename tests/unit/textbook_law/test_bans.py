"""Application bans (S.1)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.textbook_review.drafts import BOOK, a_unit_application, a_work, an_application
from workflows.kernel.law.rulebook import NotInForce
from workflows.textbook_law.bans import active_bans, ban_ends_on
from workflows.textbook_law.draft import Applicant, ApplicantKind
from workflows.textbook_law.registers import Sanction

DECIDED_ON = date(2026, 10, 12)
DURING = date(2027, 3, 1)


def a_ban(rule: str = "S-7.5", **changes: Any) -> Sanction:
    usual: dict[str, Any] = {
        "id": f"Y-{rule}",
        "rule": rule,
        "subject": "pub-17",
        "scope": {},
        "starts_on": DECIDED_ON,
        "ends_on": ban_ends_on(rule, DECIDED_ON, BOOK),
    }
    return Sanction.model_validate(usual | changes)


@pytest.mark.parametrize(
    ("rule", "ends_on"),
    [
        pytest.param("S-5.2c", date(2027, 10, 12), marks=pytest.mark.rule("S-5.2c")),
        pytest.param("S-7.5", date(2027, 10, 12), marks=pytest.mark.rule("S-7.5")),
        pytest.param("S-28.1b", date(2028, 10, 12), marks=pytest.mark.rule("S-28.1b")),
        pytest.param("S-37.1", date(2028, 10, 12), marks=pytest.mark.rule("S-37.1")),
        pytest.param("S-42.2", date(2028, 10, 12), marks=pytest.mark.rule("S-42.2")),
    ],
)
def test_each_ban_has_its_length_and_refuses_until_it_ends(rule: str, ends_on: date) -> None:
    ban = a_ban(rule)

    assert ban.ends_on == ends_on
    assert active_bans(an_application(), [ban], DURING) == (ban,)
    assert active_bans(an_application(), [ban], ends_on) == ()


@pytest.mark.rule("R-S.6")
@pytest.mark.parametrize(
    ("on", "refused"),
    [
        pytest.param(date(2026, 10, 11), False, id="the day before the decision"),
        pytest.param(date(2026, 10, 12), True, id="the day of the decision"),
        pytest.param(date(2027, 10, 11), True, id="the last day"),
        pytest.param(date(2027, 10, 12), False, id="the same date a year later"),
    ],
)
def test_a_ban_runs_from_the_decision_to_the_same_date(on: date, refused: bool) -> None:  # noqa: FBT001
    assert bool(active_bans(an_application(), [a_ban()], on)) is refused


@pytest.mark.rule("R-S.6")
@given(st.dates(date(2012, 1, 1), date(2090, 12, 31)), st.sampled_from(["S-7.5", "S-28.1b"]))
def test_a_ban_covers_whole_years_without_a_gap(decided_on: date, rule: str) -> None:
    ends_on = ban_ends_on(rule, decided_on, BOOK)
    ban = a_ban(rule, starts_on=decided_on, ends_on=ends_on)
    years = BOOK.count(f"ban.{rule}.years")

    assert 365 * years <= (ends_on - decided_on).days + 1 <= 366 * years + 1
    assert active_bans(an_application(), [ban], ends_on - timedelta(days=1)) == (ban,)
    assert active_bans(an_application(), [ban], ends_on) == ()


@pytest.mark.rule("S-7.5")
@pytest.mark.rule("R-S.10")
@pytest.mark.parametrize(
    ("scope", "refused"),
    [
        pytest.param({}, True, id="all books"),
        pytest.param({"field": "matematik", "grade": "7"}, True, id="this lesson and grade"),
        pytest.param({"field": "matematik", "grade": "8"}, False, id="another grade"),
        pytest.param({"field": "fizik", "grade": "7"}, False, id="another lesson"),
        pytest.param({"unheard-of": "x"}, True, id="an unknown narrowing narrows nothing"),
    ],
)
def test_a_ban_reaches_its_field_and_grade(scope: dict[str, str], refused: bool) -> None:  # noqa: FBT001
    assert bool(active_bans(an_application(), [a_ban(scope=scope)], DURING)) is refused


@pytest.mark.rule("R-S.10")
def test_a_ban_on_non_formal_books_leaves_the_grades_alone() -> None:
    ban = a_ban(scope={"field": "matematik", "grade": "non-formal"})
    course_book = an_application(work=a_work(grade="non-formal"))

    assert active_bans(course_book, [ban], DURING) == (ban,)
    assert active_bans(an_application(), [ban], DURING) == ()


@pytest.mark.rule("S-28.1b")
@pytest.mark.parametrize(
    "about_it",
    [
        pytest.param({"work": a_work(earlier_book="KK-2025-12")}, id="prepared anew"),
        pytest.param(
            {
                "updates": {
                    "book_no": "KK-2025-12",
                    "last_school_year": 2030,
                    "previous_copies": 1,
                }
            },
            id="its update",
        ),
        pytest.param({"translation_of": "KK-2025-12"}, id="its translation"),
    ],
)
def test_a_ban_on_a_book_reaches_whatever_is_about_it(about_it: dict[str, Any]) -> None:
    """m.28(1): "o ders kitabı ile ilgili" is said of every application about the book."""
    ban = a_ban("S-28.1b", scope={"book": "KK-2025-12"})

    assert active_bans(an_application(**about_it), [ban], DURING) == (ban,)
    assert active_bans(an_application(), [ban], DURING) == ()


@pytest.mark.rule("S-28.1b")
@pytest.mark.parametrize(
    ("earlier_book", "refused"),
    [
        pytest.param("KK-2025-12", True, id="the book that was printed otherwise"),
        pytest.param("KK-2025-13", False, id="another book"),
        pytest.param(None, False, id="a new book"),
    ],
)
def test_a_ban_on_one_textbook_reaches_that_textbook_only(
    earlier_book: str | None,
    refused: bool,  # noqa: FBT001
) -> None:
    ban = a_ban("S-28.1b", scope={"book": "KK-2025-12"})
    application = an_application(work=a_work(earlier_book=earlier_book))

    assert bool(active_bans(application, [ban], DURING)) is refused


@pytest.mark.rule("R-S.8")
def test_a_ban_hangs_on_the_legal_identity() -> None:
    namesake = Applicant(kind=ApplicantKind.PUBLISHER, key="pub-18", institution="YAYIN-17")

    assert active_bans(an_application(applicant=namesake), [a_ban()], DURING) == ()


@pytest.mark.rule("R-S.8")
def test_every_active_ban_that_matches_is_named_the_longest_first() -> None:
    quoted, over, pen_name, another = (
        a_ban("S-7.5", scope={"field": "matematik", "grade": "7"}),
        a_ban("S-5.2c", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)),
        a_ban("S-37.1"),
        a_ban("S-28.1b", scope={"book": "KK-1"}),
    )

    found = active_bans(an_application(), [quoted, over, pen_name, another], DURING)

    assert found == (pen_name, quoted)


@pytest.mark.rule("R-S.9")
def test_a_unit_cannot_be_banned() -> None:
    assert active_bans(a_unit_application(), [a_ban(subject="unit-3")], DURING) == ()


@pytest.mark.rule("R-S.6")
def test_an_unknown_ban_has_no_length() -> None:
    with pytest.raises(NotInForce):
        ban_ends_on("S-38.2", DECIDED_ON, BOOK)
