"""Commissions: selected, approved, ordered; who may not sit on one; what their work may cost."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pydantic import JsonValue

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import a_unit_application
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.entry import Admitted
from workflows.textbook_law.registers import Register
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import EVALUATORS, OTHERS, REVIEWERS, Body, Review, an_expert, draft, order
from .ways import (
    at_directorate,
    in_coding,
    in_evaluation,
    in_first_review,
    in_re_review,
    in_second_review,
    objected,
)

MARCH_23 = "2026-03-23T10:00"
PROPOSED: Body = {"members": REVIEWERS, "chair": "person-0"}
APPROVED: Body = {"approved": True, "approval_no": "O-1"}
SENT_BACK: Body = {"approved": False, "approval_no": "O-1", "reasons": "two are on leave"}


def refused_proposal(review: Review, received: str = MARCH_23, **more: Any) -> list[str]:
    body = PROPOSED | {name: more.pop(name) for name in ("members", "chair") if name in more}
    role = Office.REVIEW_DEPARTMENT
    return rules_of(review.refused("propose_commission", role, received, body, **more))


def sent_back(review: Review, received: str = MARCH_23) -> None:
    """Propose a commission that the Presidency does not approve."""
    review.proposes(received)
    review.send("approve_commission", Office.PRESIDENCY, received, SENT_BACK)


# -- selected, approved, ordered -----------------------------------------------------------------


@pytest.mark.rule("T-20.1", "R-T.18", "T-17.2")
def test_the_department_selects_the_presidency_approves_the_directorate_orders() -> None:
    review = at_directorate()
    steps: list[tuple[str, str, Body]] = [
        ("propose_commission", Office.REVIEW_DEPARTMENT, PROPOSED),
        ("approve_commission", Office.PRESIDENCY, APPROVED),
        ("assign_commission", Office.DIRECTORATE, order()),
    ]
    for nth, (name, role, body) in enumerate(steps):
        assert (review.stage, review.waiting_on) == (Stage.AT_DIRECTORATE, role)
        for other, sender, early in steps[nth + 1 :]:
            [no] = review.refused(other, sender, MARCH_23, early)
            assert "is not open" in no.what
        review.send(name, role, MARCH_23, body)

    assert (review.stage, review.waiting_on) == (Stage.FIRST_REVIEW, Office.REVIEW_COMMISSION)


@pytest.mark.rule("T-20.1", "R-T.18")
def test_a_selection_that_is_sent_back_with_reasons_is_made_anew() -> None:
    review = at_directorate()
    review.proposes(MARCH_23)
    silent = SENT_BACK | {"reasons": None}
    name = "approve_commission"
    assert rules_of(review.refused(name, Office.PRESIDENCY, MARCH_23, silent)) == ["T-20.1"]
    review.send(name, Office.PRESIDENCY, MARCH_23, SENT_BACK)
    assert (review.stage, review.waiting_on) == (Stage.AT_DIRECTORATE, Office.REVIEW_DEPARTMENT)

    review.selects("2026-03-24T10:00", members=OTHERS, chair="other-0")
    name, when = "assign_commission", "2026-03-25T10:00"
    assert rules_of(review.refused(name, Office.DIRECTORATE, when, order())) == ["T-20.1"]
    review.orders(when, members=OTHERS, chair="other-0")
    assert review.stage == Stage.FIRST_REVIEW


@pytest.mark.rule("R-T.18")
def test_it_may_be_sent_back_more_than_once() -> None:
    review = at_directorate()
    for day in ("23", "24", "25"):
        sent_back(review, f"2026-03-{day}T10:00")
        assert review.waiting_on == Office.REVIEW_DEPARTMENT
    review.assigns("2026-03-26T10:00")

    assert review.stage == Stage.FIRST_REVIEW
    assert len(review.told("T-17.3")) == 1


def other_people(*changed: JsonValue) -> Body:
    """The approved five, with the last ones replaced."""
    return order(members=[*REVIEWERS[: 5 - len(changed)], *changed])


@pytest.mark.rule("T-20.1")
@pytest.mark.parametrize(
    "ordered",
    [
        pytest.param(other_people(OTHERS[4]), id="somebody else"),
        pytest.param(order(members=REVIEWERS[:4]), id="one left out"),
        pytest.param(order(members=[*REVIEWERS, OTHERS[0]]), id="one more"),
        pytest.param(
            other_people(an_expert("person-4")),
            id="in another role",
        ),
        pytest.param(order(chair="person-1"), id="another chair"),
    ],
)
def test_the_order_names_exactly_whom_the_presidency_approved(ordered: Body) -> None:
    review = at_directorate()
    review.selects(MARCH_23)
    refused = review.refused("assign_commission", Office.DIRECTORATE, MARCH_23, ordered)

    assert rules_of(refused) == ["T-20.1"]
    assert (review.stage, review.told("T-17.3")) == (Stage.AT_DIRECTORATE, [])


@pytest.mark.rule("T-17.5")
def test_an_expert_from_outside_sits_by_protocol() -> None:
    review = at_directorate()
    guest: dict[str, JsonValue] = {
        "role": "visual-designer",
        "id": "guest-1",
        "title": "profesor",
        "branch": "grafik",
        "outside": True,
    }
    by_protocol = guest | {"protocol_no": "PR-7"}
    members: list[JsonValue] = REVIEWERS[:4]

    assert refused_proposal(review, members=[*members, guest]) == ["T-17.5"]
    inside = by_protocol | {"outside": False}
    assert refused_proposal(review, members=[*members, inside]) == ["T-17.5"]
    review.assigns(MARCH_23, members=[*members, by_protocol])
    assert review.stage == Stage.FIRST_REVIEW


def reviewed() -> Review:
    """Reviewed with 82.40 points; no evaluation commission has been selected."""
    review = in_first_review()
    review.scores("2026-04-06T10:00", "82.40")
    return review


@pytest.mark.rule("T-17.5")
def test_so_does_one_on_the_evaluation_commission_and_on_that_of_an_objection() -> None:
    usual: Any = OTHERS[0]
    guest = usual | {"id": "guest-1", "outside": True}
    body: Body = {"members": [*EVALUATORS, guest], "chair": "evaluator-0"}
    name, role = "propose_evaluation_commission", Office.REVIEW_DEPARTMENT
    assert rules_of(reviewed().refused(name, role, "2026-04-20T10:00", body)) == ["T-17.5"]

    heard_by = order(members=[*OTHERS, guest], chair="other-0", order_no="G-9")
    name, when = "assign_objection_commission", "2026-04-27T10:00"
    assert rules_of(objected().refused(name, Office.PRESIDENCY, when, heard_by)) == ["T-17.5"]


# -- in whose turn -------------------------------------------------------------------------------


def asked_of(review: Review, name: str, role: str, body: Body) -> str | None:
    """Which register a command has to be shown first."""
    asked = gate.question_for(review.reading, review.command(name, role, review.soon, body))
    return None if asked is None else asked[0].by


@pytest.mark.rule("T-13.0", "T-17.16")
def test_first_reviews_go_in_the_order_of_application() -> None:
    review = at_directorate()
    role = Office.REVIEW_DEPARTMENT
    place = next(row for row in review.rows("queue") if row["stage"] == "first-review")
    assert place["received_at"] == "2026-03-09T10:00:00+03:00"

    [no] = review.refused("propose_commission", role, MARCH_23, PROPOSED, first="2026-0041")
    assert (no.rule, no.what) == ("T-17.16", "file 2026-0041 comes first")
    assert review.waiting_on == role
    assert asked_of(review, "propose_commission", role, PROPOSED) == "queue"
    review.proposes(MARCH_23)
    assert review.waiting_on == Office.PRESIDENCY


@pytest.mark.rule("T-17.16", "R-T.18")
def test_whose_turn_has_come_is_not_asked_again_when_the_selection_is_sent_back() -> None:
    review = at_directorate()
    sent_back(review)

    assert asked_of(review, "propose_commission", Office.REVIEW_DEPARTMENT, PROPOSED) is None


@pytest.mark.rule("T-17.16", "T-17.19", "R-T.12")
def test_a_re_review_is_out_of_queue_and_its_commission_selected_and_approved_like_the_first() -> (
    None
):
    review = in_re_review()
    assert asked_of(review, "propose_commission", Office.REVIEW_DEPARTMENT, PROPOSED) is None
    lacking = refused_proposal(review, "2026-11-25T10:00", members=OTHERS[:4], chair="other-0")
    assert lacking == ["T-17.2"]
    review.proposes("2026-11-25T10:00", members=OTHERS, chair="other-0")
    assert (review.stage, review.waiting_on) == (Stage.RE_REVIEW, Office.PRESIDENCY)
    review.approves("2026-11-26T10:00")
    assert (review.stage, review.waiting_on) == (Stage.RE_REVIEW, Office.DIRECTORATE)
    name, when = "assign_commission", "2026-11-27T10:00"
    assert rules_of(review.refused(name, Office.DIRECTORATE, when, order())) == ["T-20.1"]
    review.orders(when, members=OTHERS, chair="other-0", order_no="G-2")

    assert (review.stage, review.waiting_on) == (Stage.RE_REVIEW, Office.REVIEW_COMMISSION)
    assert [row["stage"] for row in review.rows("queue")].count("first-review") == 1


@pytest.mark.rule("S-37.1", "R-S.7", "R-T.12")
def test_the_register_of_bans_is_asked_at_the_first_order_only() -> None:
    review = at_directorate()
    review.selects(MARCH_23)
    role = Office.DIRECTORATE
    assert asked_of(review, "assign_commission", role, order()) == Register.SANCTIONS
    again = in_re_review()
    again.selects("2026-11-25T10:00")

    assert asked_of(again, "assign_commission", role, order()) is None


# -- four eyes -----------------------------------------------------------------------------------


def approval_by(review: Review, person: str, received: str = MARCH_23) -> Admitted | Refusal:
    name = "approve_commission"
    sent = review.command(name, Office.PRESIDENCY, received, APPROVED, actor=person)
    judged = review.judge(sent)
    assert isinstance(judged, Admitted | Refusal)
    return judged


@pytest.mark.rule("R-T.26", "T-20.1")
def test_whoever_selected_the_commission_does_not_approve_it() -> None:
    review = at_directorate()
    review.proposes(MARCH_23, actor="official-7")
    no = approval_by(review, "official-7")
    assert isinstance(no, Refusal)
    assert rules_of(no.reasons) == ["R-T.26"]
    assert review.waiting_on == Office.PRESIDENCY

    assert isinstance(approval_by(review, "official-8"), Admitted)
    assert review.waiting_on == Office.DIRECTORATE


@pytest.mark.rule("R-T.26", "T-20.1")
def test_of_several_selections_it_is_the_one_to_be_approved_that_counts() -> None:
    review = at_directorate()
    sent_back(review)
    review.proposes("2026-03-24T10:00", actor="official-7")
    no = approval_by(review, "official-7", "2026-03-25T10:00")

    assert isinstance(no, Refusal)
    assert rules_of(no.reasons) == ["R-T.26"]


# -- nobody judges their own work ----------------------------------------------------------------

STAFF = [
    {
        "role": role,
        "id": f"{role}-{n}",
        "degree": "bachelor",
        "field": field,
        "qualified_by": "appointment-field",
    }
    for role, n, field in [
        ("author", 1, "matematik"),
        ("author", 2, "matematik"),
        ("editor", 1, "matematik"),
        ("language-expert", 1, "turkce"),
        ("visual-designer", 1, "resim"),
        ("assessment-expert", 1, "olcme-ve-degerlendirme"),
        ("programme-expert", 1, "program-gelistirme"),
        ("guidance-expert", 1, "rehberlik"),
    ]
]


def coded() -> Review:
    """A publisher's draft: who made it is known by tokens from the hand-over on."""
    review = at_directorate(application=draft(staff=STAFF))
    assert "author-1" not in review.file.model_dump_json()
    return review


