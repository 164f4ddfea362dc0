"""Who applies for a tool, by which path, and with what."""

from typing import Any

import pytest

from tests.unit.education_tool.tools import (
    A_DONATION,
    A_SCHOOL_BOOK,
    BOOK,
    OF_ITS_OWN,
    REQUESTED,
    UNDER_PROTOCOL,
    UNIT,
    an_application,
)
from workflows.education_tool.messages.application import Ground
from workflows.education_tool.rules.filing import breaches_of_filing
from workflows.kernel.roles import Actor, Role

BY = Actor(role=Role.APPLICANT, id="applicant-1", institution=UNIT)
DECISION = {
    "decision_no": "UK-9",
    "decided_on": "2025-03-03",
    "tool_no": "EA-7",
    "unit": UNIT,
    "path": "donation",
    "transaction_no": "HB-1",
}


def rules(by: Actor = BY, known: dict[str, Any] | None = None, **changes: Any) -> list[str]:
    application = an_application(**changes)
    return [r.rule for r in breaches_of_filing(application, by, known or {}, BOOK)]


def school_book(**changes: Any) -> dict[str, Any]:
    stated = A_SCHOOL_BOOK["school_book"]
    assert isinstance(stated, dict)
    return {**A_SCHOOL_BOOK, "school_book": {**stated, **changes}}


@pytest.mark.rule("E-35.1a")
@pytest.mark.parametrize(
    "path", [{}, A_DONATION, UNDER_PROTOCOL, OF_ITS_OWN, REQUESTED, A_SCHOOL_BOOK]
)
def test_a_unit_may_apply_by_every_path(path: dict[str, Any]) -> None:
    assert rules(**path) == []


@pytest.mark.rule("E-35.1a")
def test_the_owner_does_not_apply_itself() -> None:
    owner = {"kind": "publisher", "key": "owner-9", "institution": UNIT}

    assert rules(applicant=owner) == ["E-35.1a"]


@pytest.mark.rule("E-35.1a")
def test_another_unit_does_not_apply_for_this_one() -> None:
    stranger = Actor(role=Role.APPLICANT, id="applicant-2", institution="BIRIM-4")
    on_paper = Actor(role=Role.REGISTRY, id="registry-1", institution="EVRAK")

    assert rules(stranger) == ["E-35.1a"]
    assert rules(on_paper) == []


@pytest.mark.rule("E-35.1a", "E-35.5", "E-15.3", "E-35.6")
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        pytest.param({"transaction_no": None}, "E-35.5", id="no purchase is named"),
        pytest.param(A_DONATION | {"transaction_no": None}, "E-35.5", id="no donation is named"),
        pytest.param(UNDER_PROTOCOL | {"transaction_no": None}, "E-35.5", id="no protocol"),
        pytest.param({"owner": None}, "E-15.3", id="nobody who would pay"),
        pytest.param(REQUESTED | {"request_no": None}, "E-35.1a", id="no request of the Minister"),
        pytest.param({"specification_no": None}, "E-35.6", id="bought without a specification"),
    ],
)
def test_each_path_has_its_papers(changes: dict[str, Any], rule: str) -> None:
    assert rules(**changes) == [rule]


@pytest.mark.rule("E-35.1a", "R-E.5")
@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("textbook", "E-35.1a"),
        ("workbook", "E-35.1a"),
        ("teachers-guide", "E-35.1a"),
        ("in-place-of-textbook", "R-E.5"),
    ],
)
def test_books_of_the_curriculum_go_another_way(kind: str, rule: str) -> None:
    assert rules(tool={"kind": kind}) == [rule]


@pytest.mark.rule("E-11.1b", "E-11.1c")
@pytest.mark.parametrize(
    ("path", "rule"), [("minority-school", "E-11.1b"), ("foreign-school", "E-11.1c")]
)
def test_a_schools_own_book_comes_with_a_sworn_translation(path: str, rule: str) -> None:
    a_textbook = {"tool": {"kind": "textbook"}, "path": path}

    assert rules(**school_book() | a_textbook) == []
    assert rules(**school_book(sworn_translations=0) | a_textbook) == [rule]
    application = an_application(**school_book(sworn_translations=0) | a_textbook)
    (reason,) = breaches_of_filing(application, BY, {}, BOOK)
    assert reason.do == "add 1 of them"
    assert rules(**A_SCHOOL_BOOK | a_textbook | {"school_book": None}) == [rule]


@pytest.mark.rule("E-11.1b2", "E-11.1c")
def test_only_a_minority_school_translates_a_textbook_in_use() -> None:
    translated = school_book(translation_of="2025-118")

    assert rules(**translated) == []
    assert rules(**translated | {"path": "foreign-school"}) == ["E-11.1c"]


@pytest.mark.rule("E-11.1b")
def test_no_other_path_is_for_a_schools_book() -> None:
    assert rules(school_book=school_book()["school_book"]) == ["E-11.1b"]


@pytest.mark.rule("E-35.6")
@pytest.mark.parametrize("ground", Ground)
def test_an_exemption_may_be_claimed_on_each_ground(ground: Ground) -> None:
    claim = {"ground": ground.value, "certificate_no": "TSE-7"}
    assert rules(exemption=claim) == []


@pytest.mark.rule("E-35.6")
def test_equipment_is_exempt_by_its_certificate_and_books_never_are() -> None:
    assert rules(exemption={"ground": "certified-equipment"}) == ["E-35.6"]
    a_textbook = school_book() | {"tool": {"kind": "textbook"}}
    assert rules(**a_textbook, exemption={"ground": "classics"}) == ["E-35.6"]


@pytest.mark.rule("E-35.4")
def test_an_earlier_decision_is_one_on_this_tool() -> None:
    again: dict[str, Any] = {"earlier_decision": "UK-9"}

    assert rules(known={"tool_decision": DECISION}, **again) == []
    other = {"tool_decision": DECISION | {"tool_no": "EA-8"}}
    assert rules(known=other, **again) == ["E-35.4"]
    # decisions from before the register lie in the files of the Presidency
    assert rules(known={"tool_decision": None}, **again) == []
