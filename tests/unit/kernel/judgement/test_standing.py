"""Commands that every case understands: closures, extensions, their reasons, attention."""

from datetime import date
from typing import Any

import pytest

from tests.kit.permits import ANSWER, PERMIT, Office, a_permit, answering
from tests.kit.plays import Play, at
from tests.kit.reasons import rules_of
from workflows.kernel.case.records import Entry
from workflows.kernel.display.view import view_of
from workflows.kernel.law.term import Extension
from workflows.kernel.roles import Role

NOON = "2031-04-16T12:00"
OWED_IN_WORDS = "kendiliğinden uzadı; gerekçesi bildirilecek"


def closes(play: Play, *days: str, received: str = NOON, role: str = Office.MINISTRY) -> Entry:
    body: Any = {"days": dict.fromkeys(days, "idari izin"), "decree_no": "B-1"}
    return play.send("decree_closure", role, received, body)


def extends(term: str = "L-2", length: int = 5) -> dict[str, Any]:
    return {"term": term, "length": length, "reason": "yoğunluk"}


def moved(play: Play) -> Any:
    return play.effects().get("terms", [])


def offered(play: Play) -> list[tuple[str, tuple[str, ...], str]]:
    """The standing commands that the view offers."""
    own = {spec.name for spec in PERMIT.commands}
    return [
        (c.name, c.roles, c.rule)
        for c in view_of(PERMIT, play.reading).allowed
        if c.name not in own
    ]


# -- closures ------------------------------------------------------------------------------------


@pytest.mark.rule("R-S.1")
def test_a_closure_moves_each_term_that_it_touches_and_says_from_where_to_where() -> None:
    play = answering()
    entry = closes(play, "2031-04-17")

    assert (entry.kind, entry.rule) == ("closure", "R-S.1")
    assert moved(play) == [
        {
            "key": "L-4",
            "state": "open",
            "due_at": "2031-04-18T17:30:00+03:00",
            "was_due_at": "2031-04-17T17:30:00+03:00",
        }
    ]
    assert play.due("L-1") == "2031-06-11T00:00:00"
    assert play.term("L-4").steps[-1].text == (
        "Tatil kararı: son gün 17 Nisan 2031 Perşembe iken 18 Nisan 2031 Cuma oldu."
    )


@pytest.mark.rule("R-S.1")
def test_a_closure_touches_every_day_of_a_count_in_working_days() -> None:
    play = a_permit()
    closes(play, "2031-03-13", "2031-03-14", received="2031-03-12T12:00")

    assert [(t["key"], t["was_due_at"], t["due_at"]) for t in moved(play)] == [
        ("L-2", "2031-03-25T00:00:00+03:00", "2031-03-27T00:00:00+03:00")
    ]


def test_a_closure_leaves_closed_terms_alone_and_holds_for_later_ones() -> None:
    play = answering()
    was = play.due("L-2")
    closes(play, "2031-03-20", "2031-05-02", received="2031-03-19T12:00")
    play.until("2031-04-18T12:00")

    assert play.due("L-2") == was
    assert play.file.calendar.closed[date(2031, 5, 2)] == "idari izin"
    assert play.due("L-5") == "2031-05-07T00:00:00"


def test_a_term_moved_past_its_end_runs_again_and_is_reminded_of_afresh() -> None:
    """A closure decreed after the fact, before the lapse takes effect."""
    play = answering()
    play.until("2031-04-18T09:30")
    assert play.term("L-4").state == "ended"
    closes(play, "2031-04-17", received="2031-04-18T10:00")

    assert (play.term("L-4").state, play.due("L-4")) == ("open", "2031-04-18T17:30:00")
    play.send("answer", Role.APPLICANT, "2031-04-18T17:30", ANSWER)
    assert play.entries("lapse") == []


def test_a_moved_term_lapses_once_on_its_new_day() -> None:
    play = answering()
    closes(play, "2031-04-17")
    play.until("2031-04-21T12:00")

    assert play.entries("ended", "lapse") == [
        ("ended", "L-4", "2031-04-18T17:30:01"),
        ("lapse", "L-4", "2031-04-18T17:30:00"),
    ]
    reminders = [occasion for occasion, _, _ in play.told("L-4") if "reminder" in occasion]
    assert len(reminders) == len(set(reminders))
    assert reminders[-1] == "L-4/reminder/0/2031-04-18"