def open_unit_draft() -> Review:
    """A unit's draft, which is not coded."""
    review = in_coding(application=a_unit_application(staff=STAFF))
    review.hands_over("2026-03-18T10:00", code=None)
    return review


@pytest.mark.rule("R-T.26", "T-13.2c")
@pytest.mark.parametrize("way", [coded, open_unit_draft])
@pytest.mark.parametrize("person", ["author-1", "editor-1", "visual-designer-1", "applicant-1"])
def test_nobody_who_made_or_filed_the_draft_sits_on_its_commission(
    way: Callable[[], Review], person: str
) -> None:
    review = way()
    members: list[JsonValue] = [*REVIEWERS, {"role": "field-expert", "id": person}]

    assert refused_proposal(review, members=members) == ["R-T.26"]
    review.assigns(MARCH_23)
    review.scores("2026-04-06T10:00", "82.40")
    body: Body = {"members": [*EVALUATORS, members[-1]], "chair": "evaluator-0"}
    name, role = "propose_evaluation_commission", Office.REVIEW_DEPARTMENT
    assert rules_of(review.refused(name, role, "2026-04-20T10:00", body)) == ["R-T.26"]


@pytest.mark.rule("R-T.26", "T-22.2")
def test_nor_on_the_commission_of_an_objection() -> None:
    review = objected(application=draft(staff=STAFF))
    usual: Any = OTHERS[0]
    body = order(members=[*OTHERS, usual | {"id": "author-2"}], chair="other-0", order_no="G-9")
    name, when = "assign_objection_commission", "2026-04-27T10:00"

    assert rules_of(review.refused(name, Office.PRESIDENCY, when, body)) == ["R-T.26"]


