"""From when a message counts, and who may say so (V-5)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.kit.permits import OPENS, Office, a_permit, request
from tests.kit.plays import Play, at
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Receipt
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.dating import (
    as_stated,
    asked_of_door,
    dated,
    is_doubtful,
    is_filing_doubtful,
    vouched,
)
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.roles import Actor, Role
from workflows.kernel.values import digest

CAME_AT = at("2031-03-17T10:00")
EARLIER = at("2031-03-12T12:00")
COMMAND = "take_to_desk"


def sent(**changes: Any) -> Envelope:
    usual: dict[str, Any] = {
        "command_id": "c-1",
        "actor": Actor(role=Office.DIRECTORATE, id="directorate-1"),
    }
    return Envelope(**usual | changes)


def judged(play: Play, envelope: Envelope) -> Admitted | gate.Repeat | Refusal:
    """Bring a message to the gate as a running case does that nobody vouches to."""
    return gate.admit(play.reading, dated(COMMAND, envelope, CAME_AT, play.file), CAME_AT)


def reached(instant: str = "2031-03-17T10:00") -> Play:
    play = a_permit()
    play.until(instant)
    return play


def test_what_states_nothing_counts_from_its_arrival() -> None:
    command = dated(COMMAND, sent(), CAME_AT, None)
    assert (command.counts_from, is_doubtful(command)) == (CAME_AT, False)


@pytest.mark.parametrize(
    "stated", [EARLIER, CAME_AT - timedelta(seconds=6), CAME_AT + timedelta(seconds=6)]
)
@pytest.mark.parametrize("role", [Office.DIRECTORATE, Role.APPLICANT, Role.REGISTRY, Role.SYSTEM])
def test_nobody_states_when_their_message_was_received(role: str, stated: Any) -> None:
    """Without a register number the registry does not, either."""
    said = judged(reached(), sent(actor=Actor(role=role, id="x-1"), received_at=stated))

    assert isinstance(said, Refusal)
    (reason,) = said.reasons
    assert reason.rule == "V-5"
    assert reason.what.startswith(f"{role} stated that it was received at 2031-03-1")
    assert reason.do == "leave received_at out, or have the registry send it with register_no"


def test_a_register_number_is_the_registry_s() -> None:
    said = judged(reached(), sent(received_at=EARLIER, register_no="E-7"))
    assert isinstance(said, Refusal)
    assert said.refused_by == "V-5"


def test_paper_counts_from_the_receipt_that_the_registry_states() -> None:
    registry = Actor(role=Role.REGISTRY, id="evrak-1")
    paper = dated(
        COMMAND, sent(actor=registry, received_at=EARLIER, register_no="E-7"), CAME_AT, None
    )
    assert (paper.counts_from, is_doubtful(paper)) == (EARLIER, False)


@pytest.mark.parametrize("seconds", [-5, 0, 5])
def test_two_clocks_may_differ_by_a_moment(seconds: int) -> None:
    stated = CAME_AT + timedelta(seconds=seconds)
    command = dated(COMMAND, sent(received_at=stated), CAME_AT, reached().file)
    assert (command.counts_from, is_doubtful(command)) == (stated, False)


@pytest.mark.parametrize(("stated", "believed"), [("23:59:59", False), ("00:00:01", True)])
def test_an_end_in_between_leaves_no_leeway(stated: str, *, believed: bool) -> None:
    """The permit's desk has until 24:00 of 24 March (L-2)."""
    play = reached("2031-03-25T00:00:02")
    day = "2031-03-24" if stated > "12" else "2031-03-25"
    envelope = sent(received_at=at(f"{day}T{stated}"))
    command = dated(COMMAND, envelope, at("2031-03-25T00:00:02"), play.file)
    assert is_doubtful(command) is not believed


def test_the_register_vouches_for_the_message_that_it_has() -> None:
    envelope = sent(received_at=EARLIER)
    doubtful = dated(COMMAND, envelope, CAME_AT, None)

    known = vouched(doubtful, Receipt(command=COMMAND, envelope=envelope))

    assert (known.counts_from, is_doubtful(known)) == (EARLIER, False)
    assert known == as_stated(doubtful)
    assert isinstance(gate.admit(reached().reading, known, CAME_AT), Admitted)


@pytest.mark.parametrize(
    "receipt",
    [
        None,
        Receipt(command="withdraw", envelope=sent(received_at=EARLIER)),
        Receipt(command=COMMAND, envelope=sent(received_at=at(OPENS))),
        Receipt(command=COMMAND, envelope=sent(received_at=EARLIER, body={"other": 1})),
        Receipt(
            command=COMMAND,
            envelope=sent(received_at=EARLIER, actor=Actor(role=Role.APPLICANT, id="x-1")),
        ),
    ],
)
def test_the_register_vouches_for_no_other(receipt: Receipt | None) -> None:
    doubtful = dated(COMMAND, sent(received_at=EARLIER), CAME_AT, None)
    assert vouched(doubtful, receipt) == doubtful
    assert is_doubtful(doubtful)


# -- filings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "doubtful"),
    [
        ("2031-03-17T09:59:54", True),
        ("2031-03-17T09:59:55", False),
        ("2031-03-17T10:00:00", False),
        ("2031-03-17T10:00:05", False),
        ("2031-03-17T10:00:06", True),
        ("2021-03-18T10:00:00", True),
        ("2041-03-18T10:00:00", True),
    ],
)
def test_a_filing_counts_from_when_its_case_is_started(stated: str, *, doubtful: bool) -> None:
    start = request().model_copy(update={"received_at": at(stated)})
    assert is_filing_doubtful(start, CAME_AT, CAME_AT) is doubtful


@pytest.mark.parametrize(
    ("stated", "doubtful"),
    [("2031-03-17T09:00", True), ("2031-03-31T11:59", False), ("2031-03-31T12:01", True)],
)
def test_a_start_that_is_put_off_counts_from_then(stated: str, *, doubtful: bool) -> None:
    """Rehearsals start a case that begins on the day of its filing."""
    start = request().model_copy(update={"received_at": at(stated)})
    assert is_filing_doubtful(start, CAME_AT, at("2031-03-31T12:00")) is doubtful


@pytest.mark.parametrize(
    ("role", "register_no", "doubtful"),
    [
        (Role.REGISTRY, "E-7", False),
        (Role.REGISTRY, None, True),
        (Role.APPLICANT, "E-7", True),
        (Role.SYSTEM, None, True),
    ],
)
def test_only_the_registry_states_an_earlier_receipt_of_a_filing(
    role: str, register_no: str | None, *, doubtful: bool
) -> None:
    by = Actor(role=role, id="x-1")
    paper = {"received_at": EARLIER, "register_no": register_no, "actor": by}
    start = request().model_copy(update=paper)
    assert is_filing_doubtful(start, CAME_AT, CAME_AT) is doubtful


def test_the_door_is_asked_for_a_filing_by_all_that_its_sender_wrote() -> None:
    """Its number may have been issued, or its sender's own; nothing of it is in the question."""
    start = request()
    asked = asked_of_door("permit-2031-0001", start)
    written = {"register_no": None, "actor": start.actor.model_dump(), "body": start.body}
    assert asked.digests == (
        digest({**written, "file_no": None}),
        digest({**written, "file_no": "2031-0001"}),
    )
    assert asked.received_at == start.received_at
