"""One command to many cases: each keeps its own receipt, turn and order, and hears it once."""

import asyncio
from datetime import datetime, timedelta

import pytest
from pydantic import JsonValue
from temporalio.common import SearchAttributeKey

from activities.database import transaction
from activities.journal.many import Calendars, commit_receipts, moved_by, record_entrusted
from activities.journal.projection import CaseRow, one_case
from activities.journal.receipts import ReceiptConflict, commit_receipt
from activities.journal.relay import relay_once
from activities.journal.turns import take_turn
from starter.cli.work import reach
from starter.cli.work.desk import Desk
from starter.client.answers import Received
from starter.client.many import send_to_many
from starter.client.vade import Vade
from starter.forms.calendar import standing_letter
from starter.rehearsal.engine import Scene
from starter.runtime.settings import Connection
from tests.integration.door import FILED_ON, a_case, journal, receipt, take_up
from tests.kit.calendars import turkish_calendar
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Batch, Offer
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.roles import Actor

CLOSE, TAKE_UP = "decree_closure", "take_up"
MINISTRY = Actor(role="ministry", id="bakanlik-1")
DAY = FILED_ON + timedelta(days=365)
DECREE = standing_letter(
    {"days": {DAY.isoformat(): "İdari izin"}, "decree_no": "2031/117"}, MINISTRY, "closure"
)
FREE = "select count(*) from receipt_turns where holder is null and attempts = 0"


@pytest.mark.rule("R-S.1")
async def test_many_cases_hear_a_decree_at_once_and_none_of_them_twice(
    vade: Vade, scene: Scene
) -> None:
    cases = [await a_case(vade) for _ in range(3)]
    letters = dict.fromkeys(cases, DECREE)

    first = await send_to_many(vade, scene.pool, CLOSE, letters)
    again = await send_to_many(vade, scene.pool, CLOSE, letters)

    assert {each: (o.fault, o.again) for each, o in first.items()} == dict.fromkeys(
        cases, (None, False)
    )
    assert {each: (o.answer, o.again) for each, o in again.items()} == {
        each: (o.answer, True) for each, o in first.items()
    }
    for case_id in cases:
        entries = await journal(vade, scene, case_id)
        assert [entry.kind for entry in entries] == ["opened", "closure"]
        noted = await receipt(scene, case_id, DECREE.command_id)
        assert noted is not None
        assert noted["answer"]["entry"] == 2
    async with scene.pool.acquire() as conn:
        assert await conn.fetchval(FREE) == 3
        assert set(await moved_by(conn, dict.fromkeys(cases, DECREE.command_id))) == set(cases)
        lived_by = await Calendars().of(conn, cases)
    for case_id in cases:
        own = Calendar.model_validate(await vade.ask(case_id, "working_days"))
        assert (lived_by[case_id], DAY in own.closed) == (own, True)


async def test_what_a_case_was_sent_before_is_told_before_the_decree(
    vade: Vade, deaf: Vade, scene: Scene
) -> None:
    """A filing taken in while nobody could tell it stays the older one."""
    late, other = await a_case(vade), await a_case(vade)
    with pytest.raises(Received):
        await deaf.send(late, TAKE_UP, take_up())

    said = await send_to_many(vade, scene.pool, CLOSE, {late: DECREE, other: DECREE})

    assert [o.fault for o in said.values()] == [None, None]
    entries = await journal(vade, scene, late)
    assert [entry.command_id for entry in entries] == [None, "c-1", DECREE.command_id]


async def test_a_case_out_of_reach_hears_it_from_the_relay_and_holds_back_no_other(
    vade: Vade, deaf: Vade, scene: Scene
) -> None:
    case_id = await a_case(vade)

    [silent] = (await send_to_many(deaf, scene.pool, CLOSE, {case_id: DECREE})).values()
    assert isinstance(silent.fault, Received)
    async with scene.pool.acquire() as conn:
        await conn.execute("update receipt_turns set next_try_at = clock_timestamp()")
    assert await relay_once(scene.pool, vade.deliver) == 1

    [again] = (await send_to_many(vade, scene.pool, CLOSE, {case_id: DECREE})).values()
    assert (again.fault, again.again) == (None, True)
    assert [e.kind for e in await journal(vade, scene, case_id)] == ["opened", "closure"]


