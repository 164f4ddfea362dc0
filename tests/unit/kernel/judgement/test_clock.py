"""What the clock brings, and that every race is an ordering of values."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.permits import ANSWER, ANSWER_DUE, Office, a_permit, answering, at_service, serve
from tests.kit.plays import Play, at
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display.view import next_of
from workflows.kernel.judgement.clock import draws_at, lapse_instant, tick
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.law.agenda import INSTANT
from workflows.kernel.roles import Role

SETTLED = "2031-04-18T12:00:00"
"""Noon of the working day after the answer's last day."""


# -- reminders and escalations -------------------------------------------------------------------


def test_a_term_left_alone_reminds_ends_and_lapses_each_once() -> None:
    play = answering()
    play.until("2031-04-18T12:00")

    assert play.entries("reminder", "ended", "lapse") == [
        ("reminder", "L-4", "2031-04-07T09:00:00"),
        ("reminder", "L-4", "2031-04-14T09:00:00"),
        ("reminder", "L-4", "2031-04-17T09:00:00"),
        ("ended", "L-4", "2031-04-17T17:30:01"),
        ("lapse", "L-4", ANSWER_DUE),
    ]
    assert play.told("L-4") == [
        ("L-4/reminder/10/2031-04-17", "applicant", "2031-04-07"),
        ("L-4/reminder/3/2031-04-17", "applicant", "2031-04-14"),
        ("L-4/reminder/0/2031-04-17", "applicant", "2031-04-17"),
    ]
    assert [n.facts["days_before"] for n in play.notices if n.kind == "reminder"] == [10, 3, 0]


def test_a_reminder_drawn_a_little_later_counts_from_its_own_instant() -> None:
    play = answering()
    play.until("2031-04-10T12:00")
    occasion = next_of(play.file)
    assert occasion is not None
    assert draws_at(play.file, occasion) == at("2031-04-14T09:00")

    def drawn(**spread: int) -> datetime:
        opening = play.file.opening.model_copy(update=spread)
        drawn_at = draws_at(play.file.model_copy(update={"opening": opening}), occasion)
        assert drawn_at is not None
        return drawn_at

    drawn_at = drawn(remind_after=20_000)
    assert drawn_at == at("2031-04-14T09:00:20")
    of_an_earlier_release = drawn(remind_within=20)
    assert at("2031-04-14T09:00") < of_an_earlier_release < at("2031-04-14T09:00:20")

    late = tick(play.reading, occasion, drawn_at).entry
    assert (late.counts_from, late.settled_at) == (at("2031-04-14T09:00"), drawn_at)


def test_an_end_is_drawn_at_once_however_reminders_are_spread() -> None:
    play = answering()
    play.until("2031-04-17T12:00")
    occasion = next_of(play.file)
    assert occasion is not None
    opening = play.file.opening.model_copy(update={"remind_after": 20_000})

    spread = play.file.model_copy(update={"opening": opening})

    assert draws_at(spread, occasion) == at("2031-04-17T17:30:01")


def test_nobody_is_reminded_of_a_term_that_is_met() -> None:
    play = answering()
    play.send("answer", Role.APPLICANT, "2031-04-10T11:00", ANSWER)
    play.until("2031-05-01T00:00")

    assert play.term("L-4").state == "met"
    assert [occasion for occasion, _, _ in play.told("L-4")] == ["L-4/reminder/10/2031-04-17"]
    assert play.entries("ended", "lapse") == []


def test_reminders_missed_in_an_outage_collapse_into_one() -> None:
    play = answering()
    play.outage("2031-04-15T08:00")

    assert play.told("L-4") == [("L-4/reminder/3/2031-04-17", "applicant", "2031-04-14")]
    play.until("2031-04-17T10:00")
    assert [occasion for occasion, _, _ in play.told("L-4")] == [
        "L-4/reminder/3/2031-04-17",
        "L-4/reminder/0/2031-04-17",
    ]


def test_an_overdue_watch_escalates_office_by_office_until_it_is_met() -> None:
    """Design: at the end and every five working days, the next office up."""
    play = a_permit()
    play.until("2031-03-26T00:00")
    assert play.term("L-2").state == "ended"
    play.until("2031-04-30T00:00")

    assert [t for t in play.told("L-2") if "escalation" in t[0]] == [
        ("L-2/escalation/1/2031-03-24", "presidency", "2031-03-25"),
        ("L-2/escalation/2/2031-03-24", "ministry", "2031-03-31"),
    ]
    assert {n.kind for n in play.notices if "escalation" in n.occasion} == {"escalation"}
    assert play.stage == "desk"
    assert play.entries("lapse", "extension") == []


# -- lapses --------------------------------------------------------------------------------------


