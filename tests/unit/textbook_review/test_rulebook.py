"""The dated figures of the textbook review, read from the rulebook as it ships."""

from datetime import date, datetime

import pytest

from workflows.kernel.law.calendar import ISTANBUL, Calendar, local_day
from workflows.kernel.law.rulebook import NotInForce, edition_on
from workflows.kernel.law.term import (
    Extension,
    OnEnd,
    Unit,
    extended,
    open_term,
    paused,
    resumed,
)

from .drafts import BOOK, EDITIONS

# Public holidays of the worked timeline T.8, as they fall on weekdays
CALENDAR = Calendar(
    closed=dict.fromkeys(
        [
            date(2026, 3, 20),
            date(2026, 4, 23),
            date(2026, 5, 1),
            date(2026, 5, 19),
            date(2026, 5, 27),
            date(2026, 5, 28),
            date(2026, 5, 29),
            date(2026, 7, 15),
            date(2026, 10, 29),
            date(2027, 1, 1),
            date(2027, 3, 9),
            date(2027, 3, 10),
            date(2027, 3, 11),
            date(2027, 4, 23),
            date(2027, 5, 17),
            date(2027, 5, 18),
            date(2027, 5, 19),
            date(2027, 7, 15),
            date(2027, 8, 30),
        ],
        "tatil",
    ),
    half={date(2026, 3, 19): "arife", date(2026, 5, 26): "arife"},
    covers_until=date(2027, 12, 31),
)
OPENED_AT = datetime(2026, 3, 9, 10, 0, tzinfo=ISTANBUL)


@pytest.mark.parametrize(
    ("term", "starts_on", "due"),
    [
        pytest.param(
            "preliminary_review",
            date(2026, 3, 9),
            "2026-03-25T00:00",
            marks=pytest.mark.rule("T-14.2"),
        ),
        pytest.param(
            "first_review", date(2026, 3, 9), "2027-03-13T00:00", marks=pytest.mark.rule("T-18.3")
        ),
        pytest.param(
            "correction", date(2026, 4, 27), "2026-06-01T17:30", marks=pytest.mark.rule("T-17.15b")
        ),
        pytest.param(
            "board_correction",
            date(2026, 4, 27),
            "2026-06-01T17:30",
            marks=[pytest.mark.rule("T-17.13"), pytest.mark.rule("R-T.7")],
        ),
        pytest.param(
            "update_correction",
            date(2026, 4, 27),
            "2026-06-01T17:30",
            marks=[pytest.mark.rule("T-17.25"), pytest.mark.rule("R-T.7")],
        ),
        pytest.param(
            "conditional", date(2026, 12, 1), "2026-12-08T17:30", marks=pytest.mark.rule("T-17.18b")
        ),
        pytest.param(
            "objection", date(2026, 4, 27), "2026-05-12T17:30", marks=pytest.mark.rule("T-22.1")
        ),
        pytest.param(
            "guided", date(2026, 12, 8), "2026-12-29T17:30", marks=pytest.mark.rule("T-17.18c")
        ),
        pytest.param(
            "guided", date(2026, 12, 11), "2027-01-04T17:30", marks=pytest.mark.rule("T-17.18c")
        ),
    ],
)
def test_the_worked_timeline_comes_out_of_the_rulebook(
    term: str, starts_on: date, due: str
) -> None:
    found = open_term(BOOK.term(term), term, starts_on, OPENED_AT, CALENDAR)

    assert found.due_at == datetime.fromisoformat(due).replace(tzinfo=ISTANBUL)


@pytest.mark.rule("R-T.15")
def test_the_first_review_is_extended_once_from_its_nominal_day() -> None:
    law = BOOK.term("first_review")
    assert law.extension is not None
    assert law.extension.length is not None
    extension = Extension(
        length=law.extension.length,
        unit=law.extension.unit,
        reason="Süre yetmedi.",
        decided_at=OPENED_AT,
        rule=law.extension.rule,
    )

    longer = extended(
        open_term(law, "T-18.3", date(2026, 3, 9), OPENED_AT, CALENDAR), extension, CALENDAR
    )

    assert longer.due_on == date(2027, 9, 9)
    with pytest.raises(ValueError, match=r"T-18\.3"):
        extended(longer, extension, CALENDAR)


