"""Whatever is sent, what a case says to it and writes down of it stays small and can be kept."""

import json

import pytest
from pydantic import JsonValue

from tests.kit.permits import OPENS, PERMIT, Office, a_permit, opening, request
from tests.kit.plays import at
from workflows.kernel.case.refusal import Reason, Refusal, capped
from workflows.kernel.display.details import attention_said, entry_line
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.roles import Role
from workflows.kernel.temporal.commands import envelope_of, refused, start_of

FAR_BELOW_THE_LIMIT = 100_000
"""Bytes; Temporal carries two million."""


def a_reason(n: int) -> Reason:
    return Reason(rule="L-1", what=f"fault {n}", why="a rule", do="mend it")


# -- refusals ------------------------------------------------------------------------------------


def test_a_refusal_tells_twenty_reasons_and_counts_the_others() -> None:
    refusal = Refusal(reasons=tuple(a_reason(n) for n in range(500)))

    assert refusal.reasons[:20] == tuple(a_reason(n) for n in range(20))
    assert [reason.what for reason in refusal.reasons[20:]] == ["… and 480 more"]
    assert Refusal.model_validate_json(refusal.model_dump_json()) == refusal


@pytest.mark.parametrize("count", [1, 20, 21])
def test_a_refusal_that_is_short_enough_tells_everything(count: int) -> None:
    reasons = tuple(a_reason(n) for n in range(count))

    assert capped(reasons) == reasons


def test_a_text_of_a_reason_is_cut() -> None:
    reason = Reason(rule="L-1", what="ş" * 5000, why="w" * 1000, do="d")

    assert reason.what == "ş" * 999 + "…"
    assert reason.why == "w" * 1000


def test_twenty_thousand_unknown_fields_are_refused_in_few_words() -> None:
    body: dict[str, JsonValue] = {f"k{n}": 0 for n in range(20_000)}
    reasons = a_permit().refused("take_to_desk", Role.APPLICANT, "2031-03-11T10:00", body)

    assert len(reasons) == 17
    assert reasons[0].what == "applicant may not take to desk"
    assert reasons[-1].what == "… and 19985 more"
    assert len(json.dumps(refused(Refusal(reasons=reasons)).details)) < FAR_BELOW_THE_LIMIT


def test_a_field_named_by_a_long_key_is_refused_in_few_words() -> None:
    reasons = a_permit().refused(
        "decree_closure",
        Office.MINISTRY,
        "2031-03-11T10:00",
        {"days": {"x" * 1_000_000: "snow"}, "decree_no": "1"},
    )

    assert len(json.dumps(refused(Refusal(reasons=reasons)).details)) < FAR_BELOW_THE_LIMIT


# -- instants ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "received_at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+03:00", "2200-01-01T00:00:00Z"]
)
def test_an_instant_that_no_clock_shows_is_refused_where_the_message_is_read(
    received_at: str,
) -> None:
    sent = {"command_id": "c-1", "received_at": received_at, "actor": {"role": "board", "id": "b"}}
    command = envelope_of(sent)
    start = start_of(
        {"file_no": "1", "received_at": received_at, "actor": sent["actor"], "body": {}}
    )

    assert isinstance(command, Refusal)
    assert command.reasons[0].what == (
        "received_at: Value error, the year must be between 1900 and 2199"
    )
    assert isinstance(start, Refusal)
    assert start.reasons == tuple(
        reason.model_copy(update={"why": start.reasons[0].why}) for reason in command.reasons
    )


def test_a_command_from_the_last_year_that_can_be_stated_is_refused_and_written_down() -> None:
    play = a_permit()
    command = play.command("take_to_desk", Office.DIRECTORATE, "2199-12-31T23:59")
    refusal = play.judge(command, now="2031-03-11T10:00")
    assert isinstance(refusal, Refusal)
    noted = gate.note(
        play.reading,
        kind="refused",
        name=command.name,
        body=refusal.model_dump(mode="json"),
        at=command.counts_from,
        now=play.now,
        command=command,
    )

    assert refusal.refused_by == "V-5"
    assert entry_line(PERMIT, noted.entry, "en").startswith("2 · 31 December 2199 23:59 ")


@pytest.mark.parametrize(
    ("received", "refused_by"),
    [
        pytest.param("2031-03-11T10:00", None, id="by a clock one day ahead"),
        pytest.param("2031-03-11T10:01", "V-5", id="more than a day ahead"),
        pytest.param("2041-03-10T10:00", "V-5", id="in the wrong decade"),
        pytest.param("2021-03-11T10:00", None, id="ten years ago"),
        pytest.param("2021-03-01T10:00", "V-5", id="more than ten years ago"),
    ],
)
def test_a_filing_is_opened_near_the_time_of_its_receipt(
    received: str, refused_by: str | None
) -> None:
    start = request().model_copy(update={"received_at": at(received)})
    opened = open_file(PERMIT, "permit-2031-0001", start, opening(), at("2031-03-10T10:00"))

    assert (opened.refused_by if isinstance(opened, Refusal) else None) == refused_by


def test_a_filing_on_paper_is_journalled_with_its_register_number() -> None:
    start = request().model_copy(update={"register_no": "E-2031/7"})
    opened = open_file(PERMIT, "permit-2031-0001", start, opening(), at(OPENS))

    assert isinstance(opened, Admitted)
    assert (opened.entry.body, opened.entry.brought) == (start.body, {"register_no": "E-2031/7"})


# -- attention -----------------------------------------------------------------------------------


def test_an_operator_is_told_of_addressees_shared_rows_and_lost_rights_apart() -> None:
    items = ("applicant", "register/sealed-envelopes/Z-1", "board", "story/C-8.5/t-1")

    assert attention_said(items, "en") == [
        ("Needs attention: cannot reach", ["applicant", "board"]),
        ("Needs attention: also entered by another case", ["sealed-envelopes/Z-1"]),
        ("Needs attention: a right that ended unused, or an act without a record", ["C-8.5/t-1"]),
    ]
    assert attention_said((), "en") == []
