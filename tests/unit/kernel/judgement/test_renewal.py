"""A calendar is renewed: what it brings, and which terms it moves."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calendars import plain_calendar, turkish_calendar
from tests.kit.permits import ANSWER, Office, a_permit, answering
from tests.kit.plays import Play
from tests.kit.reasons import rules_of
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.records import Entry
from workflows.kernel.display import details, view
from workflows.kernel.law.calendar import Calendar, Offset, Source
from workflows.kernel.law.renewal import KnownDay, Renewal, renewal_between, renewed
from workflows.kernel.roles import Role
from workflows.kernel.story.reading import read

NOON = "2031-04-16T12:00"
FEAST = {"called": "Bayram", "source": "proclaimed"}
THURSDAY, FRIDAY = date(2031, 4, 17), date(2031, 4, 18)
KNOWN = turkish_calendar()


def renews(play: Play, received: str = NOON, role: str = Office.MINISTRY, **what: Any) -> Entry:
    body = {"version": 1, "grounds": "2031 ilanı", **what}
    return play.send("renew_calendar", role, received, body)


def cut_off(play: Play, last: str) -> Play:
    """Let the case know the days up to a day only."""
    calendar = play.file.calendar.model_copy(update={"covers_until": date.fromisoformat(last)})
    opening = play.file.opening.model_copy(update={"calendar": calendar})
    file = play.file.model_copy(update={"opening": opening})
    play.reading = read(play.process, file, play.now)
    return play


# -- values --------------------------------------------------------------------------------------


def test_a_feast_that_moves_is_a_day_opened_and_one_closed() -> None:
    feast = date(2031, 4, 2)
    after = renewed(
        KNOWN,
        Renewal(
            version=3,
            opened=(feast,),
            closed={date(2031, 4, 7): KnownDay(called="Bayram", source=Source.PROCLAIMED)},
            half={date(2031, 4, 3): KnownDay(called="Arife", source=Source.PROCLAIMED)},
        ),
    )

    assert after.is_working_day(feast)
    assert not after.is_working_day(date(2031, 4, 7))
    assert after.closing(date(2031, 4, 3)).hour == 13
    assert after.source(date(2031, 4, 7)) is Source.PROCLAIMED
    assert (after.version, after.covers_until) == (3, KNOWN.covers_until)


days = st.dates(date(2031, 1, 1), date(2032, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    closed = draw(st.dictionaries(days, st.sampled_from(["Bayram", "idari izin"]), max_size=6))
    half = draw(st.dictionaries(days, st.just("Arife"), max_size=4))
    sources = {
        day: draw(st.sampled_from([Source.PROCLAIMED, Source.DECREED]))
        for day in closed
        if draw(st.booleans())
    }
    changes = [Offset(since=datetime(2031, 10, 26, 1, tzinfo=UTC), minutes=120)]
    return Calendar(
        closed=closed,
        half={day: name for day, name in half.items() if day not in closed},
        covers_from=date(2031, 1, 1),
        covers_until=draw(st.sampled_from([date(2032, 12, 31), date(2033, 12, 31)])),
        sources=sources,
        offsets=tuple(changes if draw(st.booleans()) else ()),
        version=draw(st.integers(1, 3)),
    )


@given(calendars(), calendars())
def test_what_lies_between_two_calendars_brings_one_to_the_other(
    known: Calendar, current: Calendar
) -> None:
    brought = renewed(known, renewal_between(known, current))

    wanted = {"covers_until": max(known.covers_until, current.covers_until)}
    assert brought == current.model_copy(update=wanted)
    assert renewal_between(brought, current).is_empty


# -- at the gate ---------------------------------------------------------------------------------


@pytest.mark.rule("R-S.1")
@pytest.mark.parametrize(
    ("what", "due"),
    [
        pytest.param({"closed": {"2031-04-17": FEAST}}, "2031-04-18T17:30:00", id="closed"),
        pytest.param({"half": {"2031-04-17": FEAST}}, "2031-04-17T13:00:00", id="half"),
        pytest.param(
            {"offsets": [{"since": "2031-04-16T22:00:00Z", "minutes": 120}]},
            "2031-04-17T18:30:00",
            id="another offset: the same hour by the clock is an hour later",
        ),
        pytest.param({"covers_until": "2046-12-31"}, "2031-04-17T17:30:00", id="a year more"),
    ],
)
def test_a_renewal_derives_every_open_term_it_touches_anew(what: dict[str, Any], due: str) -> None:
    play = answering()
    entry = renews(play, **what)

    assert (entry.kind, entry.rule, play.due("L-4")) == ("renewal", "R-S.1", due)
    moved = [t for t in play.effects().get("terms", []) if t["key"] == "L-4"]
    was = "2031-04-17T17:30:00+03:00"
    assert [t["was_due_at"] for t in moved] == ([] if due in was else [was])


@pytest.mark.rule("R-S.1")
def test_a_day_that_is_opened_again_takes_its_closure_back() -> None:
    play = answering()
    renews(play, closed={"2031-04-17": FEAST})
    renews(play, "2031-04-16T13:00", version=2, opened=["2031-04-17"])

    assert play.due("L-4") == "2031-04-17T17:30:00"
    assert [s.text for s in play.term("L-4").steps if s.kind == "closure"] == [
        "Takvim yenilendi: son gün 17 Nisan 2031 Perşembe iken 18 Nisan 2031 Cuma oldu.",
        "Takvim yenilendi: son gün 18 Nisan 2031 Cuma iken 17 Nisan 2031 Perşembe oldu.",
    ]
    play.send("answer", Role.APPLICANT, "2031-04-17T17:30", ANSWER)


def test_a_changed_offset_is_told_by_the_hour() -> None:
    play = answering()
    renews(play, offsets=[{"since": "2031-04-16T22:00:00Z", "minutes": 120}])

    assert play.term("L-4").due_at == datetime(2031, 4, 17, 15, 30, tzinfo=UTC)
    assert play.term("L-4").steps[-1].text == ("Takvim yenilendi: son an 16.30 iken 17.30 oldu.")


@pytest.mark.parametrize(
    ("what", "rules"),
    [
        pytest.param({"version": 1}, ["V-9"], id="older than what the case knows"),
        pytest.param(
            {"version": 3, "opened": ["2031-04-18"], "closed": {"2031-04-18": FEAST}},
            ["R-S.1"],
            id="open and closed",
        ),
    ],
)
def test_a_renewal_that_takes_back_what_is_known_is_refused(
    what: dict[str, Any], rules: list[str]
) -> None:
    play = answering()
    renews(play, version=2)
    body: Any = {"grounds": "ilan", **what}
    refused = play.refused("renew_calendar", Office.MINISTRY, "2031-04-16T13:00", body)

    assert rules_of(refused) == rules


@pytest.mark.parametrize("role", [Role.APPLICANT, Office.BOARD, Role.OPERATOR])
def test_only_ministry_and_registry_renew_a_calendar(role: str) -> None:
    body: Any = {"version": 1, "grounds": "ilan"}
    [no] = answering().refused("renew_calendar", role, NOON, body)

    assert (no.rule, no.why) == ("R-S.1", "it is for ministry or registry")


# -- where the known days end --------------------------------------------------------------------


def test_an_act_that_needs_an_unknown_year_is_refused_and_names_it() -> None:
    play = cut_off(a_permit(), "2031-04-02")
    play.send("take_to_desk", Office.DIRECTORATE, "2031-03-20T10:00")
    body: Any = {"notification": "L-3/1", "served_on": "2031-04-01", "means": "electronic"}
    [no] = play.refused("record_service", Office.REVIEW_DEPARTMENT, "2031-04-01T10:00", body)

    assert (no.rule, no.what) == (
        "V-9",
        "it needs the holidays of 2031, which the case does not know",
    )
    renews(play, "2031-04-01T11:00", covers_until="2032-12-31")
    play.send("record_service", Office.REVIEW_DEPARTMENT, "2031-04-01T12:00", body)


def test_an_agenda_that_reaches_past_the_known_days_asks_for_attention_and_raises_nothing() -> None:
    play = cut_off(answering(), "2031-04-17")

    assert view.calendar_ends(play.file) == 2031
    assert view.attributes_of(play.process, play.reading)["NeedsAttention"] is True
    assert view.projection_of(play.process, play.reading).needs_attention
    assert view.view_of(play.process, play.reading).calendar_ends == 2031
    assert "**Dikkat: takvimin bilindiği son yıl:** 2031" in details.details_of(
        play.process, play.reading, ()
    )
    upcoming = view.next_of(play.file)
    assert upcoming is not None

    renews(play, covers_until="2032-12-31")
    assert view.calendar_ends(play.file) is None


def test_a_lapse_that_opens_a_term_past_the_known_days_waits_for_the_renewal() -> None:
    """L-5 would be due on 5 May; the lapse is drawn after the renewal, and dated as ever."""
    play = cut_off(answering(), "2031-04-30")
    play.until("2031-04-25T10:00")

    assert play.entries("stalled", "lapse") == [("stalled", "L-4", "2031-04-18T12:00:00")]
    assert view.calendar_ends(play.file) == 2031
    renews(play, "2031-04-25T11:00", covers_until="2032-12-31")
    play.until("2031-04-25T12:00")
    assert play.entries("lapse") == [("lapse", "L-4", "2031-04-17T17:30:00")]
    assert play.due("L-5") == "2031-05-06T00:00:00"


def test_a_term_from_before_it_could_stall_can_be_read() -> None:
    carried = answering().file.model_dump(mode="json")
    for term in carried["terms"].values():
        term.pop("stalled", None)

    assert CaseFile.model_validate(carried) == answering().file


def test_a_plain_calendar_has_nothing_to_renew_but_its_version() -> None:
    assert renewal_between(plain_calendar(), plain_calendar()).is_empty
