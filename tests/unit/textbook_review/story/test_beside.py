"""Complaints, names and pen names: what is recorded beside a review (m.37, m.39, m.42)."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from workflows.kernel.judgement import gate
from workflows.kernel.roles import Role
from workflows.textbook_law.registers import Register
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import Body, order
from .unscored import translation_at_directorate
from .ways import WAYS, conditional, guided, in_first_review, in_second_review

COMPLAINT: Body = {"kind": "plagiarism", "complaint_no": "2026/1204", "filed_on": "2026-03-24"}
MARCH_25 = "2026-03-25T10:00"


@pytest.mark.rule("S-42.1")
def test_a_complaint_is_on_record_with_date_and_number_and_bans_nobody() -> None:
    review = in_first_review()
    review.send("record_criminal_complaint", Office.PRESIDENCY, MARCH_25, COMPLAINT)

    [entered] = [e for e in review.registers if e.into == "criminal-complaints"]
    assert entered.key.endswith("/2026/1204")
    assert entered.row == {"rule": "S-42.1", "kind": "plagiarism", "filed_on": "2026-03-24"}
    assert review.rows("sanctions") == []
    assert review.stage == Stage.FIRST_REVIEW


@pytest.mark.rule("S-42.1")
def test_a_complaint_has_been_filed_before_it_is_recorded() -> None:
    to_come = COMPLAINT | {"filed_on": "2026-03-26"}
    review = in_first_review()
    name = "record_criminal_complaint"
    assert rules_of(review.refused(name, Office.PRESIDENCY, MARCH_25, to_come)) == ["S-42.1"]
    silent = {"kind": "plagiarism", "filed_on": "2026-03-24"}
    assert rules_of(review.refused(name, Office.PRESIDENCY, MARCH_25, silent)) == ["S-42.1"]


@pytest.mark.rule("S-42.2", "S-42.1")
def test_it_is_the_judgment_that_bans_for_two_years() -> None:
    review = in_first_review()
    review.send("record_criminal_complaint", Office.PRESIDENCY, MARCH_25, COMPLAINT)
    proven: Body = {"kind": "plagiarism", "judgment_no": "2026/88", "final_on": "2026-03-24"}
    review.send("record_proven_offence", Office.PRESIDENCY, MARCH_25, proven)

    bans = [(b["rule"], b["starts_on"], b["ends_on"]) for b in review.rows("sanctions")]
    assert bans == [("S-42.2", "2026-03-24", "2028-03-24")]


# -- names on the book ---------------------------------------------------------------------------

CONTRACT: Body = {"whose": "authors", "contract_no": "2026/4411", "contract_on": "2026-11-30"}


@pytest.mark.rule("B-39.3")
@pytest.mark.parametrize("way", [conditional, guided])
def test_names_change_by_contract_while_acceptance_is_conditional(way: Any) -> None:
    review = way()
    stage, when = review.stage, review.soon
    review.send("change_names", Role.APPLICANT, when, CONTRACT)

    assert review.stage == stage
    told = [(n.addressee, n.facts["contract_no"]) for n in review.notices if n.rule == "B-39.3"]
    assert told == [("board", "2026/4411"), ("books-branch", "2026/4411")]


CONDITIONAL = (Stage.CONDITIONAL, Stage.CONDITIONAL_CHECK, Stage.GUIDED, Stage.GUIDED_CHECK)


@pytest.mark.rule("B-39.3")
@pytest.mark.parametrize("stage", [stage for stage in WAYS if stage not in CONDITIONAL])
def test_and_at_no_other_stage(stage: Stage) -> None:
    review = WAYS[stage]()
    body = CONTRACT | {"contract_on": "2026-03-02"}

    assert rules_of(review.refused("change_names", Role.APPLICANT, review.soon, body)) == ["B-39.3"]


# -- pen names -----------------------------------------------------------------------------------


@pytest.mark.rule("S-37.1", "R-S.7", "T-11.2b")
def test_a_translation_of_a_publisher_banned_for_pen_names_is_held_too() -> None:
    """m.37: "taslak ders kitapları … incelemeye alınmaz" is said of every draft."""
    review = translation_at_directorate()
    name, role, when = "assign_commission", Office.PRESIDENCY, "2026-03-23T10:00"
    sent = review.command(name, role, when, order())
    asked = gate.question_for(review.reading, sent)
    assert asked is not None
    assert (asked[0].by, asked[1]) == (
        Register.SANCTIONS,
        {"rules": ["S-37.1"], "on": "2026-03-23"},
    )
    known: Body = {"rule": "S-37.1", "until": "2028-03-24"}
    [no] = review.refused(name, role, when, order(), granted=False, known=known)
    assert no.rule == "S-37.1"


# -- whose case it is ----------------------------------------------------------------------------


@pytest.mark.rule("T-16.1", "T-17.15b", "S-A")
@pytest.mark.parametrize(
    ("stage", "name"),
    [
        (Stage.SUBMITTED, "withdraw"),
        (Stage.FIRST_REVIEW, "withdraw"),
        (Stage.CORRECTION, "submit_corrected_draft"),
        (Stage.CONDITIONAL, "submit_conditional_corrections"),
    ],
)
def test_nobody_but_the_cases_own_applicant_acts_for_it(stage: Stage, name: str) -> None:
    review = WAYS[stage]()
    body: Body = {} if name == "withdraw" else {"delivered": {"sets": 3, "electronic_copies": 1}}
    for stranger in ("applicant-2", "pub-18"):
        sent = review.command(name, Role.APPLICANT, review.soon, body, actor=stranger)
        judged: Any = review.judge(sent)
        assert f"{stranger} is not the applicant of this case" in [n.what for n in judged.reasons]
    for own in ("applicant-1", "pub-17"):  # who filed, and the publisher itself, sealed or not
        sent = review.command(name, Role.APPLICANT, review.soon, body, actor=own)
        assert gate.refusal_of(review.reading, sent, sent.counts_from) is None
    under_code = review.command(name, Role.APPLICANT, review.soon, body, actor="K7-0312")
    refused = gate.refusal_of(review.reading, under_code, under_code.counts_from)
    assert (refused is not None) is (stage == Stage.SUBMITTED)  # from coding on, its own name


@pytest.mark.rule("T-17.10a", "T-20.1")
def test_the_report_on_supplements_is_by_a_member_of_the_review_commission() -> None:
    review = in_second_review()
    body: Body = {"suitable": True, "report_no": "EK-1"}
    name, role = "record_supplement_report", Office.REVIEW_COMMISSION
    sent = review.command(name, role, review.soon, body, actor="evaluator-0")
    judged: Any = review.judge(sent)

    assert rules_of(judged.reasons)[0] == "T-20.1"
