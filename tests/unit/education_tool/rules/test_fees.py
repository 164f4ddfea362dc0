"""The review fee of a tool: the worked examples of the catalogue, and what it is not owed for."""

from datetime import date
from decimal import Decimal

import pytest

from tests.unit.education_tool.tools import BOOK, a_tool
from workflows.education_tool.messages.application import Content, Medium, Path
from workflows.education_tool.rules.fees import breaches_of_tool_fee, charged_for, is_charged
from workflows.textbook_law.draft import FeePayment
from workflows.textbook_law.fees import fee_for
from workflows.textbook_law.registers import coefficient_of_period_in


def content(medium: Medium, quantity: int) -> Content:
    return Content(medium=medium, quantity=quantity)


SCREENS = (content(Medium.SCREENS, 40),)


@pytest.mark.rule("E-15.1", "E-15.1b", "R-E.2")
@pytest.mark.parametrize(
    ("contents", "level", "coefficient", "fee"),
    [
        pytest.param(SCREENS, "secondary", "1.20", "43200.00", id="24 hours in June"),
        pytest.param(SCREENS, "secondary", "1.30", "46800.00", id="24 hours in July"),
        pytest.param(
            (content(Medium.BOOK, 71),), "primary", "1.20", "7200.00", id="a book: four signatures"
        ),
        pytest.param((content(Medium.GLOBE, 1),), "primary", "1.20", "9000.00", id="five hours"),
        pytest.param(
            (content(Medium.BOOK, 32), content(Medium.MAP, 3)),
            "primary",
            "1.20",
            "14400.00",
            id="two signatures and six hours",
        ),
    ],
)
def test_the_fee_is_signatures_times_1500_times_the_coefficient(
    contents: tuple[Content, ...], level: str, coefficient: str, fee: str
) -> None:
    owed_for = charged_for(contents, a_tool(level=level), BOOK)

    assert str(fee_for(owed_for, Decimal(coefficient), BOOK)) == fee


@pytest.mark.rule("R-E.9")
def test_a_foreign_language_enlarges_the_fee_unless_the_setting_says_no() -> None:
    foreign = a_tool(foreign_language="ingilizce")
    plain = BOOK.model_copy(update={"figures": BOOK.figures | {"fee.foreign_language": False}})

    assert charged_for(SCREENS, foreign, BOOK) == 72
    assert charged_for(SCREENS, foreign, plain) == 24


@pytest.mark.rule("R-E.9", "E-15.1")
def test_a_book_in_a_foreign_language_is_charged_by_its_signatures() -> None:
    """The fee of a book counts signatures, not hours."""
    foreign = a_tool(foreign_language="ingilizce", level="primary")

    assert charged_for((content(Medium.BOOK, 71),), foreign, BOOK) == 4


@pytest.mark.rule("E-15.1", "E-15.3", "R-E.7", "R-E.11")
def test_only_what_is_bought_is_paid_for() -> None:
    assert [path for path in Path if is_charged(path)] == [Path.PURCHASE]


def fee(amount: str, paid_on: str = "2026-06-30") -> FeePayment:
    return FeePayment(amount=Decimal(amount), paid_on=date.fromisoformat(paid_on), receipt_no="D-1")


@pytest.mark.rule("E-15.1")
@pytest.mark.parametrize(
    ("paid", "rules"),
    [
        pytest.param(fee("43200.00"), [], id="to the kuruş"),
        pytest.param(fee("43199.99"), ["E-15.1"], id="a kuruş short"),
        pytest.param(fee("50000.00"), [], id="too much"),
        pytest.param(fee("43200.00", "2026-07-02"), ["E-15.1"], id="paid after its receipt"),
    ],
)
def test_a_fee_is_paid_in_full_before_its_receipt(paid: FeePayment, rules: list[str]) -> None:
    reasons = breaches_of_tool_fee(
        paid,
        owed_for=24,
        coefficient=Decimal("1.20"),
        paid_by=date(2026, 7, 1),
        book=BOOK,
    )

    assert [reason.rule for reason in reasons] == rules


@pytest.mark.rule("E-15.1")
def test_a_refusal_says_what_is_missing() -> None:
    (reason,) = breaches_of_tool_fee(
        fee("43000.00"),
        owed_for=24,
        coefficient=Decimal("1.20"),
        paid_by=date(2026, 7, 1),
        book=BOOK,
    )

    assert reason.do.startswith("pay the missing 200.00 lira")


@pytest.mark.rule("R-E.8")
def test_a_day_outside_every_period_is_named_and_nothing_is_carried_on() -> None:
    (reason,) = breaches_of_tool_fee(
        fee("43200.00", "2027-01-04"),
        owed_for=24,
        coefficient=None,
        paid_by=date(2027, 1, 5),
        book=BOOK,
    )

    assert reason.rule == "R-E.8"
    assert "2027-01-04" in reason.what


@pytest.mark.rule("R-E.8")
def test_a_period_without_an_end_is_none() -> None:
    assert coefficient_of_period_in({"coefficient": "1.20"}) is None
    assert coefficient_of_period_in({"coefficient": None}) is None
    known = {"coefficient": "1.20", "until": "2026-06-30"}
    assert coefficient_of_period_in(known) == Decimal("1.20")
