"""Printings, their copies, and what the comparison finds (m.28(1))."""

from collections.abc import Iterable
from typing import Any

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import Term, TermState
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_in_use.chapters.terms import Terms
from workflows.textbook_in_use.messages.printing import (
    Comparison,
    CopiesDelivered,
    Likeness,
    Printing,
)
from workflows.textbook_in_use.messages.term import FindingWithdrawn
from workflows.textbook_in_use.registers import CopiesReceived, PrintingRow
from workflows.textbook_in_use.rules.days import breaches_of_reference
from workflows.textbook_in_use.rules.printing import (
    breaches_of_delivery,
    breaches_of_printing,
    completing,
)


class Printings(Terms):
    """The chapter on printings and their copies."""

    def admit_printings(self) -> None:
        """Admit printings whenever they are told of, and copies, late ones too."""
        self.beside(Printing, judged_by=self.against_printing)
        self.beside(
            CopiesDelivered,
            judged_by=lambda copies: breaches_of_delivery(copies, self.documents(Printing)),
        )

    def against_printing(self, printing: Printing) -> Iterable[Reason]:
        """B-28.1a: in their order, from the acceptance on."""
        return breaches_of_printing(
            printing,
            self.documents(Printing),
            accepted_on=self.filed.decided_on,
            reported_on=self.day_of(printing),
        )

    def follow_printings(self) -> None:
        """B-28.1a, R-B.7: thirty days from each imprint, met once both offices have theirs."""
        deliveries = self.documents(CopiesDelivered)
        for nth, printing in enumerate(self.documents(Printing), start=1):
            term = self.open("copies", since=printing.printed_on, nth=nth)
            number = printing.printing
            row = PrintingRow(
                printing=number,
                printed_on=printing.printed_on,
                copies=printing.copies,
                due_on=term.due_on,
            )
            self.enter(row, f"{self.file.case_id}/{number}")
            complete = completing(deliveries, number, self.rulebook)
            if complete is not None:
                self.take_copies(term, number, complete)
            self.tell_last_day(term, str(number))

    def take_copies(self, term: Term, number: int, complete: CopiesDelivered) -> None:
        """Meet the term with copies that are complete in time; late ones are compared as well."""
        self.meet(term, by=complete)
        in_time = self.file.term(term.key).state is TermState.MET
        row = CopiesReceived(printing=number, on=self.day_of(complete), in_time=in_time)
        self.enter(row, f"{self.file.case_id}/{number}")

    @property
    def undelivered(self) -> list[tuple[int, Term]]:
        """Printings whose thirty days have lapsed without all copies (S-28.1a)."""
        rule = self.rulebook.term("copies").rule
        found = []
        for nth, printing in enumerate(self.documents(Printing), start=1):
            term = self.file.term(rule if nth == 1 else f"{rule}#{nth}")
            if term.state is TermState.LAPSED:
                found.append((printing.printing, term))
        return found

    # -- the comparison --------------------------------------------------------------------------

    @property
    def uncompared(self) -> list[int]:
        """Printings whose copies are there, and which nobody has compared yet (B-28.1b)."""
        open_ones = {
            printing.printing
            for printing in self.documents(Printing)
            if completing(self.documents(CopiesDelivered), printing.printing, self.rulebook)
        }
        for document in self.documents_of(Comparison, FindingWithdrawn):
            if isinstance(document, Comparison):
                open_ones.discard(document.printing)
            elif document.ground.startswith("S-28.1b/"):
                open_ones.add(int(document.ground.partition("/")[2]))
        return sorted(open_ones)

    def comparison_awaited(self) -> list[Awaited[Any]]:
        """Wait for the comparison of a printing; the text sets no time for it (R-B.7)."""
        if not self.uncompared:
            return []
        return [self.another(Comparison).judged_by(self.against_comparison)]

    def against_comparison(self, compared: Comparison) -> Iterable[Reason]:
        """B-28.1b: of copies that are there, and dated after them."""
        yield from breaches_of_reference(
            compared.printing, self.uncompared, rule="B-28.1b", what="the commission compares"
        )
        copies = completing(self.documents(CopiesDelivered), compared.printing, self.rulebook)
        if copies is not None:
            yield from self.against_day(
                compared, compared.dated_on, rule="B-28.1b", since=self.day_of(copies)
            )

    @property
    def mismatches(self) -> list[Comparison]:
        """Comparisons that found a printing unlike the decided copy (S-28.1b)."""
        return [c for c in self.documents(Comparison) if c.found is Likeness.MISMATCH]
