"""The kernel on the real server: what commands, signals, starts and the clock leave behind."""

import asyncio
import json
import time
from datetime import time as time_of_day
from datetime import timedelta
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import (
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowUpdateFailedError,
)
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from activities.journal.journal import Journal
from activities.journal.projection import verify_chain
from starter.rehearsal.engine import Scene
from tests.integration.batches import a_batch, entries
from tests.integration.door import FILED_AT, FILED_ON, REGISTRY
from tests.kit.calendars import turkish_calendar
from tests.process.live import CORRECTED, Refused, a_review, filing, instant
from tests.unit.textbook_review.drafts import FEE
from workflows.kernel.case.records import RegisterWrite

ACTOR = {"role": "preliminary-commission", "id": "pre-1"}
ON_PAPER = {"actor": REGISTRY, "register_no": "E-1"}
KEPT_ELSEWHERE = RawValue(
    Payload(
        metadata={"encoding": b"json/plain", "__temporal_external_storage_reference": b"true"},
        data=b"{}",
    )
)
DEEP: Any = []
for _ in range(500):
    DEEP = [DEEP]


async def test_a_refused_update_leaves_no_event(scene: Scene) -> None:
    """Design, invariant 4: refused on the case's own state, nothing is written anywhere."""
    async with a_review(scene) as case:
        before = (await case.history()).events
        with pytest.raises(Refused) as no:
            await case.update("record_board_decision", "board", decision="accept")
        assert no.value.rule == "T-4.4"
        assert (await case.history()).events == before
        assert len(await case.journal()) == 1


@pytest.mark.parametrize(
    ("envelope", "what"),
    [
        pytest.param({}, "command_id: Field required", id="empty"),
        pytest.param("text", "body: Input should be a valid dictionary", id="no object"),
        pytest.param(
            {"command_id": "c", "x": 1},
            "(unknown field): Extra inputs are not permitted",
            id="extra",
        ),
    ],
)
async def test_a_malformed_update_is_refused_field_by_field(
    scene: Scene, envelope: Any, what: str
) -> None:
    async with a_review(scene) as case:
        before = len((await case.history()).events)
        with pytest.raises(Refused) as no:
            await case.send("take_up", envelope)
        assert what in str(no.value.reasons)
        with pytest.raises(WorkflowUpdateFailedError):
            await case.handle.execute_update("take_up")
        with pytest.raises(WorkflowUpdateFailedError):
            await case.handle.execute_update("no_such_command", {})
        assert len((await case.history()).events) == before
        assert (await case.update("take_up", "preliminary-commission"))["entry"] == 2


@pytest.mark.parametrize(
    ("bad", "journalled"),
    [
        pytest.param("\ud800", False, id="surrogate"),  # as a signal the SDK drops it
        pytest.param(float("nan"), True, id="nan"),
        pytest.param(DEEP, False, id="deep"),
    ],
)
async def test_what_no_journal_can_keep_is_refused(
    scene: Scene, *, bad: Any, journalled: bool
) -> None:
    """Hashing it would raise, and an exception stops a case."""
    data = json.dumps({"command_id": "c", "actor": ACTOR, "body": {"x": bad}}).encode()
    raw = RawValue(Payload(metadata={"encoding": b"json/plain"}, data=data))
    async with a_review(scene) as case:
        with pytest.raises(Refused):
            await case.send("take_up", raw)
        await case.signal("take_up", raw)
        kinds = [entry.kind for entry in await case.journal()]
        assert kinds == (["opened", "refused"] if journalled else ["opened"])
        assert (await case.update("take_up", "preliminary-commission"))["entry"] == len(kinds) + 1


