"""The December hold on forwarding (m.17(20)), and who applied once a draft is coded (m.13(2))."""

from datetime import date

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import a_work
from workflows.kernel.display.view import attributes_of, projection_of, view_of
from workflows.kernel.roles import Actor, Role
from workflows.textbook_law.registers import Sanction
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.stages import Stage

from .reviews import (
    Review,
    draft,
    evaluated,
    filing,
    opening,
)
from .ways import (
    held,
    in_first_review,
)

# -- December ------------------------------------------------------------------------------------


@pytest.mark.rule("T-17.20", "R-T.16", "S-D")
def test_a_report_of_november_is_held_until_the_december_list_is_closed() -> None:
    """The 6th working day of December 2026 is Tuesday the 8th, 20 before it Tuesday 10 November."""
    review = held("2026-11-12T10:00")

    assert (review.stage, review.waiting_on) == (Stage.HELD, None)
    assert review.due("T-17.20") == "2026-12-09T00:00:00"
    assert review.told("T-17.20") == [("T-17.20/1", "directorate", "2026-11-12")]
    assert review.notices[-1].facts["until"] == "2026-12-09"
    name, role = "record_evaluation_report", Office.EVALUATION_COMMISSION
    early = review.refused(name, role, "2026-12-08T23:59:59", evaluated(agrees=True))
    assert rules_of(early) == ["T-17.14a"]
    name = "propose_evaluation_commission"
    early = review.refused(name, Office.REVIEW_DEPARTMENT, "2026-12-08T23:59:59")
    assert rules_of(early) == ["T-20.1"]
    review.evaluates("2026-12-09T09:00", agrees=True)

    assert [(name, at[:10]) for _, name, at in review.entries("ended")] == [
        ("T-17.20", "2026-12-09")
    ]
    assert review.entries("lapse", "escalation") == []
    assert review.stage == Stage.AWAITING_SERVICE


@pytest.mark.rule("T-17.20", "R-T.16")
@pytest.mark.parametrize(
    ("reported", "until"),
    [
        pytest.param("2026-11-09T17:00", None, id="the day before the hold"),
        pytest.param("2026-11-10T00:00", "2026-12-09T00:00:00", id="its first minute"),
        pytest.param("2026-12-07T10:00", "2026-12-09T00:00:00", id="the day before the last"),
        pytest.param("2026-12-08T17:00", "2026-12-09T00:00:00", id="the last acceptance date"),
        pytest.param("2026-12-09T00:00", None, id="the day after"),
    ],
)
def test_twenty_working_days_before_the_last_acceptance_date(
    reported: str, until: str | None
) -> None:
    review = held(reported)
    if until is None:
        assert review.stage == Stage.EVALUATION
        assert review.told("T-17.20") == []
    else:
        assert (review.stage, review.due("T-17.20")) == (Stage.HELD, until)
        review.until(f"{until[:10]}T00:00:01")  # strictly after the last instant of the 8th
        assert (review.stage, review.term("T-17.20").state) == (Stage.EVALUATION, "met")


@pytest.mark.rule("T-17.20")
def test_a_rejection_is_not_held() -> None:
    review = in_first_review()
    review.scores("2026-11-12T10:00", "74.99")

    assert review.stage == Stage.AWAITING_SERVICE
    assert "T-17.20" not in review.file.terms


@pytest.mark.rule("T-17.20", "T-16.2b")
def test_what_may_come_at_any_stage_may_come_while_a_draft_is_held() -> None:
    review = held()
    review.withdraws("2026-11-20T10:00")

    assert review.outcome == ("withdrawn", "T-16.2b", "2026-11-20")
    assert review.term("T-17.20").state == "dropped"


# -- who applied ---------------------------------------------------------------------------------

NAMING = ("pub-17", "YAYIN-17", "kisi-77", "D-77", "yazar-5", "K-2020")
"""Key and institution of the publisher, who filed, its bank receipt, an author, its own book."""


def filed_under_its_name() -> Review:
    staff = [
        {
            "role": role,
            "id": f"yazar-5{n}",
            "degree": "master",
            "field": field,
            "qualified_by": "appointment-field",
        }
        for n, (role, field) in enumerate(
            [
                ("author", "matematik"),
                ("editor", "matematik"),
                ("language-expert", "turkce"),
                ("visual-designer", "resim"),
                ("assessment-expert", "olcme-ve-degerlendirme"),
                ("programme-expert", "program-gelistirme"),
                ("guidance-expert", "rehberlik"),
            ]
        )
    ]
    application = draft(work=a_work(earlier_book="K-2020"), staff=staff)
    actor = Actor(role=Role.APPLICANT, id="kisi-77", institution="YAYIN-17")
    start = filing(application).model_copy(update={"actor": actor})
    old = Sanction(
        id="Y-1",
        rule="S-37.1",
        subject="pub-17",
        scope={},
        starts_on=date(2020, 1, 1),
        ends_on=date(2022, 1, 1),
    )
    review = Review.opens(REVIEW, start, opening(old))
    review.takes_up("2026-03-16T10:00")
    review.examines("2026-03-17T10:00")
    return review


def naming(text: str) -> list[str]:
    return [name for name in NAMING if name in text]


@pytest.mark.rule("T-13.2b", "T-13.2c")
def test_from_coding_on_the_case_file_itself_does_not_know_who_applied() -> None:
    review = filed_under_its_name()
    assert naming(review.file.model_dump_json()) == list(NAMING)
    review.hands_over("2026-03-18T10:00")
    known = len(review.journal)

    later = [review.file.model_dump_json()]
    review.assigns("2026-03-23T10:00")
    review.scores("2026-04-06T10:00", "82.40")
    review.evaluates("2026-04-20T10:00", agrees=True)
    review.serves("T-17.15a/1", "2026-04-27T11:00")
    review.alone()
    later += [
        review.file.model_dump_json(),
        view_of(REVIEW, review.reading).model_dump_json(),
        projection_of(REVIEW, review.reading).model_dump_json(),
        str(attributes_of(REVIEW, review.reading)),
        *(notice.model_dump_json() for notice in review.notices),
        *(entered.model_dump_json() for entered in review.registers),
        *(entry.model_dump_json() for entry in review.journal[known - 1 :]),
    ]
    assert [naming(text) for text in later] == [[]] * len(later)


@pytest.mark.rule("T-13.2c")
def test_what_the_fee_was_is_still_known() -> None:
    review = filed_under_its_name()
    review.hands_over("2026-03-18T10:00")
    name, when = "withdraw", "2026-03-19T10:00"
    # the file knows by a token alone who filed, and whose the case is
    assert rules_of(review.refused(name, Role.APPLICANT, when)) == ["T-16.1"]
    review.send(name, Role.APPLICANT, when, actor="kisi-77")

    assert [row["refund"] for row in review.rows("refunds")] == ["43875.00"]


@pytest.mark.rule("T-13.2b", "T-17.3")
def test_reviewers_know_the_draft_by_its_code_alone() -> None:
    review = in_first_review()

    assert [n.facts["file_no"] for n in review.notices if n.rule == "T-17.3"] == ["K7-0312"]
