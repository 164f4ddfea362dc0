"""The agenda: reminders, ends, settlements and escalations over all open terms.

Dates are worked out by hand; 2031 has no religious holiday between the days used here.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calendars import plain_calendar
from tests.kit.terms import CORRECTION, OBJECTION, PRELIMINARY_REVIEW, TURKEY, law, more_of, opened
from workflows.kernel.law.agenda import (
    INSTANT,
    Agenda,
    Occasion,
    OccasionKind,
    Settings,
    occasions,
    own_moment,
)
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.law.term import (
    Expiry,
    Extension,
    OnEnd,
    Roll,
    Term,
    TermLaw,
    TermState,
    Unit,
    dropped,
    ended,
    extended,
    lapsed,
    met,
    paused,
    resumed,
    sent,
)

USUAL = Settings()


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ISTANBUL)


def settled(term: Term, occasion: Occasion) -> Term:
    for occasion_id in (*occasion.supersedes, occasion.id):
        term = sent(term, occasion_id)
    return term


def listed(found: tuple[Occasion, ...]) -> list[tuple[datetime, str]]:
    return [(occasion.at, occasion.id) for occasion in found]


# 26 April 2031 is a Saturday; thirty days later is Mon 26 May
SERVED = date(2031, 4, 26)


# -- one term --------------------------------------------------------------------------------------


@pytest.mark.rule("T-17.15b")
def test_a_correction_is_reminded_of_three_times_then_ends_then_is_settled() -> None:
    """Due Mon 26 May 2031: the 16th and 23rd are Fridays; the 27th is the next working day."""
    assert listed(occasions(opened(CORRECTION, SERVED), TURKEY, USUAL)) == [
        (instant("2031-05-16T09:00"), "reminder/10/2031-05-26"),
        (instant("2031-05-23T09:00"), "reminder/3/2031-05-26"),
        (instant("2031-05-26T09:00"), "reminder/0/2031-05-26"),
        (instant("2031-05-26T17:30:01"), "end/2031-05-26"),
        (instant("2031-05-27T12:00"), "settlement/2031-05-26"),
    ]


def test_a_reminder_goes_out_on_the_last_working_day_at_or_before() -> None:
    """Due Mon 16 June 2031; ten days before is Fri 6 June, three days before Fri 13 June."""
    row = CORRECTION.model_copy(update={"reminders": (10, 9, 3, 2)})
    days = [o.at.date() for o in occasions(opened(row, date(2031, 5, 17)), TURKEY, USUAL)][:4]

    assert days == [date(2031, 6, 6), date(2031, 6, 6), date(2031, 6, 13), date(2031, 6, 13)]


@pytest.mark.rule("R-P.1")
@pytest.mark.parametrize(
    ("months", "reminded_on"),
    [
        pytest.param(1, date(2026, 9, 30), id="P-2 to P-5"),
        pytest.param(2, date(2026, 10, 30), id="P-6, P-7"),
        pytest.param(3, date(2026, 11, 30), id="P-8"),
        pytest.param(4, date(2026, 12, 31), id="P-9"),
        pytest.param(5, date(2027, 1, 29), id="P-10"),
        pytest.param(6, date(2027, 2, 26), id="P-11"),
        pytest.param(7, date(2027, 3, 31), id="P-12"),
        pytest.param(8, date(2027, 4, 30), id="P-13"),
        pytest.param(9, date(2027, 5, 31), id="P-14"),
        pytest.param(11, date(2027, 7, 30), id="P-15"),
    ],
)
def test_a_partnership_window_is_reminded_of_on_its_last_working_day(
    months: int, reminded_on: date
) -> None:
    row = law("P-2", months, Unit.MONTHS, roll=Roll.NONE, reminders=(0,))
    first = occasions(opened(row, date(2026, 8, 31)), TURKEY, USUAL)[0]

    assert first.at == TURKEY.at(reminded_on, time(9))


@pytest.mark.rule("T-14.2")
def test_a_term_in_working_days_is_reminded_of_in_working_days_and_goes_up_office_by_office() -> (
    None
):
    """Delivered Mon 9 March 2026, due Tue 24: the 23rd and 18th are 1 and 3 working days before.

    20 March is a holiday, the arife of the 19th counts. Fifth and tenth working day after the due
    day: Tue 31 March and Tue 7 April.
    """
    assert listed(occasions(opened(PRELIMINARY_REVIEW, date(2026, 3, 9)), TURKEY, USUAL)) == [
        (instant("2026-03-18T09:00"), "reminder/3/2026-03-24"),
        (instant("2026-03-23T09:00"), "reminder/1/2026-03-24"),
        (instant("2026-03-24T09:00"), "reminder/0/2026-03-24"),
        (instant("2026-03-25T00:00:01"), "end/2026-03-24"),
        (instant("2026-03-25T00:00:01"), "escalation/1/2026-03-24"),
        (instant("2026-03-31T09:00"), "escalation/2/2026-03-24"),
        (instant("2026-04-07T09:00"), "escalation/3/2026-03-24"),
    ]


def test_there_are_no_more_escalations_than_offices_or_than_the_setting_allows() -> None:
    two_offices = PRELIMINARY_REVIEW.model_copy(update={"escalates_to": ("daire", "başkanlık")})
    steps = [
        [o.step for o in occasions(opened(row, date(2026, 3, 9)), TURKEY, settings)[4:]]
        for row, settings in [
            (two_offices, USUAL),
            (PRELIMINARY_REVIEW, Settings(escalations=1)),
            (PRELIMINARY_REVIEW, Settings(escalations=0)),
        ]
    ]

    assert steps == [[1, 2], [1], []]


def test_a_lapse_is_settled_after_as_many_working_days_as_set() -> None:
    """Due Mon 26 May 2031; the third working day after it is Thu 29 May."""
    settings = Settings(settle_at=time(16), settle_after_working_days=3)

    last = occasions(opened(CORRECTION, SERVED), TURKEY, settings)[-1]
    assert (last.kind, last.at) == (OccasionKind.SETTLEMENT, instant("2031-05-29T16:00"))


def test_a_term_that_ends_at_midnight_is_settled_on_the_day_that_begins_then() -> None:
    """Objection: 26 April + 15 = Sun 11 May 2031, rolled to Mon 12 May, 24:00."""
    found = occasions(opened(OBJECTION, SERVED), TURKEY, USUAL)

    assert listed(found)[1:] == [
        (instant("2031-05-13T00:00:01"), "end/2031-05-12"),
        (instant("2031-05-13T12:00"), "settlement/2031-05-12"),
    ]


def test_a_term_to_be_extended_is_settled_like_a_lapse() -> None:
    once = more_of("R-T.15", 6, Unit.MONTHS)
    row = law("T-18.3", 1, Unit.YEARS, on_end=OnEnd.EXTEND, extension=once)
    found = occasions(opened(row, date(2031, 3, 10)), TURKEY, USUAL)

    assert [o.kind for o in found] == [OccasionKind.END, OccasionKind.SETTLEMENT]


def test_reminders_from_before_the_opening_are_left_out() -> None:
    """Served long ago, recorded Fri 23 May 2031 at nine: that morning's reminder is past too."""
    late = opened(CORRECTION, SERVED, opened_at=instant("2031-05-23T09:00"))

    assert next(o.id for o in occasions(late, TURKEY, USUAL)) == "reminder/0/2031-05-26"


