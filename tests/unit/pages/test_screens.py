"""What officials know from their own screens is said in words, and by whom it has been done."""

from datetime import UTC, datetime
from typing import Any

import pytest

from starter.client.models import Step
from starter.pages.screens import programme_rows, screen_said
from tests.unit.course.courses import a_plan
from workflows.course.rules.screens import screen
from workflows.course.stages import Outcome, Stage
from workflows.partnership.messages import Row

AT = datetime(2031, 9, 10, 7, tzinfo=UTC)
RUNNING = {row.value: "open" for row in Row}


def told(*acts: tuple[str, dict[str, Any]]) -> list[Step]:
    return [
        Step(
            n=n, kind="opened" if n == 1 else "command", name=name, title="", rule="V-4",
            counts_from=AT, settled_at=AT, role="principal", body=body, hash="",
        )
        for n, (name, body) in enumerate(acts, start=1)
    ]  # fmt: skip


PLAN = ("open_programme", {"schools": ["OKUL-1", "OKUL-2"], "school_year": 2031})
NAMED = {"school": "OKUL-2", "coordinator": "k-2", "named_on": "2031-09-08"}


def schools_of(row: str, *acts: tuple[str, dict[str, Any]]) -> tuple[str, ...] | None:
    lines, schools = programme_rows("partnership", RUNNING, told(PLAN, *acts), "tr")
    assert (len(lines), schools) == (15, 2)
    return next(line.schools for line in lines if line.row == row)


@pytest.mark.rule("P-3")
def test_it_is_said_which_school_has_named_its_coordinator() -> None:
    again = {**NAMED, "coordinator": "k-3"}
    back = {"school": "OKUL-2", "row": "P-3", "on": "2031-09-08", "reason": "Yanlış bildirildi"}

    assert schools_of("P-3") == ()
    assert schools_of("P-3", ("name_coordinators", NAMED)) == ("OKUL-2",)
    assert schools_of("P-3", ("name_coordinators", NAMED), ("name_coordinators", again)) == (
        "OKUL-2",
    )
    assert schools_of("P-3", ("name_coordinators", NAMED), ("take_back_report", back)) == ()


def test_a_joint_action_is_of_no_one_school() -> None:
    assert schools_of("P-4") is None


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("level", [None, 2])
@pytest.mark.parametrize("lang", ["tr", "en"])
def test_no_key_of_a_screen_reaches_a_reader(stage: Stage, level: int | None, lang: str) -> None:
    plan = a_plan(level=level)
    for outcome in Outcome:
        shown = screen(
            stage, plan, approvals={"principal": True, "ministry": False}, outcome=outcome
        )
        for name, said in screen_said("course", shown, lang):
            assert "/" not in name
            assert said not in shown.values() or said == shown.get("document")
