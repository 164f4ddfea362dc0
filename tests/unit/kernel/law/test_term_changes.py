"""Terms that change: pauses, what is used and what remains, extensions.

Every date is worked out by hand, none is taken from the program.
"""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.kit.terms import (
    CORRECTION,
    FIRST_REVIEW,
    PRELIMINARY_REVIEW,
    TEACHING,
    TURKEY,
    by,
    law,
    more_of,
    opened,
    stood,
)
from workflows.kernel.law.term import (
    Expiry,
    Pause,
    TermLaw,
    TermState,
    Unit,
    ended,
    extended,
    extensions_left,
    met,
    paused,
    reopened,
    resumed,
)

PRELIMINARY = "ön inceleme"
OBJECTED = "itiraz"
CD, WD, MONTHS = Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS


# -- met, and not after all ------------------------------------------------------------------------


def test_a_met_term_runs_on_to_its_own_end_if_what_met_it_does_not_do() -> None:
    """Served on 27 April: thirty days end on Monday 1 June, whenever it was thought to be met."""
    term = opened(CORRECTION, date(2026, 4, 27))
    found_at = TURKEY.closing(date(2026, 5, 20))
    again = reopened(met(term, TURKEY.closing(date(2026, 5, 11))), found_at, TURKEY)

    assert (again.state, again.closed_at) == (TermState.OPEN, None)
    assert (again.due_on, again.due_at) == (term.due_on, term.due_at)
    assert again.due_since == found_at


def test_a_term_that_was_not_met_is_not_reopened() -> None:
    term = opened(CORRECTION, date(2026, 4, 27))

    assert reopened(term, TURKEY.closing(date(2026, 5, 20)), TURKEY) == term


# -- pauses ----------------------------------------------------------------------------------------


@pytest.mark.rule("T-13.4")
@pytest.mark.rule("R-T.6")
def test_a_returned_draft_has_the_days_that_remain() -> None:
    """T.8: served 27 April, re-filed 11 May (14 used), returned 22 May: 16 days, Sun 7 June."""
    term = stood(
        opened(CORRECTION, date(2026, 4, 27)), PRELIMINARY, date(2026, 5, 11), date(2026, 5, 22)
    )

    assert (term.nominal_on, term.due_on) == (date(2026, 6, 7), date(2026, 6, 8))
    assert term.due_at == TURKEY.closing(date(2026, 6, 8))
    assert term.state is TermState.OPEN


@pytest.mark.rule("R-T.6")
def test_a_standing_clock_has_no_end() -> None:
    term = paused(opened(CORRECTION, date(2026, 4, 27)), PRELIMINARY, date(2026, 5, 11), TURKEY)

    assert (term.nominal_on, term.due_on, term.due_at) == (None, None, None)
    assert term.state is TermState.PAUSED
    assert term.steps[-1].kind == "stand-still"


@pytest.mark.rule("R-S.4")
def test_nothing_left_ends_with_the_next_working_day() -> None:
    """Re-filed on the rolled last day, Mon 1 June: all 30 used; returned Fri 12 June."""
    term = stood(
        opened(CORRECTION, date(2026, 4, 27)), PRELIMINARY, date(2026, 6, 1), date(2026, 6, 12)
    )

    assert (term.nominal_on, term.due_on) == (date(2026, 6, 15), date(2026, 6, 15))


@pytest.mark.rule("R-S.4")
def test_nothing_left_before_a_holiday_ends_after_it() -> None:
    """Used up Mon 27 April + 30; returned on Tue 14 July 2026; the 15th is closed: Thu 16 July."""
    term = stood(
        opened(CORRECTION, date(2026, 4, 27)), PRELIMINARY, date(2026, 5, 27), date(2026, 7, 14)
    )

    assert term.due_on == date(2026, 7, 16)


@pytest.mark.rule("R-T.6")
@pytest.mark.parametrize(
    ("objection", "preliminary"),
    [
        pytest.param(
            (date(2026, 5, 4), date(2026, 5, 20)),
            (date(2026, 5, 11), date(2026, 5, 15)),
            id="one within the other",
        ),
        pytest.param(
            (date(2026, 5, 4), date(2026, 5, 15)),
            (date(2026, 5, 11), date(2026, 5, 20)),
            id="one after the other began",
        ),
        pytest.param(
            (date(2026, 5, 4), date(2026, 5, 11)),
            (date(2026, 5, 11), date(2026, 5, 20)),
            id="one begins where the other ends",
        ),
    ],
)
def test_the_clock_stands_while_any_reason_is_open(
    objection: tuple[date, date], preliminary: tuple[date, date]
) -> None:
    """Served 27 April, stands from 4 May (7 used) to 20 May: 23 days left, Fri 12 June 2026."""
    term = paused(opened(CORRECTION, date(2026, 4, 27)), OBJECTED, objection[0], TURKEY)
    term = paused(term, PRELIMINARY, preliminary[0], TURKEY)
    ends = sorted([(objection[1], OBJECTED), (preliminary[1], PRELIMINARY)])
    between = resumed(term, ends[0][1], ends[0][0], TURKEY)
    after = resumed(between, ends[1][1], ends[1][0], TURKEY)

    assert between.state is TermState.PAUSED
    assert (after.state, after.due_on) == (TermState.OPEN, date(2026, 6, 12))


