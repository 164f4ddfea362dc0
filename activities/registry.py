"""Every register under its name: what decides for it when a case asks, and what keeps its rows."""

from collections.abc import Mapping
from typing import Final

from activities.agreement import agreements
from activities.course import people
from activities.education_tool import decisions as tool_decisions
from activities.registers import decisions, openings, reference
from activities.registers.decisions import Decider, Writer
from activities.textbook import coefficients, duties, in_use, lists, sanctions

DECIDERS: Final[Mapping[str, Decider]] = {
    **decisions.DECIDERS,
    **reference.DECIDERS,
    **agreements.DECIDERS,
    **people.DECIDERS,
    **tool_decisions.DECIDERS,
    **coefficients.DECIDERS,
    **sanctions.DECIDERS,
    **in_use.DECIDERS,
    **lists.DECIDERS,
    **duties.DECIDERS,
}
"""A register that is not among them cannot be asked."""

ONLY_TELL: Final = frozenset(
    {
        *reference.DECIDERS,
        *tool_decisions.DECIDERS,
        *coefficients.DECIDERS,
        *duties.DECIDERS,
        *sanctions.ONLY_TELL,
        *in_use.ONLY_TELL,
    }
)
"""Registers that keep nothing for whoever asks: to ask them takes no transaction."""

BY_THEMSELVES: Final = ONLY_TELL | decisions.AT_ONCE
"""Registers whose decisions take no transaction around them."""

SHAPES: Final = decisions.SHAPES
"""Registers whose rows are recorded with those kept as they are, each in a shape of its own."""

WRITERS: Final[Mapping[str, Writer]] = {
    **openings.WRITERS,
    **agreements.WRITERS,
    **sanctions.WRITERS,
}
"""Registers with a table of their own, written by themselves; rows of all others go together."""
