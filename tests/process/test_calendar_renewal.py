"""What the calendar table has come to know reaches every open case, once."""

import io
from datetime import date
from typing import Any

import pytest

from activities.database import transaction
from activities.registers.calendar import put_days
from starter.cli.work.calendar import (
    Asked,
    Decreed,
    Pace,
    ask_of_past,
    close_everywhere,
    renew_everywhere,
)
from starter.cli.work.desk import Desk
from starter.cli.work.meant import NotMeant
from starter.client.own_time import own_time
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from starter.runtime.settings import Connection
from tests.process.live import Live, a_review
from workflows.kernel.law.calendar import Source

DRY = Pace(dry_run=True, rate=1000)
IN_EARNEST = Pace(dry_run=False, rate=1000)
RENEWAL = Asked(grounds="2031 ilanı", seed=True, actor="ministry")


def at_desk(scene: Scene) -> Desk:
    connection = Connection(temporal_address="", namespace="", database_url="", embedded=True)
    vade = Vade(scene.client, scene.pool, clock=own_time(scene.client))
    return Desk(connection, vade, scene.pool)


async def due(case: Live) -> str:
    [term] = [t for t in (await case.view())["terms"] if t["rule"] == "T-17.15b"]
    return str(term["due_at"])


@pytest.mark.rule("R-S.1", "T-17.15b")
async def test_a_proclaimed_day_reaches_an_open_case_once_after_a_dry_run(scene: Scene) -> None:
    """The correction is due on 26 May 2031; Tuesday 27 May is the next day."""
    async with a_review(scene) as case:
        await case.to_correction()
        at = at_desk(scene)
        async with transaction(scene.pool) as conn:
            await put_days(
                conn,
                {date(2031, 5, 26): "Bayram"},
                kind="closed",
                source=Source.PROCLAIMED,
                grounds="2031 ilanı",
            )
        moved: Any = {
            "key": "T-17.15b",
            "state": "open",
            "due_at": "2031-05-27T17:30:00+03:00",
            "was_due_at": "2031-05-26T17:30:00+03:00",
        }

        dry = await renew_everywhere(at, RENEWAL, DRY, 2031)
        assert dry.data["cases"][case.case_id] == {"result": "would be told", "terms": [moved]}
        assert await due(case) == "2031-05-26T17:30:00+03:00"

        told = await renew_everywhere(at, RENEWAL, IN_EARNEST, 2031)
        assert told.data["cases"][case.case_id] == {"result": "told", "terms": [moved]}
        assert await due(case) == "2031-05-27T17:30:00+03:00"

        again = await renew_everywhere(at, RENEWAL, IN_EARNEST, 2031)
        assert again.data["cases"][case.case_id] == {"result": "knows it already"}
        await case.rest()
        assert [e.kind for e in await case.journal()].count("renewal") == 1


@pytest.mark.rule("R-S.1")
async def test_years_are_added_when_the_calendar_year_has_changed(scene: Scene) -> None:
    async with a_review(scene) as case:
        known = await case.handle.query("working_days")
        assert known["covers_until"] == "2035-12-31"
        await renew_everywhere(at_desk(scene), RENEWAL, IN_EARNEST, 2033)

        calendar = await case.handle.query("working_days")
        assert calendar["covers_until"] == "2037-12-31"
        assert "2037-10-29" in calendar["closed"]


@pytest.mark.rule("R-S.1")
async def test_a_closure_goes_the_same_way(scene: Scene) -> None:
    decreed = Decreed(day="2031-05-26", name="İdari izin", decree="2031/117", actor="ministry")
    async with a_review(scene) as case:
        await case.to_correction()
        at = at_desk(scene)
        dry = await close_everywhere(at, decreed, DRY)
        assert dry.data["cases"][case.case_id]["terms"][0]["due_at"] == "2031-05-27T17:30:00+03:00"

        await close_everywhere(at, decreed, IN_EARNEST)
        again = await close_everywhere(at, decreed, IN_EARNEST)
        assert again.data["cases"][case.case_id] == {"result": "knows it already"}
        renewed = await renew_everywhere(at, RENEWAL, IN_EARNEST, 2031)
        assert renewed.data["cases"][case.case_id] == {"result": "knows it already"}
        assert await due(case) == "2031-05-27T17:30:00+03:00"


@pytest.mark.rule("R-S.1")
async def test_a_case_that_has_read_the_closure_in_the_table_is_not_told_it(scene: Scene) -> None:
    """It was opened after the decree was entered: by the table 26 May is closed."""
    decreed = Decreed(day="2031-05-26", name="İdari izin", decree="2031/117", actor="ministry")
    at = at_desk(scene)
    await close_everywhere(at, decreed, IN_EARNEST)
    async with a_review(scene) as case:
        await case.to_correction()
        assert await due(case) == "2031-05-27T17:30:00+03:00"

        again = await close_everywhere(at, decreed, IN_EARNEST)

        assert again.data["cases"] == {case.case_id: {"result": "knows it already"}}
        await case.rest()
        assert "closure" not in {entry.kind for entry in await case.journal()}


@pytest.mark.rule("R-S.1")
async def test_a_past_day_is_closed_only_after_it_is_said_what_moves(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decreed = Decreed(day="2031-05-26", name="İdari izin", decree="2031/117", actor="ministry")
    async with a_review(scene) as case:
        await case.to_correction()
        monkeypatch.setattr("sys.stdin", io.StringIO("h\n"))
        with pytest.raises(NotMeant):
            await ask_of_past(at_desk(scene), decreed, IN_EARNEST, "tr")
        assert "1 açık dosyada 1 süre değişir" in capsys.readouterr().err
        assert await due(case) == "2031-05-26T17:30:00+03:00"
