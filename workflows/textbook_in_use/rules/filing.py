"""What opens the case of a book: a complete decision of the Board, known to the register (m.25)."""

from collections.abc import Mapping
from datetime import date

from pydantic import JsonValue

from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor, Role
from workflows.textbook_in_use.messages.acceptance import AcceptedBook
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.rules.days import breaches_of_day
from workflows.textbook_in_use.rules.stand_in import breaches_of_tool

OPENERS = (Office.PRESIDENCY, Office.BOOKS_BRANCH, Role.REGISTRY, Role.SYSTEM)
"""Who opens a book's case: the review that ends with it, and the offices that have the decision."""

CALLED: Mapping[str, str] = {
    "lesson": "lesson",
    "grade": "grade",
    "decision_no": "number of the decision",
    "decided_on": "day of the decision",
    "first_school_year": "first school year",
}
"""What the filing and the register of books both have, in words."""


def breaches_of_opening(
    filed: AcceptedBook,
    accepted: Mapping[str, JsonValue] | None,
    *,
    by: Actor,
    filed_on: date,
    ended_on: date | None,
    other_case: str | None = None,
) -> tuple[Reason, ...]:
    """Return why no case can be opened for a book (B-25.1, T-4.4).

    Args:
        filed: The filing.
        accepted: What the review has entered in the register of books; none: nothing.
        by: Who files.
        filed_on: Day of the filing.
        ended_on: Last day of its term as it would stand; none where no school year is named.
        other_case: The case that follows the book already; none: nobody has opened one.
    """
    return (
        *only("B-25.1", by, *OPENERS, to="open the case of a book"),
        *_breaches_of_decision(filed, filed_on),
        *breaches_of_tool(filed),
        *_breaches_of_register(filed, accepted),
        *_breaches_of_other(filed, other_case),
        *_breaches_of_end(filed_on, ended_on),
    )


def _breaches_of_decision(filed: AcceptedBook, filed_on: date) -> tuple[Reason, ...]:
    day = breaches_of_day(
        filed.decided_on,
        since=date.min,
        recorded_on=filed_on,
        rule="B-25.1",
        after="the regulation",
    )
    wrong = []
    if filed.first_school_year is None:
        wrong.append(
            Reason(
                rule="B-25.1",
                what="the Board's decision names no school year",
                why="the term of five school years runs from the one it names",
                do="have the Board complete its decision, and file it then",
            )
        )
    if filed.conditional is not None and filed.conditional.completed_on > filed_on:
        wrong.append(
            Reason(
                rule="R-B.16",
                what="the corrections of the conditional acceptance are not confirmed yet",
                why="the book is a textbook once the evaluation commission has confirmed them",
                do="file it on the day of that confirmation or later",
            )
        )
    if filed.review is not None and filed.earlier_extensions:
        wrong.append(
            Reason(
                rule="B-26.2",
                what="a book that a review has just accepted is said to be extended",
                why="only books accepted before have been extended",
                do="leave the earlier extensions out",
            )
        )
    return (*day, *wrong)


def _breaches_of_register(
    filed: AcceptedBook, accepted: Mapping[str, JsonValue] | None
) -> tuple[Reason, ...]:
    if filed.review is None:
        return ()
    if accepted is None:
        return (
            Reason(
                rule="T-4.4",
                what=f"the register of books has no book of the review {filed.review}",
                why="only a decision of the Board turns a draft into a textbook",
                do="check the number of the review, or file a book from before Vade without one",
            ),
        )
    said: dict[str, JsonValue] = {
        "lesson": filed.lesson,
        "grade": str(filed.grade),
        "decision_no": filed.decision_no,
        "decided_on": filed.decided_on.isoformat(),
        "first_school_year": filed.first_school_year,
    }
    return tuple(
        Reason(
            rule="B-25.1",
            what=f"{CALLED[name]}: {value}, in the register of books: {accepted[name]}",
            why="the case follows the decision as the review has recorded it",
            do=f"file it with {accepted[name]}",
        )
        for name, value in said.items()
        if accepted.get(name) not in (None, value)
    )


def _breaches_of_other(filed: AcceptedBook, other_case: str | None) -> tuple[Reason, ...]:
    if other_case is None:
        return ()
    return (
        Reason(
            rule="T-4.4",
            what=f"the book of the review {filed.review} has a case: {other_case}",
            why="the end of an accepted review opens the case of its book by itself, once",
            do=f"send what concerns the book to {other_case}",
        ),
    )


def _breaches_of_end(filed_on: date, ended_on: date | None) -> tuple[Reason, ...]:
    if ended_on is None or filed_on <= ended_on:
        return ()
    return (
        Reason(
            rule="B-25.1",
            what=f"the term of the book has ended on {ended_on}",
            why="a case follows a book that is taught or will be",
            do="have it filed as a new draft; an update where its window is open (T-11.1ç)",
        ),
    )