async def test_malformed_signals_are_journalled_and_do_no_harm(scene: Scene) -> None:
    """Design, invariants 4 and 13: missing, surplus and malformed arguments, undecodable bytes."""
    bytes_only = RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b"\xff{"))
    async with a_review(scene) as case:
        for args in ((), (1, 2, 3), ({"command_id": 5},), (bytes_only,)):
            await case.handle.signal("take_up", args=list(args))
        await case.handle.signal("no_such_signal", {})
        await case.signal("take_up", case.envelope("board", {}))
        refused = [entry for entry in await case.journal() if entry.kind == "refused"]
        assert [entry.n for entry in refused] == [2, 3, 4, 5]  # the undecodable one is dropped
        assert "board may not take up" in str(refused[-1].body)
        assert (await case.update("take_up", "preliminary-commission"))["entry"] == 6


async def test_a_message_said_to_lie_in_a_storage_does_no_harm(scene: Scene) -> None:
    """V-13: left to the SDK, it would have failed every later task of the case."""
    async with a_review(scene) as case:
        await case.signal("take_up", KEPT_ELSEWHERE)
        with pytest.raises(Refused) as no:
            await case.send("take_up", KEPT_ELSEWHERE)
        assert no.value.rule == "V-4"
        assert (await case.update("take_up", "preliminary-commission"))["entry"] == 3


@pytest.mark.timeout(120)
async def test_a_thousand_malformed_signals_leave_it_answering_within_the_second(
    scene: Scene,
) -> None:
    async with a_review(scene) as case:
        for _ in range(20):
            await asyncio.gather(*(case.handle.signal("take_up", {"n": n}) for n in range(50)))
        asked = time.monotonic()
        await case.view()
        waited = time.monotonic() - asked
        await case.update("take_up", "preliminary-commission")
        await case.rest()
        assert len(await case.journal()) == 1002
        assert waited < 1.0


@pytest.mark.parametrize(
    ("args", "names"),
    [
        pytest.param([], "there is no argument", id="no argument"),
        pytest.param([["a"]], "Input should be a valid dictionary", id="no object"),
        pytest.param([{"v": 1}], "file_no: Field required", id="wrong shape"),
        pytest.param(
            [filing().model_copy(update={"body": {}}).model_dump(mode="json")],
            "route: Field required",
            id="wrong body",
        ),
        pytest.param(
            [RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b"\xff{"))],
            "bytes are not JSON",
            id="undecodable bytes",
        ),
        pytest.param(
            [RawValue(Payload(metadata={"encoding": b"binary/plain"}, data=b"\x00"))],
            "the argument is not JSON",
            id="not JSON",
        ),
        pytest.param([KEPT_ELSEWHERE], "Field required", id="said to lie in a storage"),
        pytest.param(
            [filing().model_copy(update={"file_no": "2031-9"}).model_dump(mode="json")],
            "not the address",
            id="another file number",
        ),
    ],
)
async def test_a_malformed_start_ends_as_a_failure_that_names_the_error(
    scene: Scene, args: list[Any], names: str
) -> None:
    """Design, invariant 13: never a workflow that is stuck."""
    handle = await scene.client.start_workflow(
        "TextbookReview", args=args, id="textbook-review-2031-0042", task_queue="vade-textbook"
    )
    with pytest.raises(WorkflowFailureError) as failed:
        await asyncio.wait_for(handle.result(), 10)
    assert isinstance(failed.value.cause, ApplicationError)
    assert failed.value.cause.type == "Refused"
    assert names in str(failed.value.cause.details)
    history = await handle.fetch_history()
    shown = history.events[-1].workflow_execution_failed_event_attributes.failure
    assert names in shown.message
    assert shown.stack_trace == "", "an operator reads words, not where our code raised them"
    assert (await handle.describe()).status is WorkflowExecutionStatus.FAILED


@pytest.mark.rule("T-11.1a")
async def test_a_filing_outside_working_hours_opens_no_case(scene: Scene) -> None:
    after_hours = turkish_calendar().at(FILED_ON, time_of_day(17, 30, 1))
    late = filing().model_copy(update={"received_at": after_hours, **ON_PAPER})
    handle = await scene.client.start_workflow(
        "TextbookReview",
        late.model_dump(mode="json"),
        id="textbook-review-2031-0042",
        task_queue="vade-textbook",
    )
    with pytest.raises(WorkflowFailureError) as failed:
        await asyncio.wait_for(handle.result(), 10)
    assert isinstance(failed.value.cause, ApplicationError)
    assert failed.value.cause.details[0][0]["rule"] == "T-11.1a"
    async with scene.pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from journal") == 0


