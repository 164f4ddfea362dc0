"""A textbook from its acceptance to the end of its teaching term (m.24 to m.33, 39, 42).

- accepted: waits for the first school year; priced, printed
- taught: five school years, printed again, kept up to date, reported each year
- extended twice at most, or cut short by a programme that is written anew
- annulled by an act of the Board on a ground that the law names
- over: the last sales are reported, an annulment that asks for it is announced

Many things run side by side, and none of them is the main way: each chapter says what may come at
any stage, what follows from what has come, and what is awaited from an office.
"""

from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from workflows.kernel.case.file import Decision
from workflows.kernel.case.message import Message
from workflows.kernel.law.term import TermState
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_in_use.chapters.rights import Rights
from workflows.textbook_in_use.chapters.sanctions import Over
from workflows.textbook_in_use.chapters.stand_in import StandIn
from workflows.textbook_in_use.chapters.versions import Versions
from workflows.textbook_in_use.messages.acceptance import AcceptedBook
from workflows.textbook_in_use.messages.market import (
    FinalJudgment,
    NameChange,
    PriceApplication,
    PriceBreach,
    PriceSet,
    RightsNotice,
    SalesReport,
)
from workflows.textbook_in_use.messages.printing import CopiesDelivered, Printing, Proposal
from workflows.textbook_in_use.messages.programme import ProgrammeChange
from workflows.textbook_in_use.messages.term import (
    AcceptedVersion,
    ExtensionRequest,
    FalseDocument,
    FindingWithdrawn,
    ProvenOffence,
)
from workflows.textbook_in_use.rules.filing import breaches_of_opening
from workflows.textbook_in_use.stages import Stage
from workflows.textbook_law.registers import Register

ASIDES: tuple[type[Message], ...] = (
    *(Printing, CopiesDelivered, Proposal, ProgrammeChange, ExtensionRequest),
    *(PriceApplication, PriceSet, PriceBreach, SalesReport, RightsNotice, NameChange),
    *(AcceptedVersion, FinalJudgment, FalseDocument, ProvenOffence, FindingWithdrawn),
)
"""What may come at any stage as long as the book is in use."""


class TextbookInUse(Rights, Versions, StandIn):
    """One accepted textbook (kabul edilmiş ders kitabı)."""

    @override
    async def run(self) -> Decision:
        """Follow the regulation; safe to walk again after continue-as-new."""
        filed = await self.filing(AcceptedBook)

        # m.25, T-4.4: a complete decision of the Board, as the register of books has it
        self.judge_filing(
            lambda: breaches_of_opening(
                filed,
                self.accepted,
                by=self.file.start.actor,
                filed_on=self.filed_on,
                ended_on=self.would_end_on(filed),
                other_case=self.other_case,
            )
        )

        # m.34(1): a tool in place of a textbook has a life of its own
        if filed.stand_in:
            return await self.stand_in()

        # m.25, 26, 27(2): its school years
        self.follow_term()
        # m.11(1)ç, (2)b: an update or a translation beside it
        self.follow_versions()
        # m.28(1): every printing, its copies, the comparison
        self.follow_printings()
        # m.27(1)a: programme changes that are reflected
        self.follow_programme()
        # m.28(1), (3), (4): findings that are corrected
        self.follow_corrections()
        # m.5(2), 27, 28, 33, 42: grounds before the Board
        self.follow_findings()
        # m.33, 30(3): prices and sales, year after year
        self.follow_prices()
        self.follow_sales()
        # m.28(2), 39: rights and names
        self.follow_rights()

        self.admit()
        over = await self.stand(self.is_over, self.awaited, held=self.where)
        self.no_longer(*ASIDES)

        # m.30(3), S-28.1b: the last sales, and the announcement of an annulment that asks for it
        self.end(over)
        await self.stand(self.is_settled, self.owed, held=lambda: Stage.WINDING_UP)
        return await self.close(over.outcome, rule=over.rule, on=over.on)

    @property
    def accepted(self) -> Mapping[str, Any] | None:
        """What the review has entered of the book, as the register told when the case opened."""
        known = self.file.opening.known.get(Register.ACCEPTED)
        return known if isinstance(known, dict) else None

    @property
    def other_case(self) -> str | None:
        """Which case follows the book already, as the register told when this one opened."""
        known = self.file.opening.known.get(Register.OPENED)
        return known if isinstance(known, str) else None

    def would_end_on(self, filed: AcceptedBook) -> Any:
        """Return the last day of the term as it would be opened; none without a school year."""
        if filed.first_school_year is None:
            return None
        years = filed.earlier_extensions
        return self.file.calendar.school_year(self.last_after(years))[1]

    def admit(self) -> None:
        """Admit what may come at any stage."""
        self.admit_term()
        self.admit_versions()
        self.admit_printings()
        self.admit_proposals()
        self.admit_findings()
        self.admit_market()
        self.admit_rights()

    def awaited(self) -> list[Awaited[Any]]:
        """Return what is awaited now, the Board's acts first."""
        return [
            *self.annulment_awaited(),
            *self.extension_awaited(),
            *self.names_awaited(),
            *self.findings_awaited(),
            *self.service_awaited(),
            *self.comparison_awaited(),
            *self.programme_awaited(),
            *self.correction_awaited(),
        ]

    def where(self) -> Stage:
        """Say where the book stands while nobody has to act."""
        opening = self.rulebook.term("opening").rule
        term = self.file.terms.get(opening)
        if term is not None and term.state is TermState.OPEN:
            return Stage.ACCEPTED
        return Stage.EXTENDED if self.years_given else Stage.TEACHING

    # -- the end ---------------------------------------------------------------------------------

    def end(self, over: Over) -> None:
        """Drop what runs but the reports of sales, tell of the end and enter it."""
        sales = self.rulebook.term("sales").rule
        for term in self.file.open_terms:
            if term.rule != sales:
                self.drop(term)
        self.tell_of_end(over)

    def is_settled(self) -> bool | None:
        """Say so once nothing is owed any more."""
        return None if self.sales_owed or self.to_be_announced else True

    def owed(self) -> list[Awaited[Any]]:
        """Return what is still owed of a book that is over."""
        sales = self.sales_awaited() if self.sales_owed else []
        return [*self.announcement_awaited(), *sales]
