"""Filing a draft (m.7, m.11, m.12): when, by whom, with what."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import JsonValue

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar, local_day
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import Delivery, Document
from workflows.textbook_law.fees import owes_fee
from workflows.textbook_law.terms import taught_books, term_at
from workflows.textbook_review.messages.review import Application
from workflows.textbook_review.rules.routes import breaches_of_route
from workflows.textbook_review.rules.stand_in import breaches_of_tool
from workflows.textbook_review.rules.translated import breaches_of_translation
from workflows.textbook_review.rules.updated import breaches_of_update


def breaches_of_filing(
    application: Application,
    received_at: datetime,
    calendar: Calendar,
    book: Rulebook,
    known: Mapping[str, JsonValue] | None = None,
) -> tuple[Reason, ...]:
    """Return why an application cannot be received as filed (m.7, m.11, m.12, m.34).

    Missing documents are not among them: the preliminary review finds those (T-12.1, T-13.2a).

    Args:
        application: The filing.
        received_at: When it was received.
        calendar: The case's calendar.
        book: The case's rulebook.
        known: What the registers have told; of the book that is updated or translated its term,
            for a tool in place of a textbook the textbooks that there are.
    """
    filed_on, term = local_day(received_at), term_at(known or {}, received_at)
    return (
        *breaches_of_route(application),
        *_breaches_of_time(received_at, calendar),
        *breaches_of_delivery(application.delivered, book),
        *_breaches_of_calendar(application, filed_on),
        *breaches_of_update(application, filed_on, calendar, book, term),
        *breaches_of_translation(application, filed_on, calendar, term),
        *breaches_of_tool(application, filed_on, calendar, taught_books(known or {})),
    )


def breaches_of_delivery(delivered: Delivery, book: Rulebook) -> tuple[Reason, ...]:
    """Return what lacks of the colour sets and electronic copies (T-11.1a, T-12.1).

    The same number is due at the filing and at every later stage.
    """
    sets, copies = book.count("draft.sets"), book.count("draft.electronic_copies")
    breaches = []
    if delivered.sets < sets:
        breaches.append(
            Reason(
                rule="T-11.1a",
                what=f"{delivered.sets} of {sets} sets were delivered",
                why=f"a draft is delivered in {sets} sets",
                do=f"deliver {sets - delivered.sets} more",
            )
        )
    if delivered.electronic_copies < copies:
        breaches.append(
            Reason(
                rule="T-11.1a",
                what="no electronic copy was delivered",
                why="a draft is delivered with a copy on an electronic medium",
                do="deliver the electronic copy together with the sets",
            )
        )
    return tuple(breaches)


def missing_documents(application: Application, book: Rulebook) -> tuple[Document, ...]:
    """Return the papers of m.12(1) that are due and not filed, in the article's order (T-12.1).

    A bank receipt is due where a fee is (R-T.17), the declaration of employment from publishers.
    """
    due = [Document.PETITION, Document.AUTHOR_PAPERS, Document.EXPERT_PAPERS]
    if owes_fee(application, book):
        due.append(Document.FEE_RECEIPT)
    if application.applicant.is_publisher:
        due.append(Document.EMPLOYMENT_DECLARATION)
    return tuple(document for document in due if document not in application.documents)


def _breaches_of_calendar(application: Application, filed_on: date) -> tuple[Reason, ...]:
    first = application.first_application
    if first is None or filed_on >= first.opens_on:
        return ()
    return (
        Reason(
            rule="T-11.1a",
            what=f"the draft is filed on {filed_on}, first applications open on {first.opens_on}",
            why=f"decision {first.decision_no} sets the calendar of the new programme",
            do=f"file it on {first.opens_on} or later",
        ),
    )


def _breaches_of_time(received_at: datetime, calendar: Calendar) -> tuple[Reason, ...]:
    day = local_day(received_at)
    if not calendar.is_working_day(day):
        what = f"{day} is not a working day"
    elif not calendar.in_working_hours(received_at):
        what = "the delivery came outside working hours"
    else:
        return ()
    return (
        Reason(
            rule="T-11.1a",
            what=what,
            why="drafts are delivered on any working day of the year, within working hours",
            do="deliver the draft on the next working day, within working hours",
        ),
    )
