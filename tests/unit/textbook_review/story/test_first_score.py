"""The review as its regulation tells it: filing, preliminary review, commission, first score."""

from datetime import date
from typing import Any

import pytest

from tests.kit.plays import Play, at
from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import a_unit_application, a_work, seats
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display.view import attributes_of, projection_of, view_of
from workflows.kernel.judgement.opening import open_file
from workflows.textbook_law.draft import Delivery
from workflows.textbook_law.registers import Sanction
from workflows.textbook_review.messages.review import PreliminaryCheck
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.rules.preliminary import RULE_OF
from workflows.textbook_review.stages import Stage

from .reviews import (
    REVIEWERS,
    Body,
    draft,
    filing,
    opening,
    preliminary,
    scored,
)
from .ways import (
    WAYS,
    at_directorate,
    in_coding,
    in_evaluation,
    in_first_review,
    in_preliminary_review,
    submitted,
)

MARCH_17 = "2026-03-17T10:00"


# -- filing --------------------------------------------------------------------------------------


@pytest.mark.rule("T-11.1a")
@pytest.mark.parametrize(
    ("received", "opens"),
    [
        pytest.param("2026-03-09T08:30", True, id="when the offices open"),
        pytest.param("2026-03-09T17:30", True, id="when they close"),
        pytest.param("2026-03-09T08:29:59", False, id="before they open"),
        pytest.param("2026-03-09T17:30:01", False, id="after they close"),
        pytest.param("2026-03-08T10:00", False, id="on a Sunday"),
        pytest.param("2026-03-20T10:00", False, id="on a holiday"),
        pytest.param("2026-03-19T13:00", True, id="at one on an arife"),
        pytest.param("2026-03-19T13:00:01", False, id="in the afternoon of an arife"),
    ],
)
def test_a_draft_is_received_on_working_days_in_working_hours(
    *, received: str, opens: bool
) -> None:
    start = filing(draft(), received)
    judged = open_file(REVIEW, "textbook-review-1", start, opening(), at("2026-03-23T10:00"))

    assert isinstance(judged, Refusal) is not opens
    assert not isinstance(judged, Refusal) or rules_of(judged.reasons) == ["T-11.1a"]


@pytest.mark.rule("T-11.1a", "T-7.1")
def test_a_filing_is_refused_with_everything_that_it_lacks_and_no_case_is_opened() -> None:
    lacking = Delivery(sets=2, electronic_copies=0)
    start = filing(a_unit_application(route="private", delivered=lacking), "2026-03-08T10:00")
    judged = open_file(REVIEW, "textbook-review-1", start, opening(), at(MARCH_17))

    assert isinstance(judged, Refusal)
    assert rules_of(judged.reasons) == ["T-7.1", "T-7.4", "T-11.1a", "T-11.1a", "T-11.1a"]


BANS = [
    pytest.param("S-5.2c", {}, marks=pytest.mark.rule("S-5.2c")),
    pytest.param(
        "S-7.5", {"field": "matematik", "grade": "7"}, marks=pytest.mark.rule("S-7.5", "R-S.10")
    ),
    pytest.param("S-28.1b", {"book": "K-2020"}, marks=pytest.mark.rule("S-28.1b")),
    pytest.param("S-37.1", {}, marks=pytest.mark.rule("S-37.1")),
    pytest.param("S-42.2", {}, marks=pytest.mark.rule("S-42.2")),
]


def a_ban(rule: str, **changes: Any) -> Sanction:
    usual: dict[str, Any] = {
        "id": f"Y-{rule}",
        "rule": rule,
        "subject": "pub-17",
        "scope": {},
        "starts_on": date(2025, 5, 4),
        "ends_on": date(2026, 5, 4),
    }
    return Sanction.model_validate(usual | changes)


