"""How a case says no: every reason with its rule, what is wrong, why, and what to do.

A refusal is bounded, whatever was sent: it travels back to its sender, into the journal and into
the register of receipts, and none of them may grow with what somebody wrote.
"""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from workflows.kernel.values import Frozen

MOST_REASONS: Final = 20
"""Reasons of one refusal; the others are counted, not told."""

LONGEST_TEXT: Final = 1000
"""Characters of one text; a longer one is cut."""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


Said = Annotated[str, AfterValidator(_cut)]


class Reason(Frozen):
    """One reason of a refusal: the rule, what is wrong, why, and what to do about it."""

    rule: Said
    what: Said
    why: Said
    do: Said
    acts: tuple[str, ...] = ()
    """The commands that `do` asks for instead, or first; none: whatever it asks for is no other."""
    again: bool = True
    """Whether the refused command itself is admitted once it is set right, or its time comes."""


def capped(reasons: tuple[Reason, ...], most: int = MOST_REASONS) -> tuple[Reason, ...]:
    """Return the first reasons, and in place of the others how many they are.

    A cap that has been set once is left as it is.
    """
    more = len(reasons) - most
    return reasons if more <= 1 else (*reasons[:most], and_more(reasons[most].rule, more))


def and_more(rule: str, count: int) -> Reason:
    """Return the reason that stands for all that are not told."""
    return Reason(
        rule=rule,
        what=f"… and {count} more",
        why="a refusal tells the first reasons only",
        do="set these right first, and send it again",
    )


class Refusal(Frozen):
    """The law says no to an act. A value, not an error: the case goes on."""

    reasons: Annotated[tuple[Reason, ...], Field(min_length=1), AfterValidator(capped)]

    @property
    def refused_by(self) -> str:
        """Rule ID of the first reason."""
        return self.reasons[0].rule

    @classmethod
    def because(cls, rule: str, *, what: str, why: str, do: str) -> "Refusal":
        """Refuse for a single reason."""
        return cls(reasons=(Reason(rule=rule, what=what, why=why, do=do),))