@pytest.mark.rule("R-S.12")
def test_a_lapse_needs_nobodys_act_and_is_dated_at_the_end_of_the_term() -> None:
    play = answering()
    play.until("2031-04-18T12:00")

    entry = play.journal[-1]
    assert (entry.kind, entry.actor.role, entry.command_id) == ("lapse", "system", None)
    assert (entry.counts_from, entry.settled_at) == (at(ANSWER_DUE), at(SETTLED))
    assert play.term("L-4").closed_at == at(ANSWER_DUE)


@pytest.mark.parametrize(
    "settled_at",
    [
        pytest.param(SETTLED, id="on time"),
        pytest.param("2031-04-25T08:00", id="a week late"),
        pytest.param("2031-12-01T08:00", id="when all is over"),
    ],
)
def test_what_a_lapse_opens_is_dated_from_the_lapse_however_late_it_takes_effect(
    settled_at: str,
) -> None:
    """Design, invariant 5: never from now."""
    play = answering()
    play.outage(settled_at)

    grace = play.term("L-5")
    assert grace.opened_at == at(ANSWER_DUE)
    assert str(grace.starts_on) == "2031-04-17"
    assert play.due("L-5") == "2031-05-06T00:00:00"
    assert ("L-5/1", "applicant", "2031-04-17") in play.told("L-5")
    over = settled_at.startswith("2031-12")
    assert play.outcome == (("lapsed", "L-5", "2031-05-05") if over else None)


def test_a_term_that_is_over_when_it_opens_lapses_at_its_true_end() -> None:
    """A past service opens a term with its true dates, even one already over.

    Whoever has answered meanwhile has until noon of the next working day to bring the paper.
    """
    play = at_service()
    serve(play, served_on="2031-03-18", received="2031-04-28T10:00")
    assert play.due("L-4") == ANSWER_DUE
    play.until("2031-04-29T11:59:59")
    assert play.entries("lapse") == []
    play.until("2031-04-29T12:00")

    assert play.entries("lapse") == [("lapse", "L-4", ANSWER_DUE)]
    assert play.due("L-5") == "2031-05-06T00:00:00"
    assert [t for t in play.told("L-4") if "reminder" in t[0]] == []


@pytest.mark.parametrize(
    ("key", "due", "lapse"),
    [
        pytest.param("L-4", "2031-04-17T17:30:00", "2031-04-17T17:30:00", id="close of business"),
        pytest.param("L-1", "2031-06-11T00:00:00", "2031-06-10T23:59:59", id="24:00"),
    ],
)
def test_a_lapse_counts_from_the_last_day_itself(key: str, due: str, lapse: str) -> None:
    play = answering()

    assert play.due(key) == due
    assert lapse_instant(play.term(key), play.file.calendar) == at(lapse)


# -- races ---------------------------------------------------------------------------------------


def answers(play: Play, received: datetime, name: str) -> Any:
    text = received.replace(tzinfo=None).isoformat()
    return play.command("answer", Role.APPLICANT, text, ANSWER, command_id=name)


@given(st.permutations(["at the end", "a second late", "settlement"]))
def test_an_answer_at_the_end_wins_over_the_lapse_in_whatever_order_they_come(
    order: list[str],
) -> None:
    """Design, invariant 3: whoever is told first, what counts from later loses nothing else."""
    play = answering()
    play.until("2031-04-18T11:00")
    due = at(ANSWER_DUE)
    commands = {
        "at the end": answers(play, due, "at-the-end"),
        "a second late": answers(play, due + INSTANT, "a-second-late"),
    }
    settlement = order.index("settlement")
    judged = {
        name: play.judge(commands[name], now="2031-04-18T11:00") for name in order[:settlement]
    }
    rest = sorted(order[settlement + 1 :], key=lambda name: commands[name].counts_from)
    settled = play.outage(SETTLED, *(commands[name] for name in order[settlement + 1 :]))
    judged |= dict(zip(rest, settled, strict=True))

    assert isinstance(judged["at the end"], Admitted)
    late = judged["a second late"]
    if isinstance(late, Refusal):
        assert late.refused_by == "L-4"
    else:  # told first, it waited for the lapse that then did not come
        assert play.entries("held", "refused")[0][0] == "held"
        assert play.entries("refused")[0][1] == "answer"
    assert play.file.pending == ()
    assert (play.stage, play.entries("lapse")) == ("board", [])
    assert play.term("L-4").closed_at == due


# INSTANT is the grain of the clock: within it an act comes neither in time nor after the lapse
OFFSETS = st.integers(min_value=-120, max_value=120).filter(lambda s: s != INSTANT.seconds)


