"""The examples of the contract at the gate: cases read them as they stand, and go on."""

from datetime import datetime
from typing import Any, TypeAlias

import pytest

from tests.kit.calendars import turkish_calendar
from tests.kit.contracts import errors, example
from tests.unit.textbook_review.drafts import BOOK, COEFFICIENT
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Opening, Verdict
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.display import view
from workflows.kernel.judgement import gate, order
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.story.reading import Reading
from workflows.kernel.temporal.commands import envelope_of, start_of
from workflows.textbook_review.process import REVIEW

Steps: TypeAlias = tuple[tuple[str, str, dict[str, Any]], ...]
"""Command, instant, and what differs from its example in the body; ``by`` names another sender."""

WITH_SUPPLEMENT = [{"kind": "textbook", "pages": 208}, {"kind": "supplement", "pages": 0}]
BY_A_UNIT = {
    "route": "commissioned-writing",
    "applicant": {"kind": "unit", "key": "unit-3", "institution": "BIRIM-3"},
    "fee": None,
    "specification_no": "S-2031-4",
}
AN_UPDATE = {"updates": {"book_no": "2025-118", "last_school_year": 2030, "previous_copies": 1}}
A_TRANSLATION = {"translation_of": "2029-77", "original_last_school_year": 2031}

TO_DIRECTORATE: Steps = (
    ("set_up_preliminary_commission", "2031-03-14T09:30:00+03:00", {}),
    ("take_up", "2031-03-17T09:30:00+03:00", {}),
    ("record_preliminary_report", "2031-03-20T14:00:00+03:00", {}),
    ("hand_over_to_directorate", "2031-03-21T11:00:00+03:00", {}),
)
TO_COMMISSION: Steps = (
    *TO_DIRECTORATE,
    ("propose_commission", "2031-03-21T14:00:00+03:00", {}),
    ("approve_commission", "2031-03-21T14:30:00+03:00", {}),
    ("assign_commission", "2031-03-21T15:00:00+03:00", {}),
)
BESIDE_THE_REVIEW: Steps = (
    ("refer_doubt_to_board", "2031-04-07T10:00:00+03:00", {}),
    ("record_programme_change", "2031-04-07T15:00:00+03:00", {}),
    ("open_envelope", "2031-04-07T15:10:00+03:00", {}),
    ("record_board_guidance", "2031-04-08T10:00:00+03:00", {}),
    ("record_late_member", "2031-04-09T10:00:00+03:00", {}),
    ("record_criminal_complaint", "2031-04-09T11:00:00+03:00", {}),
    ("record_pen_name", "2031-04-09T14:00:00+03:00", {}),
    ("record_proven_offence", "2031-04-09T15:00:00+03:00", {}),
)
EVALUATORS: Steps = (
    ("propose_evaluation_commission", "2031-04-11T10:00:00+03:00", {}),
    ("approve_evaluation_commission", "2031-04-11T11:00:00+03:00", {}),
    ("assign_evaluation_commission", "2031-04-11T15:00:00+03:00", {}),
)
TO_CORRECTION: Steps = (
    ("record_review_report", "2031-04-10T10:00:00+03:00", {}),
    ("correct_review_report", "2031-04-10T11:00:00+03:00", {}),
    EVALUATORS[0],
    ("correct_evaluation_proposal", "2031-04-11T10:30:00+03:00", {}),
    *EVALUATORS[1:],
    ("record_evaluation_report", "2031-04-15T10:00:00+03:00", {}),
    ("record_service", "2031-04-24T16:00:00+03:00", {}),
)

