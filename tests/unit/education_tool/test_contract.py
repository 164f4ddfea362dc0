"""The examples of the contract at the gate: reviews of tools read them as they stand."""

from datetime import datetime
from typing import Any, TypeAlias

import pytest

from tests.kit.calendars import turkish_calendar
from tests.kit.contracts import errors, example
from tests.unit.education_tool.tools import BOOK
from workflows.education_tool.process import TOOL_REVIEW
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Opening, Verdict
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display import view
from workflows.kernel.judgement import gate, order
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.story.reading import Reading
from workflows.kernel.temporal.commands import envelope_of, start_of

REPORT = "education-tool-review/record_review_report.json"
Steps: TypeAlias = tuple[tuple[str, str, dict[str, Any]], ...]
"""Command, instant, and what differs from its example in the body."""

PERIOD = {"coefficient": "1.25", "until": "2031-06-30"}

COMMISSION: Steps = (
    ("propose_commission", "2031-03-12T10:00:00+03:00", {}),
    ("approve_commission", "2031-03-12T11:00:00+03:00", {}),
    ("assign_commission", "2031-03-12T14:00:00+03:00", {}),
)
TO_DECISION: Steps = (
    ("record_review_report", "2031-03-24T10:00:00+03:00", {}),
    ("submit_mended_tool", "2031-04-24T10:00:00+03:00", {}),
    ("confirm_mending", "2031-04-28T10:00:00+03:00", {}),
)
DECIDED: Steps = (("decide_conformity", "2031-05-05T10:00:00+03:00", {}),)
BESIDE: Steps = (
    ("record_late_member", "2031-04-29T10:00:00+03:00", {}),
    ("record_reviewer_payment", "2031-04-29T11:00:00+03:00", {}),
    ("cancel_commission_duty", "2031-04-29T12:00:00+03:00", {}),
)

SUITABLE: dict[str, Any] = {
    "result": "suitable",
    "error_slip_no": None,
    "qualities": dict.fromkeys(example(REPORT)["body"]["qualities"], True),
}
"""A report of a tool that has every quality that the example names."""

FREE: dict[str, Any] = {"specification_no": None}
PLAYS: dict[str, tuple[dict[str, Any], Steps, tuple[str, str]]] = {
    "bought, mended and conforming": (
        {},
        (
            ("record_fee", "2031-03-11T10:00:00+03:00", {}),
            *COMMISSION,
            *TO_DECISION,
            *BESIDE,
            *DECIDED,
        ),
        ("suitable", "E-35.5"),
    ),
    "reviewed again": (
        {"earlier_decision": "UK-2029-3", "path": "protocol", **FREE},
        (
            *COMMISSION,
            ("record_comparison", "2031-03-20T10:00:00+03:00", {}),
            *TO_DECISION,
            *DECIDED,
        ),
        ("suitable", "E-35.5"),
    ),
    "donated, claimed to be exempt, without a standard, given up": (
        {
            "path": "donation",
            "exemption": {"ground": "classics"},
            "tool": {"unstandardised": True},
            **FREE,
        },
        (
            (
                "decide_exemption",
                "2031-03-11T10:00:00+03:00",
                {"exempt": False, "reasons": "Listede yer almıyor."},
            ),
            ("decide_donation", "2031-03-12T10:00:00+03:00", {}),
            ("set_qualities", "2031-03-13T10:00:00+03:00", {}),
            ("withdraw", "2031-03-14T10:00:00+03:00", {}),
        ),
        ("withdrawn", "R-E.6"),
    ),
    "entered anew, and given up": (
        {},
        (
            ("record_fee", "2031-03-11T10:00:00+03:00", {}),
            ("correct_fee_receipt", "2031-03-11T11:00:00+03:00", {}),
            ("propose_commission", "2031-03-12T10:00:00+03:00", {}),
            ("correct_commission_proposal", "2031-03-12T10:30:00+03:00", {}),
            ("approve_commission", "2031-03-12T11:00:00+03:00", {}),
            ("assign_commission", "2031-03-12T14:00:00+03:00", {}),
            ("record_review_report", "2031-03-24T10:00:00+03:00", SUITABLE),
            ("correct_review_report", "2031-03-24T11:00:00+03:00", {}),
            ("withdraw", "2031-03-25T10:00:00+03:00", {}),
        ),
        ("withdrawn", "R-E.6"),
    ),
    "a translated textbook of a minority school": (
        {
            "path": "minority-school",
            "owner": None,
            "transaction_no": None,
            "school_book": {
                "school": "34990001",
                "language": "ermenice",
                "sworn_translations": 1,
                "translation_of": "2025-118",
            },
            **FREE,
        },
        (
            ("set_review_procedure", "2031-03-11T10:00:00+03:00", {}),
            ("withdraw", "2031-03-14T10:00:00+03:00", {}),
        ),
        ("withdrawn", "R-E.6"),
    ),
    "exempt": (
        {"exemption": {"ground": "classics"}},
        (("decide_exemption", "2031-03-11T10:00:00+03:00", {}),),
        ("exempt", "E-35.6"),
    ),
}
"""What differs in the filing, what is sent, and how the case ends by which rule."""


