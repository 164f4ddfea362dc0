"""Printed and sold copies of a calendar year (m.30(3))."""

from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.textbook_in_use.messages.market import SalesReport


def breaches_of_sales_report(
    report: SalesReport, *, first: int | None, on: date, over: bool
) -> tuple[Reason, ...]:
    """Return why a report cannot be taken in: of no such year, or of one that goes on (R-B.8).

    Args:
        report: The report.
        first: First calendar year of which sales are reported; none: nothing is printed yet.
        on: Day of the report.
        over: Whether the book is no longer taught; its last year is then reported at once.
    """
    if first is None:
        return (
            Reason(
                rule="B-30.3",
                what="no printing of the book is recorded",
                why="what is reported are the copies printed and sold in a year",
                do="report the printing first",
                acts=("report_printing",),
            ),
        )
    if report.year < first:
        return (
            Reason(
                rule="B-30.3",
                what=f"sales of {report.year} are not followed here",
                why=f"this case follows them from {first} on",
                do=f"report a year from {first} on",
            ),
        )
    going_on = report.year > on.year or (report.year == on.year and not over)
    if going_on:
        return (
            Reason(
                rule="R-B.8",
                what=f"{report.year} is not over",
                why="a calendar year is reported in the two months after it",
                do=f"report it from {date(report.year + 1, 1, 1)} on",
            ),
        )
    return ()