async def test_a_repeat_gets_the_first_answer_by_either_way(scene: Scene) -> None:
    """Design, invariant 6: in any run, as update or as signal; another body is refused."""
    async with a_review(scene) as case:
        command = case.envelope("preliminary-commission", {})
        first = await case.send("take_up", command)
        assert await case.send("take_up", command) == first
        await case.signal("take_up", command)
        assert len(await case.journal()) == 2
        with pytest.raises(Refused) as no:
            await case.send("take_up", {**command, "body": {"other": 1}})
        assert no.value.rule == "V-6"

        # a refused signal is answered alike when it comes again as an update
        refused = case.envelope("board", {})
        await case.signal("hand_over_to_directorate", refused)
        with pytest.raises(Refused) as again:
            await case.send("hand_over_to_directorate", refused)
        assert again.value.reasons == (await case.journal())[-1].body["reasons"]  # type: ignore[index, call-overload]

        # a refused update may be tried again
        early = case.envelope("board", {"decision": "accept"})
        for _ in range(2):
            with pytest.raises(Refused):
                await case.send("record_board_decision", early)
        assert len(await case.journal()) == 3


async def test_cancelling_in_the_ui_has_no_legal_effect(scene: Scene) -> None:
    async with a_review(scene) as case:
        await case.handle.cancel()
        await case.rest()
        await case.at("2031-03-17T10:00")
        assert (await case.update("take_up", "preliminary-commission"))["stage"] == (
            "preliminary-review"
        )
        await case.rest()
        kinds = [entry.kind for entry in await case.journal()]
        assert kinds == ["opened", "ignored", "command"]


async def test_a_signal_counts_from_its_own_history_event(scene: Scene) -> None:
    """Design, invariant 5: not from when a worker came round to it."""
    async with a_review(scene) as case:
        await case.to_first_review()
        await case.at("2031-04-10T10:00")
        await case.signal(
            "record_review_report",
            case.envelope(
                "review-commission",
                {"score": "93", "findings": 1, "scientific_errors": 0, "report_no": "I-1"},
            ),
        )
        entry = (await case.journal())[-1]
        events = (await case.history()).events
        (sent,) = [e for e in events if e.HasField("workflow_execution_signaled_event_attributes")]
        assert entry.counts_from.timestamp() == pytest.approx(
            sent.event_time.ToMicroseconds() / 1e6, abs=1e-6
        )
        assert entry.counts_from < entry.settled_at


@pytest.mark.rule("T-17.15b", "R-S.4")
async def test_a_receipt_in_time_counts_after_the_end_and_one_too_late_does_not(
    scene: Scene,
) -> None:
    """Design, invariant 5: the date that counts is the date of receipt."""
    async with a_review(scene) as case:
        await case.to_correction()
        await case.at("2031-05-27T09:00")
        assert [t["state"] for t in (await case.view())["terms"]] == ["ended"]
        late, in_time = (
            case.envelope("applicant", CORRECTED, received_at=f"2031-05-26T17:30:0{second}+03:00")
            for second in (1, 0)
        )
        for sent in (late, in_time):
            await case.receive("submit_corrected_draft", sent)
        with pytest.raises(Refused) as no:
            await case.send("submit_corrected_draft", late)
        assert no.value.rule == "T-17.15b"
        answer = await case.send("submit_corrected_draft", in_time)
        assert answer["stage"] == "second-preliminary"


