"""Translations of accepted books (tercüme; m.11(2)b): whose term must still be running."""

from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.textbook_review.messages.review import Application


def breaches_of_translation(
    application: Application, filed_on: date, calendar: Calendar
) -> tuple[Reason, ...]:
    """Return why a draft cannot be filed as a translation; nothing if it is none (T-11.2b).

    The term of the original runs until the next school year begins: the summer still belongs to
    the last one, as for an update.

    Args:
        application: The filing.
        filed_on: Day of the filing in Istanbul.
        calendar: The case's calendar, with its school years.
    """
    if application.translation_of is None:
        return ()
    last = application.original_last_school_year
    if last is None:
        what = "the filing does not say until when the original is taught"
    elif filed_on < (over_on := calendar.school_year(last + 1)[0]):
        return ()
    else:
        what = f"the term of the original was over on {over_on}, the draft is filed on {filed_on}"
    return (
        Reason(
            rule="T-11.2b",
            what=what,
            why="only an accepted book whose term is running is reviewed as a translation",
            do="state the last school year of its term, or file the draft as an ordinary one",
        ),
    )