@given(st.lists(OFFSETS.map(lambda s: timedelta(seconds=s)), min_size=1, max_size=4, unique=True))
def test_acts_and_the_lapse_settle_by_the_instants_from_which_they_count(
    offsets: list[timedelta],
) -> None:
    play = answering()
    due = at(ANSWER_DUE)
    commands = [answers(play, due + offset, f"a-{n}") for n, offset in enumerate(offsets)]
    play.outage("2031-04-19T00:00", *commands)

    first = min(offsets)
    in_time = first <= timedelta()
    assert [e.counts_from for e in play.journal if e.name == "answer"] == [due + first]
    assert play.term("L-4").state == ("met" if in_time else "lapsed")
    # one that came after the lapse meets the term of grace that the lapse opened
    assert ("L-5" in play.file.terms) is not in_time


def test_an_answer_received_in_time_counts_after_a_month_without_workers() -> None:
    """Design, invariant 5: in time, even if every worker was down until next week."""
    play = answering()
    answer = answers(play, at(ANSWER_DUE) - timedelta(hours=1), "a-1")
    [judged] = play.outage("2031-05-17T08:00", answer)

    assert isinstance(judged, Admitted)
    assert judged.entry.counts_from == at("2031-04-17T16:30")
    assert play.stage == "board"
    assert play.entries("lapse") == []


# -- an extension that comes by itself -----------------------------------------------------------


def waiting_for_a_ruling() -> Play:
    play = answering()
    play.send("answer", Role.APPLICANT, "2031-04-10T11:00", ANSWER)
    return play


@pytest.mark.parametrize("settled_at", ["2031-06-11T12:00", "2031-06-30T08:00"])
def test_a_term_that_extends_by_itself_does_so_once_from_its_nominal_day(settled_at: str) -> None:
    play = waiting_for_a_ruling()
    play.outage(settled_at)

    assert play.due("L-1") == "2031-07-11T00:00:00"
    assert play.entries("extension") == [("extension", "L-1", "2031-06-10T23:59:59")]
    [extension] = play.term("L-1").extensions
    assert (extension.rule, extension.length) == ("L-1x", 1)
    assert play.told("L-1x") == [("L-1/extension/1", "board", "2031-06-10")]
    play.alone()
    assert len(play.entries("extension")) == 1
    assert play.entries("lapse") == []
    assert [t for t in play.told("L-1") if "escalation" in t[0]] == [
        ("L-1/escalation/1/2031-07-10", "presidency", "2031-07-11"),
        ("L-1/escalation/2/2031-07-10", "ministry", "2031-07-18"),
    ]
    assert play.stage == "board"


def test_an_extended_term_is_reminded_of_afresh() -> None:
    play = waiting_for_a_ruling()
    play.until("2031-07-11T00:00")

    reminders = [t for t in play.told("L-1") if "reminder" in t[0]]
    assert reminders[:2] == [
        ("L-1/reminder/30/2031-06-10", "board", "2031-05-09"),
        ("L-1/reminder/10/2031-06-10", "board", "2031-05-30"),
    ]
    assert reminders[-1] == ("L-1/reminder/10/2031-07-10", "board", "2031-06-30")


def test_no_reminder_is_dated_before_its_due_day_was_known() -> None:
    """Thirty days before the extended end lie before the extension: nobody could remind then."""
    play = waiting_for_a_ruling()
    play.until("2031-07-11T00:00")

    [extended] = [e for e in play.journal if e.kind == "extension"]
    later = [n for n in play.notices if n.occasion.endswith("/2031-07-10")]
    assert later != []
    assert all(notice.dated_at > extended.counts_from for notice in later)


def test_a_ruling_received_in_time_wins_over_the_extension() -> None:
    play = waiting_for_a_ruling()
    body = {"ruling": "granted", "ruled_on": "2031-06-10"}
    ruling = play.command("rule_on_request", Office.BOARD, "2031-06-11T00:00", body)
    play.outage("2031-06-20T08:00", ruling)

    assert play.entries("extension") == []
    assert play.outcome == ("granted", "L-6", "2031-06-11")
    assert [(r.into, r.key) for r in play.registers] == [
        ("queue", "permit-2031-0001/desk/1"),
        ("permits", "2031-0001"),
    ]


@settings(max_examples=40)
@given(st.integers(min_value=0, max_value=200))
def test_a_case_that_wakes_up_late_ends_up_where_a_watchful_one_does(days: int) -> None:
    """Dates, outcome and lapses do not depend on when the workers were up."""
    watchful, sleepy = answering(), answering()
    until = f"{at('2031-03-19T18:00') + timedelta(days=days):%Y-%m-%dT%H:%M}"
    watchful.until(until)
    sleepy.outage(until)

    def stands(play: Play) -> Any:
        terms = [
            (t.key, t.state, t.due_at, t.opened_at, t.closed_at) for t in play.file.terms.values()
        ]
        return play.stage, play.outcome, terms, play.entries("lapse", "ended", "extension")

    assert stands(sleepy) == stands(watchful)
