"""Publicity and teaching material (m.13): nothing is used without the office's approval."""

from collections.abc import Iterable

from workflows.agreement.messages import PublicityApproval, Sha256


def approved_materials(decisions: Iterable[PublicityApproval]) -> tuple[Sha256, ...]:
    """Return what may be used now: the last decision on a piece counts (A-13.1).

    Args:
        decisions: In the order in which they came.
    """
    last = {material: one.approved for one in decisions for material in one.materials}
    return tuple(material for material, approved in last.items() if approved)
