"""Where a week ends for those who work in Istanbul."""

from datetime import datetime, timedelta

from workflows.kernel.law.calendar import ISTANBUL


def week_ends(now: datetime) -> datetime:
    """Return the end of this week in Istanbul: Sunday, 24:00.

    >>> week_ends(datetime(2031, 5, 28, 9, tzinfo=ISTANBUL)).isoformat()
    '2031-06-02T00:00:00+03:00'
    """
    local = now.astimezone(ISTANBUL)
    monday = (local - timedelta(days=local.weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return monday + timedelta(days=7)