def opened(**changes: Any) -> Reading:
    """Open a case by the example, with other values in some fields of its body."""
    value = example("education-tool-review/start.json")
    tool = {**value["body"]["tool"], **changes.pop("tool", {})}
    value = {**value, "body": {**value["body"], "tool": tool, **changes}}
    assert errors("education-tool-review/start.json", value) == []
    start = start_of(value)
    assert not isinstance(start, Refusal), start
    opening = Opening(calendar=turkish_calendar(), rulebook=BOOK, known={})
    case_id = TOOL_REVIEW.case_id(start.file_no)
    let_in = open_file(TOOL_REVIEW, case_id, start, opening, start.received_at)
    assert isinstance(let_in, Admitted), let_in
    return let_in.reading


def sent(reading: Reading, name: str, value: Any, at: str) -> Admitted:
    envelope = envelope_of(value)
    assert isinstance(envelope, Envelope), envelope
    now = datetime.fromisoformat(at)
    command = Command(
        name=name,
        envelope=envelope,
        counts_from=now,
        verdict=Verdict(granted=True, facts=dict(PERIOD)),
    )
    result = order.admit(reading, command, now)
    assert not isinstance(result, gate.Repeat)
    assert isinstance(result, Admitted), (name, result)
    return result


@pytest.mark.parametrize(("filed", "steps", "ends"), PLAYS.values(), ids=PLAYS)
def test_the_examples_alone_carry_a_review_to_its_end(
    filed: dict[str, Any], steps: Steps, ends: tuple[str, str]
) -> None:
    reading = opened(**filed)
    for n, (name, at, changes) in enumerate(steps):
        value = example(f"education-tool-review/{name}.json")
        value = {**value, "command_id": f"c-{n}", "body": {**value["body"], **changes}}
        assert errors(f"education-tool-review/{name}.json", value) == []
        let_in = sent(reading, name, value, at)
        assert errors("answer.json", let_in.entry.answer) == []
        reading = let_in.reading
        assert all(set(e.roles) <= set(TOOL_REVIEW.spec(e.command).roles) for e in reading.awaited)
        shown = view.view_of(TOOL_REVIEW, reading).model_dump(mode="json")
        assert errors("view.json", shown) == []
    decision = reading.file.decision
    assert decision is not None
    assert (decision.outcome, decision.rule) == ends
    assert errors("education-tool-review/result.json", decision.model_dump(mode="json")) == []


def test_every_command_has_its_place_in_a_play() -> None:
    played = {name for _, steps, _ in PLAYS.values() for name, _, _ in steps}
    assert played == {spec.name for spec in TOOL_REVIEW.commands}
