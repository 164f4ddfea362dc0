"""Days on which something is said to have happened: not before what it follows, not to come."""

from datetime import date

from workflows.kernel.case.refusal import Reason


def breaches_of_stated_day(
    what: str, day: date, *, today: date, rule: str, signed_on: date | None = None
) -> tuple[Reason, ...]:
    """Return why something cannot have happened on a day.

    Args:
        what: ``delivered on 2031-05-26``.
        day: When it is said to have happened.
        today: Day of the document that says so.
        rule: What it is recorded for.
        signed_on: Day of the signing, if it can only follow that.
    """
    found = []
    if day > today:
        found.append(
            Reason(
                rule=rule,
                what=what,
                why="that day is still to come; what has happened is recorded, not what will",
                do="record it on that day or later",
            )
        )
    if signed_on is not None and day < signed_on:
        found.append(
            Reason(
                rule=rule,
                what=what,
                why=f"the agreement was signed on {signed_on}, and all else follows",
                do="check the day",
            )
        )
    return tuple(found)


def breaches_of_correction(
    what: str, corrects: str | None, *, again: bool, rule: str
) -> tuple[Reason, ...]:
    """Return why something cannot be recorded once more: nobody says what was wrong.

    Both records stay in the journal, the newer one counts.

    Args:
        what: ``the delivery is on record already``.
        corrects: What was wrong with the record before it.
        again: Whether there is one.
        rule: What it is recorded for.
    """
    if corrects is not None or not again:
        return ()
    return (
        Reason(
            rule=rule,
            what=what,
            why="a record is corrected by a newer one that says what was wrong with it",
            do="leave it, or send it with corrects",
        ),
    )
