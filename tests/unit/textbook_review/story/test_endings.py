"""What ends a review at any stage: withdrawals, findings, programme changes; refunds and bans."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import a_unit_application
from workflows.kernel.roles import Role
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import (
    OTHERS,
    Body,
    Review,
    draft,
    order,
)
from .ways import (
    WAYS,
    at_directorate,
    in_coding,
    in_correction,
    in_first_review,
    in_preliminary_review,
    in_re_review,
    submitted,
)

BEFORE_CODING = {Stage.SUBMITTED, Stage.PRELIMINARY_REVIEW, Stage.CODING}
"""Stages at which there is no sealed envelope yet."""
MARCH_25 = "2026-03-25T10:00"


def grounds(review: Review) -> list[Any]:
    return [row["ground"] for row in review.rows("envelope-openings")]


# -- withdrawal ----------------------------------------------------------------------------------

ALL, NOTHING = ("48750.00", "0.00"), ("0.00", "48750.00")
NINE_TENTHS = ("43875.00", "4875.00")

REFUNDS = [
    *(
        pytest.param(stage, "T-16.1", ALL, marks=pytest.mark.rule("T-16.1"))
        for stage in (Stage.SUBMITTED, Stage.PRELIMINARY_REVIEW)
    ),
    pytest.param(Stage.CODING, "R-T.17", NINE_TENTHS, marks=pytest.mark.rule("R-T.17")),
    pytest.param(Stage.AT_DIRECTORATE, "T-16.2a", NINE_TENTHS, marks=pytest.mark.rule("T-16.2a")),
    *(
        pytest.param(stage, "T-16.2b", NOTHING, marks=pytest.mark.rule("T-16.2b"))
        for stage in WAYS
        if stage not in BEFORE_CODING | {Stage.AT_DIRECTORATE, Stage.OBJECTION}
    ),
]

OBJECTION_FEE = {"paid": "50700.00"}
"""What an objection was paid for, by the coefficient of its own time."""


@pytest.mark.parametrize(("stage", "rule", "amounts"), REFUNDS)
def test_a_withdrawal_refunds_by_how_far_the_review_has_come(
    stage: Stage, rule: str, amounts: tuple[str, str]
) -> None:
    """T.8: of 48750.00 lira 43875.00 go back at the Directorate."""
    review = WAYS[stage]()
    today = review.soon[:10]
    review.withdraws(review.soon)

    assert review.outcome == ("withdrawn", rule, today)
    refund, retained = amounts
    money = {"paid": "48750.00", "refund": refund, "retained": retained}
    assert review.rows("refunds") == [{"rule": rule, **money}]
    assert review.told(rule) == [(f"{rule}/1", "applicant", today)]
    assert money.items() <= review.notices[-1].facts.items()
    assert (review.stage, review.file.open_terms) == (Stage.CLOSED, ())


@pytest.mark.rule("R-S.11", "T-16.2a")
def test_what_goes_back_is_rounded_half_up_to_the_kurus_and_the_rest_is_kept() -> None:
    """A fee of 48750.05 lira: 90 % are 43875.045."""
    fee = {"amount": "48750.05", "paid_on": "2026-03-06", "receipt_no": "D-77"}
    review = at_directorate(application=draft(fee=fee))
    review.withdraws(MARCH_25)

    [row] = review.rows("refunds")
    assert (row["refund"], row["retained"]) == ("43875.05", "4875.00")


@pytest.mark.rule("R-T.17")
def test_without_a_fee_nothing_goes_back() -> None:
    review = in_coding(application=a_unit_application())
    review.withdraws(MARCH_25)

    assert review.outcome == ("withdrawn", "R-T.17", "2026-03-25")
    assert review.rows("refunds") == []
    assert "refund" not in review.notices[-1].facts


@pytest.mark.rule("R-T.17")
def test_a_failed_preliminary_review_refunds_nothing_by_itself() -> None:
    review = in_preliminary_review()
    review.examines("2026-03-17T10:00", "type_size")

    assert review.outcome == ("returned", "T-13.2a", "2026-03-17")
    assert review.rows("refunds") == []


@pytest.mark.rule("T-16.1")
def test_nothing_more_is_admitted_after_a_withdrawal() -> None:
    review = in_correction()
    review.withdraws("2026-05-04T10:00")
    delivered: Body = {"delivered": {"sets": 3, "electronic_copies": 1}}
    name, when = "submit_corrected_draft", "2026-05-05T10:00"

    assert rules_of(review.refused(name, Role.APPLICANT, when, delivered)) == ["T-16.2b"]
    assert rules_of(review.refused("withdraw", Role.APPLICANT, when)) == ["T-16.2b"]


# -- programme change ----------------------------------------------------------------------------


def changes_programme(review: Review, *, rewriting: bool, nth: int = 1) -> str:
    when = review.soon
    body: Body = {
        "rewriting": rewriting,
        "decision_no": f"K-7/{nth}",
        "decided_on": when[:10],
    }
    review.send("record_programme_change", Office.BOARD, when, body)
    return when[:10]


@pytest.mark.rule("T-27.2a", "T-16.3", "T-13.3")
@pytest.mark.parametrize("stage", [stage for stage in WAYS if stage != Stage.OBJECTION_OPEN])
def test_a_programme_to_be_written_anew_returns_the_draft_with_its_whole_fee(stage: Stage) -> None:
    review = WAYS[stage]()
    today = changes_programme(review, rewriting=True)

    assert review.outcome == ("returned", "T-27.2a", today)
    money = {"paid": "48750.00", "refund": "48750.00", "retained": "0.00"}
    again = OBJECTION_FEE | {"refund": "50700.00", "retained": "0.00"}
    objected_to = [{"rule": "T-16.3", **again}] if stage == Stage.OBJECTION else []
    assert review.rows("refunds") == [{"rule": "T-16.3", **money}, *objected_to]
    assert review.told("T-27.2a") == [("T-27.2a/1", "applicant", today)]
    assert ("returned T-27.2a" in grounds(review)) is (stage not in BEFORE_CODING)
    assert review.file.open_terms == ()


@pytest.mark.rule("T-27.1b")
@pytest.mark.parametrize("stage", WAYS)
def test_a_change_without_rewriting_is_reflected_within_the_review(stage: Stage) -> None:
    review = WAYS[stage]()
    days = [changes_programme(review, rewriting=False, nth=nth) for nth in (1, 2)]

    assert (review.stage, review.outcome) == (stage, None)
    assert review.rows("refunds") == []
    assert review.told("T-27.1b") == [
        (f"T-27.1b/{nth}", to, day)
        for nth, day in enumerate(days, start=1)
        for to in ("applicant", "review-commission")
    ]
    assert review.notices[-1].facts["decision_no"] == "K-7/2"


@pytest.mark.rule("T-27.2a")
@pytest.mark.parametrize("decided_on", ["2026-03-08", "2026-03-26"])
def test_a_change_is_dated_between_the_filing_and_the_day_it_is_recorded(decided_on: str) -> None:
    review = in_first_review()
    body: Body = {"rewriting": True, "decision_no": "K-7", "decided_on": decided_on}

    refused = review.refused("record_programme_change", Office.BOARD, MARCH_25, body)
    assert rules_of(refused) == ["T-27.2a"]


# -- findings ------------------------------------------------------------------------------------

FALSE: Body = {"authority": "judicial", "finding_no": "M-1", "found_on": "2026-03-24"}
QUOTED: Body = {"decision_no": "K-8", "decided_on": "2026-03-24"}
UNFIT: Body = {"finding_no": "B-1", "found_on": "2026-03-24"}
PEN_NAME: Body = {"finding_no": "B-2", "found_on": "2026-03-24"}
PROVEN: Body = {"kind": "plagiarism", "judgment_no": "E-1", "final_on": "2026-03-24"}


@pytest.mark.rule("S-5.2a", "S-5.2c", "R-S.6", "T-13.3")
def test_a_false_document_returns_the_draft_and_bans_the_publisher_for_a_year() -> None:
    review = in_first_review()
    review.send("record_false_document", Office.PRESIDENCY, MARCH_25, FALSE)

    assert review.outcome == ("returned", "S-5.2a", "2026-03-25")
    assert review.rows("sanctions") == [
        {
            "rule": "S-5.2c",
            "subject": "",
            "scope": {},
            "starts_on": "2026-03-24",
            "ends_on": "2027-03-24",
        }
    ]
    assert review.told("S-5.2c") == [("S-5.2c/1", "applicant", "2026-03-25")]
    assert review.told("S-5.2a") == [("S-5.2a/1", "applicant", "2026-03-25")]
    assert [n.facts["until"] for n in review.notices if n.rule == "S-5.2c"] == ["2027-03-24"]
    assert grounds(review) == ["returned S-5.2a"]
    # R-T.17: by the stage of m.16; a commission has the draft, so nothing goes back
    assert [(row["rule"], row["refund"]) for row in review.rows("refunds")] == [("T-16.2b", "0.00")]


@pytest.mark.rule("S-7.5", "R-S.6", "R-S.10")
def test_a_quotation_bans_the_publisher_for_a_year_in_that_field_at_that_grade() -> None:
    review = in_first_review()
    review.send("record_quotation_breach", Office.BOARD, MARCH_25, QUOTED)

    assert review.outcome == ("returned", "S-7.5", "2026-03-25")
    [ban] = review.rows("sanctions")
    assert (ban["rule"], ban["scope"]) == ("S-7.5", {"field": "matematik", "grade": "7"})
    assert (ban["starts_on"], ban["ends_on"]) == ("2026-03-24", "2027-03-24")
    assert review.told("S-7.5") == [
        ("S-7.5/1", "applicant", "2026-03-25"),
        ("S-7.5/2", "applicant", "2026-03-25"),
    ]


@pytest.mark.rule("R-S.9", "S-7.5")
def test_a_units_draft_is_returned_for_a_quotation_and_nobody_is_banned() -> None:
    review = in_coding(application=a_unit_application())
    review.send("record_quotation_breach", Office.BOARD, MARCH_25, QUOTED)

    assert review.outcome == ("returned", "S-7.5", "2026-03-25")
    assert review.rows("sanctions") == []


@pytest.mark.rule("S-7.6")
def test_an_update_draws_on_its_own_earlier_book() -> None:
    updated = {"book_no": "K-2021-9", "last_school_year": 2025, "previous_copies": 1}
    review = submitted(application=draft(updates=updated))

    refused = review.refused("record_quotation_breach", Office.BOARD, MARCH_25, QUOTED)
    assert rules_of(refused) == ["S-7.6"]


@pytest.mark.rule("S-7.2")
@pytest.mark.parametrize("way", [submitted, in_coding])
def test_authors_who_do_not_meet_the_conditions_get_their_draft_back_without_a_ban(
    way: Any,
) -> None:
    review = way(application=a_unit_application())
    review.send("record_unfit_authors", Office.PRESIDENCY, MARCH_25, UNFIT)

    assert review.outcome == ("returned", "S-7.2", "2026-03-25")
    assert review.told("S-7.2") == [("S-7.2/1", "applicant", "2026-03-25")]
    assert review.rows("sanctions") == []


@pytest.mark.rule("S-7.2")
def test_a_draft_of_the_ministry_is_returned_for_its_authors_whenever_that_is_found() -> None:
    private = at_directorate()
    refused = private.refused("record_unfit_authors", Office.PRESIDENCY, MARCH_25, UNFIT)
    assert rules_of(refused) == ["S-7.2"]

    given = in_coding(application=a_unit_application())
    given.hands_over("2026-03-18T10:00", code=None)
    given.assigns("2026-03-23T10:00")
    given.send("record_unfit_authors", Office.PRESIDENCY, MARCH_25, UNFIT)
    assert given.outcome == ("returned", "S-7.2", "2026-03-25")


@pytest.mark.rule("R-T.17")
@pytest.mark.parametrize(
    ("way", "rule", "back"),
    [
        pytest.param(submitted, "T-16.1", "48750.00", id="before the preliminary review"),
        pytest.param(in_coding, "R-T.17", "43875.00", id="after it"),
        pytest.param(at_directorate, "T-16.2a", "43875.00", id="at the Directorate"),
    ],
)
@pytest.mark.parametrize(
    ("name", "role", "body"),
    [
        ("record_false_document", Office.PRESIDENCY, FALSE),
        ("record_quotation_breach", Office.BOARD, QUOTED),
    ],
)
def test_an_early_return_refunds_by_the_stage_of_the_review(
    *, way: Any, rule: str, back: str, name: str, role: str, body: Body
) -> None:
    review = way()
    review.send(name, role, MARCH_25, body)

    assert [(row["rule"], row["refund"]) for row in review.rows("refunds")] == [(rule, back)]
    assert review.notices[-1].facts["refund"] == back


@pytest.mark.rule("T-16.2b", "T-13.3")
def test_a_draft_unfit_for_its_programme_is_returned_early_without_a_refund() -> None:
    review = in_first_review()
    review.send("record_unfit_for_programme", Office.BOARD, MARCH_25, QUOTED)

    money = {"paid": "48750.00", "refund": "0.00", "retained": "48750.00"}
    assert review.rows("refunds") == [{"rule": "T-16.2b", **money}]
    assert grounds(review) == ["sent back T-16.2b/1"]
    assert [term.rule for term in review.file.open_terms] == ["R-T.4"]
    review.serves("T-16.2b/1", "2026-03-26T10:00")
    review.alone()
    assert review.outcome == ("returned", "T-16.2b", str(QUOTED["decided_on"]))


REVIEWED = (Stage.FIRST_REVIEW, Stage.SECOND_REVIEW)


@pytest.mark.rule("T-16.2b")
@pytest.mark.parametrize("stage", REVIEWED)
def test_a_review_commission_may_find_so_in_every_round(stage: Stage) -> None:
    """m.16(2): "inceleme komisyonlarınca … süreç tamamlanmadan" is said of any review."""
    review = WAYS[stage]()
    when = review.soon
    body: Body = {"decision_no": "K-8", "decided_on": when[:10]}
    review.send("record_unfit_for_programme", Office.BOARD, when, body)
    review.serves("T-16.2b/1", when)
    review.alone()

    assert review.outcome == ("returned", "T-16.2b", when[:10])


@pytest.mark.rule("T-16.2b")
def test_also_in_a_re_review_once_its_commission_has_the_draft() -> None:
    review = in_re_review()
    body: Body = {"decision_no": "K-8", "decided_on": "2026-11-25"}
    name, when = "record_unfit_for_programme", "2026-11-25T11:00"
    assert rules_of(review.refused(name, Office.BOARD, when, body)) == ["T-16.2b"]
    review.assigns("2026-11-25T12:00", members=OTHERS, chair="other-0", order_no="G-2")
    review.send(name, Office.BOARD, "2026-11-25T13:00", body)
    review.serves("T-16.2b/1", "2026-11-27T10:00")
    review.alone()

    assert review.outcome == ("returned", "T-16.2b", "2026-11-25")


@pytest.mark.rule("T-16.2b")
@pytest.mark.parametrize("stage", [stage for stage in WAYS if stage not in REVIEWED])
def test_it_is_the_review_commission_that_finds_a_draft_unfit_for_its_programme(
    stage: Stage,
) -> None:
    review = WAYS[stage]()
    when = review.soon
    body: Body = {"decision_no": "K-8", "decided_on": when[:10]}

    refused = review.refused("record_unfit_for_programme", Office.BOARD, when, body)
    assert rules_of(refused) == ["T-16.2b"]


# -- bans beside the review ----------------------------------------------------------------------


@pytest.mark.rule("S-37.1", "R-S.6", "R-S.7")
def test_a_pen_name_bans_for_two_years_and_holds_what_no_commission_has() -> None:
    review = at_directorate()
    review.send("record_pen_name", Office.PRESIDENCY, MARCH_25, PEN_NAME)
    [ban] = review.rows("sanctions")
    assert (ban["rule"], ban["scope"]) == ("S-37.1", {})
    assert (ban["starts_on"], ban["ends_on"]) == ("2026-03-24", "2028-03-24")
    assert review.told("S-37.1") == [("S-37.1/1", "applicant", "2026-03-25")]

    says: Body = {"rule": "S-37.1", "until": "2028-03-24"}
    name, role = "assign_commission", Office.DIRECTORATE
    when = "2026-03-26T10:00"
    review.selects("2026-03-25T11:00")
    refused = review.refused(name, role, when, order(), granted=False, known=says)
    assert rules_of(refused) == ["S-37.1"]
    assert (review.stage, review.outcome) == (Stage.AT_DIRECTORATE, None)
    review.orders("2028-03-24T10:00")
    assert review.stage == Stage.FIRST_REVIEW


@pytest.mark.rule("S-37.1", "R-S.7")
def test_a_draft_that_a_commission_has_is_reviewed_on() -> None:
    review = in_first_review()
    review.send("record_pen_name", Office.PRESIDENCY, MARCH_25, PEN_NAME)
    review.scores("2026-04-06T10:00", "82.40")

    assert review.stage == Stage.EVALUATION


@pytest.mark.rule("S-42.1", "S-42.2", "R-S.6", "R-S.7", "R-S.8")
def test_each_proven_offence_bans_for_two_years_and_leaves_this_review_alone() -> None:
    review = in_first_review()
    for judgment, day in (("E-1", "2026-03-24"), ("E-2", "2026-03-25")):
        proven = PROVEN | {"judgment_no": judgment, "final_on": day}
        review.send("record_proven_offence", Office.PRESIDENCY, f"{day}T10:00", proven)

    assert [(b["rule"], b["ends_on"]) for b in review.rows("sanctions")] == [
        ("S-42.2", "2028-03-24"),
        ("S-42.2", "2028-03-25"),
    ]
    assert (review.stage, review.outcome) == (Stage.FIRST_REVIEW, None)


@pytest.mark.rule("R-S.9")
@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("record_false_document", FALSE),
        ("record_pen_name", PEN_NAME),
        ("record_proven_offence", PROVEN),
    ],
)
def test_a_unit_can_be_banned_by_nothing(name: str, body: Body) -> None:
    review = in_coding(application=a_unit_application())

    assert rules_of(review.refused(name, Office.PRESIDENCY, MARCH_25, body)) == ["R-S.9"]


@pytest.mark.rule("S-5.2a", "S-7.5", "S-42.2")
@pytest.mark.parametrize(
    ("name", "role", "body", "rule"),
    [
        ("record_quotation_breach", Office.BOARD, QUOTED | {"decided_on": "2026-03-08"}, "S-7.5"),
        ("record_false_document", Office.PRESIDENCY, FALSE | {"found_on": "2026-03-26"}, "S-5.2a"),
        ("record_quotation_breach", Office.BOARD, QUOTED | {"decided_on": "2026-03-26"}, "S-7.5"),
        ("record_proven_offence", Office.PRESIDENCY, PROVEN | {"final_on": "2026-03-26"}, "S-42.2"),
    ],
)
def test_a_finding_is_not_dated_before_the_filing_or_in_the_future(
    name: str, role: str, body: Body, rule: str
) -> None:
    review = in_first_review()

    assert rules_of(review.refused(name, role, MARCH_25, body)) == [rule]
    assert review.rows("sanctions") == []
