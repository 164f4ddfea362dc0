"""What a refusal names."""

from collections.abc import Iterable

from workflows.kernel.case.refusal import Reason


def rules_of(reasons: Iterable[Reason]) -> list[str]:
    """The rule of each reason, in order."""
    return [reason.rule for reason in reasons]