# The conditional path with new errors, and on the way all that is recorded beside it.
CONDITIONAL: Steps = (
    TO_COMMISSION[0],
    ("correct_fee_receipt", "2031-03-14T10:30:00+03:00", {}),
    *TO_COMMISSION[1:3],
    ("correct_preliminary_report", "2031-03-20T14:30:00+03:00", {}),
    *TO_COMMISSION[3:5],
    ("correct_commission_proposal", "2031-03-21T14:10:00+03:00", {}),
    *TO_COMMISSION[5:],
    *BESIDE_THE_REVIEW,
    *TO_CORRECTION,
    ("record_supplement_report", "2031-04-25T10:00:00+03:00", {}),
    ("record_reviewer_payment", "2031-05-05T10:00:00+03:00", {}),
    ("submit_corrected_draft", "2031-05-12T11:20:00+03:00", {}),
    ("take_up", "2031-05-13T09:00:00+03:00", {}),
    ("record_preliminary_report", "2031-05-14T09:00:00+03:00", {}),
    ("hand_over_to_directorate", "2031-05-15T09:00:00+03:00", {"sealed_envelope_no": "Z-2"}),
    ("record_review_report", "2031-05-30T09:00:00+03:00", {"score": "92.00"}),
    ("cancel_commission_duty", "2031-06-02T11:00:00+03:00", {}),
    ("record_member_leaving", "2031-06-02T12:00:00+03:00", {}),
    (
        "record_evaluation_report",
        "2031-06-10T09:00:00+03:00",
        {"below_90": False, "reasons": "all findings have been mended"},
    ),
    ("sign_follow_up_form", "2031-06-17T15:00:00+03:00", {}),
    ("record_board_decision", "2031-06-20T15:00:00+03:00", {}),
    (
        "record_service",
        "2031-06-24T10:00:00+03:00",
        {"notification": "T-17.18a/1", "served_on": "2031-06-24"},
    ),
    ("change_names", "2031-06-25T10:00:00+03:00", {"contract_on": "2031-06-25"}),
    ("submit_conditional_corrections", "2031-06-27T10:00:00+03:00", {}),
    ("record_conditional_check", "2031-06-30T10:00:00+03:00", {}),
    (
        "record_service",
        "2031-07-01T10:00:00+03:00",
        {"notification": "T-17.18c/1", "served_on": "2031-07-01"},
    ),
    ("submit_guided_corrections", "2031-07-10T10:00:00+03:00", {}),
    ("record_guided_corrections_complete", "2031-07-14T10:00:00+03:00", {}),
)

# An objection leads to a review anew, on which a university is heard.
OBJECTED: Steps = (
    *TO_COMMISSION,
    *TO_CORRECTION,
    ("file_objection", "2031-04-28T10:00:00+03:00", {}),
    ("assign_objection_commission", "2031-05-05T10:00:00+03:00", {}),
    ("record_objection_report", "2031-05-30T10:00:00+03:00", {}),
    ("sign_follow_up_form", "2031-06-17T15:00:00+03:00", {}),
    (
        "record_board_decision",
        "2031-06-20T15:00:00+03:00",
        {"decision": "re-review", "first_school_year": None},
    ),
    ("propose_commission", "2031-06-23T10:00:00+03:00", {}),
    ("approve_commission", "2031-06-23T11:00:00+03:00", {}),
    ("assign_commission", "2031-06-23T15:00:00+03:00", {}),
    ("record_university_opinion", "2031-06-30T15:00:00+03:00", {}),
    ("record_review_report", "2031-07-14T10:00:00+03:00", {"score": "91.00"}),
    ("record_evaluation_report", "2031-07-21T10:00:00+03:00", {}),
    ("sign_follow_up_form", "2031-07-24T15:00:00+03:00", {}),
    (
        "record_board_decision",
        "2031-07-28T15:00:00+03:00",
        {"decision": "accept", "decided_on": "2031-07-28"},
    ),
)