@pytest.mark.rule("R-S.4")
def test_the_day_that_is_left_is_left_once_when_one_reason_follows_another() -> None:
    """All used on 1 June; stands to Fri 5 June, and from then to Tue 9 June: Wed 10 June 2026."""
    term = opened(CORRECTION, date(2026, 4, 27))
    term = stood(term, PRELIMINARY, date(2026, 6, 1), date(2026, 6, 5))
    term = stood(term, OBJECTED, date(2026, 6, 5), date(2026, 6, 9))

    assert term.due_on == date(2026, 6, 10)


@pytest.mark.rule("R-T.6")
def test_a_second_pause_takes_from_what_the_first_left() -> None:
    """7 used to 4 May; runs again from 8 May; 3 used to 11 May; from 22 May 20 left: 11 June."""
    term = stood(
        opened(CORRECTION, date(2026, 4, 27)), PRELIMINARY, date(2026, 5, 4), date(2026, 5, 8)
    )
    term = stood(term, PRELIMINARY, date(2026, 5, 11), date(2026, 5, 22))

    assert term.due_on == date(2026, 6, 11)


@pytest.mark.rule("R-S.2")
def test_working_days_left_are_counted_as_working_days() -> None:
    """From 8 Dec 2026: 9-11, 14 used; from 16 Dec 11 left: 17, 18, 21-25, 28-31 December."""
    row = law("T-17.18c", 15, WD, pausable=True)
    term = stood(opened(row, date(2026, 12, 8)), OBJECTED, date(2026, 12, 14), date(2026, 12, 16))

    assert term.due_on == date(2026, 12, 31)


def test_a_pause_that_was_over_before_the_start_changes_nothing() -> None:
    term = opened(CORRECTION, date(2026, 4, 27))
    before = stood(term, OBJECTED, date(2026, 4, 1), date(2026, 4, 27))

    assert (before.due_on, before.steps) == (term.due_on, term.steps)


def test_a_pause_that_began_before_the_start_leaves_all_days() -> None:
    """Stands already at service on 27 April; from 4 May all 30 days: Wed 3 June 2026."""
    term = stood(
        opened(CORRECTION, date(2026, 4, 27)), OBJECTED, date(2026, 4, 20), date(2026, 5, 4)
    )

    assert term.due_on == date(2026, 6, 3)


def test_a_reason_counts_once_and_ends_once() -> None:
    standing = paused(opened(CORRECTION, date(2026, 4, 27)), OBJECTED, date(2026, 5, 4), TURKEY)
    running = resumed(standing, OBJECTED, date(2026, 5, 8), TURKEY)

    assert paused(standing, OBJECTED, date(2026, 5, 6), TURKEY) == standing
    assert resumed(running, OBJECTED, date(2026, 5, 11), TURKEY) == running
    assert resumed(standing, PRELIMINARY, date(2026, 5, 8), TURKEY) == standing


@pytest.mark.rule("R-T.6")
def test_only_a_term_whose_law_says_so_can_be_paused() -> None:
    seven_days = opened(law("T-17.18b", 7, CD), date(2026, 12, 1))

    with pytest.raises(ValueError, match=r"T-17\.18b cannot be paused"):
        paused(seven_days, PRELIMINARY, date(2026, 12, 3), TURKEY)


def test_a_pause_cannot_end_before_it_began() -> None:
    standing = paused(opened(CORRECTION, date(2026, 4, 27)), OBJECTED, date(2026, 5, 4), TURKEY)

    with pytest.raises(ValueError, match="is paused since 2026-05-04"):
        resumed(standing, OBJECTED, date(2026, 5, 3), TURKEY)


def test_a_pause_still_open_unites_with_one_that_ended() -> None:
    """A reason that ended within a stretch still open does not start the clock."""
    term = paused(opened(CORRECTION, date(2026, 4, 27)), OBJECTED, date(2026, 5, 4), TURKEY)
    term = stood(term, PRELIMINARY, date(2026, 5, 6), date(2026, 5, 8))

    assert term.state is TermState.PAUSED
    assert term.pauses == (
        Pause(reason=OBJECTED, starts_on=date(2026, 5, 4)),
        Pause(reason=PRELIMINARY, starts_on=date(2026, 5, 6), ends_on=date(2026, 5, 8)),
    )
    assert term.steps[-2].text == (
        "4 Mayıs 2026 Pazartesi: süre durdu (itiraz, ön inceleme); kalan 23 gün."
    )


