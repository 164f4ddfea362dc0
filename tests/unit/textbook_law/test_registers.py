"""What an opening asks the registers of the textbook regulation, and how it reads their answers."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import JsonValue

from workflows.kernel.case.records import Inquiry
from workflows.textbook_law.registers import (
    Register,
    Sanction,
    bans_in,
    coefficient_in,
    inquiries,
)


@pytest.mark.rule("T-15.1a")
@pytest.mark.parametrize(
    ("paid_on", "asked"),
    [
        pytest.param(date(2031, 3, 7), "2031-03-07", id="paid"),
        pytest.param(None, None, id="not paid, as by a unit"),
    ],
)
def test_the_coefficient_is_asked_for_the_day_of_payment(
    paid_on: date | None, asked: str | None
) -> None:
    assert inquiries("pub-17", paid_on) == (
        Inquiry(by=Register.BANS, request={"applicant": "pub-17"}),
        Inquiry(by=Register.COEFFICIENTS, request={"paid_on": asked}),
    )


@pytest.mark.rule("T-15.1a")
def test_a_coefficient_is_read_to_its_last_digit_or_is_not_known() -> None:
    assert coefficient_in({"coefficient": "0.907796"}) == Decimal("0.907796")
    assert coefficient_in({"coefficient": None}) is None
    assert coefficient_in({}) is None


@pytest.mark.rule("R-S.8")
def test_every_ban_that_the_register_tells_is_read() -> None:
    rows: list[JsonValue] = [
        {
            "id": f"Y-{n}",
            "rule": "S-28.1b",
            "subject": "pub-17",
            "scope": {"grade": "7"},
            "starts_on": "2030-05-06",
            "ends_on": "2032-05-06",
        }
        for n in (1, 2)
    ]

    assert bans_in({"sanctions": rows}) == tuple(
        Sanction(
            id=f"Y-{n}",
            rule="S-28.1b",
            subject="pub-17",
            scope={"grade": "7"},
            starts_on=date(2030, 5, 6),
            ends_on=date(2032, 5, 6),
        )
        for n in (1, 2)
    )
    assert bans_in({}) == ()
