"""Forms for the registers: what has their shape; an error does not repeat what they say."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from starter.client.answers import Refused
from starter.forms.form import read
from tests.kit.persons import an_identity_number
from workflows.course.forms import NationalId, PersonKey, Registration

NUMBER = TypeAdapter(NationalId)
KEY = TypeAdapter(PersonKey)


@pytest.mark.rule("C-2.1")
@pytest.mark.parametrize("nth", [0, 1, 4_711, 899_999_999])
def test_a_number_with_its_check_digits_is_one(nth: int) -> None:
    number = an_identity_number(nth)
    assert NUMBER.validate_python(number) == number


@pytest.mark.rule("C-2.1")
@pytest.mark.parametrize(
    "number",
    [
        pytest.param("10000000147", id="the last digit is wrong"),
        pytest.param("10000000156", id="the tenth digit is wrong"),
        pytest.param("01000000046", id="it begins with zero"),
        pytest.param("1000000014", id="ten digits"),
        pytest.param("100000001460", id="twelve digits"),
        pytest.param(" 10000000146", id="a blank before it"),
        pytest.param("10000000146\n", id="a line break after it"),
        pytest.param("١٠٠٠٠٠٠٠١٤٦", id="digits of another script"),
        pytest.param(10000000146, id="a number, not a text"),
    ],
)
def test_anything_else_is_none(number: object) -> None:
    """10000000146 is one: 7 times (1 + 1) is 14, so the tenth is 4; 1 + 1 + 4 is 6."""
    with pytest.raises(ValidationError):
        NUMBER.validate_python(number)


def test_a_key_is_not_an_identity_number() -> None:
    assert KEY.validate_python("t-1234567890") == "t-1234567890"
    with pytest.raises(ValidationError, match="may not hold an identity number"):
        KEY.validate_python(f"t-{an_identity_number(1)}")


@pytest.mark.parametrize(
    "change",
    [
        {"national_id": "10000000147"},
        {"birth_date": "yarın"},
        {"person": "10000000146"},
        {"person": "Ayşe Yılmaz"},
        {"hidden_by": {"number": "10000000146 sayılı", "decided_on": "2031-01-05"}},
        {"surname": "Yılmaz"},
    ],
)
def test_a_refused_form_is_not_repeated(change: dict[str, Any]) -> None:
    filled = {"national_id": an_identity_number(1), "birth_date": "2010-05-07"}

    with pytest.raises(Refused) as no:
        read(Registration, {**filled, **change}, "C-2.1")

    said = f"{no.value!r} {no.value} {no.value.reasons}"
    assert no.value.refused_by == "C-2.1"
    assert no.value.__context__ is None
    assert not any(part in said for part in ("1000000014", "2010-05-07", "yarın", "Yılmaz"))


def test_printing_a_form_shows_nothing_of_anybody() -> None:
    filled = Registration(
        national_id=an_identity_number(1), birth_date=date(2010, 5, 7), person="t-1"
    )
    assert repr(filled) == "Registration(person='t-1', hidden_by=None)"
