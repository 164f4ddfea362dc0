"""Dates that documents state of themselves, against the days that the case knows."""

from datetime import date

from workflows.kernel.case.refusal import Reason


def breaches_of_date(
    stated_on: date | None, *, since: date, recorded_on: date, rule: str
) -> tuple[Reason, ...]:
    """Return why a document cannot bear its date: before what it answers, or still to come.

    Args:
        stated_on: The day on which it was decided or signed; none if it states none.
        since: Day of what it answers: the filing, or the report or decision that it is about.
        recorded_on: Day on which the document was received.
        rule: The rule that the document rests on.
    """
    if stated_on is None or since <= stated_on <= recorded_on:
        return ()
    return (
        Reason(
            rule=rule,
            what=f"the document is dated {stated_on}",
            why=f"what it answers is of {since}, and the document came in on {recorded_on}",
            do="correct the date, and send it again",
        ),
    )
