"""The gate: what it lets in, what it refuses and why, and what it writes down."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.permits import (
    ANSWER,
    ANSWER_DUE,
    OPENS,
    PERMIT,
    Office,
    a_permit,
    answering,
    at_service,
    opening,
    request,
)
from tests.kit.plays import Play, at
from tests.kit.reasons import rules_of
from workflows.kernel.case.file import REFUSALS
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display.view import view_of
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.gate import Repeat
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.roles import Actor, Role

IN_TIME = "2031-04-10T11:00"


# -- opening -------------------------------------------------------------------------------------


def test_a_filing_opens_the_case_and_everything_that_follows_is_in_its_entry() -> None:
    play = a_permit()

    assert play.stage == "desk"
    assert play.waiting_on == "directorate"
    [entry] = play.journal
    assert (entry.kind, entry.name, entry.counts_from) == ("opened", "file_request", at(OPENS))
    assert entry.effects == {
        "stage": "desk",
        "terms": [
            {"key": "L-1", "state": "open", "due_at": "2031-06-11T00:00:00+03:00"},
            {"key": "L-2", "state": "open", "due_at": "2031-03-25T00:00:00+03:00"},
        ],
        "registers": ["queue: permit-2031-0001/desk/1"],
    }
    [place] = play.registers
    assert place.row == {
        "stage": "desk",
        "received_at": "2031-03-10T10:00:00+03:00",
        "file_no": "2031-0001",
    }


def test_a_filing_that_the_text_refuses_opens_no_case() -> None:
    no = open_file(PERMIT, "permit-2031-0001", request("nothing"), opening(), at(OPENS))

    assert isinstance(no, Refusal)
    assert no.refused_by == "L-0"


def test_a_case_settled_late_counts_from_its_receipt() -> None:
    play = Play.opens(PERMIT, request(), opening(), now="2031-03-31T08:00")

    assert play.due("L-2") == "2031-03-25T00:00:00"
    assert play.term("L-2").opened_at == at(OPENS)
    assert play.journal[0].settled_at == at("2031-03-31T08:00")


# -- who, when, where ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in PERMIT.roles if role != Role.APPLICANT])
def test_nobody_answers_for_the_applicant(role: str) -> None:
    play = answering()
    [no] = play.refused("answer", role, IN_TIME, ANSWER)

    assert no.rule == "L-4"
    assert no.what == f"{role} may not answer"
    assert no.do.startswith("have it sent by applicant")
    assert play.entries("command")[-1][1] == "record_service"


def test_a_role_that_the_process_does_not_have_is_told_which_it_has() -> None:
    [no] = answering().refused("answer", "minister", IN_TIME, ANSWER)
    assert (no.rule, no.what) == ("V-4", "minister is not a role in a case of permit")
    assert no.why == (
        "its roles are applicant, registry, operator, system, directorate, review-department, "
        "board, presidency, ministry"
    )


def test_nor_does_it_open_a_case() -> None:
    filed = request().model_copy(update={"actor": Actor(role="minister", id="m-1")})
    no = open_file(PERMIT, "permit-1", filed, opening(), at(OPENS))
    assert isinstance(no, Refusal)
    assert no.refused_by == "V-4"


@pytest.mark.parametrize("role", [Office.BOARD, Office.PRESIDENCY])
def test_either_of_two_offices_may_act(role: str) -> None:
    play = answering()
    play.send("answer", Role.APPLICANT, IN_TIME, ANSWER)
    play.send("rule_on_request", role, "2031-05-02T10:00", _ruling("denied"))

    assert play.outcome == ("denied", "L-6", "2031-05-02")


def test_the_registry_files_paper_under_its_number_and_for_the_applicant_only() -> None:
    """Design, invariant 5: the registry states an earlier receipt with its register number."""
    play = answering()
    entry = play.send(
        "answer", Role.REGISTRY, IN_TIME, ANSWER, now="2031-04-18T11:00", register_no="E-77"
    )

    assert (entry.counts_from, entry.settled_at) == (at(IN_TIME), at("2031-04-18T11:00"))
    assert (entry.body, entry.brought["register_no"]) == (ANSWER, "E-77")
    assert play.stage == "board"
    ruling = play.command(
        "rule_on_request",
        Role.REGISTRY,
        "2031-04-21T10:00",
        _ruling("granted"),
        register_no="E-78",
    )
    judged = play.judge(ruling)
    assert isinstance(judged, Refusal)
    assert judged.refused_by == "L-1"


def test_a_command_that_nobody_waits_for_is_told_what_the_case_waits_for() -> None:
    play = a_permit()

    [no] = play.refused("answer", Role.APPLICANT, "2031-03-11T10:00", ANSWER)
    assert (no.rule, no.what) == ("L-4", "answer is not open: the case is at stage “At the desk”")
    assert no.why == "at this stage the case waits for take_to_desk"
    [no] = play.refused("no_such_command", Role.APPLICANT, "2031-03-11T10:00")
    assert no.rule == "V-4"


@pytest.mark.rule("R-S.4")
@pytest.mark.parametrize(
    ("received", "in_time"),
    [
        pytest.param(ANSWER_DUE, True, id="at the very instant"),
        pytest.param("2031-04-17T17:30:00.000001", False, id="a microsecond later"),
        pytest.param("2031-04-17T17:30:01", False, id="a second later"),
        pytest.param("2031-04-18T11:59:59", False, id="just before the settlement"),
    ],
)
def test_an_act_at_the_very_instant_is_in_time(*, received: str, in_time: bool) -> None:
    """What comes later waits for the lapse, and is then an answer in the days of grace."""
    play = answering()
    command = play.command("answer", Role.APPLICANT, received, ANSWER)
    judged = play.judge(command, now="2031-04-18T11:59:59")

    assert isinstance(judged, Admitted)
    assert judged.entry.kind == ("command" if in_time else "held")
    assert play.stage == ("board" if in_time else "answering")
    play.until("2031-04-18T12:00")
    assert play.stage == "board"
    assert play.term("L-4").state == ("met" if in_time else "lapsed")


def test_a_watched_term_only_watches_and_the_act_may_come_late() -> None:
    play = a_permit()
    play.send("take_to_desk", Office.DIRECTORATE, "2031-03-28T10:00")

    assert play.term("L-2").state == "met"
    assert play.term("L-2").closed_at == at("2031-03-28T10:00")


@pytest.mark.parametrize(
    ("received", "refused"),
    [
        pytest.param("2031-03-17T10:05:00", False, id="five minutes ahead: two clocks"),
        pytest.param("2031-03-17T10:05:01", True, id="more than that"),
        pytest.param("2031-03-10T10:00:00", False, id="with the filing"),
        pytest.param("2031-03-10T09:59:59", True, id="before the filing"),
    ],
)
def test_nothing_is_received_in_the_future_or_before_the_case(
    *, received: str, refused: bool
) -> None:
    play = a_permit()
    play.until("2031-03-17T10:00")
    command = play.command("take_to_desk", Office.DIRECTORATE, received)
    judged = gate.admit(play.reading, command, play.now)

    assert isinstance(judged, Refusal) is refused
    assert not isinstance(judged, Refusal) or judged.refused_by == "V-5"


def test_the_queue_names_the_file_that_comes_first() -> None:
    play = a_permit()
    [no] = play.refused("take_to_desk", Office.DIRECTORATE, "2031-03-17T10:00", first="2031-0007")

    assert (no.rule, no.what) == ("L-2", "file 2031-0007 comes first")
    assert play.stage == "desk"
    play.send("take_to_desk", Office.DIRECTORATE, "2031-03-17T10:00")
    assert play.stage == "questions"


def test_only_the_command_that_a_queue_decides_asks_the_queue() -> None:
    play = a_permit()
    take = play.command("take_to_desk", Office.DIRECTORATE, "2031-03-17T10:00")
    other = play.command("answer", Role.APPLICANT, "2031-03-17T10:00", ANSWER)

    asked = gate.question_for(play.reading, take)
    assert asked is not None
    assert (asked[0].by, asked[0].rule) == ("queue", "L-2")
    assert asked[1] == {"stage": "desk", "rule": "L-2"}
    assert gate.question_for(play.reading, other) is None


# -- once ----------------------------------------------------------------------------------------


def test_a_repeat_counts_once_and_another_body_under_its_id_is_refused() -> None:
    """Design, invariant 6: name, actor and body make a command, not when it was sent."""
    play = answering()
    play.send("answer", Role.APPLICANT, IN_TIME, ANSWER, command_id="a-1")
    before = play.file

    again = play.command(
        "answer", Role.APPLICANT, "2031-04-11T09:00", {"pages": 2, "text": "yes"}, command_id="a-1"
    )
    assert play.judge(again) == Repeat("a-1")
    for name, role, body in [
        ("answer", Role.APPLICANT, ANSWER | {"pages": 3}),
        ("answer", Role.REGISTRY, ANSWER),
        ("rule_on_request", Role.APPLICANT, ANSWER),
    ]:
        other = play.refused(name, role, "2031-04-11T09:00", body, command_id="a-1")
        assert rules_of(other) == ["V-6"]
    assert play.file == before


def test_a_refused_update_may_be_tried_again_under_the_same_id() -> None:
    play = answering()
    play.refused("answer", Role.APPLICANT, IN_TIME, {"text": "yes"}, command_id="a-1")
    play.send("answer", Role.APPLICANT, IN_TIME, ANSWER, command_id="a-1")

    assert play.stage == "board"


def test_a_noted_refusal_is_answered_again_and_changes_nothing() -> None:
    """Design, invariant 6: the repeat of a refused signal gets the first answer."""
    play = answering()
    command = play.command("answer", Office.BOARD, IN_TIME, ANSWER, command_id="s-1")
    judged = play.judge(command)
    assert isinstance(judged, Refusal)
    body = judged.model_dump(mode="json")
    play.commit(
        gate.note(
            play.reading,
            kind="refused",
            name="answer",
            body=body,
            at=play.now,
            command=command,
        )
    )

    entry = play.journal[-1]
    assert (entry.kind, entry.actor.role, entry.command_id) == ("refused", "board", "s-1")
    assert entry.answer == body
    assert entry.effects == {"stage": "answering"}
    assert play.judge(command) == Repeat("s-1")


def test_the_file_knows_the_last_refused_signals_again_and_no_more() -> None:
    play = answering()
    told = [f"s-{n}" for n in range(REFUSALS + 2)]
    for command_id in told:
        signal = play.command("answer", Office.BOARD, IN_TIME, ANSWER, command_id=command_id)
        refused = gate.note(
            play.reading,
            kind="refused",
            name="answer",
            body={},
            at=play.now,
            command=signal,
        )
        play.commit(refused)

    assert list(play.file.refused) == told[2:]
    assert not play.file.digests.keys() & {*told}
    forgotten = play.command("answer", Office.BOARD, IN_TIME, ANSWER, command_id="s-0")
    assert isinstance(play.judge(forgotten), Refusal)


def test_what_has_no_legal_effect_is_written_down_and_repeats_no_notice() -> None:
    play = at_service()
    assert play.reading.notices != []
    play.commit(gate.note(play.reading, kind="ignored", name="cancellation", body={}, at=play.now))

    assert play.effects() == {"stage": "questions"}
    assert play.told() == [("L-3/1", "applicant", "2031-03-17")]


# -- closed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    ["take_to_desk", "answer", "decree_closure", "extend_term", "resolve_attention", "no_such"],
)
def test_a_closed_case_admits_nothing_and_says_how_it_ended(command: str) -> None:
    play = closed()
    [no] = play.refused(command, Role.APPLICANT, "2031-05-05T10:00", ANSWER)

    assert (no.rule, no.what) == ("L-6", "the case is closed: granted")
    assert view_of(PERMIT, play.reading).allowed == ()


def test_closing_drops_every_open_term_and_silences_the_clock() -> None:
    play = closed()
    entries = len(play.journal)
    play.until("2036-01-01T00:00")

    assert play.stage == "closed"
    assert play.waiting_on is None
    assert play.file.open_terms == ()
    assert len(play.journal) == entries
    assert play.effects()["decision"] == {
        "outcome": "granted",
        "rule": "L-6",
        "on": "2031-05-02",
    }


def closed() -> Play:
    play = answering()
    play.send("answer", Role.APPLICANT, IN_TIME, ANSWER)
    play.send("rule_on_request", Office.BOARD, "2031-05-02T10:00", _ruling("granted"))
    return play


def _ruling(ruling: str) -> dict[str, Any]:
    return {"ruling": ruling, "ruled_on": "2031-05-02"}


# -- reasons -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "whats"),
    [
        pytest.param({}, ["text: Field required", "pages: Field required"], id="empty"),
        pytest.param(
            {"text": 7, "pages": "SECRET"},
            [
                "text: Input should be a valid string",
                "pages: Input should be a valid integer, unable to parse string as an integer",
            ],
            id="wrong types",
        ),
        pytest.param(
            {**ANSWER, "more": "SECRET"},
            ["(unknown field): Extra inputs are not permitted"],
            id="surplus",
        ),
    ],
)
def test_a_malformed_body_is_refused_field_by_field(body: Any, whats: list[str]) -> None:
    play = answering()
    refused = play.refused("answer", Role.APPLICANT, IN_TIME, body)

    assert [reason.what for reason in refused] == whats
    assert {reason.why for reason in refused} == {"the message does not fit the schema of answer"}
    assert "SECRET" not in str(refused)


@given(st.text(alphabet="äöüß", min_size=4), st.sampled_from(["text", "pages", "other"]))
def test_no_refusal_repeats_what_was_sent(value: str, field: str) -> None:
    play = at_answer()
    body: dict[str, Any] = {"text": "yes", "pages": 2, field: [value]}
    command = play.command("answer", Role.APPLICANT, IN_TIME, body)
    judged = gate.admit(play.reading, command, at(IN_TIME))

    assert isinstance(judged, Refusal)
    assert value not in judged.model_dump_json()


@cache
def at_answer() -> Play:
    return answering()


def test_all_reasons_come_at_once() -> None:
    play = answering()
    late = "2031-04-18T09:00"

    wrong = play.refused("answer", Office.BOARD, late, {"text": "why?", "pages": 11})
    assert rules_of(wrong) == ["L-4", "L-4", "L-4a", "L-4b"]
    malformed = play.refused("answer", Office.BOARD, late, {"text": "yes"})
    assert rules_of(malformed) == ["L-4", "L-4", "L-4"]
    assert malformed[-1].what == "pages: Field required"


def test_a_dry_run_says_what_the_gate_would_say_and_changes_nothing() -> None:
    play = answering()
    good = play.command("answer", Role.APPLICANT, IN_TIME, ANSWER)
    bad = play.command("answer", Office.BOARD, IN_TIME, ANSWER)
    before = play.file.model_dump_json()

    assert gate.refusal_of(play.reading, good, at(IN_TIME)) is None
    assert gate.refusal_of(play.reading, bad, at(IN_TIME)) == gate.admit(
        play.reading, bad, at(IN_TIME)
    )
    assert play.file.model_dump_json() == before