async def test_nothing_is_taken_in_under_an_id_that_stands_for_something_else(
    vade: Vade, scene: Scene
) -> None:
    case_id, other = await a_case(vade), await a_case(vade)
    async with transaction(scene.pool) as conn:
        await commit_receipt(conn, case_id, CLOSE, take_up(DECREE.command_id))
    with pytest.raises(ReceiptConflict):
        async with transaction(scene.pool) as conn:
            await commit_receipts(conn, CLOSE, {case_id: DECREE, other: DECREE})
    assert await receipt(scene, other, DECREE.command_id) is None


async def test_a_case_that_somebody_else_is_telling_waits_its_turn(
    vade: Vade, scene: Scene
) -> None:
    hurried = Vade(scene.client, scene.pool, patience=timedelta(milliseconds=200))
    case_id = await a_case(vade)
    async with transaction(scene.pool) as conn:
        await conn.execute("insert into receipt_turns (case_id) values ($1)", case_id)
        assert await take_turn(conn, case_id) is not None

    [waiting] = (await send_to_many(hurried, scene.pool, CLOSE, {case_id: DECREE})).values()

    assert isinstance(waiting.fault, Received)
    assert [e.kind for e in await journal(vade, scene, case_id)] == ["opened"]


async def test_a_decree_is_recorded_by_its_sender_and_once(vade: Vade, scene: Scene) -> None:
    """It costs the case no activity, and neither does its next act, which goes on from there."""
    case_id = await a_case_at_rest(vade, scene)
    before = await row_of(scene, case_id)
    decree = a_closure(3)

    [said] = (await send_to_many(vade, scene.pool, CLOSE, {case_id: decree})).values()

    after = await row_of(scene, case_id)
    assert said.answer is not None
    assert after.next_due == min(term.due_at for term in said.answer.terms if term.due_at)
    assert (before.last_n, after.last_n, before.next_due != after.next_due) == (1, 2, True)
    assert await times_recorded(scene, case_id) == 1
    await vade.send(case_id, TAKE_UP, take_up())
    entries = await journal(vade, scene, case_id)
    assert [entry.command_id for entry in entries] == [None, decree.command_id, "c-1"]
    assert await times_recorded(scene, case_id) == 1


