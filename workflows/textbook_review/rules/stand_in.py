"""A tool in place of a textbook, reviewed like one (m.34(1)): by whom, and where there is none."""

from collections.abc import Iterable
from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.textbook_law.terms import TaughtBook, taught_in
from workflows.textbook_review.messages.review import Application


def breaches_of_tool(
    application: Application, filed_on: date, calendar: Calendar, books: Iterable[TaughtBook]
) -> tuple[Reason, ...]:
    """Return why a draft cannot be filed as a tool in place of a textbook (B-34.1).

    Args:
        application: The filing; nothing is wrong with one that is none.
        filed_on: Day of the filing in Istanbul.
        calendar: The case's calendar, with its school years.
        books: Valid textbooks of its lesson and grade, by the register.
    """
    if not application.in_place_of_textbook:
        return ()
    return (
        *_breaches_of_applicant(application),
        *_breaches_of_kind(application),
        *_breaches_of_need(application, calendar.school_year_of(filed_on), tuple(books)),
    )


def _breaches_of_applicant(application: Application) -> tuple[Reason, ...]:
    if not application.applicant.is_publisher:
        return ()
    return (
        Reason(
            rule="B-34.1",
            what="a publisher files a tool in place of a textbook",
            why="where there is no textbook, the Ministry's unit prepares the tool",
            do="file it as a draft textbook, or have the unit file its tool",
        ),
    )


def _breaches_of_kind(application: Application) -> tuple[Reason, ...]:
    if application.updates is None and application.translation_of is None:
        return ()
    return (
        Reason(
            rule="B-34.1",
            what="a tool in place of a textbook is filed as an update or a translation of one",
            why="it stands in where the lesson has no textbook",
            do="file it as the one or as the other",
        ),
    )


def _breaches_of_need(
    application: Application, school_year: int, books: tuple[TaughtBook, ...]
) -> tuple[Reason, ...]:
    now, next_year = taught_in(books, school_year), taught_in(books, school_year + 1)
    if not now or not next_year:
        return ()
    work = application.work
    return (
        Reason(
            rule="B-34.1",
            what=f"{work.lesson} {work.grade} has a textbook: {next_year[0].book_no}",
            why="a tool stands in where there is no textbook, this school year or the next",
            do="file it as a draft textbook, or as a tool that is read beside one (m.35)",
        ),
    )
