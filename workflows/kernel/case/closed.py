"""A case that a lapse has closed still hears of papers that were in time.

An office that enters a paper late cannot cost its sender the right (V-5): for a while what was
received before the lapse is taken in, and an office decides whether it counts.
"""

from datetime import datetime, timedelta

from workflows.kernel.case.file import CaseFile
from workflows.kernel.law.agenda import INSTANT
from workflows.kernel.law.term import TermState

HEARD_FOR = timedelta(days=30)
"""How long after the lapse; offices enter within days, and the post takes a week or two."""


def heard_until(file: CaseFile) -> datetime | None:
    """Return until when a closed case hears of such papers; none if no lapse has closed it."""
    closed_at = file.settled_up_to
    if file.decision is None or closed_at is None:
        return None
    lapsed = (t.due_at for t in file.terms.values() if t.state is TermState.LAPSED and t.due_at)
    by_lapse = any(abs(due_at - closed_at) <= INSTANT for due_at in lapsed)
    return closed_at + HEARD_FOR if by_lapse else None
