"""Orders of the Presidency with a period of their own, from the letter to the answer (R-B.17)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from workflows.kernel.case.message import Message
from workflows.textbook_in_use.messages.printing import (
    CorrectedBook,
    CorrectionOrder,
    Service,
)
from workflows.textbook_in_use.messages.programme import Reflection, ReflectionOrder

Order = TypeVar("Order", CorrectionOrder, ReflectionOrder)


@dataclass(frozen=True)
class Ordered:
    """An order, its service and what has answered it."""

    number: int
    rule: str
    order: CorrectionOrder | ReflectionOrder
    served_on: date | None = None
    answer: Message | None = None

    @property
    def occasion(self) -> str:
        """Return the notification by which it was made."""
        return occasion_of(self.rule, self.number)

    @property
    def about(self) -> str | int:
        """Return what is to be corrected or reflected."""
        order = self.order
        return order.about if isinstance(order, CorrectionOrder) else order.change


def occasion_of(rule: str, number: int) -> str:
    """Return the notification by which an order is made: ``B-28.3/order-1``."""
    return f"{rule}/order-{number}"


def ordered(
    kind: type[Order], documents: Iterable[Message], rule_of: Callable[[Order], str]
) -> list[Ordered]:
    """Return the orders of a kind with their service and their first answer.

    Args:
        kind: Which orders.
        documents: Orders, services and answers in their order.
        rule_of: By which rule an order is made.
    """
    found: list[Ordered] = []
    for document in documents:
        if isinstance(document, kind):
            found.append(Ordered(len(found) + 1, rule_of(document), document))
        for at, each in enumerate(found):
            found[at] = _with(each, document)
    return found


def _with(each: Ordered, document: Message) -> Ordered:
    match document:
        case Service() if document.notification == each.occasion and each.served_on is None:
            return replace(each, served_on=document.served_on)
        case CorrectedBook() | Reflection() if each.served_on is not None and each.answer is None:
            about = document.about if isinstance(document, CorrectedBook) else document.change
            return replace(each, answer=document) if about == each.about else each
        case _:
            return each