def test_a_reminder_that_would_come_after_the_end_is_left_out() -> None:
    row = CORRECTION.model_copy(update={"reminders": (0,)})
    evening = Settings(remind_at=time(18))

    assert [o.kind for o in occasions(opened(row, SERVED), TURKEY, evening)] == [
        OccasionKind.END,
        OccasionKind.SETTLEMENT,
    ]


AT = TURKEY.at(date(2031, 5, 12), time(10))


@pytest.mark.parametrize(
    "quiet",
    [
        pytest.param(met(opened(CORRECTION, SERVED), AT), id="met"),
        pytest.param(lapsed(opened(CORRECTION, SERVED), AT), id="lapsed"),
        pytest.param(dropped(opened(CORRECTION, SERVED), AT), id="dropped"),
        pytest.param(
            paused(opened(CORRECTION, SERVED), "itiraz", date(2031, 5, 12), TURKEY), id="paused"
        ),
    ],
)
def test_nothing_comes_to_a_term_that_is_closed_or_stands_still(quiet: Term) -> None:
    assert occasions(quiet, TURKEY, USUAL) == ()
    assert Agenda([quiet], TURKEY, USUAL).next is None


def test_a_term_that_moves_is_reminded_of_afresh() -> None:
    """16 used on 12 May, 14 left from 2 June: Mon 16 June 2031; the tenth day before is 6 June."""
    term = opened(CORRECTION, SERVED)
    term = settled(term, occasions(term, TURKEY, USUAL)[0])
    term = paused(term, "itiraz", date(2031, 5, 12), TURKEY)
    term = resumed(term, "itiraz", date(2031, 6, 2), TURKEY)

    assert listed(occasions(term, TURKEY, USUAL))[0] == (
        instant("2031-06-06T09:00"),
        "reminder/10/2031-06-16",
    )


