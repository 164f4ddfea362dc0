"""Findings, from the Board's agreement to the final copies (m.28(1), (3), (4))."""

from collections.abc import Iterable
from typing import Any

from workflows.kernel.case.reasons import wrong_with_service
from workflows.kernel.case.refusal import Reason
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_in_use.chapters.programme import Programme
from workflows.textbook_in_use.letters import (
    CorrectionOrdered,
    FinalCopiesChecked,
    FindingsDecided,
)
from workflows.textbook_in_use.messages.printing import (
    CorrectedBook,
    CorrectionOrder,
    FinalCopies,
    FindingsDecision,
    Proposal,
    Service,
)
from workflows.textbook_in_use.registers import FinalCopiesKept
from workflows.textbook_in_use.rules.days import breaches_of_reference
from workflows.textbook_in_use.rules.findings import (
    FOLLOWED,
    Finding,
    Step,
    at_step,
    breaches_of_final_copies,
    followed,
)
from workflows.textbook_in_use.rules.orders import Ordered, ordered


class Corrections(Programme):
    """The chapter on findings that call for a correction."""

    @property
    def findings(self) -> dict[str, Finding]:
        """All findings by reference, and how far they have come."""
        return followed(self.documents_of(*FOLLOWED))

    @property
    def corrections(self) -> list[Ordered]:
        """The orders to correct the book, with their service and answer."""
        found = self.findings
        documents = self.documents_of(CorrectionOrder, Service, CorrectedBook)
        return ordered(CorrectionOrder, documents, lambda order: found[order.about].rule)

    def admit_proposals(self) -> None:
        """B-28.3: anybody may send a new text; the Board looks at it."""
        self.beside(Proposal)

    def follow_corrections(self) -> None:
        """Answer what the Board has decided, and run the periods from service (R-B.17)."""
        found = self.findings
        for nth, decided in enumerate(self.documents(FindingsDecision), start=1):
            letter = FindingsDecided(
                about=decided.about,
                agreed=decided.agreed,
                decision_no=decided.decision_no,
                decided_on=decided.decided_on,
            )
            self.notify(letter, rule=found[decided.about].rule, about=f"decision-{nth}")
        for each in self.corrections:
            self.follow_correction(each)
        for nth, checked in enumerate(self.documents(FinalCopies), start=1):
            self.tell_of_final_copies(checked, nth)

    def follow_correction(self, each: Ordered) -> None:
        """One order: its letter, its period, its answer, which meets it late as well."""
        assert isinstance(each.order, CorrectionOrder), "orders of this chapter"
        letter = CorrectionOrdered(
            about=each.order.about,
            days=each.order.days,
            letter_no=each.order.letter_no,
            copies=self.rulebook.count("copies.final"),
        )
        self.notify(letter, rule=each.rule, about=f"order-{each.number}")
        if each.served_on is None:
            return
        law = self.rulebook.term("correction").model_copy(update={"rule": each.rule})
        term = self.open(
            "correction", since=each.served_on, row=law, length=each.order.days, nth=each.number
        )
        if each.answer is not None:
            self.meet(term, by=each.answer)
        self.tell_last_day(term, each.order.about)

    def tell_of_final_copies(self, checked: FinalCopies, nth: int) -> None:
        """B-28.4: signed and kept once all is mended; else another time is set."""
        letter = FinalCopiesChecked(
            about=checked.about, corrected=checked.all_corrected, kept_as=checked.kept_as
        )
        self.notify(letter, rule="B-28.4")
        if checked.all_corrected:
            row = FinalCopiesKept(about=checked.about, kept_as=checked.kept_as)
            self.enter(row, f"{self.file.case_id}/{nth}")

    # -- what is awaited -------------------------------------------------------------------------

    def findings_awaited(self) -> list[Awaited[Any]]:
        """Wait for the Board on findings, then for the Presidency's order."""
        found = self.findings
        awaited: list[Awaited[Any]] = []
        if at_step(found, Step.BOARD):
            awaited.append(self.another(FindingsDecision).judged_by(self.against_decision))
        if refs := at_step(found, Step.ORDER):
            awaited.append(
                self.another(CorrectionOrder).judged_by(
                    lambda order: breaches_of_reference(
                        order.about, refs, rule="B-28.3", what="the Presidency orders corrected"
                    )
                )
            )
        return awaited

    def against_decision(self, decided: FindingsDecision) -> Iterable[Reason]:
        """B-28.1c, B-28.3: on findings that are before the Board, and dated by now."""
        refs = at_step(self.findings, Step.BOARD)
        yield from breaches_of_reference(
            decided.about, refs, rule="B-28.3", what="the Board decides on"
        )
        yield from self.against_day(decided, decided.decided_on, rule="B-28.3")

    def service_awaited(self) -> list[Awaited[Any]]:
        """Wait for the record of service of orders; their periods run from it (R-B.17)."""
        if not self.unserved:
            return []
        return [self.another(Service).judged_by(self.against_service)]

    @property
    def unserved(self) -> dict[str, Ordered]:
        """Orders that have not been served, by the notification that made them."""
        orders = (*self.corrections, *self.reflections)
        done = self.reflected_officially
        return {
            each.occasion: each
            for each in orders
            if each.served_on is None and not (each.rule == "B-27.1a" and each.about in done)
        }

    def against_service(self, service: Service) -> Iterable[Reason]:
        """R-B.17: of an order that is unserved, and not before it."""
        orders = self.unserved
        yield from breaches_of_reference(
            service.notification, orders, rule="R-B.17", what="is to be served"
        )
        if (served := orders.get(service.notification)) is not None:
            after = self.day_of(served.order)
            yield from wrong_with_service(service, served.occasion, "R-B.17", after)

    def correction_awaited(self) -> list[Awaited[Any]]:
        """Wait for the corrected book, and for the commission that signs it (B-28.4)."""
        found = self.findings
        awaited: list[Awaited[Any]] = []
        if at_step(found, Step.FINAL):
            awaited.append(self.another(FinalCopies).judged_by(self.against_final_copies))
        if at_step(found, Step.CORRECTION):
            awaited.append(self.another(CorrectedBook).judged_by(self.against_corrected_book))
        return awaited

    def against_corrected_book(self, book: CorrectedBook) -> Iterable[Reason]:
        """B-28.4: of findings that are to be corrected, in enough copies."""
        refs = at_step(self.findings, Step.CORRECTION)
        yield from breaches_of_reference(book.about, refs, rule="B-28.4", what="is corrected")
        yield from breaches_of_final_copies(book.copies, self.rulebook)

    def against_final_copies(self, signed: FinalCopies) -> Iterable[Reason]:
        """B-28.4: of a book that came in corrected."""
        refs = at_step(self.findings, Step.FINAL)
        return breaches_of_reference(
            signed.about, refs, rule="B-28.4", what="the commission looks at"
        )
