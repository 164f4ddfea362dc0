"""Recorded histories of every released version replay (design, invariant 10)."""

import gzip
import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from activities.post.letter import Particulars, write_letter
from starter.runtime.serving import runner
from workflows.kernel.case.records import Notice
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


def notices_in(recorded_part: Any) -> Iterator[Notice]:
    """Every notice that a history hands to the outbox."""
    match recorded_part:
        case {"data": str(data), "metadata": _}:
            payload = json.loads(b64decode(data))
            if isinstance(payload, dict):
                yield from map(Notice.model_validate, payload.get("notices") or ())
        case dict():
            for each in recorded_part.values():
                yield from notices_in(each)
        case list():
            for each in recorded_part:
                yield from notices_in(each)
        case _:
            pass


@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_recorded_notice_can_still_be_written(language: str) -> None:
    """One that was issued before an update and not sent yet is not held up by it."""
    notices = [each for path in HISTORIES for each in notices_in(json.loads(recorded(path)))]
    assert notices
    for notice in notices:
        about = Particulars(
            template=notice.template,
            rule=notice.rule,
            dated_at=notice.dated_at,
            name="Örnek Yayınevi",
            facts=notice.facts,
        )
        assert str(notice.facts["file_no"]) in write_letter(about, language).text
