"""How a case says no: every reason with its rule, what is wrong, why, and what to do."""

from pydantic import Field

from workflows.kernel.values import Frozen


class Reason(Frozen):
    """One reason of a refusal: the rule, what is wrong, why, and what to do about it."""

    rule: str
    what: str
    why: str
    do: str


class Refusal(Frozen):
    """The law says no to an act. A value, not an error: the case goes on."""

    reasons: tuple[Reason, ...] = Field(min_length=1)

    @property
    def refused_by(self) -> str:
        """Rule ID of the first reason."""
        return self.reasons[0].rule

    @classmethod
    def because(cls, rule: str, *, what: str, why: str, do: str) -> "Refusal":
        """Refuse for a single reason."""
        return cls(reasons=(Reason(rule=rule, what=what, why=why, do=do),))