@pytest.mark.rule("T-13.4")
@pytest.mark.rule("R-T.6")
def test_a_preliminary_return_leaves_the_remaining_days() -> None:
    running = open_term(BOOK.term("correction"), "T-17.15b", date(2026, 4, 27), OPENED_AT, CALENDAR)
    standing = paused(running, "T-13.4", date(2026, 5, 11), CALENDAR)

    assert standing.due_at is None
    assert resumed(standing, "T-13.4", date(2026, 5, 22), CALENDAR).due_on == date(2026, 6, 8)


@pytest.mark.rule("R-T.6")
def test_only_the_thirty_days_can_stand_still() -> None:
    pausable = {name for name, law in BOOK.terms.items() if law.pausable}

    assert pausable == {"correction", "board_correction", "update_correction"}
    assert BOOK.flag("correction.pause_in_prelim")


@pytest.mark.rule("T-17.25", "R-T.7")
def test_an_update_is_corrected_under_the_law_of_any_other_draft() -> None:
    own = {"rule", "name", "article"}
    ordinary, update = BOOK.term("correction"), BOOK.term("update_correction")

    assert update.model_dump(exclude=own) == ordinary.model_dump(exclude=own)
    assert update.rule == "T-17.25"


@pytest.mark.rule("R-S.12")
def test_a_lapse_is_the_applicants_alone_and_offices_are_only_reminded() -> None:
    lapsing = {name for name, law in BOOK.terms.items() if law.on_end is OnEnd.LAPSE}

    assert lapsing == {
        "correction",
        "board_correction",
        "update_correction",
        "conditional",
        "guided",
        "objection",
    }
    assert {BOOK.term(name).awaits for name in lapsing} == {"applicant"}
    released = {name for name, law in BOOK.terms.items() if law.on_end is OnEnd.RELEASE}
    assert released == {"forwarding_hold"}
    offices = set(BOOK.terms) - lapsing - released
    assert all(BOOK.term(name).escalates_to for name in offices)


@pytest.mark.rule("R-T.14")
def test_the_presidency_extends_the_preliminary_review_once_by_its_own_measure() -> None:
    extension = BOOK.term("preliminary_review").extension

    assert extension is not None
    assert (extension.length, extension.unit, extension.max_count) == (None, Unit.WORKING_DAYS, 1)
    assert extension.by == ("presidency",)


def test_every_term_and_figure_names_its_rule() -> None:
    assert set(BOOK.rules) == set(BOOK.figures)
    named = [*BOOK.rules.values(), *(law.rule for law in BOOK.terms.values())]
    assert all(rule.startswith(("T-", "S-", "R-")) for rule in named)


def test_reminders_come_before_the_end_the_earliest_first() -> None:
    for law in BOOK.terms.values():
        assert list(law.reminders) == sorted(set(law.reminders), reverse=True)
        assert law.unit is Unit.MONTHS or max(law.reminders, default=0) < law.length
    assert [name for name, law in BOOK.terms.items() if not law.reminders] == ["forwarding_hold"]


@pytest.mark.rule("T-G")
def test_filings_from_before_the_amendment_of_2011_are_not_judged() -> None:
    assert edition_on(EDITIONS, date(2011, 6, 11)).edition == "2011-06-11"
    with pytest.raises(NotInForce):
        edition_on(EDITIONS, date(2011, 6, 10))


def test_the_days_of_the_test_calendar_are_weekdays() -> None:
    assert all(day.weekday() < 5 for day in CALENDAR.closed)
    assert local_day(OPENED_AT) == date(2026, 3, 9)
