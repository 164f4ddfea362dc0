"""Small changes of the code, each read over the corpus by `vade release check`.

None of them changes the order of commands by much, and each would have forked the journal of every
open case: either the check says what would differ, or what is journalled already stays as it is.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.histories.corpus import RELEASES

ROOT: Final = Path(__file__).parents[2]
REVIEWS: Final = [str(folder / "textbook-review.json.xz") for folder in RELEASES]


@dataclass(frozen=True)
class Change:
    """One change of the code, and what the check says first of the cases that it touches."""

    name: str
    file: str
    old: str
    new: str
    said: str | None
    """None: harmless, for a case goes on from its file as it is."""


CHANGES = (
    Change(
        "one more letter after the hand-over",
        "textbook_review/chapters/preliminary.py",
        "        if handed.anonymity_code is not None:\n            self.forget_applicant",
        "        from workflows.textbook_review.letters import DoubtReferred\n"
        "        self.notify(DoubtReferred(question='neden?'), rule='T-13.2b', to='directorate')\n"
        "        if handed.anonymity_code is not None:\n            self.forget_applicant",
        "goes out: T-13.2b/1 → directorate",
    ),
    Change(
        "another rule ID of a command",
        "textbook_review/messages/review.py",
        '    rule="T-13.2b",\n',
        '    rule="T-13.2c",\n',
        "allowed: hand_over_to_directorate#1",
    ),
    Change(
        "a stage renamed",
        "textbook_review/stages.py",
        'CODING = "coding"',
        'CODING = "sealing"',
        "stage: coding → sealing",
    ),
    Change(
        "reminders to the millisecond",
        "kernel/law/agenda.py",
        "INSTANT = timedelta(seconds=1)",
        "INSTANT = timedelta(milliseconds=1)",
        None,
    ),
    Change(
        "another addressee of the assignment",
        "textbook_review/chapters/commissions.py",
        'self.notify(Assignment.by(order), rule="T-17.3", to=chain.to)',
        'self.notify(Assignment.by(order), rule="T-17.3", to=chain.by)',
        "goes out: T-17.3/1 → directorate",
    ),
    Change(
        "a row of effort dropped",
        "textbook_review/chapters/preliminary.py",
        '        self.effort("T-14.1", budget=preliminary_hours(draft.work, self.rulebook))\n',
        "",
        None,
    ),
    Change(
        "a field of a message renamed",
        "textbook_review/messages/review.py",
        "sealed_envelope_no: RegisterNo",
        "envelope_no: RegisterNo",
        "ValidationError",
    ),
    Change(
        "one more key in every entry",
        "kernel/judgement/entry.py",
        'effects: dict[str, JsonValue] = {"stage": reading.stage}',
        'effects: dict[str, JsonValue] = {"stage": reading.stage, "on": reading.waiting_on}',
        None,
    ),
    Change(
        "a stricter rule for a command that was admitted",
        "textbook_review/rules/commission.py",
        "    if ordered == agreed:\n        return ()\n",
        "",
        None,
    ),
)


def checked(change: Change, folder: Path) -> tuple[int, dict[str, Any]]:
    """Read the corpus with the code as it is after a change."""
    shutil.copytree(ROOT / "workflows", folder / "workflows")
    path = folder / "workflows" / change.file
    before = path.read_text("utf-8")
    assert before.count(change.old) == 1, change.name
    path.write_text(before.replace(change.old, change.new), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "starter.cli.app", "release", "check", "--json", *REVIEWS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, said


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_is_found_or_harmless(change: Change, tmp_path: Path) -> None:
    code, said = checked(change, tmp_path)
    found = [what for case in said["found"] for what in case["what"]]

    if change.said is None:
        assert (code, found) == (0, [])
    else:
        assert code == 1
        assert any(what.startswith(change.said) for what in found), found
