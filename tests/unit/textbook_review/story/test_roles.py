"""Who may do what in a review, and what may come at any stage."""

from typing import Any

import pytest

from tests.kit.plays import at
from tests.kit.reasons import rules_of
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate
from workflows.kernel.roles import Role
from workflows.kernel.story.waiting import Expectation
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.stages import Stage

from .reviews import (
    Review,
)
from .ways import (
    WAYS,
    in_correction,
    in_first_review,
    submitted,
)

WHEN = "2027-02-01T10:00"


def awaited_by(review: Review, *, aside: bool) -> list[Expectation]:
    return [e for e in review.reading.awaited if e.aside is aside]


def test_there_is_a_way_to_every_stage() -> None:
    assert {stage: way().stage for stage, way in WAYS.items()} == {s: s for s in WAYS}
    assert set(WAYS) == set(Stage) - {Stage.CLOSED}


@pytest.mark.rule("S-A")
@pytest.mark.parametrize("stage", WAYS)
def test_acts_reserved_to_an_office_are_refused_to_every_other(stage: Stage) -> None:
    review = WAYS[stage]()
    for awaited in awaited_by(review, aside=False):
        assert len(awaited.roles) == 1
        assert_refused_to_others(review, awaited)


@pytest.mark.rule("S-A")
def test_so_are_the_acts_that_may_come_at_any_stage() -> None:
    review = in_first_review()
    for awaited in awaited_by(review, aside=True):
        assert_refused_to_others(review, awaited)


def assert_refused_to_others(review: Review, awaited: Expectation) -> None:
    for role in set(REVIEW.roles) - set(awaited.roles):
        command = review.command(awaited.command, role, WHEN)
        judged = gate.admit(review.reading, command, at(WHEN))
        assert isinstance(judged, Refusal)
        [no] = [reason for reason in judged.reasons if " may not " in reason.what]
        own = REVIEW.spec(awaited.command).rule  # and never that of the term that runs for it
        assert (no.rule, no.why) == (own, f"it is for {' or '.join(awaited.roles)}")


BESIDE = {
    Stage.SUBMITTED: ["take_up", "set_up_preliminary_commission"],
    Stage.PRELIMINARY_REVIEW: ["record_preliminary_report", "set_up_preliminary_commission"],
    Stage.CORRECTION: ["submit_corrected_draft", "file_objection"],
    Stage.SECOND_PRELIMINARY: ["take_up", "set_up_preliminary_commission", "file_objection"],
    Stage.SECOND_REVIEW: ["record_review_report", "file_objection"],
    Stage.HELD: [],
}
"""What a case waits for where it is not one document of one office."""


@pytest.mark.parametrize("stage", WAYS)
def test_a_case_waits_for_one_document_of_one_office(stage: Stage) -> None:
    review = WAYS[stage]()
    awaited = awaited_by(review, aside=False)

    assert [e.command for e in awaited] == BESIDE.get(stage, [e.command for e in awaited[:1]])
    assert (review.waiting_on is None) is (stage == Stage.HELD)


@pytest.mark.parametrize("stage", WAYS)
def test_the_same_acts_may_come_at_every_stage(stage: Stage) -> None:
    asides = [(e.command, e.nth, e.roles) for e in awaited_by(WAYS[stage](), aside=True)]

    assert asides == [(e.command, e.nth, e.roles) for e in awaited_by(submitted(), aside=True)]
    assert {"withdraw", "record_programme_change", "record_false_document"} < {a[0] for a in asides}


@pytest.mark.rule("T-4.4")
@pytest.mark.parametrize("stage", [stage for stage in WAYS if stage != Stage.BOARD])
def test_nothing_but_a_decision_of_the_board_makes_a_textbook(stage: Stage) -> None:
    review: Review = WAYS[stage]()
    body: Any = {"decision": "accept", "decision_no": "K-9", "decided_on": "2027-02-01"}
    command = review.command("record_board_decision", Office.BOARD, WHEN, body)
    judged = gate.admit(review.reading, command, at(WHEN))

    assert isinstance(judged, Refusal)
    assert judged.refused_by == "T-4.4"
    assert review.books == []


def test_the_registry_files_an_applicants_paper() -> None:
    review = in_correction()
    body: Any = {"delivered": {"sets": 3, "electronic_copies": 1}}
    name, when = "submit_corrected_draft", "2026-05-11T14:00"
    assert rules_of(review.refused(name, Role.REGISTRY, when, body)) == ["T-17.15b"]
    review.send(name, Role.REGISTRY, when, body, register_no="E-2026-1")

    assert review.stage == Stage.SECOND_PRELIMINARY