def test_an_extended_term_ends_again() -> None:
    """Ended Mon 26 May 2031, extended by ten days: Thu 5 June."""
    more = more_of("S-U", 10, Unit.CALENDAR_DAYS)
    term = opened(CORRECTION.model_copy(update={"extension": more}), SERVED)
    for occasion in occasions(term, TURKEY, USUAL)[:-1]:
        term = settled(term, occasion)
    decided = Extension(
        length=10,
        unit=Unit.CALENDAR_DAYS,
        reason="yoğunluk",
        decided_at=instant("2031-05-26T17:30"),
        rule="S-U",
    )
    longer = extended(ended(term), decided, TURKEY)

    assert longer.state is TermState.OPEN
    assert [o.id for o in occasions(longer, TURKEY, USUAL)] == [
        "reminder/10/2031-06-05",
        "reminder/3/2031-06-05",
        "reminder/0/2031-06-05",
        "end/2031-06-05",
        "settlement/2031-06-05",
    ]


def test_an_ended_term_only_waits_to_be_settled() -> None:
    term = opened(CORRECTION, SERVED)
    end = next(o for o in occasions(term, TURKEY, USUAL) if o.kind is OccasionKind.END)

    assert [o.id for o in occasions(ended(settled(term, end)), TURKEY, USUAL)] == [
        "settlement/2031-05-26"
    ]


# -- all terms -------------------------------------------------------------------------------------


def test_the_agenda_merges_all_terms_in_order_of_time() -> None:
    """Correction due 26 May, objection 12 May 2031; 9 May is the Friday three days before."""
    terms = [opened(CORRECTION, SERVED), opened(OBJECTION, SERVED)]
    merged = Agenda(terms, TURKEY, USUAL).all

    assert [(o.term, o.id) for o in merged] == [
        ("T-22.1", "reminder/3/2031-05-12"),
        ("T-22.1", "end/2031-05-12"),
        ("T-22.1", "settlement/2031-05-12"),
        ("T-17.15b", "reminder/10/2031-05-26"),
        ("T-17.15b", "reminder/3/2031-05-26"),
        ("T-17.15b", "reminder/0/2031-05-26"),
        ("T-17.15b", "end/2031-05-26"),
        ("T-17.15b", "settlement/2031-05-26"),
    ]
    assert Agenda(terms, TURKEY, USUAL).next == merged[0]


def test_occasions_of_one_instant_are_ordered_by_term() -> None:
    terms = [opened(CORRECTION, SERVED).model_copy(update={"key": key}) for key in ("b", "a")]

    assert [o.term for o in Agenda(terms, TURKEY, USUAL).all[:2]] == ["a", "b"]


# -- what is due now -------------------------------------------------------------------------------


