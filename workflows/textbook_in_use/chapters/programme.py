"""Programme changes that are reflected in the book (m.27(1)a)."""

from collections.abc import Iterable
from typing import Any

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import Term, TermState
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_in_use.chapters.printings import Printings
from workflows.textbook_in_use.letters import ReflectionDone, ReflectionOrdered
from workflows.textbook_in_use.messages.printing import Service
from workflows.textbook_in_use.messages.programme import (
    OfficialReflection,
    Reflection,
    ReflectionCheck,
    ReflectionOrder,
)
from workflows.textbook_in_use.rules.days import breaches_of_reference
from workflows.textbook_in_use.rules.orders import Ordered, ordered
from workflows.textbook_in_use.rules.programme import (
    FOLLOWED,
    Change,
    Step,
    breaches_of_check,
    followed,
)


class Programme(Printings):
    """The chapter on programme changes without rewriting."""

    @property
    def changes(self) -> dict[int, Change]:
        """The changes by number, and how far they have come."""
        return followed(self.documents_of(*FOLLOWED))

    @property
    def reflections(self) -> list[Ordered]:
        """The orders to reflect a change, with their service and answer."""
        documents = self.documents_of(ReflectionOrder, Service, Reflection)
        return ordered(ReflectionOrder, documents, lambda _order: "B-27.1a")

    @property
    def reflected_officially(self) -> frozenset[int]:
        """Changes that Presidency or unit have reflected themselves."""
        return frozenset(each.change for each in self.documents(OfficialReflection))

    def follow_programme(self) -> None:
        """Run the period of each order from its service, and tell what is reflected (B-27.1a)."""
        for each in self.reflections:
            self.follow_reflection(each)
        for done in self.documents_of(OfficialReflection, ReflectionCheck):
            officially = isinstance(done, OfficialReflection)
            if officially or done.reflected:
                letter = ReflectionDone(change=done.change, officially=officially)
                self.notify(letter, rule="B-27.1a", about=f"done-{done.change}")

    def follow_reflection(self, each: Ordered) -> None:
        """One order: its letter, its period, and what meets it in time."""
        order = each.order
        assert isinstance(order, ReflectionOrder), "orders of this chapter"
        letter = ReflectionOrdered(change=order.change, days=order.days, letter_no=order.letter_no)
        self.notify(letter, rule="B-27.1a", about=f"order-{each.number}")
        if each.served_on is None:
            return
        term = self.open("reflection", since=each.served_on, length=order.days, nth=each.number)
        if each.answer is not None:
            self.meet(term, by=each.answer)
        if order.change in self.reflected_officially:
            self.drop(term)
        self.tell_last_day(term, str(order.change))

    def reflection_term(self, change: int) -> Term | None:
        """Return the period of the order about a change; none before it was served."""
        for each in self.reflections:
            if each.about == change and each.served_on is not None:
                rule = self.rulebook.term("reflection").rule
                return self.file.term(rule if each.number == 1 else f"{rule}#{each.number}")
        return None

    # -- what is awaited -------------------------------------------------------------------------

    def changes_at(self, *steps: Step) -> list[int]:
        """Return the numbers of changes that wait for something."""
        return [number for number, each in self.changes.items() if each.step in steps]

    @property
    def checkable(self) -> list[int]:
        """Changes that the Presidency may check: reflected, or not in their time (B-27.1a)."""
        lapsed = []
        for number in self.changes_at(Step.REFLECTION):
            term = self.reflection_term(number)
            if term is not None and term.state is TermState.LAPSED:
                lapsed.append(number)
        return sorted((*self.changes_at(Step.CHECK), *lapsed))

    def programme_awaited(self) -> list[Awaited[Any]]:
        """Wait for whoever is to ask for a change, to reflect it, or to check it."""
        awaited: list[Awaited[Any]] = []
        if to_order := self.changes_at(Step.ORDER):
            about = self.judging(to_order, "is asked for")
            awaited.append(self.another(ReflectionOrder).judged_by(about))
        if self.checkable:
            awaited.append(self.another(ReflectionCheck).judged_by(self.against_check))
        if to_reflect := self.changes_at(Step.REFLECTION, Step.CHECK):
            about = self.judging(to_reflect, "is reflected")
            awaited.append(self.another(Reflection).judged_by(about))
        if open_ones := [n for n, each in self.changes.items() if each.step is not Step.OVER]:
            about = self.judging(open_ones, "is reflected officially")
            awaited.append(self.another(OfficialReflection).judged_by(about))
        return awaited

    def judging(self, open_ones: list[int], what: str) -> Any:
        """Judge by which change a document is about."""
        return lambda document: breaches_of_reference(
            document.change, open_ones, rule="B-27.1a", what=what
        )

    def against_check(self, check: ReflectionCheck) -> Iterable[Reason]:
        """B-27.1a, S-27.1: of a change that was asked for; undone only once its time is over."""
        yield from breaches_of_reference(
            check.change, self.checkable, rule="B-27.1a", what="is checked"
        )
        yield from self.against_day(check, check.found_on, rule="B-27.1a")
        term = self.reflection_term(check.change)
        due_at = None if term is None else term.due_at
        yield from breaches_of_check(check, due_at=due_at, checked_at=check.counts_from)
