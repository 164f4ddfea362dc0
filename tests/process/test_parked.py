"""What refuses parks a case: operators see why, and it goes on by itself once that is mended."""

import asyncio
from functools import partial
from typing import Any

from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.common import SearchAttributeKey

from activities.registry import DECIDERS
from starter.client.audit import audit
from starter.client.vade import Vade
from starter.rehearsal.engine import ONE_BUILD, Engine, Scene
from starter.runtime.serving import publish_editions, serving
from tests.process.live import Live, a_review
from workflows.textbook_review.process import REVIEW

LOOKS = 200

ANOTHER_STORY = """
    insert into journal
        (case_id, n, kind, name, rule, counts_from, settled_at, sealed, previous_hash, hash)
    select case_id, n + 1, 'command', 'take_up', 'T-14.2', counts_from, settled_at, '{}', hash,
        encode(sha256(convert_to('{}', 'UTF8')), 'hex')
    from journal where case_id = $1 and n = 1
"""


async def strike_out(scene: Scene, case_id: str) -> None:
    """Mend a journal by hand, past what keeps it append-only: nobody else may."""
    async with scene.pool.acquire() as conn, conn.transaction():
        await conn.execute("set local session_replication_role = replica")
        await conn.execute("delete from journal where case_id = $1 and n = 2", case_id)


async def once(case: Live, *, parked: bool) -> dict[str, Any]:
    """Wait until the case shows that it is parked, or goes on."""
    for _ in range(LOOKS):
        view = await case.view()
        if (view["parked"] is not None) is parked:
            return view
        await asyncio.sleep(0.05)
    raise AssertionError(parked)


async def page(case: Live) -> str:
    """What operators read on the case's page."""
    metadata = await case.handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    return str(metadata.current_details)


async def needs_attention(case: Live) -> Any:
    """As the Temporal UI lists it."""
    described = await case.handle.describe()
    return described.typed_search_attributes[SearchAttributeKey.for_bool("NeedsAttention")]


async def test_a_journal_that_tells_another_story_parks_the_case_until_it_is_mended(
    scene: Scene,
) -> None:
    async with a_review(scene) as case:
        await scene.pool.execute(ANOTHER_STORY, case.case_id)
        answer = await case.update("take_up", "preliminary-commission")
        view = await once(case, parked=True)

        assert view["parked"].startswith(f"record: {case.case_id}: entry 2 is recorded with")
        assert "**Dikkat: kayıt kabul edilmiyor, düzeltilince sürer:** record" in await page(case)
        assert await needs_attention(case) is True

        await strike_out(scene, case.case_id)
        await once(case, parked=False)
        await case.rest()
        assert await needs_attention(case) is False
        assert [e.n for e in await case.journal()] == [1, answer["entry"]]


async def test_a_register_that_nobody_serves_parks_the_case_until_a_worker_knows_it(
    engine: Engine,
) -> None:
    known = dict(DECIDERS)
    queue = known.pop("queue")
    serve = partial(serving, build=ONE_BUILD, deciders=known)
    async with Engine(engine.client, engine.uri, serve).scene(REVIEW.task_queue) as scene:
        await publish_editions(scene.pool)
        async with a_review(scene) as case:
            sending = asyncio.create_task(case.update("take_up", "preliminary-commission"))
            view = await once(case, parked=True)
            assert view["parked"] == "decide: the register queue decides nothing"
            found = (await audit(Vade(scene.client, scene.pool), scene.pool)).findings
            assert [f.kind for f in found if f.case_id == case.case_id] == ["parked"]

            known["queue"] = queue
            answer = await sending
            assert answer["stage"] == "preliminary-review"
            await once(case, parked=False)
