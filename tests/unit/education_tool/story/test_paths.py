"""By which way a tool comes to its review, and what is settled before it."""

from typing import Any

import pytest

from tests.unit.education_tool.tools import (
    A_DONATION,
    A_SCHOOL_BOOK,
    OF_ITS_OWN,
    REQUESTED,
    UNDER_PROTOCOL,
    K,
    Review,
    a_fee,
    a_filing,
    opened,
    paid,
    registers,
    seats,
)
from workflows.education_tool.offices import Office
from workflows.education_tool.process import TOOL_REVIEW
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.roles import Role

BOTH = [("applicant", "2026-06-01"), ("tool-owner/SAHIP-9", "2026-06-01")]
JULY = {"coefficient": "1.30", "until": "2026-12-31"}


def told(review: Review, rule: str) -> list[tuple[str, str]]:
    """To whom and when letters under a rule went."""
    return [(to, on) for _, to, on in review.told(rule)]


@pytest.mark.rule("E-35.1b", "R-E.11", "E-15.1", "R-E.7")
@pytest.mark.parametrize(
    ("path", "stage"),
    [
        pytest.param({}, "fee", id="bought: the owner pays"),
        pytest.param(A_DONATION, "approval", id="donated: the Ministry approves"),
        pytest.param(UNDER_PROTOCOL, "commission", id="under a protocol: neither"),
        pytest.param(OF_ITS_OWN, "commission", id="made by the Ministry"),
        pytest.param(REQUESTED, "commission", id="asked for by the Minister's office"),
        pytest.param(A_SCHOOL_BOOK, "commission", id="a minority school's book"),
        pytest.param(
            A_SCHOOL_BOOK | {"path": "foreign-school"}, "commission", id="a foreign school's book"
        ),
    ],
)
def test_each_path_begins_its_own_way(path: dict[str, Any], stage: str) -> None:
    assert opened(**path).stage == stage


@pytest.mark.rule("E-35.1a")
def test_a_filing_by_another_unit_opens_no_case() -> None:
    start = a_filing(institution="BIRIM-4")
    refused = open_file(TOOL_REVIEW, "case", start, registers(), start.received_at)

    assert isinstance(refused, Refusal)
    assert refused.refused_by == "E-35.1a"


# -- exemptions ------------------------------------------------------------------------------------


@pytest.mark.rule("E-35.6")
def test_what_is_on_the_list_needs_no_review() -> None:
    review = opened(exemption={"ground": "classics"})
    assert (review.stage, review.waiting_on) == ("exemption", Office.PRESIDENCY)

    review.exempts("2026-06-01T15:00")

    assert review.outcome == ("exempt", "E-35.6", "2026-06-01")
    assert told(review, "E-35.6") == BOTH


@pytest.mark.rule("E-35.6")
def test_what_is_not_on_the_list_is_reviewed_all_the_same() -> None:
    review = opened(exemption={"ground": "lesson-software"})

    review.exempts("2026-06-01T15:00", exempt=False)

    assert review.stage == "fee"
    assert told(review, "E-35.6") == BOTH


@pytest.mark.rule("E-35.6")
def test_only_the_presidency_says_so_and_a_no_has_its_reasons() -> None:
    review = opened(exemption={"ground": "classics"})
    body: dict[str, Any] = {"exempt": True, "letter_no": "B-1"}

    wrong = review.refused("decide_exemption", Office.MINISTRY, "2026-06-01T15:00", body)
    assert [r.rule for r in wrong] == ["E-35.6"]
    unreasoned = review.refused(
        "decide_exemption", Office.PRESIDENCY, "2026-06-01T15:00", body | {"exempt": False}
    )
    assert [r.rule for r in unreasoned] == ["E-35.6"]


# -- donations -------------------------------------------------------------------------------------


@pytest.mark.rule("E-35.1b", "E-15.3")
def test_an_approved_donation_is_reviewed_for_free() -> None:
    review = opened(**A_DONATION)

    review.approves_donation("2026-06-02T10:00")

    assert review.stage == "commission"
    assert review.told("E-15.1") == []


@pytest.mark.rule("E-35.1b")
def test_a_donation_that_is_not_approved_is_not_reviewed() -> None:
    review = opened(**A_DONATION)

    review.approves_donation("2026-06-01T15:00", approved=False)

    assert review.outcome == ("not-approved", "E-35.1b", "2026-06-01")
    assert told(review, "E-35.1b") == BOTH


# -- what no text sets -----------------------------------------------------------------------------


@pytest.mark.rule("E-35.6")
def test_the_presidency_sets_the_qualities_of_what_has_no_standard() -> None:
    review = opened(**OF_ITS_OWN, tool={"unstandardised": True})
    assert review.stage == "preparation"

    review.send("set_qualities", Office.PRESIDENCY, "2026-06-02T10:00", {"letter_no": "B-2"})

    assert review.stage == "commission"


@pytest.mark.rule("E-35.6")
def test_of_what_is_bought_the_specification_states_them() -> None:
    assert opened(tool={"unstandardised": True}).stage == "fee"