def come(term: Term, now: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(o.id, o.supersedes) for o in Agenda([term], TURKEY, USUAL).due(instant(now))]


def test_nothing_is_due_before_its_time_and_a_reminder_is_due_at_its_very_instant() -> None:
    term = opened(CORRECTION, SERVED)

    assert come(term, "2031-05-16T08:59:59") == []
    assert come(term, "2031-05-16T09:00:00") == [("reminder/10/2031-05-26", ())]


def test_missed_reminders_collapse_into_the_latest() -> None:
    assert come(opened(CORRECTION, SERVED), "2031-05-26T09:30") == [
        ("reminder/0/2031-05-26", ("reminder/10/2031-05-26", "reminder/3/2031-05-26"))
    ]


def test_at_the_last_instant_the_term_has_not_ended() -> None:
    term = opened(CORRECTION, SERVED)
    for occasion in occasions(term, TURKEY, USUAL)[:3]:
        term = settled(term, occasion)

    assert come(term, "2031-05-26T17:30:00") == []


@pytest.mark.parametrize("now", ["2031-05-26T17:30:00.000001", "2031-05-26T17:30:01"])
def test_after_the_last_instant_the_end_comes_instead_of_all_reminders(now: str) -> None:
    missed = ("reminder/10/2031-05-26", "reminder/3/2031-05-26", "reminder/0/2031-05-26")

    assert come(opened(CORRECTION, SERVED), now) == [("end/2031-05-26", missed)]


def test_a_term_opened_when_it_was_already_over_ends_at_once() -> None:
    """A service recorded on Thu 5 June 2031, ten days after the term had run out.

    Paper that answers it can be registered until Friday noon.
    """
    late = opened(CORRECTION, SERVED, opened_at=instant("2031-06-05T11:00"))

    assert come(late, "2031-06-05T11:00") == [("end/2031-05-26", ())]
    assert come(late, "2031-06-06T11:59:59") == [("end/2031-05-26", ())]
    assert come(late, "2031-06-06T12:00") == [
        ("end/2031-05-26", ()),
        ("settlement/2031-05-26", ()),
    ]


def test_after_a_long_silence_every_office_still_hears_of_it_once() -> None:
    assert come(opened(PRELIMINARY_REVIEW, date(2026, 3, 9)), "2026-04-01T00:00") == [
        (
            "end/2026-03-24",
            ("reminder/3/2026-03-24", "reminder/1/2026-03-24", "reminder/0/2026-03-24"),
        ),
        ("escalation/1/2026-03-24", ()),
        ("escalation/2/2026-03-24", ()),
    ]


# -- what holds for every agenda -------------------------------------------------------------------

rows = st.builds(
    law,
    rule=st.sampled_from(["T-17.15b", "T-22.1"]),
    length=st.integers(1, 90),
    unit=st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]),
    expiry=st.sampled_from(Expiry),
    roll=st.sampled_from(Roll),
    on_end=st.sampled_from(OnEnd),
    reminders=st.lists(st.integers(0, 60), unique=True, max_size=5).map(tuple),
    escalates_to=st.lists(st.sampled_from(["daire", "başkanlık"]), max_size=4).map(tuple),
)
starts = st.dates(date(2031, 1, 1), date(2034, 12, 31))


@given(row=rows, starts_on=starts)
def test_reminders_lie_between_opening_and_end_on_working_days(
    row: TermLaw, starts_on: date
) -> None:
    term = opened(row, starts_on)
    found = occasions(term, TURKEY, USUAL)

    assert term.due_at is not None
    assert len({o.id for o in found}) == len(found)
    assert list(found) == sorted(found, key=lambda o: o.at)
    for reminder in (o for o in found if o.kind is OccasionKind.REMINDER):
        assert term.opened_at < reminder.at < term.due_at
        assert TURKEY.is_working_day(reminder.at.date())
    for other in (o for o in found if o.kind is not OccasionKind.REMINDER):
        assert other.at >= term.due_at + INSTANT


