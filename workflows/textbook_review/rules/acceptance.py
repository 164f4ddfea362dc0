"""What the case of a book is opened with when its review has accepted it (m.25)."""

from datetime import date

from pydantic import JsonValue

from workflows.kernel.case.message import Message
from workflows.kernel.case.rows import CaseToTell
from workflows.textbook_review.messages.board import BoardDecision
from workflows.textbook_review.messages.review import Application

IN_USE = "textbook-in-use"
"""The process that follows a book from its acceptance to the end of its teaching term."""


def filing_of_book(
    draft: Application,
    decision: BoardDecision,
    *,
    review: str,
    due_on: date | None = None,
    completed_on: date | None = None,
) -> dict[str, JsonValue]:
    """Return the filing that opens the case of an accepted book (B-25.1, R-B.16).

    Args:
        draft: The draft; from coding on it no longer says who applied, and the dossier does.
        decision: The Board's decision, with the school year from which the book is taught.
        review: File number of the review.
        due_on: Of a conditional acceptance: last day of the period that ran last.
        completed_on: Of one: the day on which the evaluation commission confirmed the corrections.
    """
    conditional: JsonValue = None
    if due_on is not None and completed_on is not None:
        conditional = {"due_on": due_on.isoformat(), "completed_on": completed_on.isoformat()}
    return {
        "applicant": {"kind": draft.applicant.kind.value},
        "review": review,
        "lesson": draft.work.lesson,
        "field": draft.work.field,
        "grade": str(draft.work.grade),
        "decision_no": decision.decision_no,
        "decided_on": decision.decided_on.isoformat(),
        "first_school_year": decision.first_school_year,
        "conditional": conditional,
        "stand_in": draft.in_place_of_textbook,
    }


def telling_of_version(
    draft: Application, decision: BoardDecision, review: str, last: Message
) -> CaseToTell | None:
    """Return what the case of the book learns that the draft updates or translates (R-B.25).

    Args:
        draft: The accepted draft; nobody learns of one that is neither.
        decision: The Board's decision.
        review: File number of the review.
        last: The act that made the draft a textbook.
    """
    updated, translated = draft.updates, draft.translation_of
    earlier = updated.book_no if updated else translated
    if earlier is None:
        return None
    return CaseToTell(
        case_id=f"{IN_USE}-{earlier}",
        command="record_version",
        received_at=last.counts_from,
        body={
            "version": "update" if updated else "translation",
            "review": review,
            "decision_no": decision.decision_no,
            "decided_on": decision.decided_on.isoformat(),
            "first_school_year": decision.first_school_year,
        },
    )
