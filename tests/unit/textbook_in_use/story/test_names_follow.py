"""What follows from notices about rights and names: letters, rows, who is awaited.

What may come more than once comes twice, so that each has a letter and a row of its own. Whole
values are compared; all days are worked out by hand.
"""

from typing import Any, Final

import pytest

from tests.unit.textbook_in_use.books import Body, opened, taught
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office

DECIDED: Final[Body] = {"decision_no": "2027/5"}


@pytest.mark.rule("B-28.2")
def test_every_notice_about_rights_is_entered_and_told_to_both_offices() -> None:
    book = taught()
    stops: Body = {"event": "not-printing", "since": "2027-11-01"}
    passes: Body = {
        "event": "transferred",
        "since": "2027-10-04",
        "transferred_to": "publisher-9",
    }
    book.does("notify_rights", Role.APPLICANT, "2027-10-05T10:00", **stops)
    book.does("notify_rights", Role.APPLICANT, "2027-10-06T10:00", **passes)

    assert book.entered("book-rights") == [("1", {**stops, "transferred_to": None}), ("2", passes)]
    first: Body = {"transferred": False, "since": "2027-11-01"}
    second: Body = {"transferred": True, "since": "2027-10-04"}
    assert book.said("rights_told") == [
        ("B-28.2/1", "presidency", first),
        ("B-28.2/1", "publications-department", first),
        ("B-28.2/2", "presidency", second),
        ("B-28.2/2", "publications-department", second),
    ]


@pytest.mark.rule("B-39.1", "B-39.2", "R-B.18", "R-B.12")
def test_every_change_of_names_is_answered_and_entered_where_it_is_granted() -> None:
    book = taught()
    contract = {"contract_no": "N-1", "contract_on": "2027-09-30"}
    told: list[dict[str, Any]] = [
        {"whose": "authors", **contract},
        {"whose": "publisher", **contract},
        {"whose": "authors", "disputed": True},
    ]
    for day, body in zip(("04", "05", "06"), told, strict=True):
        book.does("notify_name_change", Role.APPLICANT, f"2027-10-{day}T10:00", **body)
    assert not book.file.attention
    # in another order than they were told
    book.decides("decide_names", "2027-10-11T10:00", request=3, granted=False)
    book.decides("decide_names", "2027-10-11T11:00", request=2, granted=True)
    assert len(book.file.attention) == 1  # a new publisher: who that is an operator enters
    assert book.awaited == {"decide_names"}
    again = {**DECIDED, "request": 2, "granted": True, "decided_on": "2027-10-11"}
    assert book.may_not("decide_names", Office.BOARD, "2027-10-11T12:00", **again) == ("B-39.2",)
    book.decides("decide_names", "2027-10-12T10:00", request=1, granted=True)

    assert len(book.file.attention) == 1
    assert book.awaited == set()
    said: Body = {**DECIDED, "decided_on": "2027-10-11", "told_by": None}
    assert book.said("names_decided") == [
        ("B-39.2/3", "applicant", {**said, "granted": False}),
        ("B-39.1/2", "applicant", {**said, "granted": True}),
        ("B-39.1/1", "applicant", {**said, "granted": True, "decided_on": "2027-10-12"}),
    ]
    row: Body = {"rule": "B-39.1", **DECIDED}
    assert book.entered("book-names") == [
        ("2", {**row, "whose": "publisher", "decided_on": "2027-10-11"}),
        ("1", {**row, "whose": "authors", "decided_on": "2027-10-12"}),
    ]


@pytest.mark.rule("B-39.1", "R-B.12")
@pytest.mark.parametrize(
    ("told_at", "noted"),
    # Wed 1 September 2027 + 15 working days: 2-3, 6-10, 13-17, 20-22
    [("2027-09-22T23:00", None), ("2027-09-23T00:00", "2027-09-22")],
)
def test_a_contract_told_on_the_fifteenth_working_day_is_in_time(
    told_at: str, noted: str | None
) -> None:
    book = opened()
    contract = {"whose": "authors", "contract_no": "N-1", "contract_on": "2027-09-01"}
    book.does("notify_name_change", Role.APPLICANT, told_at, **contract)
    book.decides("decide_names", "2027-09-27T10:00", request=1, granted=True)

    [(_, _, said)] = book.said("names_decided")
    assert said["told_by"] == noted


@pytest.mark.rule("B-39.2")
def test_a_judgment_settles_the_dispute_that_it_names_and_no_other() -> None:
    book = taught()
    for day in ("04", "05"):
        body = {"whose": "authors", "disputed": True}
        book.does("notify_name_change", Role.APPLICANT, f"2027-10-{day}T10:00", **body)
    judged = {"request": 2, "judgment_no": "M-1", "final_on": "2027-10-06"}
    book.does("record_judgment", Office.PRESIDENCY, "2027-10-07T10:00", **judged)
    yes = {**DECIDED, "granted": True, "decided_on": "2027-10-11"}
    send = ("decide_names", Office.BOARD, "2027-10-11T10:00")

    assert book.may_not(*send, **yes, request=1) == ("B-39.2",)
    book.does(*send, **yes, request=2)
    assert [key for key, _ in book.entered("book-names")] == ["2"]
    again = {**judged, "request": 2}
    assert book.may_not("record_judgment", Role.APPLICANT, "2027-10-12T10:00", **again) == (
        "B-39.2",
    )


@pytest.mark.rule("B-39.3")
def test_a_contract_of_the_conditional_stage_is_answered_by_its_own_rule() -> None:
    conditional = {"due_on": "2026-11-20", "completed_on": "2026-11-18"}
    book = opened("2026-11-19T10:00", conditional=conditional)
    for minute, day in enumerate(("2026-11-12", "2026-11-18", "2026-11-11", "2026-11-19")):
        contract = {"whose": "authors", "contract_no": f"N-{minute}", "contract_on": day}
        book.does("notify_name_change", Role.APPLICANT, f"2026-11-19T11:0{minute}", **contract)
    for request in (1, 2, 3, 4):
        book.decides("decide_names", f"2026-11-23T10:0{request}", request=request, granted=True)

    # from the decision to the last correction, both days included
    rules = [rule for rule, _ in book.letters("names_decided")]
    assert rules == ["B-39.3", "B-39.3", "B-39.1", "B-39.1"]
    assert [row["rule"] for row in book.rows("book-names")] == rules