@pytest.mark.parametrize("role", [Role.APPLICANT, Office.BOARD, Office.PRESIDENCY, Role.OPERATOR])
def test_only_ministry_and_registry_decree_closures(role: str) -> None:
    play = answering()
    body: Any = {"days": {"2031-04-17": "idari izin"}, "decree_no": "B-1"}
    [no] = play.refused("decree_closure", role, NOON, body)

    assert (no.rule, no.why) == ("R-S.1", "it is for ministry or registry")
    closes(play, "2031-04-17", role=Role.REGISTRY)


def test_a_malformed_closure_is_refused_field_by_field() -> None:
    play = answering()
    refused = play.refused("decree_closure", Office.MINISTRY, NOON, {"days": {}})

    assert [(no.rule, no.what.partition(":")[0]) for no in refused] == [
        ("V-4", "days"),
        ("V-4", "decree_no"),
    ]


# -- extensions ----------------------------------------------------------------------------------


def test_the_office_that_may_extends_once_with_a_reason() -> None:
    play = a_permit()
    entry = play.send("extend_term", Office.PRESIDENCY, "2031-03-20T10:00", extends())

    assert entry.rule == "L-2x"
    assert [(t["was_due_at"], t["due_at"]) for t in moved(play)] == [
        ("2031-03-25T00:00:00+03:00", "2031-04-01T00:00:00+03:00")
    ]
    [notice] = [n for n in play.notices if n.rule == "L-2x"]
    assert (notice.addressee, notice.facts["reasons"]) == ("directorate", "yoğunluk")
    assert notice.facts["due_on"] == "2031-03-31"
    [no] = play.refused("extend_term", Office.PRESIDENCY, "2031-03-21T10:00", extends())
    assert (no.rule, no.why) == ("L-2x", "it may be extended 1 time(s)")


@pytest.mark.parametrize(
    ("role", "received", "body", "rule"),
    [
        pytest.param(Office.DIRECTORATE, "2031-03-20T10:00", extends(), "L-2x", id="wrong office"),
        pytest.param(Office.PRESIDENCY, "2031-03-25T00:00:01", extends(), "L-2", id="over"),
        pytest.param(Office.PRESIDENCY, "2031-03-20T10:00", extends("L-1"), "L-1", id="by itself"),
        pytest.param(Office.PRESIDENCY, "2031-03-20T10:00", extends("L-4"), "V-12", id="not open"),
        pytest.param(Office.PRESIDENCY, "2031-03-20T10:00", extends(length=0), "V-4", id="nothing"),
        pytest.param(
            Office.PRESIDENCY,
            "2031-03-20T10:00",
            {"term": "L-2", "length": 5},
            "V-4",
            id="no reason",
        ),
    ],
)
def test_no_other_extension_is_admitted(role: str, received: str, body: Any, rule: str) -> None:
    play = a_permit()
    refused = play.refused("extend_term", role, received, body)

    assert rules_of(refused) == [rule]
    assert play.due("L-2") == "2031-03-25T00:00:00"


def test_a_term_that_nobody_may_extend_says_so() -> None:
    play = answering()
    [no] = play.refused("extend_term", Office.PRESIDENCY, NOON, extends("L-4"))

    assert (no.rule, no.why) == ("L-4", "m.4 gives nobody the right to extend it")


def test_the_view_offers_the_extension_while_there_is_one() -> None:
    play = a_permit()
    calendar = [
        ("decree_closure", ("ministry", "registry"), "R-S.1"),
        ("renew_calendar", ("ministry", "registry"), "R-S.1"),
    ]
    assert offered(play) == [*calendar, ("extend_term", ("presidency",), "L-2x")]

    play.send("extend_term", Office.PRESIDENCY, "2031-03-20T10:00", extends())
    assert offered(play) == calendar


# -- reasons of an extension that came by itself -------------------------------------------------


