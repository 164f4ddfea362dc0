"""The unit gives a review up: from every stage there is a way out, and the fee follows m.16."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.education_tool.tools import (
    A_DONATION,
    OF_ITS_OWN,
    Review,
    conditional,
    mended,
    opened,
    paid,
    under_review,
)
from workflows.education_tool.offices import Office
from workflows.kernel.roles import Role

GIVEN_UP = "2026-06-29T10:00"


def approved() -> Review:
    review = paid()
    review.proposes("2026-06-03T10:00")
    review.approves("2026-06-03T11:00")
    return review


def proposed() -> Review:
    review = paid()
    review.proposes("2026-06-03T10:00")
    return review


def awaiting_check() -> Review:
    review = conditional()
    review.mends("2026-06-22T10:00")
    return review


STAGES: dict[str, tuple[Callable[[], Review], str | None]] = {
    "exemption": (lambda: opened(exemption={"ground": "classics"}), None),
    "approval": (lambda: opened(**A_DONATION), None),
    "preparation": (lambda: opened(**OF_ITS_OWN, tool={"unstandardised": True}), None),
    "fee": (opened, None),
    "commission": (paid, "43200.00"),
    "commission, proposed": (proposed, "43200.00"),
    "commission, approved": (approved, "38880.00"),
    "review": (under_review, "0.00"),
    "mending": (conditional, "0.00"),
    "confirmation": (awaiting_check, "0.00"),
    "decision": (mended, "0.00"),
}


@pytest.mark.rule("R-E.6")
@pytest.mark.parametrize("stage", STAGES)
def test_a_review_may_be_given_up_at_every_stage(stage: str) -> None:
    begin, back = STAGES[stage]
    review = begin()
    assert review.stage == stage.partition(",")[0]

    review.send("withdraw", Role.APPLICANT, GIVEN_UP)

    assert review.outcome == ("withdrawn", "R-E.6", "2026-06-29")
    assert [row["refund"] for row in review.rows("refunds")] == ([] if back is None else [back])
    owners = [] if stage == "preparation" else ["tool-owner/SAHIP-9"]
    assert [to for _, to, _ in review.told("R-E.6")] == ["applicant", *owners]


def test_every_stage_is_among_them() -> None:
    stages = {stage.value for stage in opened().process.stages} - {"closed", "comparison"}
    assert {stage.partition(",")[0] for stage in STAGES} == stages


@pytest.mark.rule("R-E.6")
def test_both_parts_make_up_the_fee() -> None:
    review = approved()
    review.send("withdraw", Role.APPLICANT, GIVEN_UP)

    assert review.rows("refunds") == [
        {"rule": "R-E.6", "paid": "43200.00", "refund": "38880.00", "retained": "4320.00"}
    ]


@pytest.mark.rule("R-E.6", "E-35.1a")
@pytest.mark.parametrize(("role", "rule"), [(Office.OWNER, "R-E.6"), (Office.PRESIDENCY, "R-E.6")])
def test_only_the_unit_gives_it_up(role: str, rule: str) -> None:
    wrong = opened().refused("withdraw", role, GIVEN_UP)
    assert [r.rule for r in wrong] == [rule]


@pytest.mark.rule("E-35.1a")
def test_another_unit_does_not_give_it_up() -> None:
    review = opened()
    command = review.command("withdraw", Role.APPLICANT, GIVEN_UP)
    actor = command.envelope.actor.model_copy(update={"institution": "BIRIM-4"})
    envelope = command.envelope.model_copy(update={"actor": actor})

    judged: Any = review.judge(command.model_copy(update={"envelope": envelope}))

    assert judged.refused_by == "E-35.1a"


@pytest.mark.rule("R-E.6")
def test_the_registry_enters_a_withdrawal_on_paper() -> None:
    review = opened()
    review.send("withdraw", Role.REGISTRY, GIVEN_UP, register_no="E-2026-77")

    assert review.outcome == ("withdrawn", "R-E.6", "2026-06-29")
