"""What the command line loads: the less, the sooner it answers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from starter.client.exits import TROUBLE
from starter.client.processes import PROCESSES, ROLES, titles, words
from tests.unit.starter.test_cli import CASE, a_stack
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.display.words import word
from workflows.running import WORKFLOWS

HEAVY = {
    "temporalio", "fastapi", "holidays", "typst", "yaml", "starter.client.contract",
    *(f"{type(workflow.process.story()).__module__}" for workflow in WORKFLOWS),
    *(f"{workflow.process.room}.process" for workflow in WORKFLOWS),
}  # fmt: skip
"""What takes longer to load than a look into the database: Temporal, doors, texts of processes."""


def test_whatever_asks_the_database_alone_loads_nothing_heavy(tmp_path: Path) -> None:
    """What these lines load is most of the time they take: below 0.4 s, if none of it is heavy."""
    a_stack(tmp_path)
    lines = [
        ["list", "--stage", "correction", "--process", "textbook-review"],
        ["timeline", CASE],
        ["calendar"],
        ["kutuk", str(tmp_path / "kutuk.xlsx")],
        ["rule", "T-17.15b"],
        ["template", "textbook-review", "take_up"],
        ["template", "course", "decree_closure"],
        ["--version"],
    ]
    script = (
        "import json, sys; from starter.cli.app import run\n"
        "heavy, lines = json.loads(sys.argv[1])\n"
        "codes = [run(line) for line in lines]\n"
        "loaded = [name for name in heavy if name in sys.modules]\n"
        "print(json.dumps([codes, loaded]))"
    )
    told = json.dumps([sorted(HEAVY), lines])
    usual = {k: v for k, v in os.environ.items() if not k.startswith(("VADE_", "TEMPORAL_"))}
    done = subprocess.run(
        [sys.executable, "-c", script, told],
        capture_output=True,
        text=True,
        check=True,
        env={**usual, "VADE_HOME": str(tmp_path)},
    )
    codes, loaded = json.loads(done.stdout.splitlines()[-1])
    assert loaded == []
    asking = [TROUBLE, TROUBLE, TROUBLE, TROUBLE, 0, 0, 0, 0]
    assert codes == asking, "nobody answers at this stack"
    assert done.stderr.count("Veritabanı cevap vermiyor") == asking.count(TROUBLE)


@pytest.mark.parametrize("process", [*PROCESSES])
def test_a_process_is_called_the_same_before_it_is_loaded(process: str) -> None:
    kinds = (PROCESSES[process].application, *PROCESSES[process].messages, *STANDING)
    named = {*(kind.command for kind in kinds), *titles(process)}
    whole = words(process)
    for lang in ("tr", "en"):
        called = {key: word(whole, key, lang) for key in named}
        assert called == {key: PROCESSES[process].word(key, lang) for key in named}
    assert {role: ROLES[role] for role in PROCESSES[process].roles} == PROCESSES[process].roles