@pytest.mark.rule("T-17.14a")
def test_nobody_sits_on_the_review_and_on_the_evaluation_commission() -> None:
    review = reviewed()
    both: Body = {"members": [*EVALUATORS, REVIEWERS[2]], "chair": "evaluator-0"}
    name, role = "propose_evaluation_commission", Office.REVIEW_DEPARTMENT
    assert rules_of(review.refused(name, role, "2026-04-20T10:00", both)) == ["T-17.14a"]

    again = in_re_review()
    members: list[JsonValue] = [*OTHERS, EVALUATORS[0]]
    when = "2026-11-25T10:00"
    assert refused_proposal(again, when, members=members, chair="other-0") == ["T-17.14a"]


# -- hours ---------------------------------------------------------------------------------------


def budgets(review: Review, rule: str) -> list[Body]:
    return [row for row in review.rows("effort-budgets") if row["rule"] == rule]


@pytest.mark.rule("T-18.1", "T-18.2", "T-17.3", "R-T.21")
@pytest.mark.parametrize(
    ("hours", "over"),
    [("91", None), ("92.5", "92.5 hours, budget 91: 1.5 over")],
)
def test_an_order_of_too_many_hours_stands_and_its_overrun_is_on_record(
    hours: str, over: str | None
) -> None:
    """Grade 7, 13 signatures: 6 hours each for the review and 1 hour each for the looks, 91."""
    review = at_directorate()
    review.assigns(MARCH_23, hours=hours)

    assert review.stage == Stage.FIRST_REVIEW
    row: Body = {"rule": "T-18.1", "hours": str(Decimal(hours)), "budget": 91, "overrun": over}
    assert budgets(review, "T-18.1") == [row]
    assert review.effects()["registers"] == ["effort-budgets: textbook-review-2026-0042/T-18.1/1"]


