"""The registers that cases can ask, each with what decides for it."""

from collections.abc import Mapping
from typing import Final

from activities.agreement import agreements
from activities.course import people
from activities.registers import decisions, reference
from activities.registers.decisions import Decider
from activities.textbook import coefficients, sanctions

DECIDERS: Final[Mapping[str, Decider]] = {
    **decisions.DECIDERS,
    **reference.DECIDERS,
    **agreements.DECIDERS,
    **people.DECIDERS,
    **coefficients.DECIDERS,
    **sanctions.DECIDERS,
}
"""By the name under which a case asks."""
