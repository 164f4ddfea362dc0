"""Updated re-application (güncelleme): the publisher's own book, brought up to date.

Filed in a narrow window (m.11(1)ç), reviewed openly and without a score, sent back at most twice
(m.17(25)). The ban for quoting another textbook does not reach it (m.7(6), in `bans`).
"""

from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import UpdatedBook
from workflows.textbook_law.terms import BookTerm
from workflows.textbook_review.messages.review import Application

AS_ORDINARY = "file the draft as an ordinary application"


def breaches_of_update(
    application: Application,
    filed_on: date,
    calendar: Calendar,
    book: Rulebook,
    term: BookTerm | None = None,
) -> tuple[Reason, ...]:
    """Return why a draft cannot be filed as an update of a book; nothing if it is none (T-11.1ç).

    Args:
        application: The filing.
        filed_on: Day of the filing in Istanbul.
        calendar: The case's calendar, with its school years.
        book: The case's rulebook.
        term: The term of the book, as the register had it on that day; none: it has no such book,
            and what the filing states of one from before Vade counts.
    """
    updated = application.updates
    if updated is None:
        return ()
    return (
        *_breaches_of_applicant(application),
        *_breaches_of_window(updated, filed_on, term or _declared(updated), calendar, book),
        *_breaches_of_copies(updated, book),
    )


def goes_back(errors: int, corrections: int, book: Rulebook) -> bool:
    """Return whether an update goes back to the applicant for thirty days (T-17.25).

    A clean draft goes to the Board at once, one with errors at the latest after two corrections.

    Args:
        errors: Errors found by this review and evaluation.
        corrections: How often the draft has gone back before.
        book: The case's rulebook.
    """
    return errors > 0 and may_go_back(corrections, book)


def may_go_back(corrections: int, book: Rulebook) -> bool:
    """Return whether an update may go back once more: twice at most (T-17.25, R-T.25)."""
    return corrections < book.count("update.corrections")


def _breaches_of_applicant(application: Application) -> tuple[Reason, ...]:
    if application.applicant.is_publisher:
        return ()
    return (
        Reason(
            rule="T-11.1ç",
            what="a Ministry unit filed an updated re-application",
            why="publishers may file their books anew as updates",
            do=AS_ORDINARY,
        ),
    )


def _declared(updated: UpdatedBook) -> BookTerm | None:
    if updated.last_school_year is None:
        return None
    return BookTerm.declared(updated.last_school_year)


def _breaches_of_window(
    updated: UpdatedBook,
    filed_on: date,
    term: BookTerm | None,
    calendar: Calendar,
    book: Rulebook,
) -> tuple[Reason, ...]:
    if term is None:
        return (
            Reason(
                rule="T-11.1ç",
                what=f"no register has a book {updated.book_no}",
                why="an update is of an accepted book, in the window that its term opens",
                do="check the number of the book; of one accepted before Vade state the last "
                "school year of its term",
            ),
        )
    window = term.window(calendar, book)
    why = "an update is filed in the last school year of the book's term or the next one"
    if window is None:
        annulled = term.is_annulled
        what = "the decision on it is annulled" if annulled else "its programme is written anew"
        why = f"{why}; {what}, and its term has no last school year of its own"
        what = f"the book {updated.book_no} has no window for an update"
        return (Reason(rule="T-11.1ç", what=what, why=why, do=AS_ORDINARY),)
    opens_on, until = window
    if opens_on <= filed_on <= until:
        return ()
    early = filed_on < opens_on
    return (
        Reason(
            rule="T-11.1ç",
            what=f"the update is filed on {filed_on}, its window is {opens_on} to {until}",
            why=why,
            do=f"file it from {opens_on} on, or {AS_ORDINARY}" if early else AS_ORDINARY,
        ),
    )


def _breaches_of_copies(updated: UpdatedBook, book: Rulebook) -> tuple[Reason, ...]:
    least = book.count("update.previous_copies")
    if updated.previous_copies >= least:
        return ()
    return (
        Reason(
            rule="T-11.1ç",
            what="no copy of the previous book came along",
            why="an update is compared with the book that it updates",
            do=f"hand over {least} copy of the previous book, or {AS_ORDINARY}",
        ),
    )
