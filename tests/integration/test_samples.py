"""The samples that `make up` opens, and what docs/tutorial.md does with them from a shell."""

import asyncio
import re
import shlex
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from activities.database import transaction
from activities.registers.calendar import calendar_from
from activities.textbook.coefficients import put_coefficient
from starter.cli.app import run
from starter.client.exits import OK, REFUSED
from starter.client.processes import PROCESSES
from starter.client.vade import Vade
from starter.embedded.folder import save
from starter.embedded.sample_cases.reviews import COEFFICIENT, half_years
from starter.embedded.sample_cases.sample import Days
from starter.embedded.samples import SAMPLES, open_sample, play_samples
from starter.rehearsal.engine import Engine, Scene
from starter.runtime.settings import CHOOSERS, Connection
from tests.integration.door import journal
from workflows.kernel.law.calendar import local_day

TUTORIAL = Path("docs/tutorial.md").read_text("utf-8")
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)

REFUSED_THERE = "# exit code 1"

# what the tutorial's reader has sent by a form before the shell goes on
BY_FORM = (
    "vade send course-ornek-2 decide_approval --set approved=true "
    "--as branch-manager:ornek-branch-manager@ORNEK-ILCE"
)


def told(text: str) -> list[str]:
    """The commands of Vade in the tutorial, in order, each as a line."""
    lines = (line for block in SHELL.findall(text) for line in block.splitlines())
    return [line for line in lines if line.startswith("vade ")]


async def test_a_samples_journal_has_acts_and_the_ends_of_terms_in_the_order_of_their_days(
    vade: Vade, scene: Scene
) -> None:
    """Ten working days run from the filing, and are over when the sample is opened.

    The first office above is told then; the second, five working days later, not yet, whatever the
    hour.
    """
    [sample] = [each for each in SAMPLES if each.case_id == "textbook-review-ornek-4"]
    today = local_day(datetime.now(UTC))
    async with transaction(scene.pool) as conn:
        calendar = await calendar_from(conn, today.year - 1)
        for year in (today.year - 1, today.year):
            for first, last in half_years(year):
                await put_coefficient(conn, first, COEFFICIENT, last)
    late = replace(sample, file_no="ornek-gec")
    days = Days(today, calendar.working_days_before(today, 13), calendar)

    await open_sample(vade, scene.pool, late, days)
    written = await journal(vade, scene, late.case_id)
    # a reminder has no effect in law, and waits for nothing
    told = [(entry.kind, entry.name) for entry in written if entry.kind != "reminder"]
    assert told[1:] == [
        ("command", "set_up_preliminary_commission"),
        ("command", "take_up"),
        ("ended", "T-14.2"),
        ("escalation", "T-14.2"),
    ]


@pytest.fixture
async def a_stack(
    engine: Engine, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scene, as the command line finds a stack."""
    for name in (*CHOOSERS, "VADE_DATABASE_URL", "VADE_UI_URL", "VADE_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VADE_HOME", str(tmp_path))
    async with scene.pool.acquire() as conn:
        database = await conn.fetchval("select current_database()")
    here = Connection(
        temporal_address=scene.client.service_client.config.target_host,
        namespace=scene.client.namespace,
        database_url=engine.uri(database),
        ui_url="http://127.0.0.1:8233",
        api_url="http://127.0.0.1:8480",
        embedded=True,
    )
    save(tmp_path, here)


@pytest.mark.usefixtures("a_stack")
async def test_samples_are_opened_once_and_the_tutorial_goes_on_from_them(
    vade: Vade, scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    await play_samples(vade, scene.pool)
    stages = {}
    for sample in SAMPLES:
        view = await vade.view(sample.case_id)
        stages[sample.case_id] = (view.stage, view.entries)
        assert view.needs_attention == ()
    # the stages of every day of a year: tests/unit/starter/test_samples.py
    assert len({stage for stage, _ in stages.values()}) >= len(PROCESSES)
    await play_samples(vade, scene.pool)
    for sample in SAMPLES:
        view = await vade.view(sample.case_id)
        assert stages[sample.case_id] == (view.stage, view.entries)

    before, _, after = TUTORIAL.partition("\n## A course\n")
    for line in (*told(before), BY_FORM, *told(after)):
        code = await asyncio.to_thread(run, shlex.split(line, comments=True)[1:])
        said = capsys.readouterr()
        assert code == (REFUSED if REFUSED_THERE in line else OK), f"{line}\n{said.out}{said.err}"
    assert (await vade.view("course-ornek-2")).stage == "exams"
