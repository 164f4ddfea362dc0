"""Grounds, who takes them back, and the bans they bring."""

from datetime import date
from typing import Any

import pytest

from tests.unit.textbook_in_use.books import BOOK, a_book
from workflows.kernel.roles import Actor
from workflows.textbook_in_use.messages.printing import Comparison
from workflows.textbook_in_use.messages.programme import ReflectionCheck
from workflows.textbook_in_use.messages.term import FalseDocument, ProvenOffence
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.rules.annulment import (
    FINDERS,
    Ground,
    ban_of,
    breaches_of_unit,
    breaches_of_withdrawal,
    ground_of,
    undelivered,
)

ON = date(2026, 10, 12)
FINDINGS: dict[str, Any] = {
    "S-28.1b/2": Comparison.model_validate(
        {"printing": 2, "report_no": "K-1", "dated_on": ON, "found": "mismatch"}
    ),
    "S-27.1/1": ReflectionCheck(change=1, reflected=False, finding_no="T-1", found_on=ON),
    "S-5.2b/1": FalseDocument.model_validate(
        {"authority": "judicial", "finding_no": "T-1", "found_on": ON}
    ),
    "S-42.2/1": ProvenOffence.model_validate(
        {"kind": "plagiarism", "judgment_no": "T-1", "final_on": ON}
    ),
}
A_UNIT = {"kind": "unit", "key": "unit-3", "institution": "BIRIM-3"}


@pytest.mark.rule("R-B.6", "S-28.1b", "S-27.1", "S-5.2b", "S-42.2")
@pytest.mark.parametrize("ref", FINDINGS)
def test_a_finding_brings_its_ground(ref: str) -> None:
    rule = ref.partition("/")[0]

    assert ground_of(FINDINGS[ref], 1) == Ground(ref=ref, rule=rule, found_on=ON)


@pytest.mark.rule("B-28.1c", "B-27.1a")
@pytest.mark.parametrize(
    "harmless",
    [
        FINDINGS["S-28.1b/2"].model_copy(update={"found": "updates"}),
        FINDINGS["S-28.1b/2"].model_copy(update={"found": "matches"}),
        FINDINGS["S-27.1/1"].model_copy(update={"reflected": True}),
    ],
)
def test_what_calls_for_an_update_or_is_in_order_brings_none(harmless: Any) -> None:
    assert ground_of(harmless, 1) is None


def banned(ref: str, **changes: Any) -> tuple[Any, ...] | None:
    ground = ground_of(FINDINGS[ref], 1)
    assert ground is not None
    ban = ban_of(ground, a_book(**changes), "2026-0007", ON, BOOK)
    return None if ban is None else (ban.rule, ban.scope, ban.starts_on, ban.ends_on)


@pytest.mark.rule("S-28.1b", "S-5.2c", "S-42.2", "R-S.6")
def test_three_grounds_ban_the_publisher_from_their_day_on() -> None:
    assert banned("S-28.1b/2") == ("S-28.1b", {"book": "2026-0007"}, ON, date(2028, 10, 12))
    assert banned("S-5.2b/1") == ("S-5.2c", {}, ON, date(2027, 10, 12))
    assert banned("S-42.2/1") == ("S-42.2", {}, ON, date(2028, 10, 12))


@pytest.mark.rule("S-27.1", "S-28.1a", "S-33.1e")
def test_the_other_grounds_ban_nobody() -> None:
    assert banned("S-27.1/1") is None
    for ground in (undelivered(1, ON), Ground(ref="S-33.1e/1", rule="S-33.1e", found_on=ON)):
        assert ban_of(ground, a_book(), "2026-0007", ON, BOOK) is None


@pytest.mark.rule("R-S.9")
def test_a_unit_cannot_be_banned() -> None:
    assert banned("S-28.1b/2", applicant=A_UNIT) is None
    assert [r.rule for r in breaches_of_unit(a_book(applicant=A_UNIT), "S-5.2b")] == ["R-S.9"]
    assert breaches_of_unit(a_book(), "S-5.2b") == ()


@pytest.mark.rule("R-B.6")
@pytest.mark.parametrize("rule", FINDERS)
def test_a_finding_is_taken_back_by_whoever_made_it(rule: str) -> None:
    pending = [Ground(ref=f"{rule}/1", rule=rule, found_on=ON)]
    for office in Office:
        said = breaches_of_withdrawal(f"{rule}/1", Actor(role=office, id="a-1"), pending)
        assert [r.rule for r in said] == ([] if office is FINDERS[rule] else ["R-B.6"])
    unknown = breaches_of_withdrawal(f"{rule}/2", Actor(role=FINDERS[rule], id="a-1"), pending)
    assert [r.rule for r in unknown] == ["R-B.6"]


@pytest.mark.rule("S-28.1a", "R-B.6")
def test_copies_that_did_not_come_are_nobodys_finding() -> None:
    by = Actor(role=Office.PRESIDENCY, id="a-1")
    said = breaches_of_withdrawal("S-28.1a/1", by, [undelivered(1, ON)])

    assert [r.rule for r in said] == ["S-28.1a"]
