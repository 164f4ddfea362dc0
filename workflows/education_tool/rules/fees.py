"""The review fee of a tool (inceletme ücreti; m.15(1), (3)): who owes it, and how much."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from workflows.education_tool.messages.application import Content, Medium, Path, Tool
from workflows.education_tool.rules.hours import hours_of, units_of
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import FeePayment
from workflows.textbook_law.fees import fee_for
from workflows.textbook_law.reviewers import PayRules

PAY = PayRules(month="E-15.5", ordered="E-15.5", hours="E-15.5", cap="E-15.5")
"""By which rule those who review a tool are paid."""


def is_charged(path: Path) -> bool:
    """Return whether a tool is reviewed for a fee: only one that is bought (E-15.1).

    Donations (E-15.3), schools' own books (R-E.7), the Ministry's own tools and those that the
    Minister's office asks for (R-E.11) are free.
    """
    return path is Path.PURCHASE


def charged_for(contents: Iterable[Content], tool: Tool, book: Rulebook) -> int:
    """Return the signatures for which a fee is paid (E-15.1, E-15.1b, R-E.2, R-E.9).

    A book has its own; of everything else an hour of the review counts as one, at the most hours
    that the text allows. Of a tool reviewed again, what has changed (R-E.7).
    """
    parts = tuple(contents)
    books = sum(units_of(c, book) for c in parts if c.medium is Medium.BOOK)
    others = tuple(c for c in parts if c.medium is not Medium.BOOK)
    if not others:
        return books
    in_turkish = tool.model_copy(update={"foreign_language": None})
    charged = tool if book.flag("fee.foreign_language") else in_turkish
    return books + hours_of(others, charged, book).most


def breaches_of_tool_fee(
    fee: FeePayment, *, owed_for: int, coefficient: Decimal | None, paid_by: date, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a fee does not count as paid in full (E-15.1, R-E.8).

    Args:
        fee: As the bank receipt states it.
        owed_for: Signatures for which it is owed.
        coefficient: That of the period in which it was paid; none where there is no such period.
        paid_by: Day on which the receipt came in.
        book: The case's rulebook.
    """
    if fee.paid_on > paid_by:
        return (
            Reason(
                rule="E-15.1",
                what=f"the fee is dated {fee.paid_on}, and the receipt came in on {paid_by}",
                why="a receipt shows what has been paid",
                do="check the day on the bank receipt",
            ),
        )
    if coefficient is None:
        return (
            Reason(
                rule="R-E.8",
                what=f"{fee.paid_on} lies in no period with a coefficient, a beginning and an end",
                why="the fee is counted with the coefficient of the day of payment, and the last "
                "one is not carried on",
                do="have the Revolving Fund enter that period, and send the receipt again",
            ),
        )
    owed = fee_for(owed_for, coefficient, book)
    if fee.amount >= owed:
        return ()
    return (
        Reason(
            rule="E-15.1",
            what=f"{fee.amount:.2f} lira were paid, {owed:.2f} lira are owed",
            why=f"{owed_for} signatures x {book.number('review_fee.indicator')} x coefficient "
            f"{coefficient}",
            do=f"pay the missing {owed - fee.amount:.2f} lira; the Revolving Fund then records the "
            "whole amount with the day of the last payment",
        ),
    )
