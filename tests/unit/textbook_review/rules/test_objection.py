"""Objections to findings (m.22)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, a_unit_application, an_application, seats
from workflows.kernel.case.refusal import Reason
from workflows.textbook_law.draft import FeePayment
from workflows.textbook_review.messages.objection import (
    ContestedItem,
    Objection,
    ObjectionCommission,
    ObjectionReport,
)
from workflows.textbook_review.rules.objection import (
    breaches_of_objection,
    breaches_of_objection_commission,
    breaches_of_objection_fee,
    breaches_of_objection_report,
)

OBJECTED_ON = date(2031, 7, 7)
LATER_COEFFICIENT = Decimal("1.30")
# 13 signatures x 3000 x 1.30
FEE = FeePayment(amount=Decimal("50700.00"), paid_on=OBJECTED_ON, receipt_no="D-2031-901")


def an_objection(*contested: int, fee: FeePayment | None = FEE) -> Objection:
    items = tuple(
        ContestedItem(finding_no=number, ground="Kaynakta böyle geçmektedir.")
        for number in contested or (3,)
    )
    return Objection(items=items, fee=fee)


def paid(**changes: Any) -> Objection:
    return an_objection(fee=FEE.model_copy(update=changes))


def an_order(**changes: Any) -> ObjectionCommission:
    members = seats(3, 1, 1)
    usual: dict[str, Any] = {
        "members": members,
        "chair": members[0].id,
        "order_no": "G-2031-77",
        "hours": "20",
        "in_hours": True,
    }
    return ObjectionCommission.model_validate(usual | changes)


def a_report(**changes: Any) -> ObjectionReport:
    usual = {"accepted": (3,), "score": "76", "scientific_errors": 2, "report_no": "I-2031-9"}
    return ObjectionReport.model_validate(usual | changes)


# -- the objection -----------------------------------------------------------------------------


@pytest.mark.rule("T-22.1")
def test_findings_of_the_report_are_objected_to_once() -> None:
    objection = an_objection(1, 3, 12)

    assert breaches_of_objection(objection, findings=12, earlier_objections=0) == ()
    assert rules_of(breaches_of_objection(objection, findings=12, earlier_objections=1)) == [
        "T-22.1"
    ]


@pytest.mark.rule("T-22.1")
@pytest.mark.parametrize(
    ("contested", "what"),
    [
        pytest.param((3, 13), "the report has no finding 13", id="no such finding"),
        pytest.param((3, 5, 3), "finding 3 is contested 2 times", id="contested twice"),
    ],
)
def test_each_item_is_one_finding_of_the_report(contested: tuple[int, ...], what: str) -> None:
    (breach,) = breaches_of_objection(an_objection(*contested), findings=12, earlier_objections=0)

    assert (breach.rule, breach.what) == ("T-22.1", what)


@pytest.mark.rule("T-22.1")
@pytest.mark.parametrize(
    "items",
    [
        pytest.param([], id="nothing contested"),
        pytest.param([{"finding_no": 3}], id="no ground"),
        pytest.param([{"finding_no": 3, "ground": "   "}], id="an empty ground"),
        pytest.param([{"finding_no": 0, "ground": "Yanlış tespit."}], id="no number"),
    ],
)
def test_an_objection_without_findings_and_grounds_does_not_decode(items: list[Any]) -> None:
    with pytest.raises(ValidationError):
        Objection.model_validate({"items": items})


# -- its fee -----------------------------------------------------------------------------------


def fee_breaches(objection: Objection, coefficient: Decimal | None = LATER_COEFFICIENT) -> Any:
    return breaches_of_objection_fee(objection, an_application(), coefficient, OBJECTED_ON, BOOK)


@pytest.mark.rule("T-22.3")
def test_the_full_fee_is_paid_again_at_the_coefficient_of_its_own_time() -> None:
    assert fee_breaches(an_objection()) == ()
    assert fee_breaches(paid(amount=Decimal("50700.01"))) == ()


@pytest.mark.rule("T-22.3")
@pytest.mark.parametrize(
    ("objection", "coefficient"),
    [
        pytest.param(an_objection(fee=None), LATER_COEFFICIENT, id="not paid"),
        pytest.param(
            paid(amount=Decimal("48750.00")), LATER_COEFFICIENT, id="the fee of the application"
        ),
        pytest.param(paid(amount=Decimal("50699.99")), LATER_COEFFICIENT, id="a kurus too little"),
        pytest.param(paid(paid_on=date(2031, 7, 8)), LATER_COEFFICIENT, id="paid a day later"),
        pytest.param(
            paid(receipt_no="D-2031-77"), LATER_COEFFICIENT, id="the receipt of the application"
        ),
        pytest.param(an_objection(fee=None), None, id="not paid, no coefficient"),
    ],
)
def test_an_objection_not_paid_for_is_refused(
    objection: Objection, coefficient: Decimal | None
) -> None:
    assert rules_of(fee_breaches(objection, coefficient)) == ["T-22.3"]


@pytest.mark.rule("R-T.17")
def test_a_coefficient_that_the_administration_lacks_costs_nobody_an_objection() -> None:
    assert fee_breaches(an_objection(), None) == ()


@pytest.mark.rule("R-T.17")
def test_a_unit_that_paid_no_fee_objects_without_one() -> None:
    objection = an_objection(fee=None)

    assert breaches_of_objection_fee(objection, a_unit_application(), None, OBJECTED_ON, BOOK) == ()


# -- who looks at it ---------------------------------------------------------------------------


def order_breaches(order: ObjectionCommission, *earlier: str) -> tuple[Reason, ...]:
    return breaches_of_objection_commission(order, earlier)


@pytest.mark.rule("T-22.2")
def test_new_people_look_at_an_objection() -> None:
    assert order_breaches(an_order(), "reader-1", "reader-2") == ()

    (breach,) = order_breaches(an_order(), "reader-1", "person-2")
    assert breach.rule == "T-22.2"
    assert "person-2" in breach.what


@pytest.mark.rule("T-22.2")
@pytest.mark.parametrize(
    ("changes", "what"),
    [
        pytest.param({"chair": "person-9"}, "the chair person-9 is not", id="a strange chair"),
        pytest.param(
            {"members": (*seats(3, 1, 1), seats(1, 0, 0)[0])}, "person-0 is named", id="twice"
        ),
    ],
)
def test_an_objection_commission_is_one_of_different_people(
    changes: dict[str, Any], what: str
) -> None:
    (breach,) = order_breaches(an_order(**changes))

    assert breach.rule == "T-22.2"
    assert what in breach.what


@pytest.mark.rule("T-22.2")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param({}, [], id="one accepted"),
        pytest.param({"accepted": ()}, [], id="none accepted"),
        pytest.param({"accepted": (3, 5)}, [], id="all accepted"),
        pytest.param({"accepted": (3, 4)}, ["T-22.2"], id="one that is not contested"),
        pytest.param({"scientific_errors": 4}, ["T-22.2"], id="more errors than before"),
    ],
)
def test_a_report_judges_contested_items_alone(changes: dict[str, Any], refused: list[str]) -> None:
    found = breaches_of_objection_report(
        a_report(**changes), an_objection(3, 5), scientific_errors=3, scored=True
    )

    assert rules_of(found) == refused


@pytest.mark.rule("T-22.2", "T-17.25", "T-11.2b")
@pytest.mark.parametrize(
    ("score", "scored", "refused"),
    [
        pytest.param("76", True, [], id="scored, as it should be"),
        pytest.param(None, True, ["T-22.2"], id="the score is missing"),
        pytest.param(None, False, [], id="an update or translation: no score"),
        pytest.param("76", False, ["T-17.25"], id="an update or translation, scored"),
        pytest.param("0", False, ["T-17.25"], id="no points are a score, too"),
    ],
)
def test_a_report_has_a_score_where_the_review_had_one(
    score: str | None,
    scored: bool,  # noqa: FBT001
    refused: list[str],
) -> None:
    found = breaches_of_objection_report(
        a_report(score=score), an_objection(3), scientific_errors=3, scored=scored
    )

    assert rules_of(found) == refused


@pytest.mark.rule("R-T.27", "T-22.2")
@pytest.mark.parametrize(
    ("accepted", "score", "refused"),
    [
        pytest.param((), "82.40", [], id="nothing accepted, as it was"),
        pytest.param((), "82.41", ["R-T.27"], id="nothing accepted, and more"),
        pytest.param((), "82.39", ["R-T.27"], id="nothing accepted, and less"),
        pytest.param((3,), "95.00", [], id="an item accepted, and more"),
        pytest.param((3,), "82.40", [], id="an item accepted that weighs nothing"),
        pytest.param((3,), "82.39", ["R-T.27"], id="an item accepted, and less"),
    ],
)
def test_accepted_items_alone_move_the_score(
    accepted: tuple[int, ...], score: str, refused: list[str]
) -> None:
    found = breaches_of_objection_report(
        a_report(accepted=accepted, score=Decimal(score)),
        an_objection(3, 5),
        scientific_errors=3,
        scored=True,
        score_before=Decimal("82.40"),
    )

    assert rules_of(found) == refused
