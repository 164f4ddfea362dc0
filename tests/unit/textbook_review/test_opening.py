"""What an opening knows of a draft's applicant and payment, and how earlier releases said it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.kit.calendars import turkish_calendar
from workflows.kernel.case.records import Opening
from workflows.textbook_law.registers import Sanction, bans_in, coefficient_in
from workflows.textbook_review.process import REVIEW

from .drafts import BOOK, an_application

BAN = Sanction(
    id="s-1",
    rule="S-28.1b",
    subject="pub-17",
    scope={"book": "B-1"},
    starts_on=date(2030, 10, 12),
    ends_on=date(2032, 10, 12),
)


def recorded(**answers: Any) -> Opening:
    """An opening as it stands in a history."""
    opening = Opening(calendar=turkish_calendar(), rulebook=BOOK).model_dump(mode="json")
    return Opening.model_validate(opening | answers)


def test_an_opening_of_an_earlier_release_knows_the_same() -> None:
    ban = BAN.model_dump(mode="json")
    now = recorded(known={"coefficient": "1.25", "sanctions": [ban]})
    then = recorded(coefficient="1.25", sanctions=[ban])

    assert then == now
    assert (coefficient_in(then.known), bans_in(then.known)) == (Decimal("1.25"), (BAN,))


def test_where_nothing_was_known_nothing_is() -> None:
    for opening in (recorded(coefficient=None, sanctions=[]), recorded()):
        assert (coefficient_in(opening.known), bans_in(opening.known)) == (None, ())


def test_the_registers_are_asked_for_the_applicant_and_the_day_of_payment() -> None:
    draft = an_application()
    asked = {each.by: each.request for each in REVIEW.asks(draft).inquiries}

    assert draft.fee is not None
    assert asked == {
        "bans": {"applicant": draft.applicant.key},
        "coefficients": {"paid_on": draft.fee.paid_on.isoformat()},
    }


@pytest.mark.rule("T-11.1ç", "T-11.2b")
@pytest.mark.parametrize(
    "earlier",
    [
        {"updates": {"book_no": "2031-0007", "previous_copies": 1}},
        {"translation_of": "2031-0007"},
    ],
)
def test_of_a_book_that_is_updated_or_translated_its_term_is_asked(earlier: Any) -> None:
    asked = {each.by: each.request for each in REVIEW.asks(an_application(**earlier)).inquiries}

    assert asked["book-terms"] == {"book_no": "2031-0007"}
