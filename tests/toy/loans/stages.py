"""Where a loan stands and how it ends."""

from workflows.kernel.worded import Worded


class Stage(Worded):
    """Where a loan stands."""

    LENT = "lent", "Ödünçte", "On loan"
    OVERDUE = "overdue", "Süresi geçti", "Overdue"


class Outcome(Worded):
    """How a loan ends."""

    GIVEN_BACK = "given-back", "Geri verildi", "Given back"
    GIVEN_BACK_LATE = "given-back-late", "Geç geri verildi", "Given back late"
