"""What runs through the whole regulation: duties to notify, to record, and hours that are no terms.

The rows S-N, S-K and S-E of the catalogue, as far as they are about the review.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from activities.post import letter
from activities.post.letter import Particulars, write_letter
from workflows.kernel.case.records import Notice
from workflows.textbook_law.draft import Document, Part, PartKind, WorkKind
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import Body, Review, draft, evaluated, preliminary
from .unscored import update_reported
from .ways import (
    awaiting_service,
    before_board,
    guided,
    in_evaluation,
    in_first_review,
    in_preliminary_review,
    in_second_evaluation,
    objected,
    refiled,
    submitted,
    to_be_presented,
)

LETTERS = Path(letter.__file__).parent / "letters"


# -- notifications (S-N) -------------------------------------------------------------------------


def returned() -> Review:
    review = in_preliminary_review()
    review.examines("2026-03-17T10:00", "type_size")
    return review


def rejected() -> Review:
    return in_evaluation("74.99")


def ruled_by_board(decision: str) -> Callable[[], Review]:
    def way() -> Review:
        review = before_board()
        review.decides("2026-11-24T10:00", decision)
        return review

    return way


def extended() -> Review:
    """A year has gone by without a report, and the Presidency says why."""
    review = in_first_review()
    review.until("2027-03-16T00:00")
    body: Body = {"term": "T-18.3", "reasons": "the commission was renewed"}
    review.send("state_extension_reasons", Office.PRESIDENCY, "2027-03-16T10:00", body)
    return review


def unfit_supplement() -> Review:
    """The supplementary material of a set of 92 points is found unfit."""
    parts = (*draft().work.parts, Part(kind=PartKind.SUPPLEMENT, pages=0))
    work = draft().work.model_copy(update={"kind": WorkKind.SET, "parts": parts})
    review = to_be_presented(application=draft(work=work))
    body: Body = {"suitable": False, "report_no": "E-1"}
    review.send("record_supplement_report", Office.REVIEW_COMMISSION, "2026-04-21T10:00", body)
    return review


def returned_again() -> Review:
    review = refiled()
    review.takes_up("2026-05-12T10:00")
    review.examines("2026-05-13T10:00", "type_size")
    return review


def below_90_twice() -> Review:
    review = in_second_evaluation("88.00")
    review.evaluates("2026-06-22T10:00", agrees=True, below_90=True)
    return review


def update_sent_back() -> Review:
    return update_reported(3)


def decided_on_objection() -> Review:
    review = objected()
    review.hears("2026-04-27T10:00")
    review.answers("2026-05-11T10:00")
    review.decides("2026-05-25T10:00", "not-suitable", decided_on="2026-05-25")
    return review


def changed_programme() -> Review:
    review = in_first_review()
    body: Body = {"rewriting": False, "decision_no": "K-7", "decided_on": "2026-03-24"}
    review.send("record_programme_change", Office.BOARD, "2026-03-25T10:00", body)
    return review


ONE = "1"
DUTIES = [
    ("T-13.2a", returned, [(ONE, "applicant", "returned")]),
    ("T-17.3", in_first_review, [(ONE, "review-commission", "assignment")]),
    ("T-17.12", rejected, [(ONE, "applicant", "rejected")]),
    ("T-17.15a", awaiting_service, [(ONE, "applicant", "correction")]),
    ("T-17.10a", unfit_supplement, [(ONE, "applicant", "supplement_unfit")]),
    ("T-13.4", returned_again, [(ONE, "applicant", "returned")]),
    ("T-17.13", ruled_by_board("correction"), [(ONE, "applicant", "correction")]),
    ("T-17.17a", below_90_twice, [(ONE, "applicant", "not_suitable")]),
    ("T-17.18c", guided, [(ONE, "applicant", "new_errors")]),
    ("T-17.25", update_sent_back, [(ONE, "applicant", "correction")]),
    ("T-22.2", decided_on_objection, [(ONE, "applicant", "objection_decided")]),
    (
        "T-27.1b",
        changed_programme,
        [(ONE, "applicant", "programme_changed"), (ONE, "review-commission", "programme_changed")],
    ),
    ("T-17.18a", ruled_by_board("conditional"), [(ONE, "applicant", "conditional")]),
    ("T-17.23", ruled_by_board("accept"), [(ONE, "applicant", "accepted")]),
    ("T-17.23", ruled_by_board("not-suitable"), [(ONE, "applicant", "not_suitable")]),
    (
        "T-18.3",
        extended,
        [
            ("extension/1", "directorate", "extension_reasons_owed"),
            ("extension-reasons/1", "applicant", "term_extended"),
            ("extension-reasons/1", "board", "term_extended"),
        ],
    ),
]
"""Rule, how it comes about, and who is told by which letter; the section's part of the row S-N."""

