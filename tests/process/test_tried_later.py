"""A dry run is judged by the time at which it is asked for, however long nothing has happened."""

from typing import Any

from starter.rehearsal.engine import Scene
from tests.process.live import EVALUATED, Live, a_review, instant


async def tried(case: Live, at: str) -> dict[str, Any]:
    """What an evaluation report would lead to at an instant: its term of service."""
    envelope = case.envelope("evaluation-commission", EVALUATED)
    asked = ["record_evaluation_report", envelope, instant(at).isoformat()]
    ahead: dict[str, Any] = await case.handle.query("what_if", args=asked)
    (term,) = ahead["terms"]
    return {name: term[name] for name in ("key", "due_at")}


async def test_a_dry_run_days_after_the_last_act_counts_from_its_own_day(scene: Scene) -> None:
    """R-T.4: five working days after Mon 14 April 2031 end with Mon 21 April, 24:00."""
    async with a_review(scene) as case:
        await case.to_first_review()
        await case.at("2031-04-10T10:00")
        await case.review("82.40")
        await case.rest()
        entries = len(await case.journal())

        assert await tried(case, "2031-04-14T10:00") == {
            "key": "R-T.4",
            "due_at": instant("2031-04-22T00:00").isoformat(),
        }
        assert len(await case.journal()) == entries
