"""The entries of a journal that are documents: what is printed of them, and what they say."""

from collections.abc import Iterable

from starter.api.access.policy import PARTIES
from starter.client.models import Step
from starter.forms.papers import Act
from workflows.kernel.law.calendar import local_day


def is_printed(step: Step) -> bool:
    """Whether an entry is what somebody sent: what the clock brought, letters say."""
    return step.kind in {"opened", "command"}


def is_received(step: Step) -> bool:
    """Whether an entry is what somebody outside has handed in: its paper is their receipt."""
    return step.kind == "opened" or step.role in PARTIES


def acts_in(steps: Iterable[Step]) -> list[Act]:
    """Return the documents of a journal, as far as somebody sees them."""
    return [
        Act(step.name, step.body, local_day(step.counts_from))
        for step in steps
        if is_printed(step) and step.body is not None
    ]
