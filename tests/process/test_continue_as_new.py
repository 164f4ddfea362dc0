"""A case that continues as new after every command lives the same life (design, invariant 7)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from starter.embedded.temporal import DYNAMIC_CONFIG
from starter.rehearsal.engine import Engine, running_engine
from starter.rehearsal.play import play
from starter.rehearsal.report import Report
from starter.rehearsal.scenario import load_scenario

SCENARIOS = sorted((Path(__file__).parents[2] / "examples").glob("*/*.yaml"))


@pytest.fixture(scope="module")
async def turning() -> AsyncIterator[Engine]:
    """A server that suggests to continue as new as soon as a run has settled anything."""
    restless = {**DYNAMIC_CONFIG, "limit.historyCount.suggestContinueAsNew": "4"}
    async with running_engine(dynamic_config=restless) as engine:
        yield engine


def story_of(report: Report) -> list[object]:
    """What happened, without the milliseconds at which it was settled."""
    return [line.model_copy(update={"settled_at": line.counts_from}) for line in report.lines]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
async def test_the_timeline_is_the_same(engine: Engine, turning: Engine, path: Path) -> None:
    scenario = load_scenario(path)
    whole = await play(scenario, engine)
    turned = await play(scenario, turning)
    assert turned.passed, turned.failures
    assert story_of(turned) == story_of(whole)
    assert turned.figures.runs > 1 or len(turned.lines) < 3
