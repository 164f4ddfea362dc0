"""Recorded histories of every released version replay (design, invariant 10)."""

import gzip
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from starter.runtime.serving import runner
from workflows.running import WORKFLOWS

HISTORIES = sorted((Path(__file__).parents[1] / "histories").glob("*/*.json.gz"))


def recorded(path: Path) -> str:
    """A history as JSON."""
    return gzip.decompress(path.read_bytes()).decode()


def test_there_are_histories() -> None:
    assert HISTORIES


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: f"{path.parent.name}/{path.name}")
async def test_it_replays(path: Path) -> None:
    case_id = path.name.removesuffix(".json.gz").partition(".")[2]
    history = WorkflowHistory.from_json(case_id, recorded(path))
    replayer = Replayer(
        workflows=list(WORKFLOWS),
        data_converter=pydantic_data_converter,
        workflow_runner=runner(),
        build_id="replay",
    )
    await replayer.replay_workflow(history)