every_duty = pytest.mark.parametrize(
    ("rule", "way", "told"),
    [
        pytest.param(rule, way, told, id=f"{rule} {told[0][2]}", marks=pytest.mark.rule(rule))
        for rule, way, told in DUTIES
    ],
)


def told_under(review: Review, rule: str) -> list[Notice]:
    """The notifications that a rule asks for; reminders of a term are not among them."""
    return [
        notice
        for notice in review.notices
        if notice.occasion.startswith(f"{rule}/") and notice.kind == "notification"
    ]


@pytest.mark.rule("S-N")
@every_duty
def test_each_duty_to_notify_leads_to_one_notice_to_each_who_is_to_be_told(
    rule: str, way: Callable[[], Review], told: list[tuple[str, str, str]]
) -> None:
    review = way()

    assert [(n.occasion, n.addressee, n.template) for n in told_under(review, rule)] == [
        (f"{rule}/{nth}", addressee, template) for nth, addressee, template in told
    ]


@pytest.mark.rule("S-N", "S-K")
@every_duty
def test_the_journal_knows_of_each_once(
    rule: str, way: Callable[[], Review], told: list[tuple[str, str, str]]
) -> None:
    written: list[Any] = [entry.effects for entry in way().journal]
    issued = [name for effects in written for name in effects.get("notices", [])]

    for nth, addressee, _ in told:
        assert issued.count(f"{rule}/{nth} → {addressee}") == 1


@pytest.mark.rule("S-N")
@every_duty
def test_for_each_there_is_a_letter_in_turkish(
    rule: str, way: Callable[[], Review], told: list[tuple[str, str, str]]
) -> None:
    notices = told_under(way(), rule)
    assert len(notices) == len(told)
    for notice in notices:
        assert len(list(LETTERS.rglob(f"{notice.template}.tr.j2"))) == 1
        about = Particulars(
            template=notice.template,
            rule=notice.rule,
            dated_at=notice.dated_at,
            name="Örnek",
            facts=notice.facts,
        )
        text = write_letter(about, "tr").text
        assert str(notice.facts["file_no"]) in text
        assert "Dosyadaki bilgiler" not in text  # nothing is left that no sentence speaks of


@pytest.mark.rule("S-N", "T-17.12", "T-17.23", "T-18.3")
@pytest.mark.parametrize(
    ("rule", "way", "facts"),
    [
        pytest.param(
            "T-17.12", rejected, {"score": "74.99", "review_report_no": "R-1"}, id="score"
        ),
        pytest.param(
            "T-17.23",
            ruled_by_board("not-suitable"),
            {"decision_no": "K-1", "report_no": "GR-1"},
            id="reasoned report",
        ),
        pytest.param("T-18.3", extended, {"reasons": "the commission was renewed"}, id="reasons"),
    ],
)
def test_results_go_with_their_reports_scores_and_reasons(
    rule: str, way: Callable[[], Review], facts: dict[str, str]
) -> None:
    last = told_under(way(), rule)[-1]

    assert facts.items() <= last.facts.items()


# -- records (S-K) -------------------------------------------------------------------------------


def accepted() -> Review:
    """Corrected once, accepted on Monday 6 July; every paper has another number."""
    review = submitted()
    review.takes_up("2026-03-16T10:00")
    reported = preliminary() | {"report_no": "P-1"}
    name = "record_preliminary_report"
    review.send(name, Office.PRELIMINARY_COMMISSION, "2026-03-17T10:00", reported)
    review.hands_over("2026-03-18T10:00")
    review.assigns("2026-03-23T10:00")
    review.scores("2026-04-06T10:00", "82.40")
    review.evaluates("2026-04-20T10:00", agrees=True)
    review.serves("T-17.15a/1", "2026-04-27T10:00")
    review.refiles("2026-05-11T10:00")
    review.takes_up("2026-05-12T10:00")
    review.send(
        name, Office.PRELIMINARY_COMMISSION, "2026-05-13T10:00", reported | {"report_no": "P-2"}
    )
    body: Body = {"score": "91.00", "findings": 2, "scientific_errors": 1, "report_no": "R-2"}
    review.send("record_review_report", Office.REVIEW_COMMISSION, "2026-06-15T10:00", body)
    body = evaluated(agrees=True, below_90=False, report_no="D-2", scientific_errors=1)
    review.send("record_evaluation_report", Office.EVALUATION_COMMISSION, "2026-06-22T10:00", body)
    review.signs("2026-06-29T10:00")
    review.decides("2026-07-06T10:00", "accept", decided_on="2026-07-06")
    return review


def written(review: Review, name: str) -> list[dict[str, Any]]:
    """What the journal keeps of each act of a name."""
    bodies: list[Any] = [entry.body for entry in review.journal if entry.name == name]
    return bodies


