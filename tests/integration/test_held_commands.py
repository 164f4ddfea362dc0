"""A command that is held is answered so, shown so, and answered for good when it is settled."""

import pytest
from pydantic import JsonValue

from activities.journal.projection import one_case
from activities.journal.relay import relay_once
from activities.textbook.coefficients import put_coefficient
from starter.client.answers import Received, Refused
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.integration.door import FILED_ON, a_case, a_return, journal, receipt, take_up
from tests.unit.textbook_review.drafts import COEFFICIENT
from workflows.kernel.case.message import Answer, Envelope
from workflows.kernel.roles import Actor, Role
from workflows.textbook_review.offices import Office

REPORT = "record_preliminary_report"
WITHDRAWAL = Envelope(command_id="c-2", actor=Actor(role=Role.APPLICANT, id="pub-17"))


async def in_conflict(
    vade: Vade, deaf: Vade, scene: Scene, command: str, envelope: Envelope
) -> str:
    """A command was received before the case was taken up, and is told afterwards."""
    case_id = await a_case(vade)
    with pytest.raises(Received):
        await deaf.send(case_id, command, envelope)
    await Vade(scene.client).send(case_id, "take_up", take_up())  # not through the door
    await scene.pool.execute("update receipt_turns set next_try_at = clock_timestamp()")
    assert await relay_once(scene.pool, vade.deliver) == 1
    return case_id


async def decide(vade: Vade, case_id: str, *, in_order: bool) -> Answer:
    body: dict[str, JsonValue] = {
        "conflict": "c-2",
        "in_order": in_order,
        "reasons": "Dilekçe daha önce alınmıştır.",
    }
    presidency = Actor(role=Office.PRESIDENCY, id="b-1")
    decision = Envelope(command_id="d-1", actor=presidency, body=body)
    return await vade.send(case_id, "decide_order", decision)


async def test_what_waits_is_answered_listed_and_in_the_view(
    vade: Vade, deaf: Vade, scene: Scene
) -> None:
    case_id = await in_conflict(vade, deaf, scene, "withdraw", WITHDRAWAL)

    again = await vade.send(case_id, "withdraw", WITHDRAWAL)
    assert again.held is not None
    assert again.held.waits_for == "office"
    [pending] = (await vade.view(case_id)).pending
    assert (pending.command_id, pending.waits_for) == ("c-2", "office")
    await journal(vade, scene, case_id)
    async with scene.pool.acquire() as conn:
        row = await one_case(conn, case_id)
    assert row is not None
    assert [(each["name"], each["waits_for"]) for each in row.pending] == [("withdraw", "office")]


@pytest.mark.parametrize("in_order", [True, False])
async def test_once_settled_a_repeat_gets_the_final_answer(
    vade: Vade, deaf: Vade, scene: Scene, *, in_order: bool
) -> None:
    case_id = await in_conflict(vade, deaf, scene, "withdraw", WITHDRAWAL)
    await decide(vade, case_id, in_order=in_order)
    await scene.client.get_workflow_handle(case_id).result()

    final = await vade.send(case_id, "withdraw", WITHDRAWAL)

    assert (final.command_id, final.held) == ("c-2", None)
    heard = await receipt(scene, case_id, "c-2")
    assert heard is not None
    assert (heard["answer"], heard["refusal"]) == (final.model_dump(mode="json"), None)


async def test_once_refused_a_repeat_gets_the_refusal_though_temporal_remembers_otherwise(
    vade: Vade, deaf: Vade, scene: Scene
) -> None:
    """A preliminary report of before the case was taken up: in order it cannot stand."""
    async with scene.pool.acquire() as conn:
        await put_coefficient(conn, FILED_ON, COEFFICIENT)
    case_id = await in_conflict(vade, deaf, scene, REPORT, a_return())
    await decide(vade, case_id, in_order=True)
    await journal(vade, scene, case_id)

    with pytest.raises(Refused) as no:
        await vade.send(case_id, REPORT, a_return())

    assert no.value.refused_by == "V-3"
    heard = await receipt(scene, case_id, "c-2")
    assert heard is not None
    assert (heard["answer"], heard["refusal"]) == (None, no.value.refusal.model_dump(mode="json"))
    assert (await vade.view(case_id)).pending == ()