# An update goes back once with its three errors, comes again without any, and is accepted.
UPDATED: Steps = (
    *TO_DIRECTORATE[:3],
    ("hand_over_to_directorate", "2031-03-21T11:00:00+03:00", {"anonymity_code": None}),
    *TO_COMMISSION[4:],
    ("record_update_report", "2031-04-10T10:00:00+03:00", {}),
    ("correct_update_report", "2031-04-10T11:00:00+03:00", {}),
    *EVALUATORS,
    ("record_evaluation_report", "2031-04-15T10:00:00+03:00", {}),
    ("record_service", "2031-04-24T16:00:00+03:00", {"notification": "T-17.25/1"}),
    ("submit_corrected_draft", "2031-05-12T11:20:00+03:00", {}),
    ("take_up", "2031-05-13T09:00:00+03:00", {}),
    ("record_preliminary_report", "2031-05-14T09:00:00+03:00", {}),
    ("record_update_report", "2031-05-30T09:00:00+03:00", {"errors": 0, "scientific_errors": 0}),
    ("record_evaluation_report", "2031-06-10T09:00:00+03:00", {"scientific_errors": 0}),
    ("sign_follow_up_form", "2031-06-17T15:00:00+03:00", {}),
    ("record_board_decision", "2031-06-20T15:00:00+03:00", {"decision": "accept"}),
)

# The Presidency sets up the commission of a translation itself, and nobody evaluates.
TRANSLATED: Steps = (
    *TO_DIRECTORATE,
    ("assign_commission by presidency", "2031-03-21T15:00:00+03:00", {}),
    ("record_translation_report", "2031-04-10T10:00:00+03:00", {}),
    ("correct_translation_report", "2031-04-10T11:00:00+03:00", {}),
    ("sign_follow_up_form", "2031-04-17T15:00:00+03:00", {}),
    (
        "record_board_decision",
        "2031-04-28T15:00:00+03:00",
        {"decision": "accept", "decided_on": "2031-04-28"},
    ),
)

# Seven pages are no signature: the Presidency sets the fee, and the commission finds it paid.
LEAFLET: dict[str, Any] = {"parts": [{"kind": "textbook", "pages": 7}]}
FEE_SET: Steps = (
    *TO_DIRECTORATE[:2],
    ("record_fee_decision", "2031-03-20T10:00:00+03:00", {}),
    TO_DIRECTORATE[2],
    ("withdraw", "2031-04-07T10:00:00+03:00", {}),
)

MONDAY = "2031-04-07T10:00:00+03:00"
PLAYS: dict[str, tuple[dict[str, Any], Steps, tuple[str, str]]] = {
    "conditional": (
        {"work": {"parts": WITH_SUPPLEMENT}},
        CONDITIONAL,
        ("accepted", "T-17.18c"),
    ),
    "objection": ({}, OBJECTED, ("accepted", "T-17.19")),
    "update": (AN_UPDATE, UPDATED, ("accepted", "T-17.25")),
    "translation": (A_TRANSLATION, TRANSLATED, ("accepted", "T-11.2b")),
    "fee set by the Presidency": ({"work": LEAFLET}, FEE_SET, ("withdrawn", "R-T.17")),
    # what ends a review at any stage
    "withdrawn": (
        {},
        (*TO_DIRECTORATE, ("withdraw", MONDAY, {})),
        ("withdrawn", "T-16.2a"),
    ),
    "false document": (
        {},
        (("record_false_document", MONDAY, {}),),
        ("returned", "S-5.2a"),
    ),
    "quotation": (
        {},
        (*TO_COMMISSION, ("record_quotation_breach", MONDAY, {})),
        ("returned", "S-7.5"),
    ),
    "unfit authors": (
        BY_A_UNIT,
        (("record_unfit_authors", MONDAY, {}),),
        ("returned", "S-7.2"),
    ),
    "unfit for the programme": (
        {},
        (
            *TO_COMMISSION,
            ("record_unfit_for_programme", MONDAY, {}),
            (
                "record_service",
                "2031-04-08T10:00:00+03:00",
                {"notification": "T-16.2b/1", "served_on": "2031-04-08"},
            ),
            ("withdraw", "2031-04-09T10:00:00+03:00", {}),
        ),
        ("withdrawn", "T-16.2b"),
    ),
    "programme to be written anew": (
        {},
        (("record_programme_change", MONDAY, {"rewriting": True}),),
        ("returned", "T-27.2a"),
    ),
}
"""What differs in the filing, what is sent, and how the case ends by which rule."""