@pytest.mark.rule("E-11.1b2")
def test_for_a_translated_textbook_presidency_and_unit_set_the_procedure() -> None:
    stated = A_SCHOOL_BOOK["school_book"]
    assert isinstance(stated, dict)
    book = {**stated, "translation_of": "2025-118"}
    review = opened(**A_SCHOOL_BOOK | {"school_book": book})
    assert review.stage == "preparation"

    body: dict[str, Any] = {"letter_no": "B-3", "agreed_with": "BIRIM-4"}
    alone = review.refused("set_review_procedure", Office.PRESIDENCY, "2026-06-02T10:00", body)
    assert [r.rule for r in alone] == ["E-11.1b2"]
    body["agreed_with"] = "BIRIM-3"
    review.send("set_review_procedure", Office.PRESIDENCY, "2026-06-02T11:00", body)

    assert review.stage == "commission"


@pytest.mark.rule("E-11.1b", "E-11.1c")
@pytest.mark.parametrize("path", ["minority-school", "foreign-school"])
def test_the_commission_for_a_schools_book_is_set_up_by_the_presidency(path: str) -> None:
    review = opened(**A_SCHOOL_BOOK | {"path": path})
    body: dict[str, Any] = {"members": seats(3)}

    wrong = review.refused("propose_commission", Office.REVIEW_DEPARTMENT, "2026-06-02T10:00", body)
    assert [r.rule for r in wrong] == ["E-35.7"]
    review.send("propose_commission", Office.PRESIDENCY, "2026-06-02T10:00", body)
    review.orders("2026-06-02T12:00")

    assert review.stage == "review"


# -- the fee ---------------------------------------------------------------------------------------


@pytest.mark.rule("E-15.1", "E-15.3")
def test_the_owner_is_asked_for_the_fee_and_it_is_entered_as_counted() -> None:
    review = paid()

    assert told(review, "E-15.1") == BOTH
    assert review.rows("tool-fees") == [
        {
            "signatures": 24,
            "coefficient": "1.20",
            "owed": "43200.00",
            "paid": "43200.00",
            "receipt_no": "D-77",
        }
    ]
    assert review.stage == "commission"


@pytest.mark.rule("E-15.1")
def test_the_local_day_of_payment_decides_between_two_periods() -> None:
    """23:50 on 30 June is June's coefficient, ten past midnight July's: 43 200 or 46 800."""
    review = opened()
    late = a_fee("43200.00", "2026-07-01T00:10")
    short = review.refused("record_fee", Office.OWNER, "2026-07-01T09:00", late, known=JULY)
    assert "46800.00" in short[0].what

    review.send(
        "record_fee",
        Office.OWNER,
        "2026-07-01T10:00",
        a_fee("43200.00", "2026-06-30T23:50"),
        known=K,
    )
    assert review.stage == "commission"


@pytest.mark.rule("R-E.8")
@pytest.mark.parametrize(
    "known",
    [
        pytest.param({"coefficient": None}, id="no period"),
        pytest.param({"coefficient": "1.20"}, id="a period without an end"),
    ],
)
def test_a_day_outside_every_period_stops_the_fee_until_it_is_entered(
    known: dict[str, Any],
) -> None:
    review = opened()
    body = a_fee("43200.00", "2026-06-02")

    (reason,) = review.refused("record_fee", Office.OWNER, "2026-06-02T10:00", body, known=known)
    assert reason.rule == "R-E.8"
    assert "2026-06-02" in reason.what
    review.send("record_fee", Office.OWNER, "2026-06-03T10:00", body, known=K)

    assert review.stage == "commission"


@pytest.mark.rule("E-15.3")
@pytest.mark.parametrize(("role", "person"), [(Role.APPLICANT, None), (Office.PRESIDENCY, None)])
def test_owner_or_revolving_fund_record_the_fee(role: str, person: str | None) -> None:
    wrong = opened().refused(
        "record_fee", role, "2026-06-02T10:00", a_fee("43200.00", "2026-06-02"), known=K
    )
    assert [r.rule for r in wrong] == ["E-15.3"]


@pytest.mark.rule("E-15.3")
def test_another_owner_does_not_act_in_this_case() -> None:
    review = opened()
    command = review.command(
        "record_fee", Office.OWNER, "2026-06-02T10:00", a_fee("43200.00", "2026-06-02"), known=K
    )
    actor = command.envelope.actor.model_copy(update={"institution": "SAHIP-10"})
    envelope = command.envelope.model_copy(update={"actor": actor})

    judged = review.judge(command.model_copy(update={"envelope": envelope}))

    assert isinstance(judged, Refusal)
    assert judged.refused_by == "E-15.3"


@pytest.mark.rule("E-15.1")
def test_a_leaflet_without_a_whole_signature_owes_nothing() -> None:
    leaflet = {"contents": ({"medium": "book", "quantity": 7},)}
    review = opened(tool=leaflet)
    assert review.stage == "commission"

    review.appoints("2026-06-02", hours="3")
    assert review.stage == "review"
