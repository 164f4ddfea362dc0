"""What opens a year: once, by the Presidency, before it is over (R-B.23)."""

from collections.abc import Mapping
from datetime import date

from pydantic import JsonValue

from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor, Role
from workflows.ministry_year.messages.lists import OpenedYear
from workflows.ministry_year.offices import Office
from workflows.textbook_law.registers import Register

OPENERS = (Office.PRESIDENCY, Role.REGISTRY)


def breaches_of_opening(
    filed: OpenedYear,
    known: Mapping[str, JsonValue],
    *,
    by: Actor,
    filed_on: date,
    book: Rulebook,
) -> tuple[Reason, ...]:
    """Return why a year cannot be opened (R-B.23).

    Args:
        filed: The filing.
        known: What the register of years has told: the file of the same year's case, if any.
        by: Who files.
        filed_on: Day of the filing.
        book: The rulebook, with ``opening.years_before``.
    """
    wrong = list(only("R-B.23", by, *OPENERS, to="open a year"))
    first = known.get(Register.YEARS)
    if first is not None:
        wrong.append(
            Reason(
                rule="R-B.23",
                what=f"the year {filed.year} has been opened under {first}",
                why="a year has one case, or two offices would send two lists",
                do=f"act in the case of {first}",
            )
        )
    earliest, latest = filed_on.year, filed_on.year + book.count("opening.years_before")
    if not earliest <= filed.year <= latest:
        wrong.append(
            Reason(
                rule="R-B.23",
                what=f"the year {filed.year} is opened on {filed_on}",
                why="a year is opened before it is over, and no earlier than the year before it",
                do=f"open a year from {earliest} to {latest}",
            )
        )
    return tuple(wrong)
