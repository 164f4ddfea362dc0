"""Within one build a history replays, and gives the very entries that the journal has (V-10)."""

from pathlib import Path

import pytest
from temporalio.worker import Replayer

from starter.rehearsal.engine import Engine
from starter.rehearsal.play import play
from starter.rehearsal.scenario import load_scenario
from starter.runtime.converter import CONVERTER
from starter.runtime.serving import runner
from tests.histories.record import watching
from workflows.running import WORKFLOWS

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    "scenario",
    [
        "textbook-review/objection-pauses-correction",
        "textbook-review/received-a-minute-late",
        "course/next-level",
        "agreement/extension-granted",
        "partnership/late-and-not-done",
    ],
)
async def test_it_replays_with_the_same_hashes(engine: Engine, scenario: str) -> None:
    with watching() as lived:
        report = await play(load_scenario(EXAMPLES / f"{scenario}.yaml"), engine)
    replayer = Replayer(
        workflows=list(WORKFLOWS),
        data_converter=CONVERTER,
        workflow_runner=runner(),
        build_id="replay",
    )
    with watching() as replayed:
        for case_id in report.cases:
            handle = engine.client.get_workflow_handle(case_id)
            await replayer.replay_workflow(await handle.fetch_history())

    assert lived.hashes
    # a case that still hears of papers is cut off by the replayer: what it notes then is no entry
    assert replayed.hashes.items() >= lived.hashes.items()