@pytest.mark.rule("T-17.15b", "R-T.7")
async def test_a_lapse_asks_for_receipts_before_it_takes_effect(scene: Scene) -> None:
    """A filing that reached the door in time counts, though nobody told the case of it."""
    async with a_review(scene) as case:
        await case.to_correction()
        received_at = instant("2031-05-26T17:29")
        sent = case.envelope("applicant", CORRECTED, received_at=received_at)
        await case.receive("submit_corrected_draft", sent)
        await case.at("2031-05-27T12:00")
        assert (await case.view())["stage"] == "second-preliminary"
        assert (await case.journal())[-1].counts_from == received_at


async def test_the_ui_texts_name_terms_and_nobody(scene: Scene) -> None:
    """Design, invariant 11 and section 6: search attributes, timer summary, details."""
    async with a_review(scene) as case:
        opened = (await case.handle.describe()).typed_search_attributes
        assert {pair.key.name: pair.value for pair in opened}["Applicant"] == "pub-17"
        await case.to_correction()
        described = await case.handle.describe()
        shown = {pair.key.name: pair.value for pair in described.typed_search_attributes}
        shown.pop("BuildIds")  # Temporal's own
        assert shown == {
            "Process": "textbook-review",
            "Stage": "correction",
            "WaitingOn": "applicant",
            # the days of an objection run beside those of the correction, and end first
            "NextTerm": "T-22.1",
            "NextDue": instant("2031-05-09T17:30"),
            "ReceivedAt": instant("2031-03-10T10:00"),
            "Overdue": False,
            "NeedsAttention": True,
            "OpenTerms": ["T-22.1", "T-17.15b"],
            "Rulebook": "2011-06-11",
        }
        summaries = [
            event.user_metadata.summary.data.decode()
            for event in (await case.history()).events
            if event.HasField("timer_started_event_attributes")
        ]
        assert summaries[-1] == (
            '"T-22.1 itiraz · son gün 9 Mayıs 2031 · sıradaki: hatırlatma 2 Mayıs 2031"'
        )
        assert max(len(text.encode()) for text in summaries) <= 200
        texts = str((await case.history()).events) + str(shown)
        assert "basvuru@example.org" not in texts


async def test_the_journal_is_a_chain(scene: Scene) -> None:
    async with a_review(scene) as case:
        await case.to_correction()
        async with scene.pool.acquire() as conn:
            report = await verify_chain(conn, case.case_id)
    assert report.holds
    assert report.entries >= 8


async def test_an_act_before_the_case_is_open_waits_for_it(scene: Scene) -> None:
    """An update that races the first task finds the case, is judged, and answered."""
    fee = FEE.model_copy(update={"paid_on": FILED_ON})
    start = filing(fee=fee).model_copy(update={"received_at": FILED_AT, **ON_PAPER})
    await scene.client.start_workflow(
        "TextbookReview",
        start.model_dump(mode="json"),
        id="textbook-review-2031-0042",
        task_queue="vade-textbook",
        start_delay=timedelta(milliseconds=1),
    )
    handle = scene.client.get_workflow_handle("textbook-review-2031-0042")
    with pytest.raises(WorkflowUpdateFailedError) as no:
        await handle.execute_update(
            "record_board_decision",
            {"command_id": "c-1", "actor": {"role": "board", "id": "b"}, "body": {}},
        )
    await handle.terminate()
    assert isinstance(no.value.cause, ApplicationError)
    assert no.value.cause.type == "Refused"


async def test_an_envelope_number_of_another_case_needs_attention_and_loses_no_row(
    scene: Scene,
) -> None:
    other = "textbook-review-2031-0041"
    row = RegisterWrite(into="sealed-envelopes", key="Z-1", row={"anonymity_code": "K7-0311"})
    await Journal(scene.pool).record(a_batch(entries(1), case_id=other, registers=[row]))
    async with a_review(scene) as case:
        await case.to_directorate()
        await case.rest()
        view = await case.view()
        async with scene.pool.acquire() as conn:
            rows = await conn.fetch("select case_id from registers where key = 'Z-1' order by 1")

        assert view["needs_attention"][-1] == "register/sealed-envelopes/Z-1"
        assert [row["case_id"] for row in rows] == [other, case.case_id]
