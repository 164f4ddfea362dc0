"""Printings (baskı) and their copies (m.28(1))."""

from collections.abc import Iterable, Sequence
from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_in_use.messages.printing import CopiesDelivered, Printing, Receiver
from workflows.textbook_in_use.rules.days import breaches_of_day


def copies_owed(to: Receiver, book: Rulebook) -> int:
    """Return how many copies of a printing an office gets (B-28.1a)."""
    presidency = to is Receiver.PRESIDENCY
    return book.count("copies.presidency" if presidency else "copies.publications")


def completing(
    deliveries: Iterable[CopiesDelivered], printing: int, book: Rulebook
) -> CopiesDelivered | None:
    """Return the delivery with which both offices have their copies of a printing (R-B.7).

    None as long as one of them lacks some.
    """
    missing = {to: copies_owed(to, book) for to in Receiver}
    for delivery in deliveries:
        if delivery.printing != printing:
            continue
        missing[delivery.to] -= delivery.copies
        if all(left <= 0 for left in missing.values()):
            return delivery
    return None


def missing_copies(
    deliveries: Iterable[CopiesDelivered], printing: int, to: Receiver, book: Rulebook
) -> int:
    """Return how many copies of a printing an office still lacks."""
    had = sum(each.copies for each in deliveries if (each.printing, each.to) == (printing, to))
    return max(0, copies_owed(to, book) - had)


def breaches_of_printing(
    printing: Printing, before: Sequence[Printing], *, accepted_on: date, reported_on: date
) -> tuple[Reason, ...]:
    """Return why a printing cannot be recorded: its number, its day (B-28.1a, R-B.7)."""
    last = max(before, key=lambda each: each.printing, default=None)
    since = accepted_on if last is None else max(accepted_on, last.printed_on)
    after = "the Board's acceptance" if last is None else f"printing {last.printing}"
    days = breaches_of_day(
        printing.printed_on, since=since, recorded_on=reported_on, rule="B-28.1a", after=after
    )
    if last is None or printing.printing > last.printing:
        return days
    return (
        Reason(
            rule="B-28.1a",
            what=f"printing {printing.printing} comes after printing {last.printing}",
            why="printings are numbered in their order, and each is recorded once",
            do=f"state a number above {last.printing}",
        ),
        *days,
    )


def breaches_of_delivery(
    delivery: CopiesDelivered, printings: Iterable[Printing]
) -> tuple[Reason, ...]:
    """Return why copies cannot be taken in: nobody knows of the printing, or it came later."""
    printed = {each.printing: each.printed_on for each in printings}
    if delivery.printing in printed:
        return ()
    return (
        Reason(
            rule="B-28.1a",
            what=f"printing {delivery.printing} is not recorded",
            why="copies are those of a printing, whose thirty days run from its imprint",
            do="report the printing first, then the copies",
            acts=("report_printing",),
        ),
    )
