"""What a form takes over from the case: what it rests on, and nothing that is to be said anew."""

from datetime import UTC, datetime
from typing import Any

import pytest

from starter.client.models import Step
from starter.client.processes import PROCESSES
from starter.pages.carried import CARRIED, known_to
from starter.pages.messages import form_of

AT = datetime(2031, 3, 10, 7, tzinfo=UTC)
MEMBERS = [{"role": "field-expert", "id": "i-1"}, {"role": "language-expert", "id": "i-2"}]


def told(*acts: tuple[str, Any]) -> list[Step]:
    """A journal with these documents."""
    return [
        Step(
            n=n, kind="opened" if n == 1 else "command", name=name, title="", rule="V-4",
            counts_from=AT, settled_at=AT, role="board", body=body, hash="",
        )
        for n, (name, body) in enumerate(acts, start=1)
    ]  # fmt: skip


@pytest.mark.parametrize(("process", "command"), sorted(CARRIED))
def test_each_field_that_is_taken_over_is_one_of_the_form(process: str, command: str) -> None:
    form = form_of(process, command)
    assert CARRIED[process, command].keys() <= form.properties(form.schema).keys()
    assert command in {spec.name for spec in PROCESSES[process].commands}


def test_the_order_takes_over_whom_the_proposal_names() -> None:
    steps = told(
        ("file_application", {}),
        ("propose_commission", {"members": [], "chair": "i-9"}),
        ("propose_commission", {"members": MEMBERS, "chair": "i-1"}),
        ("approve_commission", {"approved": True}),
    )
    known = known_to("textbook-review", "assign_commission", steps)

    assert known == {"members": MEMBERS, "chair": "i-1"}


def test_nobody_of_the_review_commission_is_offered_for_the_evaluation() -> None:
    steps = told(("assign_commission", {"members": MEMBERS, "chair": "i-1"}))
    assert known_to("textbook-review", "propose_evaluation_commission", steps) == {}


def test_a_second_payment_is_not_filled_in_with_the_first() -> None:
    steps = told(("file_application", {"fee": {"amount": "48750.00", "receipt_no": "D-1"}}))
    assert known_to("textbook-review", "file_objection", steps) == {}


def test_an_exam_is_asked_for_those_who_take_part_and_planned_for_whom_it_was_asked() -> None:
    steps = told(
        ("plan_course", {}),
        ("enrol_trainees", {"trainees": [{"trainee": t} for t in ("t-1", "t-2", "t-3")]}),
        ("cancel_trainee", {"trainee": "t-3", "explanation": "Kayıt yanlış"}),
        ("request_exam", {"candidates": {"t-2": {}}, "wished_on": "2031-11-03"}),
        ("schedule_exam", {"sitting": "S-41", "candidates": ["t-2"]}),
    )
    asked = known_to("course", "request_exam", steps)
    planned = known_to("course", "schedule_exam", steps)
    results = known_to("course", "record_exam_results", steps)

    assert asked == {"candidates": {"t-1": None, "t-2": None}}
    assert planned == {"candidates": ["t-2"], "held_on": "2031-11-03"}
    assert results == {"sitting": "S-41", "results": {"t-2": None}}
    assert form_of("course", "record_exam_results").flat(results) == {
        "sitting": ["S-41"],
        "results.#": ["1"],
        "results.0.key": ["t-2"],
    }


def test_whom_a_form_names_is_not_left_out_for_lack_of_an_answer() -> None:
    form = form_of("course", "record_exam_results")
    named = {"results.#": ["2"], "results.0.key": ["t-1"], "results.1.key": ["t-2"]}

    said = form.body({**named, "results.0.value": ["passed"]})
    assert said == {"results": {"t-1": "passed", "t-2": None}}


def test_what_somebody_may_not_read_is_not_filled_in_for_them() -> None:
    assert (
        known_to("textbook-review", "assign_commission", told(("propose_commission", None))) == {}
    )
