"""What makes a signed agreement complete: delivery, e-Yaygın, the register."""

from datetime import date

import pytest

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import SIGNED_ON
from workflows.agreement.messages.agreement import DeliveryRecord, RegisterEntry, SystemEntry
from workflows.agreement.rules.completing import (
    breaches_of_delivery,
    breaches_of_register_entry,
    breaches_of_system_entry,
)

TODAY = date(2026, 8, 25)
DAYS = pytest.mark.parametrize(
    ("day", "in_order"),
    [
        pytest.param(date(2026, 8, 19), False, id="before the signing"),
        pytest.param(SIGNED_ON, True, id="on the day of the signing"),
        pytest.param(TODAY, True, id="today"),
        pytest.param(date(2026, 8, 26), False, id="tomorrow"),
    ],
)


@pytest.mark.rule("A-10.1")
@DAYS
def test_a_counterpart_is_delivered_between_signing_and_today(day: date, *, in_order: bool) -> None:
    record = DeliveryRecord(record_no="EK5-1", delivered_on=day, to_authorised=True)
    found = breaches_of_delivery(record, signed_on=SIGNED_ON, today=TODAY)

    assert rules_of(found) == ([] if in_order else ["A-10.1"])


@pytest.mark.rule("A-10.1")
def test_it_is_delivered_to_the_authorised_person() -> None:
    record = DeliveryRecord(record_no="EK5-1", delivered_on=TODAY, to_authorised=False)

    found = breaches_of_delivery(record, signed_on=SIGNED_ON, today=TODAY)
    assert rules_of(found) == ["A-10.1"]


@pytest.mark.rule("A-10.2")
@DAYS
def test_it_is_entered_in_the_system_between_signing_and_today(
    day: date, *, in_order: bool
) -> None:
    entry = SystemEntry(entered_on=day)
    found = breaches_of_system_entry(entry, signed_on=SIGNED_ON, today=TODAY)

    assert rules_of(found) == ([] if in_order else ["A-10.2"])


@pytest.mark.rule("A-10.3")
@DAYS
def test_it_is_entered_in_the_register_between_signing_and_today(
    day: date, *, in_order: bool
) -> None:
    entry = RegisterEntry(entered_on=day)
    found = breaches_of_register_entry(entry, signed_on=SIGNED_ON, today=TODAY)

    assert rules_of(found) == ([] if in_order else ["A-10.3"])