@pytest.mark.parametrize(("rule", "scope"), BANS)
def test_a_banned_publishers_application_is_not_accepted(rule: str, scope: dict[str, str]) -> None:
    application = draft(work=a_work(earlier_book="K-2020"))
    review = submitted(a_ban(rule, scope=scope), application=application)

    assert review.outcome == ("refused", rule, "2026-03-09")
    assert review.told() == [(f"{rule}/1", "applicant", "2026-03-09")]
    assert review.notices[0].facts["until"] == "2026-05-04"
    assert review.file.terms == {}
    # R-T.17: what was paid for it goes back in full, and the letter says so
    assert [(row["rule"], row["refund"]) for row in review.rows("refunds")] == [
        ("R-T.17", "48750.00")
    ]
    assert [entered.into for entered in review.registers] == ["refunds"]
    assert review.notices[0].facts["refund"] == "48750.00"


@pytest.mark.rule("R-S.6", "R-S.7", "R-S.8", "R-S.9")
@pytest.mark.parametrize(
    ("ban", "unit"),
    [
        pytest.param({"ends_on": date(2026, 3, 9)}, False, id="it ended today"),
        pytest.param({"starts_on": date(2026, 3, 10)}, False, id="it begins tomorrow"),
        pytest.param({"subject": "pub-18"}, False, id="another publisher"),
        pytest.param({"scope": {"field": "fizik"}}, False, id="another field"),
        pytest.param({"subject": "unit-3"}, True, id="a unit cannot be banned"),
    ],
)
def test_a_ban_that_does_not_reach_the_application_lets_it_pass(*, ban: Any, unit: bool) -> None:
    application = a_unit_application() if unit else draft()
    review = submitted(a_ban("S-7.5", **ban), application=application)

    assert review.stage == Stage.SUBMITTED


@pytest.mark.rule("R-S.8")
def test_of_several_bans_the_longest_is_named() -> None:
    longer = a_ban("S-37.1", ends_on=date(2027, 1, 1))
    review = submitted(a_ban("S-5.2c"), longer, a_ban("S-42.2"))

    assert review.outcome == ("refused", "S-37.1", "2026-03-09")


# -- preliminary review --------------------------------------------------------------------------


@pytest.mark.rule("T-14.2", "R-S.1", "R-S.2", "S-D")
def test_the_preliminary_review_is_due_ten_working_days_after_the_filing() -> None:
    """T.8: the arife of 19 March is a working day, 20 March is none."""
    review = submitted()

    assert review.due("T-14.2") == "2026-03-25T00:00:00"
    assert str(review.term("T-14.2").due_on) == "2026-03-24"
    assert review.waiting_on == Office.PRELIMINARY_COMMISSION


@pytest.mark.rule("T-13.0", "T-14.2")
def test_drafts_are_taken_up_in_the_order_of_their_receipt() -> None:
    review = submitted()
    [place] = review.registers
    assert place.into == "queue"
    assert place.row == {
        "stage": "preliminary-review",
        "received_at": "2026-03-09T10:00:00+03:00",
        "file_no": "2026-0042",
    }

    review.sets_up("2026-03-16T10:00")
    name, role = "take_up", Office.PRELIMINARY_COMMISSION
    [no] = review.refused(name, role, "2026-03-16T10:00", first="2026-0041")
    assert (no.rule, no.what) == ("T-14.2", "file 2026-0041 comes first")
    review.takes_up("2026-03-16T10:00")
    assert review.stage == Stage.PRELIMINARY_REVIEW


@pytest.mark.rule("T-14.2")
def test_an_overdue_preliminary_review_is_escalated_and_may_still_be_done() -> None:
    review = submitted()
    review.takes_up("2026-04-30T10:00")

    assert [t for t in review.told("T-14.2") if "escalation" in t[0]] == [
        ("T-14.2/escalation/1/2026-03-24", "review-department", "2026-03-25"),
        ("T-14.2/escalation/2/2026-03-24", "presidency", "2026-03-31"),
        ("T-14.2/escalation/3/2026-03-24", "board", "2026-04-07"),
    ]
    review.examines("2026-04-30T11:00")
    assert review.stage == Stage.CODING


