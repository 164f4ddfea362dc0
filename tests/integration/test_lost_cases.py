"""Cases that the journal knows and Temporal does not: a wrong address, a restored cluster."""

import pytest
from temporalio.client import Client

from activities.journal.relay import relay_once
from starter.client.answers import Filing, NotFound, OutOfReach, Received
from starter.client.audit import FAILED_AFTER, audit
from starter.client.restoring import Fate, restore
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from starter.runtime.connect import quiet_runtime
from starter.runtime.converter import CONVERTER
from tests.integration.door import a_case, a_number, journal, receipt, take_up
from tests.kit.contracts import example
from workflows.agreement.process import AGREEMENT
from workflows.kernel.roles import Actor
from workflows.textbook_review.process import REVIEW

DUE_NOW = "update receipt_turns set next_try_at = clock_timestamp()"
LONG_AGO = "update receipts set committed_at = committed_at - interval '1 hour'"


@pytest.fixture
async def elsewhere(scene: Scene) -> Vade:
    """A door whose Temporal namespace is empty."""
    address = scene.client.service_client.config.target_host
    client = await Client.connect(
        address,
        namespace="default",
        data_converter=CONVERTER,
        runtime=quiet_runtime(),
    )
    return Vade(client, scene.pool)


async def findings(vade: Vade, scene: Scene, case_id: str) -> dict[str, str]:
    """What the audit finds of one case, by kind."""
    found = (await audit(vade, scene.pool)).findings
    return {each.kind: each.what for each in found if each.case_id == case_id}


async def test_an_open_case_that_temporal_does_not_know_is_out_of_reach(
    vade: Vade, elsewhere: Vade, scene: Scene
) -> None:
    case_id = await a_case(vade)
    await journal(vade, scene, case_id)
    with pytest.raises(Received):
        await elsewhere.send(case_id, "take_up", take_up())
    with pytest.raises(OutOfReach, match="open by its journal"):
        await elsewhere.deliver(case_id, "take_up", take_up())


async def test_the_relay_keeps_what_it_cannot_deliver_and_the_audit_says_so(
    vade: Vade, elsewhere: Vade, scene: Scene
) -> None:
    case_id = await a_case(vade)
    await journal(vade, scene, case_id)
    with pytest.raises(Received):
        await elsewhere.send(case_id, "take_up", take_up())
    async with scene.pool.acquire() as conn:
        await conn.execute(DUE_NOW)
    assert await relay_once(scene.pool, elsewhere.deliver) == 1
    kept = await receipt(scene, case_id)
    assert kept is not None
    assert (kept["told"], kept["answer"], kept["refusal"]) == (False, None, None)

    async with scene.pool.acquire() as conn:
        await conn.execute(LONG_AGO)
    found = await findings(elsewhere, scene, case_id)
    assert found["gone"] == "Temporal does not know it"
    assert found["undelivered"].startswith("1 received and not delivered, the first since ")

    async with scene.pool.acquire() as conn:
        await conn.execute(DUE_NOW)
    assert await relay_once(scene.pool, vade.deliver) == 1
    told = await receipt(scene, case_id)
    assert told is not None
    assert told["answer"]["stage"] == "preliminary-review"
    assert await findings(vade, scene, case_id) == {}


async def test_the_audit_finds_at_once_what_fails_again_and_again(
    vade: Vade, elsewhere: Vade, scene: Scene
) -> None:
    """First-hour finding A1: a receipt that no case could judge was retried, and no audit knew."""
    case_id = await a_case(vade)
    await journal(vade, scene, case_id)
    with pytest.raises(Received):
        await elsewhere.send(case_id, "take_up", take_up())
    tries = []
    for _ in range(FAILED_AFTER):
        tries.append((await findings(elsewhere, scene, case_id)).get("undelivered"))
        await scene.pool.execute(DUE_NOW)
        await relay_once(scene.pool, elsewhere.deliver)
    found = (await findings(elsewhere, scene, case_id))["undelivered"]

    assert not any(tries[: FAILED_AFTER - 1])
    assert found.startswith("1 received and not delivered, the first since ")
    assert "times in vain" in found

    await scene.pool.execute(DUE_NOW)
    assert await relay_once(scene.pool, vade.deliver) == 1
    assert await findings(vade, scene, case_id) == {}


async def test_a_case_that_nobody_knows_is_not_found(elsewhere: Vade, scene: Scene) -> None:
    case_id = REVIEW.case_id(a_number())
    with pytest.raises(NotFound):
        await elsewhere.send(case_id, "take_up", take_up())
    told = await receipt(scene, case_id)
    assert told is not None
    assert told["told"]


async def test_a_case_goes_on_from_its_journal_whenever_it_was_filed(
    vade: Vade, scene: Scene
) -> None:
    """Opened again days after its filing, it is asked for its journal, not for its receipt."""
    filed = example("agreement/start.json")
    sent = Filing(actor=Actor(**filed["actor"]), body=filed["body"])
    case_id = (await vade.start(AGREEMENT, sent)).case_id
    await vade.opened(case_id)
    before = await journal(vade, scene, case_id)
    await scene.client.get_workflow_handle(case_id).terminate()
    await scene.pool.execute("truncate filings")

    restored = await restore(scene.client, scene.pool, case_id, dry_run=False)

    assert restored.fate is Fate.RESTORED
    assert (await vade.opened(case_id)).entries == len(before) == 1
    assert await journal(vade, scene, case_id) == before