def opened(**changes: Any) -> Reading:
    """Open a case by the example, with other values in some fields of its body."""
    value = example("textbook-review/start.json")
    body = value["body"]
    work = {**body["work"], **changes.pop("work", {})}
    value = {**value, "body": {**body, "work": work, **changes}}
    assert errors("textbook-review/start.json", value) == []
    start = start_of(value)
    assert not isinstance(start, Refusal), start
    opening = Opening(
        calendar=turkish_calendar(), rulebook=BOOK, known={"coefficient": str(COEFFICIENT)}
    )
    case_id = REVIEW.case_id(start.file_no)
    let_in = open_file(REVIEW, case_id, start, opening, start.received_at)
    assert isinstance(let_in, Admitted), let_in
    return let_in.reading


def sent(reading: Reading, name: str, value: Any, at: str) -> Admitted | Refusal:
    """Bring a command to the gate; a register that is asked has nothing against it."""
    envelope = envelope_of(value)
    assert isinstance(envelope, Envelope), envelope
    now = datetime.fromisoformat(at)
    command = Command(
        name=name,
        envelope=envelope,
        counts_from=envelope.received_at or now,
        verdict=Verdict(granted=True, facts={"coefficient": str(COEFFICIENT)}),
    )
    result = order.admit(reading, command, now)
    assert not isinstance(result, gate.Repeat)
    return result


@pytest.mark.parametrize(("filed", "steps", "ends"), PLAYS.values(), ids=PLAYS)
def test_the_examples_alone_carry_a_review_to_its_end(
    filed: dict[str, Any], steps: Steps, ends: tuple[str, str]
) -> None:
    """A Go or Java service needs nothing but these files: cases read them as they stand."""
    reading = opened(**filed)
    for n, (step, at, changes) in enumerate(steps):
        name, _, role = step.partition(" by ")
        value = example(f"textbook-review/{name}.json")
        value = {**value, "command_id": f"c-{n}", "body": {**value["body"], **changes}}
        if role:
            value["actor"] = {"role": role, "id": f"{role}-1"}
        assert errors(f"textbook-review/{name}.json", value) == []
        let_in = sent(reading, name, value, at)
        assert isinstance(let_in, Admitted), (name, let_in)
        assert errors("answer.json", let_in.entry.answer) == []
        reading = let_in.reading
        # what the contract says of senders holds at every stage
        assert all(set(e.roles) <= set(REVIEW.spec(e.command).roles) for e in reading.awaited)
        shown = view.view_of(REVIEW, reading).model_dump(mode="json")
        assert errors("view.json", shown) == []
        assert errors("why.json", shown["terms"]) == []
    decision = reading.file.decision
    assert decision is not None
    assert (decision.outcome, decision.rule) == ends
    assert errors("textbook-review/result.json", decision.model_dump(mode="json")) == []


def test_every_command_has_its_place_in_a_play() -> None:
    played = {step.partition(" by ")[0] for _, steps, _ in PLAYS.values() for step, _, _ in steps}
    assert played == {spec.name for spec in REVIEW.commands}


def test_the_examples_of_the_standing_commands_are_read_as_they_stand() -> None:
    reading = opened()
    at = "2031-03-12T10:00:00+03:00"
    judged = {
        kind.command: sent(reading, kind.command, example(f"standing/{kind.command}.json"), at)
        for kind in STANDING
    }
    rules = {
        name: said.refused_by if isinstance(said, Refusal) else "admitted"
        for name, said in judged.items()
    }
    # no reasons are owed yet and nothing is in conflict: refusals about the case, not the shape
    assert rules == {
        "decree_closure": "admitted",
        "renew_calendar": "admitted",
        "extend_term": "admitted",
        "state_extension_reasons": "T-18.3",
        "resolve_attention": "admitted",
        "decide_order": "V-3",
    }
    refused = judged["state_extension_reasons"]
    assert isinstance(refused, Refusal)
    assert errors("refused.json", refused.model_dump(mode="json")["reasons"]) == []