@given(row=rows, starts_on=starts, wakes=st.lists(st.integers(0, 60 * 24), max_size=12))
def test_however_late_the_clock_is_looked_at_each_occasion_is_settled_once(
    row: TermLaw, starts_on: date, wakes: list[int]
) -> None:
    """Wake at any hours, settle what is due: every occasion comes once or is superseded once."""
    term = opened(row, starts_on)
    all_of_them = [o.id for o in occasions(term, TURKEY, USUAL)]
    came: list[str] = []
    now = term.opened_at
    for hours in [*wakes, 24 * 365]:
        now += timedelta(hours=hours)
        found = Agenda([term], TURKEY, USUAL).due(now)
        assert sum(o.kind is OccasionKind.REMINDER for o in found) <= 1
        for occasion in found:
            came += [*occasion.supersedes, occasion.id]
            term = settled(term, occasion)
        following = Agenda([term], TURKEY, USUAL).next
        assert following is None or following.at > now

    assert sorted(came) == sorted(all_of_them)


def test_the_calendar_of_the_case_decides_when_a_reminder_goes_out() -> None:
    """Fri 16 May 2031 is decreed closed: the reminder of ten days goes out on the 15th."""
    decreed = plain_calendar({date(2031, 5, 16): "idari izin"})
    term = opened(CORRECTION, SERVED)

    assert occasions(term, decreed, USUAL)[0].at == instant("2031-05-15T09:00")


# -- thousands of reminders in one minute ----------------------------------------------------------

WHILE = timedelta(seconds=20)


def test_cases_draw_their_reminders_each_at_its_own_moment_of_the_while() -> None:
    """Two thousand within twenty seconds are a hundred a second; half as many more is chance."""
    cases = [f"textbook-review-2031-{n:04}" for n in range(2000)]
    moments = [own_moment(case_id, WHILE) for case_id in cases]

    a_second = Counter(moment // timedelta(seconds=1) for moment in moments)
    assert set(a_second) == set(range(20))
    assert max(a_second.values()) < 150
    assert moments == [own_moment(case_id, WHILE) for case_id in cases]


def test_a_reminder_alone_waits_for_the_moment_of_its_case() -> None:
    term = opened(CORRECTION, SERVED)
    looked_at = []
    while (occasion := Agenda([term], TURKEY, USUAL).next) is not None:
        looked_at.append(Agenda([term], TURKEY, USUAL).wakes_at(WHILE))
        term = settled(term, occasion)

    assert looked_at == [
        instant("2031-05-16T09:00:20"),
        instant("2031-05-23T09:00:20"),
        instant("2031-05-26T09:00:20"),
        instant("2031-05-26T17:30:01"),
        instant("2031-05-27T12:00"),
    ]
    assert Agenda([term], TURKEY, USUAL).wakes_at(WHILE) is None


def test_what_falls_due_beside_a_reminder_does_not_wait_with_it() -> None:
    reminded = opened(CORRECTION, SERVED)
    beside = opened(OBJECTION, SERVED).model_copy(
        update={"due_at": instant("2031-05-16T09:00:04"), "sent": ("reminder/3/2031-05-12",)}
    )

    assert Agenda([reminded, beside], TURKEY, USUAL).wakes_at(WHILE) == instant(
        "2031-05-16T09:00:05"
    )


def test_a_reminder_does_not_wait_until_its_term_is_over() -> None:
    """It would not be drawn at all then: the end takes its place."""
    term = opened(CORRECTION, SERVED)
    for gone in ("reminder/10/2031-05-26", "reminder/3/2031-05-26"):
        term = sent(term, gone)
    hasty = term.model_copy(update={"due_at": instant("2031-05-26T09:00:10")})

    looked_at = Agenda([hasty], TURKEY, USUAL).wakes_at(WHILE)

    assert looked_at == instant("2031-05-26T09:00:10")
    (come,) = Agenda([hasty], TURKEY, USUAL).due(looked_at)
    assert come.kind is OccasionKind.REMINDER