@pytest.mark.rule("S-K", "T-12.1")
def test_the_papers_that_came_with_the_filing_are_on_record() -> None:
    [filed] = written(accepted(), "file_application")

    assert filed["documents"] == list(Document)
    assert filed["delivered"] == {"sets": 3, "electronic_copies": 1}


@pytest.mark.parametrize(
    ("name", "field", "numbers"),
    [
        pytest.param(
            "record_preliminary_report",
            "report_no",
            ["P-1", "P-2"],
            id="preliminary reports",
            marks=pytest.mark.rule("T-13.2b"),
        ),
        pytest.param(
            "approve_commission",
            "approval_no",
            ["O-1"],
            id="approval",
            marks=pytest.mark.rule("T-20.1"),
        ),
        pytest.param(
            "assign_commission",
            "order_no",
            ["G-1"],
            id="order",
            marks=pytest.mark.rule("T-17.3"),
        ),
        pytest.param(
            "record_review_report",
            "report_no",
            ["R-1", "R-2"],
            id="review reports",
            marks=pytest.mark.rule("T-17.8"),
        ),
        pytest.param(
            "record_evaluation_report",
            "report_no",
            ["D-1", "D-2"],
            id="evaluation reports",
            marks=pytest.mark.rule("T-21.1"),
        ),
        pytest.param(
            "sign_follow_up_form",
            "form_no",
            ["TF-1"],
            id="follow-up form",
            marks=pytest.mark.rule("T-23.1"),
        ),
    ],
)
@pytest.mark.rule("S-K")
def test_every_paper_is_on_record_under_its_number(
    name: str, field: str, numbers: list[str]
) -> None:
    assert [body[field] for body in written(accepted(), name)] == numbers


@pytest.mark.rule("S-K", "T-17.3", "T-21.1", "T-23.1")
def test_who_sat_and_who_signed_is_on_record_with_it() -> None:
    review = accepted()
    [order] = written(review, "assign_commission")
    assert [m["id"] for m in order["members"]] == [f"person-{n}" for n in range(5)]
    assert (order["chair"], order["hours"], order["in_hours"]) == ("person-0", "78", True)
    evaluating = written(review, "record_evaluation_report")[-1]["members"]
    assert [m["id"] for m in evaluating] == [f"evaluator-{n}" for n in range(4)]
    [form] = written(review, "sign_follow_up_form")
    assert form["members"] == ["board-2", "board-3"]


@pytest.mark.rule("S-K", "T-13.2b", "T-13.2c", "T-13.3")
def test_code_envelope_and_every_opening_of_it_are_on_record() -> None:
    review = accepted()
    sealed = [entered for entered in review.registers if entered.into == "sealed-envelopes"]
    assert [(entered.key, entered.row) for entered in sealed] == [
        ("Z-1", {"file_no": "2026-0042", "anonymity_code": "K7-0312"}),
    ]
    assert [
        (row["envelope_no"], row["ground"], row["rule"], row["on"])
        for row in review.rows("envelope-openings")
    ] == [
        ("Z-1", "sent back T-17.15a/1", "T-13.3", "2026-04-20"),
        ("Z-1", "found suitable", "T-13.3", "2026-07-06"),
    ]


@pytest.mark.rule("S-K", "T-4.4")
def test_the_book_is_registered_with_the_decision_that_makes_it_one() -> None:
    [book] = accepted().books

    assert (book["decision_no"], book["decided_on"]) == ("K-1", "2026-07-06")


# -- hours are no terms (S-E) --------------------------------------------------------------------


@pytest.mark.rule("S-E", "R-T.21", "T-14.1", "T-17.22", "T-18.1", "T-18.2")
def test_budgets_of_hours_are_registered_and_never_run() -> None:
    """One hour twice; 13 signatures at 6 hours and 1 hour for the looks, 91; 27 twice."""
    review = accepted()

    assert [(row["rule"], row["budget"]) for row in review.rows("effort-budgets")] == [
        ("T-14.1", 1),
        ("T-18.1", 91),
        ("T-17.22", 27),
        ("T-14.1", 1),
        ("T-17.22", 27),
    ]
    effort = {"T-14.1", "T-17.22", "T-18.1", "T-18.2"}
    assert not effort & {term.rule for term in review.file.terms.values()}
    assert not effort & {notice.rule for notice in review.notices}


@pytest.mark.rule("S-E", "R-T.21")
def test_hours_far_beyond_every_budget_delay_nothing() -> None:
    review = in_evaluation()
    review.evaluates("2026-04-20T10:00", agrees=True, hours="900")

    assert review.stage == Stage.AWAITING_SERVICE
    overrun = review.rows("effort-budgets")[-1]["overrun"]
    assert overrun == "900 hours, budget 27: 873 over"