def extended_by_itself() -> Play:
    play = answering()
    play.send("answer", Role.APPLICANT, "2031-04-10T11:00", ANSWER)
    play.until("2031-06-12T00:00")
    return play


REASONS = {"term": "L-1", "reasons": "the hall was closed"}


@pytest.mark.parametrize("role", [Office.PRESIDENCY, Office.BOARD])
def test_reasons_owed_are_stated_once_and_sent_to_everybody_named(role: str) -> None:
    play = extended_by_itself()
    assert [e.reasons_owed for e in play.term("L-1").extensions] == [True]
    before = play.due("L-1")
    play.send("state_extension_reasons", role, "2031-06-16T10:00", REASONS)

    assert [e.reason for e in play.term("L-1").extensions] == ["the hall was closed"]
    assert play.due("L-1") == before
    told = [
        (n.addressee, n.facts["reasons"]) for n in play.notices if n.template == "term_extended"
    ]
    assert told == [("applicant", "the hall was closed"), ("presidency", "the hall was closed")]
    dated = {n.dated_at for n in play.notices if n.template == "term_extended"}
    assert dated == {at("2031-06-16T10:00")}  # the day of the letter, not that of the extension
    [no] = play.refused("state_extension_reasons", role, "2031-06-17T10:00", REASONS)
    assert (no.rule, no.what) == ("L-1", "no reasons are owed for L-1")


@pytest.mark.parametrize(
    ("role", "body", "rule"),
    [
        pytest.param(Role.APPLICANT, REASONS, "L-1x", id="wrong office"),
        pytest.param(Office.BOARD, REASONS | {"term": "L-2"}, "L-2", id="a term never extended"),
        pytest.param(Office.BOARD, REASONS | {"term": "L-9"}, "V-12", id="no such term"),
        pytest.param(Office.BOARD, REASONS | {"reasons": " "}, "V-4", id="no reasons"),
    ],
)
def test_other_reasons_are_refused(role: str, body: Any, rule: str) -> None:
    play = extended_by_itself()
    refused = play.refused("state_extension_reasons", role, "2031-06-16T10:00", body)

    assert rules_of(refused) == [rule]
    assert [e.reasons_owed for e in play.term("L-1").extensions] == [True]


def test_reasons_are_owed_only_after_the_term_was_extended() -> None:
    play = answering()
    [no] = play.refused("state_extension_reasons", Office.BOARD, NOON, REASONS)

    assert (no.rule, no.do) == ("L-1", "wait until the term has been extended")


@pytest.mark.parametrize("reason", [OWED_IN_WORDS, "yoğunluk"])
def test_a_file_from_before_the_flag_still_owes_its_reasons(reason: str) -> None:
    [extension] = extended_by_itself().term("L-1").extensions
    carried = extension.model_dump(mode="json", exclude={"reasons_owed"}) | {"reason": reason}

    assert Extension.model_validate(carried).reasons_owed is (reason == OWED_IN_WORDS)
    stated = extension.model_copy(update={"reason": reason, "reasons_owed": False})
    assert Extension.model_validate(stated.model_dump(mode="json")) == stated


def test_the_view_offers_to_state_reasons_while_they_are_owed() -> None:
    play = extended_by_itself()
    stating = ("state_extension_reasons", ("presidency", "board"), "L-1x")
    assert stating in offered(play)

    play.send("state_extension_reasons", Office.BOARD, "2031-06-16T10:00", REASONS)
    assert stating not in offered(play)


# -- attention -----------------------------------------------------------------------------------


def test_an_operator_resolves_what_needed_attention() -> None:
    play = answering()
    play.reading.file = play.file.model_copy(update={"attention": ("applicant",)})
    assert ("resolve_attention", ("operator",), "V-12") in offered(play)
    body = {"note": "the address was entered"}
    [no] = play.refused("resolve_attention", Office.BOARD, NOON, body)
    assert (no.rule, no.why) == ("V-12", "it is for operator")
    play.send("resolve_attention", Role.OPERATOR, NOON, body)

    assert play.file.attention == ()
    assert view_of(PERMIT, play.reading).needs_attention == ()
    assert "resolve_attention" not in [name for name, _, _ in offered(play)]