@pytest.mark.rule("T-17.22", "R-T.21")
@pytest.mark.parametrize(("hours", "is_over"), [(None, False), ("27", False), ("27.25", True)])
def test_an_evaluation_of_one_work_has_27_hours(*, hours: str | None, is_over: bool) -> None:
    review = in_evaluation()
    review.evaluates("2026-04-20T10:00", agrees=True, hours=hours)

    [row] = budgets(review, "T-17.22")
    assert (row["budget"], row["hours"]) == (27, hours)
    assert (row["overrun"] is not None) is is_over
    assert review.stage == Stage.AWAITING_SERVICE


@pytest.mark.rule("T-18.1", "T-17.22", "R-T.12")
def test_every_commission_of_a_draft_has_its_own_hours() -> None:
    review = in_re_review()
    review.assigns("2026-11-25T10:00", order_no="G-2", hours="60")
    review.scores("2027-01-11T10:00", "70.00")
    review.evaluates("2027-01-25T10:00", agrees=True, hours="12")

    assert [row["hours"] for row in budgets(review, "T-18.1")] == ["78", "60"]
    assert [row["hours"] for row in budgets(review, "T-17.22")] == [None, "12"]


@pytest.mark.rule("T-14.1", "R-T.21")
def test_the_preliminary_review_of_one_book_has_an_hour_whenever_it_is_made() -> None:
    review = in_second_review()

    hour = {"rule": "T-14.1", "hours": None, "budget": 1, "overrun": None}
    assert budgets(review, "T-14.1") == [hour, hour]
