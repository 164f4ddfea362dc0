"""Days that documents state of themselves, and references to what they are about."""

from collections.abc import Iterable
from datetime import date

from workflows.kernel.case.refusal import Reason


def breaches_of_day(
    stated_on: date, *, since: date, recorded_on: date, rule: str, after: str
) -> tuple[Reason, ...]:
    """Return why a document cannot bear its day: before what it answers, or still to come.

    Args:
        stated_on: The day that it states.
        since: Day of what it answers.
        recorded_on: Day on which the document was received.
        rule: The rule that it rests on.
        after: What it answers, in words: ``the Board's acceptance``.
    """
    if stated_on > recorded_on:
        what, why = f"it is dated {stated_on}, still to come", f"it came in on {recorded_on}"
    elif stated_on < since:
        what, why = f"it is dated {stated_on}", f"{after} is of {since}, and nothing precedes it"
    else:
        return ()
    return (Reason(rule=rule, what=what, why=why, do="correct the date, and send it again"),)


def breaches_of_reference(
    about: str | int, open_ones: Iterable[str | int], *, rule: str, what: str
) -> tuple[Reason, ...]:
    """Return why a document cannot be about this: it is not open for it now.

    Args:
        about: What the document names.
        open_ones: What is open for such a document; at least one.
        rule: The rule that it rests on.
        what: What it would do, in words: ``the Board decides on``.
    """
    known = tuple(open_ones)
    if about in known:
        return ()
    named = ", ".join(str(each) for each in known)
    return (
        Reason(
            rule=rule,
            what=f"{about} is not what {what} now",
            why=f"open for it: {named}",
            do=f"name one of {named}",
        ),
    )