@pytest.mark.rule("R-T.14", "S-U")
def test_the_presidency_extends_the_preliminary_review_once_with_length_and_reason() -> None:
    review = in_preliminary_review()
    name = "extend_term"
    body: Body = {"term": "T-14.2", "length": 5, "reason": "yoğunluk"}

    refused = review.refused(name, Office.PRESIDENCY, MARCH_17, {"term": "T-14.2"})
    assert [no.what for no in refused] == ["length: Field required", "reason: Field required"]
    assert rules_of(review.refused(name, Office.BOARD, MARCH_17, body)) == ["R-T.14"]
    review.send(name, Office.PRESIDENCY, MARCH_17, body)
    assert str(review.term("T-14.2").due_on) == "2026-03-31"
    assert review.told("R-T.14") == [
        ("T-14.2/extension-reasons/1", "preliminary-commission", "2026-03-17")
    ]
    again = review.refused(name, Office.PRESIDENCY, "2026-03-18T10:00", body)
    assert rules_of(again) == ["R-T.14"]


FAILING = [
    pytest.param(check, id=check.value, marks=pytest.mark.rule(RULE_OF[check]))
    for check in PreliminaryCheck
]


@pytest.mark.rule("T-13.2a")
@pytest.mark.parametrize("check", FAILING)
def test_one_failed_check_returns_the_draft(check: PreliminaryCheck) -> None:
    review = in_preliminary_review()
    review.examines(MARCH_17, check)

    assert review.outcome == ("returned", "T-13.2a", "2026-03-17")
    assert review.told() == [("T-13.2a/1", "applicant", "2026-03-17")]
    assert review.notices[0].facts["failed"] == [check.value]
    assert review.file.open_terms == ()


@pytest.mark.rule("T-13.0")
def test_the_preliminary_report_is_of_exactly_three_members() -> None:
    review = in_preliminary_review()
    body = preliminary() | {"members": ["pre-1", "pre-2"]}
    name, role = "record_preliminary_report", Office.PRELIMINARY_COMMISSION

    assert rules_of(review.refused(name, role, MARCH_17, body)) == ["T-13.0"]


@pytest.mark.rule("T-13.1a", "T-15.1a", "T-15.1b")
@pytest.mark.parametrize(("paid", "passes"), [("48750.00", True), ("48749.99", False)])
def test_the_fee_of_208_pages_is_48_750_lira(*, paid: str, passes: bool) -> None:
    """T.8: 13 signatures x 3000 x 1.25."""
    fee = {"amount": paid, "paid_on": "2026-03-06", "receipt_no": "D-77"}
    review = in_preliminary_review(application=draft(fee=fee))
    command = review.command(
        "record_preliminary_report", Office.PRELIMINARY_COMMISSION, MARCH_17, preliminary()
    )
    judged = review.judge(command)

    assert isinstance(judged, Refusal) is not passes
    assert not isinstance(judged, Refusal) or rules_of(judged.reasons) == ["T-13.1a"]


# -- coding --------------------------------------------------------------------------------------


@pytest.mark.rule("T-13.2b", "T-13.2c")
def test_a_publishers_draft_is_coded_and_what_names_it_is_sealed() -> None:
    review = in_coding()
    body: Any = {"sealed_envelope_no": "Z-1"}
    no = review.refused("hand_over_to_directorate", Office.BOOKS_BRANCH, "2026-03-18T10:00", body)
    assert rules_of(no) == ["T-13.2b"]
    review.hands_over("2026-03-18T10:00")

    assert review.stage == Stage.AT_DIRECTORATE
    assert [(r.into, r.key, r.row) for r in review.registers if r.into == "sealed-envelopes"] == [
        ("sealed-envelopes", "Z-1", {"file_no": "2026-0042", "anonymity_code": "K7-0312"})
    ]


def identity(play: Play) -> tuple[Any, Any, str | None]:
    shown = attributes_of(REVIEW, play.reading)
    return shown["Applicant"], shown["Institution"], projection_of(REVIEW, play.reading).applicant


