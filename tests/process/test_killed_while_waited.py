"""A worker dies while somebody waits, by the call that started it, for a case to be open."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from starter.client.vade import Vade
from starter.rehearsal.engine import Engine, running_engine
from starter.runtime.serving import publish_editions
from tests.integration.door import a_filing
from tests.kit.lives import Lives
from workflows.textbook_review.process import REVIEW


@pytest.fixture(scope="module")
async def mortal() -> AsyncIterator[tuple[Engine, Lives]]:
    async with running_engine() as engine:
        lives = Lives(engine.uri)
        yield Engine(engine.client, engine.uri, lives.serve), lives


@pytest.mark.parametrize("dies_at", [1, 3])
async def test_whoever_waits_is_answered_by_the_next_worker(
    mortal: tuple[Engine, Lives], dies_at: int
) -> None:
    """It dies before it has asked the registers, or before the server hears what came of it."""
    engine, lives = mortal
    async with engine.scene(REVIEW.task_queue) as scene:
        await publish_editions(scene.pool)
        vade = Vade(scene.client, scene.pool)
        await lives.end()
        lives.begin(dies_at)
        starting = asyncio.create_task(vade.start(REVIEW, a_filing(), waits=True))
        await lives.over()
        lives.begin()
        started = await starting
        assert started.is_open
        assert (await vade.view(started.case_id)).entries == 1
        await scene.client.get_workflow_handle(started.case_id).terminate()
