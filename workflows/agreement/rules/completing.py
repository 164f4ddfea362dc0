"""What makes a signed agreement complete (m.10): delivery, e-Yaygın, the register (kütük)."""

from datetime import date

from workflows.agreement.messages.agreement import DeliveryRecord, RegisterEntry, SystemEntry
from workflows.agreement.rules.days import breaches_of_stated_day
from workflows.kernel.case.refusal import Reason


def breaches_of_delivery(
    record: DeliveryRecord, *, signed_on: date, today: date
) -> tuple[Reason, ...]:
    """Return why a delivery cannot be recorded like this (A-10.1).

    Args:
        record: When it was handed over, and to whom.
        signed_on: Day of the signing.
        today: Day of the record.
    """
    days = breaches_of_stated_day(
        f"delivered on {record.delivered_on}",
        record.delivered_on,
        today=today,
        signed_on=signed_on,
        rule="A-10.1",
    )
    if record.to_authorised:
        return days
    return (
        *days,
        Reason(
            rule="A-10.1",
            what="handed to somebody whom the partner has not authorised",
            why="it is delivered to the partner's authorised person against signature",
            do="deliver it to that person",
        ),
    )


def breaches_of_system_entry(
    entry: SystemEntry, *, signed_on: date, today: date
) -> tuple[Reason, ...]:
    """Return why an entry in e-Yaygın cannot be recorded like this (A-10.2)."""
    return breaches_of_stated_day(
        f"entered in e-Yaygın on {entry.entered_on}",
        entry.entered_on,
        today=today,
        signed_on=signed_on,
        rule="A-10.2",
    )


def breaches_of_register_entry(
    entry: RegisterEntry, *, signed_on: date, today: date
) -> tuple[Reason, ...]:
    """Return why an entry in the kütük cannot be made like this (A-10.3)."""
    return breaches_of_stated_day(
        f"entered in the register on {entry.entered_on}",
        entry.entered_on,
        today=today,
        signed_on=signed_on,
        rule="A-10.3",
    )