# -- extensions ------------------------------------------------------------------------------------


@pytest.mark.rule("T-18.3")
@pytest.mark.rule("R-T.15")
def test_six_months_more_count_from_the_nominal_day() -> None:
    """T.8: 9 March 2027, though rolled to the 12th, and six months: Thu 9 September 2027."""
    term = opened(FIRST_REVIEW, date(2026, 3, 9))
    longer = extended(term, by(6, MONTHS, date(2027, 3, 9), "T-18.3"), TURKEY)

    assert (longer.nominal_on, longer.due_on) == (date(2027, 9, 9), date(2027, 9, 9))


@pytest.mark.rule("R-S.5", "R-T.15")
def test_months_more_are_no_shorter_for_a_year_that_was_clamped() -> None:
    """Eighteen months from 29 February 2036: Saturday 29 August 2037, rolled to Monday 31."""
    term = opened(FIRST_REVIEW, date(2036, 2, 29))
    longer = extended(term, by(6, MONTHS, date(2037, 3, 2), "T-18.3"), TURKEY)

    assert term.nominal_on == date(2037, 2, 28)
    assert (longer.nominal_on, longer.due_on) == (date(2037, 8, 29), date(2037, 8, 31))


@pytest.mark.rule("R-T.15")
def test_no_more_extensions_than_the_law_allows() -> None:
    first = opened(FIRST_REVIEW, date(2026, 3, 9))
    once = extended(first, by(6, MONTHS, date(2027, 3, 9)), TURKEY)
    book = opened(TEACHING, date(2027, 9, 1))

    assert (extensions_left(book), extensions_left(once)) == (2, 0)
    with pytest.raises(ValueError, match=r"T-18\.3 cannot be extended any further"):
        extended(once, by(6, MONTHS, date(2027, 9, 9)), TURKEY)
    with pytest.raises(ValueError, match=r"T-17\.15b cannot be extended any further"):
        extended(opened(CORRECTION, date(2026, 4, 27)), by(5, CD, date(2026, 5, 4)), TURKEY)


@pytest.mark.rule("T-14.2")
def test_working_days_more_go_on_counting() -> None:
    """10 working days to Tue 24 March 2026; 5 more: 25, 26, 27, 30, 31 March."""
    term = extended(
        opened(PRELIMINARY_REVIEW, date(2026, 3, 9)), by(5, WD, date(2026, 3, 23)), TURKEY
    )

    assert term.due_on == date(2026, 3, 31)


@pytest.mark.rule("R-T.15")
def test_days_more_go_on_from_the_nominal_day_and_roll_again() -> None:
    """Wed 27 May 2026, rolled to 1 June; ten more from the 27th: Sat 6 June, Mon 8 June."""
    row = CORRECTION.model_copy(update={"extension": more_of("S-U", 10, CD)})
    term = extended(opened(row, date(2026, 4, 27)), by(10, CD, date(2026, 5, 20)), TURKEY)

    assert (term.nominal_on, term.due_on) == (date(2026, 6, 6), date(2026, 6, 8))


def test_two_extensions_make_seven_school_years() -> None:
    term = opened(TEACHING, date(2027, 9, 1))
    once = extended(term, by(1, Unit.SCHOOL_YEARS, date(2031, 11, 3), "B-26.1"), TURKEY)
    twice = extended(once, by(1, Unit.SCHOOL_YEARS, date(2032, 11, 3), "B-26.1"), TURKEY)

    assert [once.due_on, twice.due_on] == [date(2033, 8, 31), date(2034, 8, 31)]


@pytest.mark.rule("R-S.4")
def test_days_given_while_the_clock_stands_add_to_what_remains() -> None:
    """16 left on 11 May, ten given on the 13th: 26 from Fri 22 May: Wed 17 June 2026."""
    row = CORRECTION.model_copy(update={"extension": more_of("S-U", 10, CD)})
    term = paused(opened(row, date(2026, 4, 27)), PRELIMINARY, date(2026, 5, 11), TURKEY)
    longer = extended(term, by(10, CD, date(2026, 5, 13)), TURKEY)
    after = resumed(longer, PRELIMINARY, date(2026, 5, 22), TURKEY)

    assert longer.state is TermState.PAUSED
    assert after.due_on == date(2026, 6, 17)
    assert [step.kind for step in after.steps[2:5]] == ["pause", "extend", "resume"]


