"""Performance indicators (m.11(1)): what was to be reached, and what was not."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from workflows.agreement.messages.agreement import PerformanceIndicator
from workflows.agreement.messages.term import PerformanceIndicatorReview
from workflows.kernel.case.refusal import Reason
from workflows.kernel.values import Slug


def missed(
    indicators: Collection[PerformanceIndicator], results: Mapping[Slug, Decimal]
) -> tuple[Slug, ...]:
    """Return which indicators miss their target (A-11.1); one without a result misses it, too."""
    return tuple(
        one.key for one in indicators if one.key not in results or results[one.key] < one.target
    )


def breaches_of_review(
    review: PerformanceIndicatorReview, indicators: Collection[PerformanceIndicator]
) -> tuple[Reason, ...]:
    """Return why results are refused: they cover all of the agreement's indicators, no other."""
    agreed = [one.key for one in indicators]
    strange = [key for key in review.results if key not in agreed]
    without = [key for key in agreed if key not in review.results]
    if not strange and not without:
        return ()
    return (
        Reason(
            rule="A-11.1",
            what=f"without a result: {', '.join(without) or 'none'}; "
            f"not agreed on: {', '.join(strange) or 'none'}",
            why="an agreement is monitored by the performance indicators in the register",
            do="state one result for each of them",
        ),
    )
