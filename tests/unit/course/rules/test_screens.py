"""What the institution's screens show of a course (§7, §8a)."""

import pytest

from tests.unit.course.courses import a_plan
from workflows.course.rules.screens import approvals_of, screen
from workflows.course.stages import Outcome, Stage

COURSE, LEVEL = "Kurs Tamamlama Belgesi", "Seviye Tamamlama Belgesi"


@pytest.mark.rule("C-7.2")
@pytest.mark.parametrize("stage", list(Stage))
def test_a_course_in_approval_is_red_and_no_other(stage: Stage) -> None:
    in_approval = {
        "planned",
        "at-branch-manager",
        "at-district-director",
        "plan-change-approval",
        "closing-approval",
    }

    assert (screen(stage, a_plan())["course"] == "red") is (stage in in_approval)


@pytest.mark.rule("C-7.2", "C-8.7", "C-8.9")
def test_gear_and_printer_turn_green_one_after_the_other() -> None:
    shown = [
        screen(Stage.ACTIVE, a_plan()),
        screen(Stage.EXAMS, a_plan()),
        screen(Stage.END_APPROVED, a_plan()),
        screen(Stage.CLOSED, a_plan(), outcome=Outcome.COMPLETED),
    ]

    assert shown == [
        {"course": "active", "gear": "grey"},
        {"course": "active", "gear": "grey"},
        {"course": "active", "gear": "green", "printer": "grey", "document": COURSE},
        {"course": "completed", "printer": "green", "document": COURSE},
    ]


@pytest.mark.rule("C-9.2", "C-9.3")
@pytest.mark.parametrize("outcome", [Outcome.CLOSED, Outcome.CANCELLED])
def test_a_course_that_ended_early_has_nothing_to_print(outcome: Outcome) -> None:
    assert screen(Stage.CLOSED, a_plan(), outcome=outcome) == {"course": outcome.value}


@pytest.mark.rule("C-8.10")
def test_the_halted_print_of_a_level_is_a_notice_and_goes_with_the_green_printer() -> None:
    assert screen(Stage.END_APPROVED, a_plan(level=2)) == {
        "course": "active",
        "gear": "green",
        "printer": "grey",
        "document": LEVEL,
        "notice": "stopped",
    }
    assert screen(Stage.CLOSED, a_plan(level=2), outcome=Outcome.COMPLETED) == {
        "course": "completed",
        "printer": "green",
        "document": LEVEL,
    }


CHAIN = ("principal", "branch-manager", "district-director")


@pytest.mark.rule("C-6.3", "C-6.1")
@pytest.mark.parametrize(
    ("acts", "given"),
    [
        pytest.param([], 0, id="a new plan"),
        pytest.param([True], 1, id="by the principal"),
        pytest.param([True, True], 2, id="by two"),
        pytest.param([True, False], 0, id="sent back: from the beginning"),
        pytest.param([True, True, True], 0, id="by all: nothing is before them"),
        pytest.param([True, True, True, None, True], 1, id="a closing, one has approved"),
        pytest.param([True, True, True, None, True, None], 0, id="withdrawn"),
    ],
)
def test_an_hourglass_becomes_a_green_gear_one_office_after_the_other(
    acts: list[bool | None], given: int
) -> None:
    shown = screen(Stage.CLOSING_APPROVAL, a_plan(), approvals=approvals_of(acts, CHAIN))

    icons = ["green-gear"] * given + ["hourglass"] * (3 - given)
    assert shown == {
        "course": "red",
        **{f"approval/{office}": icon for office, icon in zip(CHAIN, icons, strict=True)},
    }
