"""The lists: when one is sent, and what stands against it (m.32)."""

from collections.abc import Collection
from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.ministry_year.messages.lists import MonthlyList, PublishedList


def breaches_of_monthly_list(
    sent: MonthlyList, *, year: int, sent_months: Collection[int], on: date
) -> tuple[Reason, ...]:
    """Return why a monthly list cannot be sent: its month is to come, or has its list (B-32.1)."""
    begins = date(year, sent.month, 1)
    if on < begins:
        return (
            Reason(
                rule="B-32.1",
                what=f"the list of {begins:%Y-%m} is sent on {on}",
                why="a list has the books accepted up to the day on which it is sent",
                do=f"send it from {begins} on",
            ),
        )
    if sent.month in sent_months:
        return (
            Reason(
                rule="B-32.1",
                what=f"the list of {begins:%Y-%m} has been sent",
                why="each month has one list; what was accepted later is in the next one",
                do="send the next month's list",
            ),
        )
    return ()


def breaches_of_publication(
    published: PublishedList, *, sent_on: date, on: date
) -> tuple[Reason, ...]:
    """Return why a list cannot have appeared on that day (B-32.2b)."""
    if sent_on <= published.published_on <= on:
        return ()
    return (
        Reason(
            rule="B-32.2b",
            what=f"published on {published.published_on}",
            why=f"the list was sent on {sent_on}, and this was recorded on {on}",
            do=f"record a day from {sent_on} to {on}",
        ),
    )
