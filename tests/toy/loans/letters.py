"""The letters of a loan; their words lie in ``templates``."""

from datetime import date

from workflows.kernel.case.letters import Letter
from workflows.kernel.values import Code


class LoanOverdue(Letter):
    """To the reader: the copy was to be back by then (L-3)."""

    template = "loan_overdue"
    copy_no: Code
    due_on: date
