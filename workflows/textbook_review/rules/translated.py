"""Translations of accepted books (tercüme; m.11(2)b): whose term must still be running."""

from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.textbook_law.terms import BookTerm
from workflows.textbook_review.messages.review import Application


def breaches_of_translation(
    application: Application, filed_on: date, calendar: Calendar, term: BookTerm | None = None
) -> tuple[Reason, ...]:
    """Return why a draft cannot be filed as a translation; nothing if it is none (T-11.2b).

    The term of the original runs until the next school year begins: the summer still belongs to
    the last one, as for an update.

    Args:
        application: The filing.
        filed_on: Day of the filing in Istanbul.
        calendar: The case's calendar, with its school years.
        term: The term of the original, as the register had it on that day; none: it has no such
            book, and what the filing states of one from before Vade counts.
    """
    if application.translation_of is None:
        return ()
    stated = application.original_last_school_year
    known = BookTerm.declared(stated) if term is None and stated is not None else term
    do = "file the draft as an ordinary one"
    if known is None:
        what = f"no register has a book {application.translation_of}"
        do = "check its number; of a book from before Vade state the last school year of its term"
    elif known.is_annulled:
        what = "the decision on the original is annulled"
    elif filed_on > (until := known.runs_until(calendar)):
        what = f"the term of the original ended on {until}, the draft is filed on {filed_on}"
    else:
        return ()
    why = "only an accepted book whose term is running is reviewed as a translation"
    return (Reason(rule="T-11.2b", what=what, why=why, do=do),)
