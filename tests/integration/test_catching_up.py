"""A case that opens while the calendar changes: neither waits, and nothing is missed."""

import asyncio
from datetime import date

import pytest
import structlog

from activities.database import Connection, Pool, transaction
from activities.journal.catching_up import catch_up_once
from activities.journal.relay import run_relay
from starter.client.recording import Recorder
from starter.client.vade import Vade
from starter.forms.calendar import decree_closure
from starter.rehearsal.engine import Scene
from tests.integration.door import FILED_ON, a_filing, journal
from tests.kit.calendars import turkish_calendar
from workflows.kernel.case.standing_commands import Closure
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.roles import Actor, Role
from workflows.textbook_review.process import REVIEW

MINISTRY = Actor(role=Role.REGISTRY, id="evrak-1")
DAY = turkish_calendar().add_working_days(FILED_ON, 5)
BEHIND = "select case_id from calendars_behind"


async def decreed(conn: Connection) -> int:
    """Close a day; return how many cases are told."""
    form = Closure(days={DAY: "idari izin"}, decree_no="2026/7")
    return (await decree_closure(conn, MINISTRY, form)).cases


async def opened_unseen(vade: Vade, monkeypatch: pytest.MonkeyPatch) -> str:
    """Open a case of which nothing is recorded yet."""
    with monkeypatch.context() as dies:
        dies.setattr(Recorder, "leave", lambda *_: None)
        return (await vade.start(REVIEW, a_filing(), waits=True)).case_id


async def recorded(vade: Vade, scene: Scene, case_id: str) -> None:
    await vade.press(case_id)
    await journal(vade, scene, case_id)


async def behind(pool: Pool) -> list[str]:
    return [row["case_id"] for row in await pool.fetch(BEHIND)]


async def closed(vade: Vade, case_id: str) -> dict[date, str]:
    return Calendar.model_validate(await vade.ask(case_id, "working_days")).closed


async def test_what_was_decreed_while_it_opened_is_brought_to_it(
    vade: Vade, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-S.1: it was opened by what held before, and is found by nobody who looks for open cases."""
    case_id = await opened_unseen(vade, monkeypatch)
    async with transaction(scene.pool) as conn:
        assert await decreed(conn) == 0
    await recorded(vade, scene, case_id)
    assert await behind(scene.pool) == [case_id]

    relay = asyncio.create_task(run_relay(scene.pool, vade.deliver, vade.press))
    (_, brought) = await journal(vade, scene, case_id, at_least=2)
    relay.cancel()

    assert (await closed(vade, case_id))[DAY] == "idari izin"
    assert brought.name == "renew_calendar"
    assert isinstance(brought.body, dict)
    assert brought.body["grounds"] == "Takvim değişikliği: 2026/7"
    assert await catch_up_once(scene.pool) == 0


async def test_while_a_decree_is_being_entered_nobody_waits_for_it(
    vade: Vade, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await opened_unseen(vade, monkeypatch)
    async with transaction(scene.pool) as conn:
        await decreed(conn)
        await recorded(vade, scene, case_id)
        assert await behind(scene.pool) == [case_id]
        catching_up = asyncio.create_task(catch_up_once(scene.pool))
        await scene.pool.fetchval("select pg_sleep(0.2)")
        assert not catching_up.done()

    assert await catching_up == 1


async def test_a_decree_that_is_not_entered_after_all_is_brought_to_nobody(
    vade: Vade, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await opened_unseen(vade, monkeypatch)
    async with scene.pool.acquire() as conn:
        entering = conn.transaction()
        await entering.start()
        await decreed(conn)
        await recorded(vade, scene, case_id)
        await entering.rollback()

    assert await catch_up_once(scene.pool) == 0
    assert await behind(scene.pool) == []


async def test_who_opens_by_what_holds_has_nothing_to_catch_up_with(
    vade: Vade, scene: Scene
) -> None:
    async with transaction(scene.pool) as conn:
        await decreed(conn)
    started = await vade.start(REVIEW, a_filing(), waits=True)

    assert await behind(scene.pool) == []
    assert DAY in await closed(vade, started.case_id)


async def test_one_that_cannot_be_read_holds_up_no_other(
    vade: Vade, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again with the next look, and the log names it."""
    unreadable = await opened_unseen(vade, monkeypatch)
    other = await opened_unseen(vade, monkeypatch)
    async with transaction(scene.pool) as conn:
        await decreed(conn)
    for case_id in (unreadable, other):
        await recorded(vade, scene, case_id)
    await scene.pool.execute(
        "update beginnings set opening = '{\"calendar\": {}}' where case_id = $1", unreadable
    )

    with structlog.testing.capture_logs() as logs:
        assert await catch_up_once(scene.pool) == 1

    assert [line["case_id"] for line in logs if line["event"] == "calendar_not_brought"] == [
        unreadable
    ]
    assert await behind(scene.pool) == [unreadable]
