"""What the institution's screens show of a course (§7, §8a)."""

import pytest

from workflows.course.rules.screens import screen
from workflows.course.stages import Outcome, Stage


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

    assert (screen(stage)["course"] == "red") is (stage in in_approval)


@pytest.mark.rule("C-7.2", "C-8.7", "C-8.9")
def test_gear_and_printer_turn_green_one_after_the_other() -> None:
    shown = [
        screen(Stage.ACTIVE),
        screen(Stage.EXAMS),
        screen(Stage.END_APPROVED),
        screen(Stage.CLOSED, outcome=Outcome.COMPLETED),
    ]

    assert shown == [
        {"course": "active", "gear": "grey"},
        {"course": "active", "gear": "grey"},
        {"course": "active", "gear": "green", "printer": "grey"},
        {"course": "completed", "printer": "green"},
    ]


@pytest.mark.rule("C-9.2", "C-9.3")
@pytest.mark.parametrize("outcome", [Outcome.CLOSED, Outcome.CANCELLED])
def test_a_course_that_ended_early_has_nothing_to_print(outcome: Outcome) -> None:
    assert screen(Stage.CLOSED, outcome=outcome) == {"course": outcome.value}


@pytest.mark.rule("C-8.10")
def test_the_halted_print_of_a_level_is_a_notice_and_goes_with_the_green_printer() -> None:
    assert screen(Stage.END_APPROVED, levelled=True) == {
        "course": "active",
        "gear": "green",
        "printer": "grey",
        "notice": "stopped",
    }
    assert screen(Stage.CLOSED, levelled=True, outcome=Outcome.COMPLETED) == {
        "course": "completed",
        "printer": "green",
    }