async def test_every_open_case_is_found_on_however_many_pages(
    vade: Vade, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is not recorded yet is known to Temporal alone."""
    monkeypatch.setattr(reach, "PAGE", 2)
    nowhere = Connection(temporal_address="", namespace="", database_url="", embedded=True)
    at = Desk(nowhere, vade, scene.pool)
    cases = {await a_case(vade) for _ in range(5)}

    found = set[str]()
    async with asyncio.timeout(20):  # it lists them some moments later
        while cases - found:
            found = {*await reach.every_open(at, recorded=())}
    assert cases <= found


async def test_operators_see_at_once_that_an_end_is_later_now(vade: Vade, scene: Scene) -> None:
    case_id = await a_case_at_rest(vade, scene)
    before = await due_shown(scene, case_id)

    await send_to_many(vade, scene.pool, CLOSE, {case_id: a_closure(3)})

    last_second, row = await due_shown(scene, case_id), await row_of(scene, case_id)
    assert before is not None
    assert last_second is not None
    assert row.next_due is not None
    assert before < last_second == row.next_due - timedelta(seconds=1)


async def test_what_a_sender_did_not_record_whoever_tells_it_again_does(
    vade: Vade, scene: Scene
) -> None:
    """The sender of a decree dies when the case has answered."""
    case_id = await a_case_at_rest(vade, scene)
    async with transaction(scene.pool) as conn:
        committed = (await commit_receipts(conn, CLOSE, {case_id: DECREE}))[case_id]
    told = await vade.told(case_id, CLOSE, Offer.with_(committed.envelope))
    assert told.entrusted is not None

    assert await relay_once(scene.pool, vade.deliver) == 1

    assert [e.kind for e in await journal(vade, scene, case_id)] == ["opened", "closure"]
    noted = await receipt(scene, case_id, DECREE.command_id)
    assert noted is not None
    assert noted["answer"] == told.answer.model_dump(mode="json")
    assert await times_recorded(scene, case_id) == 1
    async with transaction(scene.pool) as conn:
        assert {*await record_entrusted(conn, [told.entrusted])} == {case_id}


async def test_what_nobody_has_recorded_goes_along_with_the_next_act(
    vade: Vade, scene: Scene
) -> None:
    case_id = await a_case_at_rest(vade, scene)
    told = await vade.told(case_id, CLOSE, Offer.with_(DECREE))
    await vade.signal(case_id, TAKE_UP, take_up())

    entries = await journal(vade, scene, case_id, at_least=3)

    assert [entry.command_id for entry in entries] == [None, DECREE.command_id, "c-1"]
    assert told.entrusted is not None
    async with transaction(scene.pool) as conn:
        assert {*await record_entrusted(conn, [told.entrusted])} == {case_id}
    assert (await row_of(scene, case_id)).last_n == 3


async def test_an_entry_that_is_not_what_was_hashed_is_not_recorded_for_a_case(
    vade: Vade, scene: Scene
) -> None:
    case_id, other = [await a_case_at_rest(vade, scene) for _ in range(2)]
    one, fine = await left_to_us(vade, case_id), await left_to_us(vade, other)
    [entry] = one.entries
    forged = entry.model_copy(update={"rule": "T-1"})
    unlinked = entry.model_copy(update={"previous_hash": "0" * 64})

    for wrong in (forged, unlinked):
        async with transaction(scene.pool) as conn:
            batches = [one.model_copy(update={"entries": (wrong,)}), fine]
            assert {*await record_entrusted(conn, batches)} == {other}


def a_closure(days: int) -> Envelope:
    """A decree that closes a working day, so many after the filing: within the first term."""
    day = turkish_calendar().add_working_days(FILED_ON, days)
    body: dict[str, JsonValue] = {"days": {day.isoformat(): "İdari izin"}, "decree_no": "2031/9"}
    return standing_letter(body, MINISTRY, "closure")


async def a_case_at_rest(vade: Vade, scene: Scene) -> str:
    """An open review that knows that its opening is recorded."""
    case_id = await a_case(vade)
    handle = scene.client.get_workflow_handle(case_id)
    async with asyncio.timeout(20):
        while True:
            described = (await handle.describe()).raw_description
            busy = described.HasField("pending_workflow_task") or described.pending_activities
            if not busy and await journal(vade, scene, case_id):
                return case_id


async def due_shown(scene: Scene, case_id: str) -> datetime | None:
    described = await scene.client.get_workflow_handle(case_id).describe()
    return described.typed_search_attributes.get(SearchAttributeKey.for_datetime("NextDue"))


async def row_of(scene: Scene, case_id: str) -> CaseRow:
    async with scene.pool.acquire() as conn:
        row = await one_case(conn, case_id)
    assert row is not None
    return row


async def left_to_us(vade: Vade, case_id: str) -> Batch:
    told = await vade.told(case_id, CLOSE, Offer.with_(DECREE))
    assert told.entrusted is not None
    return told.entrusted


async def times_recorded(scene: Scene, case_id: str) -> int:
    """How often the case itself has had something recorded."""
    history = await scene.client.get_workflow_handle(case_id).fetch_history()
    scheduled = (event.activity_task_scheduled_event_attributes for event in history.events)
    return sum(one.activity_type.name == "record" for one in scheduled)