@pytest.mark.rule("R-S.4")
def test_days_given_on_the_day_of_resuming_are_what_remains_of_a_used_up_term() -> None:
    """All used on Mon 1 June; resumed Fri 12 June with five days given that day: Wed 17 June."""
    row = CORRECTION.model_copy(update={"extension": more_of("S-U", 5, CD)})
    term = opened(row, date(2026, 4, 27))
    term = stood(term, PRELIMINARY, date(2026, 6, 1), date(2026, 6, 12))
    longer = extended(term, by(5, CD, date(2026, 6, 12)), TURKEY)

    assert longer.due_on == date(2026, 6, 17)


@pytest.mark.rule("R-T.15")
def test_an_ended_term_that_is_extended_runs_again() -> None:
    term = ended(opened(FIRST_REVIEW, date(2026, 3, 9)))

    assert term.state is TermState.ENDED
    assert extended(term, by(6, MONTHS, date(2027, 3, 12)), TURKEY).state is TermState.OPEN


# -- what holds for every pause --------------------------------------------------------------------

starts = st.dates(date(2026, 1, 1), date(2036, 12, 31))
units = st.sampled_from([CD, WD, MONTHS, Unit.YEARS])
laws = st.builds(
    law,
    rule=st.just("T-17.15b"),
    length=st.integers(1, 60),
    unit=st.sampled_from([CD, WD]),
    expiry=st.sampled_from(Expiry),
    pausable=st.just(True),  # noqa: FBT003
)


@pytest.mark.rule("R-S.3")
@given(starts_on=starts, length=st.integers(1, 8), unit=units)
def test_a_term_ends_on_the_first_working_day_from_its_nominal_end(
    starts_on: date, length: int, unit: Unit
) -> None:
    term = opened(law("T-17.15b", length, unit), starts_on)

    assert term.nominal_on is not None
    assert starts_on < term.nominal_on
    assert term.due_on == TURKEY.working_day_at_or_after(term.nominal_on)


@pytest.mark.rule("R-S.4")
@given(row=laws, starts_on=starts, used=st.integers(0, 90), stands=st.integers(0, 200))
def test_days_used_and_days_left_make_the_whole_term(
    row: TermLaw, starts_on: date, used: int, stands: int
) -> None:
    since = starts_on + timedelta(days=used)
    until = since + timedelta(days=stands)
    whole = opened(row, starts_on)
    term = stood(whole, PRELIMINARY, since, until)

    assert term.nominal_on is not None
    assert whole.nominal_on is not None
    assume(since < whole.nominal_on)
    if row.unit is WD:
        between = TURKEY.working_days_between
        counted = between(starts_on, since) + between(until, term.nominal_on)
    else:
        counted = (since - starts_on).days + (term.nominal_on - until).days
    assert counted == row.length


@pytest.mark.rule("R-S.4")
@given(row=laws, starts_on=starts, late=st.integers(0, 60), stands=st.integers(0, 60))
def test_once_all_days_are_used_one_working_day_is_left(
    row: TermLaw, starts_on: date, late: int, stands: int
) -> None:
    whole = opened(row, starts_on)
    assert whole.nominal_on is not None
    since = whole.nominal_on + timedelta(days=late)
    until = since + timedelta(days=stands)

    assert stood(whole, PRELIMINARY, since, until).due_on == TURKEY.working_day_after(until)


stretches = st.tuples(st.integers(0, 60), st.integers(0, 60))


@pytest.mark.rule("R-T.6")
@given(row=laws, starts_on=starts, spans=st.lists(stretches, min_size=1, max_size=4))
def test_only_the_days_on_which_the_clock_stood_matter_not_for_how_many_reasons(
    row: TermLaw, starts_on: date, spans: list[tuple[int, int]]
) -> None:
    dated = [
        (starts_on + timedelta(days=begin), starts_on + timedelta(days=begin + length))
        for begin, length in spans
    ]
    many = opened(row, starts_on)
    for number, (since, until) in enumerate(dated):
        many = stood(many, f"neden {number}", since, until)
    again = opened(row, starts_on)
    for since, until in reversed(dated):
        again = stood(again, "tek neden", since, until)

    assert (many.nominal_on, many.due_at) == (again.nominal_on, again.due_at)


@given(row=laws, starts_on=starts, used=st.integers(0, 20))
def test_a_pause_of_no_day_changes_nothing_while_days_are_left(
    row: TermLaw, starts_on: date, used: int
) -> None:
    whole = opened(row, starts_on)
    on = starts_on + timedelta(days=used)
    assert whole.nominal_on is not None
    assume(on < whole.nominal_on)

    assert stood(whole, OBJECTED, on, on).due_at == whole.due_at