@pytest.mark.rule("T-13.2b", "T-13.2c")
@pytest.mark.parametrize("stage", [stage for stage in WAYS if stage != Stage.SUBMITTED])
def test_from_coding_on_nothing_shows_who_applied(stage: Stage) -> None:
    review = WAYS[stage]()
    coded = stage not in {Stage.PRELIMINARY_REVIEW, Stage.CODING}

    known = (None, None, None) if coded else ("pub-17", "YAYIN-17", "pub-17")
    assert identity(review) == known
    seen_by_all = [
        view_of(REVIEW, review.reading).model_dump_json(),
        *(notice.model_dump_json() for notice in review.notices),
        *(entered.model_dump_json() for entered in review.registers),
        *(entry.model_dump_json() for entry in review.journal[1:]),
    ]
    assert not [text for text in seen_by_all if "pub-17" in text or "YAYIN-17" in text]


@pytest.mark.rule("T-13.2b")
def test_a_units_draft_gets_no_code_and_keeps_its_name() -> None:
    review = in_coding(application=a_unit_application())
    review.hands_over("2026-03-18T10:00", code=None)

    assert identity(review) == ("unit-3", "BIRIM-3", "unit-3")


# -- commission and first score ------------------------------------------------------------------


@pytest.mark.rule("T-17.2", "T-17.3")
def test_a_commission_that_lacks_a_seat_is_refused_and_a_full_one_is_served_its_order() -> None:
    review = at_directorate()
    lacking: Any = [member.model_dump(mode="json") for member in seats(2, 1, 0)]
    name, body = "propose_commission", {"members": lacking, "chair": "person-9"}
    no = review.refused(name, Office.REVIEW_DEPARTMENT, "2026-03-23T10:00", body)
    assert rules_of(no) == ["T-17.2", "T-17.2", "T-17.3"]
    review.assigns("2026-03-23T10:00")

    assert review.told("T-17.3") == [("T-17.3/1", "review-commission", "2026-03-23")]
    assert review.notices[-1].facts["order_no"] == "G-1"
    assert review.stage == Stage.FIRST_REVIEW


@pytest.mark.rule("T-17.6")
def test_a_turkish_book_gets_no_language_expert() -> None:
    review = at_directorate(application=draft(work=a_work(lesson="turkce"), original_text_copies=3))
    name, when = "propose_commission", "2026-03-23T10:00"
    five: Body = {"members": REVIEWERS, "chair": "person-0"}
    four: Any = [member.model_dump(mode="json") for member in seats(3, 0, 1)]

    assert rules_of(review.refused(name, Office.REVIEW_DEPARTMENT, when, five)) == ["T-17.6"]
    review.assigns(when, members=four)
    assert review.stage == Stage.FIRST_REVIEW


@pytest.mark.rule("T-17.11", "T-17.12", "T-17.23")
def test_below_75_is_the_end_and_the_report_goes_to_the_applicant() -> None:
    """The case stays open for an objection (T-22.1); the rejection is that of the report's day."""
    review = in_evaluation("74.99")
    assert review.told("T-17.12") == [("T-17.12/1", "applicant", "2026-04-06")]
    facts = review.notices[-1].facts
    assert (facts["score"], facts["review_report_no"]) == ("74.99", "R-1")
    assert (review.stage, review.waiting_on) == (Stage.AWAITING_SERVICE, Office.REVIEW_DEPARTMENT)
    review.serves("T-17.12/1", "2026-04-08T10:00")
    review.alone()

    assert review.outcome == ("rejected", "T-17.12", "2026-04-06")


@pytest.mark.rule("T-17.13", "T-17.14a", "R-T.2")
@pytest.mark.parametrize("score", ["75", "89.99", "90", "100"])
def test_from_75_on_the_evaluation_commission_looks_at_the_draft(score: str) -> None:
    assert in_evaluation(score).stage == Stage.EVALUATION


@pytest.mark.rule("T-17.11", "R-T.2")
@pytest.mark.parametrize("score", ["74.995", "-0.01", "100.01"])
def test_no_other_score_is_entered(score: str) -> None:
    review = in_first_review()
    name, role = "record_review_report", Office.REVIEW_COMMISSION
    [no] = review.refused(name, role, "2026-04-06T10:00", scored(score))

    assert no.rule in {"R-T.2", "T-17.11"}  # and never that of the term that runs meanwhile
    assert no.what == f"a score of {score}"
    assert review.stage == Stage.FIRST_REVIEW
