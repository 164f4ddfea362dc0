"""What cases of every release carry over is read by today's code as it was by theirs."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest

from activities.post.letter import Particulars, write_letter
from starter.client.processes import PROCESSES
from starter.client.release import Checked, check
from tests.histories.corpus import RELEASES, unpacked
from workflows.kernel.case.forms import carried_file
from workflows.kernel.case.records import Notice
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.story.reading import read

NOTICES: Final = "notices.json.xz"
BOUNDARY: Final = datetime(2035, 6, 1, 12, 0, tzinfo=ISTANBUL)
"""When the files are taken over: later than anything in them."""

CARRIED: Final = [
    pytest.param(one, id=f"{folder.name}-{path.name.split('.')[0]}-{one['stand']['stage']}-{n}")
    for folder in RELEASES
    for path in sorted(folder.glob("*.json.xz"))
    if path.name != NOTICES
    for n, one in enumerate(unpacked(path))
]


def test_every_process_has_files_of_every_stage() -> None:
    for folder in RELEASES:
        for name, process in PROCESSES.items():
            found = {one["stand"]["stage"] for one in unpacked(folder / f"{name}.json.xz")}
            assert found >= {stage.value for stage in process.stages}, name


@pytest.mark.parametrize("one", CARRIED)
def test_a_case_stands_as_it_stood(one: dict[str, Any]) -> None:
    raw = one["carried"]
    assert check(one, BOUNDARY) == Checked(case_id=raw["case_id"], kind="same")

    process = PROCESSES[raw["process"]]
    file = carried_file(process, raw)
    assert (file.n, file.hash) == (raw["n"], raw["hash"])
    assert read(process, file, BOUNDARY).file == file


def notices() -> list[Notice]:
    """One notice of each letter, of each release."""
    return [Notice.model_validate(n) for each in RELEASES for n in unpacked(each / NOTICES)]


@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_recorded_notice_can_still_be_written(language: str) -> None:
    """One that was issued before an update and not sent yet is not held up by it."""
    for notice in notices():
        about = Particulars(
            template=notice.template,
            rule=notice.rule,
            dated_at=notice.dated_at,
            name="Örnek Yayınevi",
            facts=notice.facts,
        )
        assert str(notice.facts["file_no"]) in write_letter(about, language).text


def test_the_corpus_stays_small() -> None:
    size = sum(path.stat().st_size for each in RELEASES for path in each.iterdir())
    assert size < 100_000 * len(RELEASES), Path(RELEASES[0])
