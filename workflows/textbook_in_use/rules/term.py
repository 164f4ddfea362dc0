"""The teaching term (okutulma süresi): its school years, its start, its extension (m.25, 26, 32).

A school year is named by the calendar year in which it begins.
"""

from collections.abc import Iterable
from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_in_use.messages.acceptance import AcceptedBook, ConditionalAcceptance
from workflows.textbook_in_use.messages.term import ExtensionDecision
from workflows.textbook_law.acceptance import DECEMBER, last_acceptance
from workflows.textbook_law.terms import update_window


def last_acceptance_day(year: int, calendar: Calendar, book: Rulebook) -> date:
    """Return the working day of December up to which acceptances make the next list (B-32.2a)."""
    return last_acceptance(year, book.count("list.working_day")).on(calendar)


def last_working_day_of_year(year: int, calendar: Calendar) -> date:
    """Return the last working day of December (B-32.2a)."""
    return calendar.working_day_at_or_before(date(year, DECEMBER, 31))


def earliest_school_year(decided_on: date, calendar: Calendar, book: Rulebook) -> int:
    """Return the first school year whose list an acceptance still makes (B-32.2a, R-B.4).

    The list of a December is that of the next calendar year's school year.
    """
    in_time = decided_on <= last_acceptance_day(decided_on.year, calendar, book)
    return decided_on.year + (1 if in_time else 2)


def is_deferred(corrected: ConditionalAcceptance | None, named: int, calendar: Calendar) -> bool:
    """Return whether the first school year is put off by one (B-32.2c, R-B.1, R-B.16).

    Args:
        corrected: The corrections of a conditional acceptance; none: accepted at once.
        named: The school year that the Board has named; its list is made in the December before.
        calendar: The calendar.
    """
    if corrected is None:
        return False
    year_end = date(named - 1, DECEMBER, 31)
    runs_on = corrected.due_on > last_working_day_of_year(named - 1, calendar)
    return runs_on and corrected.completed_on > year_end


def first_school_year(filed: AcceptedBook, calendar: Calendar) -> int:
    """Return the school year in which the book is first taught (B-25.1, B-32.2c)."""
    assert filed.first_school_year is not None, "a decision without it opens no case (B-25.1)"
    # m.32(2) is about textbooks: a tool in place of one is on no list that could be missed
    deferred = not filed.stand_in and is_deferred(
        filed.conditional, filed.first_school_year, calendar
    )
    return filed.first_school_year + int(deferred)


def breaches_of_extension_request(
    *, on: date, last: int, years_given: int, pending: bool, calendar: Calendar, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why an extension cannot be asked for now (B-26.1, B-26.2, R-B.5).

    Args:
        on: Day of the application.
        last: Last school year of the term as it stands.
        years_given: By how many years it has been extended.
        pending: Whether an earlier application is before the Board.
        calendar: The calendar.
        book: The rulebook, with ``extension.max``.
    """
    breaches: list[Reason] = []
    opens_on, until = update_window(last, calendar, book)
    if years_given >= book.count("extension.max"):
        breaches.append(
            Reason(
                rule="B-26.2",
                what=f"the term has been extended {years_given} times",
                why=f"it is extended {book.count('extension.max')} times at most",
                do=f"file the book anew as an update, from {opens_on} to {until}",
            )
        )
    elif on < opens_on:
        breaches.append(
            Reason(
                rule="R-B.5",
                what=f"the last school year of the term begins on {opens_on}",
                why="an extension is asked for in the last school year",
                do=f"apply from {opens_on} on",
            )
        )
    if pending:
        breaches.append(
            Reason(
                rule="B-26.1",
                what="an application for an extension is before the Board",
                why="each application is decided before the next one",
                do="wait for the Board's decision",
                acts=("decide_extension",),
            )
        )
    return tuple(breaches)


def breaches_of_extension(
    decided: ExtensionDecision, *, others: int, field: str, school_year: int, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why the Board cannot decide so: the field has other books (B-26.1, R-B.5, R-B.20).

    Args:
        decided: The decision.
        others: Other valid textbooks of the field in that school year, by the register.
        field: The field of the lesson, whatever the grade.
        school_year: The school year that the extension would add.
        book: The rulebook, with ``extension.others``.
    """
    if decided.granted and others > book.count("extension.others"):
        return (
            Reason(
                rule="B-26.1",
                what=f"{others} other textbooks of {field} are valid in {school_year}",
                why="a term is extended only where the field has no other textbook, or just one",
                do="record that the Board does not extend, with this as the reason",
            ),
        )
    if not decided.granted and decided.reasons is None:
        return (
            Reason(
                rule="B-26.1",
                what="no reasons are stated",
                why="whoever asked is told why the term is not extended",
                do="state the reasons",
            ),
        )
    return ()


def breaches_of_rewriting(
    ends_on: date | None, *, decided_on: date, term_ends_on: date
) -> tuple[Reason, ...]:
    """Return why a term cannot end on the day that a rewriting change names (B-27.2b, R-B.9)."""
    if ends_on is None or decided_on <= ends_on <= term_ends_on:
        return ()
    return (
        Reason(
            rule="R-B.9",
            what=f"the term would end on {ends_on}",
            why=f"the change was decided on {decided_on}, and the term ends on {term_ends_on}",
            do="name a day between the two, or none: it then ends with the school year",
        ),
    )


def granted(decisions: Iterable[ExtensionDecision]) -> int:
    """Return how many years the Board has added (B-26.2)."""
    return sum(each.granted for each in decisions)
