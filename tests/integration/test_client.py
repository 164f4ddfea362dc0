"""The typed client at a real case: what is received, what is answered, and what is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.client import WorkflowExecutionStatus

from activities.database import transaction
from activities.journal.events import publish
from activities.journal.relay import relay_once
from activities.textbook.coefficients import put_coefficient
from starter.client.answers import (
    AlreadyOpen,
    Filing,
    NotFound,
    OutOfReach,
    Received,
    Refused,
    Started,
    TooLarge,
)
from starter.client.audit import audit
from starter.client.size import MOST_BYTES
from starter.client.vade import Vade
from starter.embedded.sample_cases.reviews import COEFFICIENT
from starter.rehearsal.engine import Scene
from tests.integration.door import (
    FILED_AT,
    FILED_ON,
    REGISTRY,
    SHORT,
    a_case,
    a_filing,
    a_number,
    a_return,
    journal,
    numbers_issued,
    receipt,
    take_up,
)
from tests.integration.events import Told
from tests.kit.calendars import turkish_calendar
from tests.kit.contracts import example
from workflows.agreement.process import AGREEMENT
from workflows.kernel.case.message import StartMessage
from workflows.kernel.roles import Actor, Role
from workflows.kernel.worded import day_in_words
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW

# -- opening -------------------------------------------------------------------------------------


async def test_a_case_gets_the_next_number_and_its_address_for_life(
    vade: Vade, scene: Scene
) -> None:
    first = await vade.start(REVIEW, a_filing())
    second = await vade.start(REVIEW, a_filing())
    for started in (first, second):
        assert started.case_id == f"textbook-review-{started.file_no}"
        assert started.received_at == FILED_AT
        assert started.file_no.startswith(f"{FILED_ON.year}-")
    assert int(second.file_no[-4:]) == int(first.file_no[-4:]) + 1
    view = await vade.opened(first.case_id)
    assert (view.file_no, view.stage) == (first.file_no, "submitted")
    described = await scene.client.get_workflow_handle(first.case_id).describe()
    assert await described.static_summary() == (
        f"Başvuru {first.file_no} · {day_in_words(FILED_ON, 'tr')}"
    )


async def test_a_used_number_names_the_case_that_has_it(vade: Vade) -> None:
    filing = a_filing(a_number())
    started = await vade.start(REVIEW, filing)
    with pytest.raises(AlreadyOpen) as used:
        await vade.start(REVIEW, filing)
    assert used.value.case_id == started.case_id


async def test_a_refused_filing_burns_no_number(vade: Vade, scene: Scene) -> None:
    """T-11.1a: filed at three in the morning, it is refused; filed by day, it is the first."""
    drawn = await numbers_issued(scene)
    at_night = a_filing(received_at=FILED_AT - timedelta(hours=7))
    with pytest.raises(Refused) as no:
        await vade.start(REVIEW, at_night, claim="mektup-1")
    assert no.value.refused_by == "T-11.1a"
    assert await numbers_issued(scene) == drawn
    own = a_number()
    with pytest.raises(Refused):
        await vade.start(REVIEW, at_night.model_copy(update={"file_no": own}))
    assert (await vade.start(REVIEW, a_filing(own))).again is False
    assert (await vade.start(REVIEW, a_filing(), claim="mektup-1")).again is False


async def test_the_key_of_a_filing_stands_for_one_filing(vade: Vade, scene: Scene) -> None:
    started = await vade.start(REVIEW, a_filing(), claim="mektup-2")
    drawn = await numbers_issued(scene)
    with pytest.raises(Refused) as no:
        await vade.start(REVIEW, a_filing(register_no="E-2"), claim="mektup-2")
    assert (no.value.refused_by, await numbers_issued(scene)) == ("V-6", drawn)
    assert (await vade.start(REVIEW, a_filing(), claim="mektup-2")).case_id == started.case_id


async def test_a_filing_that_could_not_be_started_keeps_its_date(vade: Vade, deaf: Vade) -> None:
    filing = a_filing(a_number())
    with pytest.raises(OutOfReach):
        await deaf.start(REVIEW, filing, claim="mektup-3")
    later = filing.model_copy(update={"received_at": FILED_AT + timedelta(hours=1)})
    started = await vade.start(REVIEW, later, claim="mektup-3")
    assert (started.received_at, started.again) == (FILED_AT, False)


async def test_a_case_that_opens_by_itself_may_still_be_refused(vade: Vade) -> None:
    """T-11.1a: a message straight to Temporal passes no door; its number stays used."""
    at_night = a_filing(a_number()).model_dump(exclude={"received_at", "file_no"})
    number = a_number()
    direct = StartMessage(**at_night, file_no=number, received_at=FILED_AT - timedelta(hours=7))
    started = await vade.start(REVIEW, direct)
    with pytest.raises(Refused) as no:
        await vade.opened(started.case_id)
    assert no.value.refused_by == "T-11.1a"
    with pytest.raises(Refused):
        await vade.view(started.case_id)
    with pytest.raises(AlreadyOpen):
        await vade.start(REVIEW, a_filing(number))


async def test_a_claim_finds_its_case_again(vade: Vade, scene: Scene) -> None:
    claim = f"dys-{a_number()}"
    started = await vade.start(REVIEW, a_filing(), claim=claim)
    drawn = await numbers_issued(scene)
    later = a_filing(received_at=FILED_AT + timedelta(minutes=1))
    again = await vade.start(REVIEW, later, claim=claim)
    assert again == started.model_copy(update={"again": True})
    assert await numbers_issued(scene) == drawn


async def test_a_number_used_without_drawing_is_left_to_its_case(vade: Vade) -> None:
    drawn = await vade.start(REVIEW, a_filing())
    taken = f"{drawn.file_no[:-4]}{int(drawn.file_no[-4:]) + 1:04d}"
    await vade.start(REVIEW, a_filing(taken))
    after = await vade.start(REVIEW, a_filing())
    assert int(after.file_no[-4:]) == int(taken[-4:]) + 1


async def test_a_malformed_filing_never_leaves_the_door(vade: Vade, scene: Scene) -> None:
    with pytest.raises(Refused) as no:
        await vade.start(REVIEW, a_filing(body={"route": "private"}))
    assert {reason.rule for reason in no.value.reasons} == {"V-4"}
    with pytest.raises(Refused) as dated:
        await vade.start(REVIEW, a_filing(actor=Actor(role=Role.APPLICANT, id="pub-17")))
    assert dated.value.refused_by == "V-5"
    with pytest.raises(Refused) as unregistered:
        await vade.start(REVIEW, a_filing(register_no=None))
    assert unregistered.value.refused_by == "V-5"
    assert await numbers_issued(scene) == 0


async def test_what_no_case_can_take_never_leaves_the_door(vade: Vade, scene: Scene) -> None:
    case_id = await a_case(vade)
    large: dict[str, Any] = {"x": "ş" * MOST_BYTES}
    with pytest.raises(TooLarge) as no:
        await vade.send(case_id, "take_up", take_up(body=large))
    assert no.value.reasons[0].what == "the message has 2,000,152 bytes"
    with pytest.raises(TooLarge):
        await vade.signal(case_id, "take_up", take_up(body=large))
    with pytest.raises(TooLarge):
        await vade.start(REVIEW, a_filing(body=large))
    assert await receipt(scene, case_id) is None


async def test_a_filing_without_a_date_is_dated_by_the_database(vade: Vade) -> None:
    before = datetime.now(UTC) - timedelta(minutes=5)
    filed = {key: example("agreement/start.json")[key] for key in ("actor", "body")}
    # on whatever day the test runs: an application to a directorate has no office hours
    started = await vade.start(AGREEMENT, Filing.model_validate(filed))
    assert before < started.received_at < datetime.now(UTC) + timedelta(minutes=5)


async def test_a_trusted_start_is_taken_as_it_stands(scene: Scene) -> None:
    vade = Vade(scene.client)
    body = a_filing().body
    message = StartMessage(file_no=a_number(), received_at=FILED_AT, actor=REGISTRY, body=body)
    started = await vade.start(REVIEW, message, start_delay=timedelta(days=30))
    assert started == Started(
        case_id=REVIEW.case_id(message.file_no), file_no=message.file_no, received_at=FILED_AT
    )
    with pytest.raises(OutOfReach):
        await vade.start(REVIEW, a_filing(None))
    await scene.client.get_workflow_handle(started.case_id).terminate()


# -- commands ------------------------------------------------------------------------------------


async def test_a_command_is_received_answered_and_counts_once(vade: Vade, scene: Scene) -> None:
    """Design, invariants 5 and 6."""
    case_id = await a_case(vade)
    answer = await vade.send(case_id, "take_up", take_up())
    assert (answer.command_id, answer.stage, answer.entry) == ("c-1", "preliminary-review", 2)
    assert [term.rule for term in answer.terms] == ["T-14.2", "T-18.3"]
    taken = await vade.receipt(case_id, "c-1")
    assert taken is not None
    assert taken.delivered_at is not None
    assert taken.answer == answer.model_dump(mode="json")
    assert await vade.send(case_id, "take_up", take_up()) == answer
    other = take_up(actor=Actor(role=Office.PRELIMINARY_COMMISSION, id="o-2"))
    with pytest.raises(Refused) as no:
        await vade.send(case_id, "take_up", other)
    assert no.value.refused_by == "V-6"
    assert [entry.name for entry in await journal(vade, scene, case_id)] == [
        "file_application", "take_up",
    ]  # fmt: skip


async def test_a_refusal_names_its_rule_and_is_kept(vade: Vade, scene: Scene) -> None:
    case_id = await a_case(vade)
    board = take_up(actor=Actor(role=Office.BOARD, id="k-1"))
    with pytest.raises(Refused) as no:
        await vade.send(case_id, "take_up", board)
    assert no.value.refused_by == "T-14.2"
    taken = await receipt(scene, case_id)
    assert taken is not None
    assert taken["refusal"] == no.value.refusal.model_dump(mode="json")
    assert taken["answer"] is None


async def test_a_command_no_case_knows_is_not_received(vade: Vade, scene: Scene) -> None:
    case_id = await a_case(vade)
    with pytest.raises(Refused) as no:
        await vade.send(case_id, "drink_tea", take_up())
    assert no.value.refused_by == "V-4"
    with pytest.raises(NotFound):
        await vade.send("tea-ceremony-1", "take_up", take_up())
    assert await receipt(scene, case_id) is None


async def test_only_the_registry_states_an_earlier_receipt(vade: Vade, scene: Scene) -> None:
    """Design, invariant 5: paper exists, and has a register number."""
    case_id = await a_case(vade)
    earlier = FILED_AT + timedelta(hours=1)
    with pytest.raises(Refused) as no:
        await vade.send(case_id, "take_up", take_up(received_at=earlier))
    assert no.value.refused_by == "V-5"
    paper: dict[str, Any] = {"received_at": earlier, "actor": REGISTRY, "register_no": "E-7"}
    with pytest.raises(Refused) as wrong_role:
        await vade.send(case_id, "take_up", take_up(**paper))
    assert wrong_role.value.refused_by == "T-14.2"
    taken = await receipt(scene, case_id)
    assert taken is not None
    assert taken["received_at"] == earlier


async def test_what_cannot_be_told_is_received_and_told_later(
    vade: Vade, deaf: Vade, scene: Scene
) -> None:
    """Design, invariant 5: the date of receipt stands before the case hears of it."""
    case_id = await a_case(vade)
    with pytest.raises(Received) as later:
        await deaf.send(case_id, "take_up", take_up())
    assert (later.value.case_id, later.value.command_id) == (case_id, "c-1")
    taken = await receipt(scene, case_id)
    assert taken is not None
    assert not taken["told"]
    assert taken["received_at"] == later.value.received_at
    async with scene.pool.acquire() as conn:
        await conn.execute("update receipt_turns set next_try_at = clock_timestamp()")
    assert await relay_once(scene.pool, vade.deliver) == 1
    entry = (await journal(vade, scene, case_id))[-1]
    assert (entry.name, entry.counts_from) == ("take_up", later.value.received_at)
    assert (await vade.send(case_id, "take_up", take_up())).entry == 2


async def test_nothing_is_received_where_the_door_has_no_register(
    vade: Vade, deaf: Vade, scene: Scene
) -> None:
    case_id = await a_case(vade)
    direct = Vade(scene.client)
    with pytest.raises(OutOfReach):
        await Vade(deaf.client, patience=SHORT).send(case_id, "take_up", take_up())
    assert (await direct.send(case_id, "take_up", take_up())).entry == 2
    assert await receipt(scene, case_id) is None


async def test_a_case_that_was_never_opened_is_not_found(vade: Vade, scene: Scene) -> None:
    case_id = REVIEW.case_id(a_number())
    for ask in (vade.view(case_id), vade.why(case_id), vade.send(case_id, "take_up", take_up())):
        with pytest.raises(NotFound) as none:
            await ask
        assert none.value.case_id == case_id
    with pytest.raises(NotFound):
        await vade.signal(case_id, "take_up", take_up())
    reply = await vade.deliver(case_id, "take_up", take_up())
    assert not reply.admitted
    taken = await receipt(scene, case_id)
    assert taken is not None
    assert taken["refusal"] == reply.said


async def test_a_closed_case_refuses_by_the_rule_that_closed_it(vade: Vade, scene: Scene) -> None:
    """T-13.2a; and what it admitted before, it answers as it did (design, invariant 6)."""
    async with scene.pool.acquire() as conn:
        await put_coefficient(conn, FILED_ON, COEFFICIENT)
    case_id = await a_case(vade)
    first = await vade.send(case_id, "take_up", take_up())
    await vade.send(case_id, "record_preliminary_report", a_return())
    result = await scene.client.get_workflow_handle(case_id).result()
    assert (result["outcome"], result["rule"]) == ("returned", "T-13.2a")
    with pytest.raises(Refused) as no:
        await vade.send(case_id, "take_up", take_up("c-3"))
    assert no.value.refused_by == "T-13.2a"
    reply = await vade.deliver(case_id, "take_up", take_up())
    assert reply.admitted
    assert reply.said == first.model_dump(mode="json")


async def test_a_case_stopped_by_hand_is_out_of_reach_not_closed(vade: Vade, scene: Scene) -> None:
    case_id = await a_case(vade)
    await scene.client.get_workflow_handle(case_id).terminate("by hand")
    with pytest.raises(Received):
        await vade.send(case_id, "take_up", take_up())
    with pytest.raises(OutOfReach):
        await vade.deliver(case_id, "take_up", take_up())


async def test_a_case_of_another_time_receives_in_its_time(vade: Vade, scene: Scene) -> None:
    """A case moved forward on the embedded stack must not get commands from its past."""
    moved_to = datetime.now(UTC) + timedelta(minutes=3)

    async def clock(case_id: str) -> datetime:
        return moved_to

    case_id = await a_case(vade)
    moved = Vade(scene.client, scene.pool, clock=clock)
    await moved.send(case_id, "take_up", take_up())
    taken = await receipt(scene, case_id)
    assert taken is not None
    assert taken["received_at"] == moved_to


async def test_a_signal_counts_from_its_event_and_is_not_answered(vade: Vade, scene: Scene) -> None:
    """Design, invariant 5: sent straight to Temporal, it counts from the time of its event."""
    case_id = await a_case(vade)
    await vade.signal(case_id, "take_up", take_up())
    answer = await vade.send(case_id, "take_up", take_up())  # a repeat: the signal came first
    assert answer.entry == 2
    assert [entry.name for entry in await journal(vade, scene, case_id)] == [
        "file_application", "take_up",
    ]  # fmt: skip
    assert await receipt(scene, case_id) is not None


# -- questions -----------------------------------------------------------------------------------


async def test_a_date_is_explained_by_rule_or_for_all_open_terms(vade: Vade) -> None:
    case_id = await a_case(vade)
    (term,) = await vade.why(case_id, "T-14.2")
    due_on = turkish_calendar().add_working_days(FILED_ON, 10)
    assert (term.rule, term.starts_on, term.due_on) == ("T-14.2", FILED_ON, due_on)
    assert term.steps[0].rule == "R-S.2"
    assert {each.key for each in await vade.why(case_id)} == {"T-14.2", "T-18.3"}
    assert await vade.why(case_id, "T-99") == ()


# -- around the client ---------------------------------------------------------------------------


async def test_the_audit_finds_what_was_stopped_by_hand(vade: Vade, scene: Scene) -> None:
    good, gone = await a_case(vade), await a_case(vade)
    await vade.send(good, "take_up", take_up())
    for case_id in (good, gone):
        assert await journal(vade, scene, case_id), "the audit looks at what is recorded"
    before = await audit(vade, scene.pool)
    assert before.cases == 2
    assert [f for f in before.findings if f.case_id in {good, gone}] == []
    await scene.client.get_workflow_handle(gone).terminate("by hand")
    after = await audit(vade, scene.pool)
    assert [(f.case_id, f.kind) for f in after.findings if f.case_id in {good, gone}] == [
        (gone, "gone")
    ]


async def test_the_audit_finds_what_a_subscriber_does_not_take(vade: Vade, scene: Scene) -> None:
    """An event that was not taken for days is told to nobody by itself: an operator has to know."""
    told = Told(scene.pool)
    await told.acts("board")
    await publish(scene.pool)
    async with transaction(scene.pool) as conn:
        await conn.execute(
            "insert into webhooks (name, url, claims, secret, looked_to)"
            " values ('e-okul', 'https://abone.example.org', '{}', 'secret', 0)"
        )
        await conn.execute(
            "insert into webhook_turns (webhook, case_id, told_to, ahead, attempts, stuck_at,"
            " failing_since, failed, dead_at) select 'e-okul', case_id, 0, max(seq), 12, min(seq),"
            " now() - interval '3 days', 'HTTP 500', now() from events where case_id = $1"
            " group by case_id",
            told.case_id,
        )
    (found,) = [f for f in (await audit(vade, scene.pool)).findings if f.kind == "unheard"]
    assert found.case_id == told.case_id
    assert "e-okul abonesi" in found.said("tr")
    assert "e-okul has not taken" in found.said("en")
    assert "(HTTP 500)" in found.what


async def test_no_personal_data_in_what_temporal_shows(vade: Vade, scene: Scene) -> None:
    """Design, invariant 11: a claim may be anything, so only its digest is kept."""
    started = await vade.start(REVIEW, a_filing(), claim="ayse@example.org")
    described = await scene.client.get_workflow_handle(started.case_id).describe()
    assert described.status is WorkflowExecutionStatus.RUNNING
    assert "ayse" not in str(await described.memo())
    assert "ayse" not in (await described.static_summary() or "")
