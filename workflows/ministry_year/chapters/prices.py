"""The price commission, its unit prices, the Ministry's approval (m.33(1)c to d)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited
from workflows.ministry_year.chapters.lists import Lists
from workflows.ministry_year.letters import CommissionFormed, UnitPricesDecided, UnitPricesSet
from workflows.ministry_year.messages.prices import PriceCommission, UnitPriceApproval, UnitPrices
from workflows.ministry_year.offices import Office
from workflows.ministry_year.registers import CommissionRow
from workflows.ministry_year.rules.days import (
    commission_formed_by,
    list_published_by,
    not_before,
    year_end,
)
from workflows.ministry_year.rules.prices import (
    breaches_of_approval,
    breaches_of_commission,
    breaches_of_unit_prices,
)
from workflows.textbook_law.prices import UnitPriceTable

_DAY = timedelta(days=1)
COMMISSION, UNIT_PRICES, APPROVAL = 1, 2, 3
"""The terms of ours (R-B.21), each with its own number: they share a rule."""


class Prices(Lists):
    """The chapter on prices."""

    @property
    def commission(self) -> PriceCommission | None:
        """The commission that sits now."""
        return next(reversed(self.documents(PriceCommission)), None)

    @property
    def undecided(self) -> UnitPrices | None:
        """Unit prices that are before the Ministry."""
        decided = {each.decision_no for each in self.documents(UnitPriceApproval)}
        prices = self.documents(UnitPrices)
        return next((each for each in prices if each.decision_no not in decided), None)

    @property
    def are_approved(self) -> bool:
        """Whether unit prices are in force."""
        return any(each.approved for each in self.documents(UnitPriceApproval))

    # -- what follows ----------------------------------------------------------------------------

    def follow_prices(self) -> None:
        """Form the commission, set the prices, have them approved (B-33.1c to B-33.1d, R-B.21)."""
        by = not_before(
            commission_formed_by(self.year, self.rulebook), self.filed_on, self.file.calendar
        )
        term = self.open("commission", since=self.filed_on - _DAY, through=by, nth=COMMISSION)
        for nth, formed in enumerate(self.documents(PriceCommission), start=1):
            self.meet(term, by=formed)
            self.tell_of_commission(formed, nth)
        self.follow_unit_prices()
        self.follow_approvals()

    def follow_unit_prices(self) -> None:
        """B-33.1ç: once the commission is formed, it sets the prices."""
        formed = next(iter(self.documents(PriceCommission)), None)
        if formed is None:
            return
        since = self.day_of(formed)
        by = not_before(year_end(self.year), since, self.file.calendar)
        term = self.open("unit_prices", since=since, through=by, nth=UNIT_PRICES)
        for nth, decided in enumerate(self.documents(UnitPrices), start=1):
            self.meet(term, by=decided)
            letter = UnitPricesSet(decision_no=decided.decision_no, prices=len(decided.prices))
            self.notify(letter, rule="B-33.1d", to=Office.MINISTRY, about=f"set-{nth}")

    def follow_approvals(self) -> None:
        """B-33.1d: the first prices open the Ministry's time; approved, they are in force."""
        first = next(iter(self.documents(UnitPrices)), None)
        if first is None:
            return
        since = self.day_of(first)
        by = not_before(list_published_by(self.year, self.rulebook), since, self.file.calendar)
        term = self.open("approval", since=since, through=by, nth=APPROVAL)
        for nth, decided in enumerate(self.documents(UnitPriceApproval), start=1):
            if decided.approved:
                self.meet(term, by=decided)
            self.tell_of_approval(decided, nth)

    def tell_of_commission(self, formed: PriceCommission, nth: int) -> None:
        """B-33.1c: enter who sits on it, and have it set the unit prices."""
        row = CommissionRow(year=self.year, order_no=formed.order_no, members=formed.members)
        self.enter(row, f"{self.file.case_id}/{nth}")
        letter = CommissionFormed(order_no=formed.order_no, members=len(formed.members))
        self.notify(letter, rule="B-33.1c", to=Office.PRICE_COMMISSION)

    def tell_of_approval(self, decided: UnitPriceApproval, nth: int) -> None:
        """B-33.1d: approved, the prices are in the register that books are priced by."""
        prices = self.documents(UnitPrices)
        table = next(each for each in prices if each.decision_no == decided.decision_no)
        if decided.approved:
            row = UnitPriceTable(
                school_year=self.school_year,
                decision_no=decided.decision_no,
                approval_no=decided.approval_no,
                approved_on=decided.approved_on,
                prices=table.prices,
            )
            self.enter(row, f"{self.file.case_id}/{nth}")
        letter = UnitPricesDecided(
            approved=decided.approved,
            school_year=self.school_year,
            decision_no=decided.decision_no,
            approval_no=decided.approval_no,
            approved_on=decided.approved_on,
            reasons=decided.reasons,
        )
        for office in (Office.PUBLICATIONS_DEPARTMENT, Office.PRICE_COMMISSION):
            self.notify(letter, rule="B-33.1d", to=office)

    # -- what is awaited -------------------------------------------------------------------------

    def prices_awaited(self) -> list[Awaited[Any]]:
        """Wait for commission, prices and approval, one after the other."""
        if self.are_approved:
            return []
        if (commission := self.commission) is None:
            term = self.price_term(COMMISSION)
            formed = self.another(PriceCommission).reminded_by(term)
            return [formed.judged_by(breaches_of_commission)]
        if self.undecided is not None:
            return [
                self.another(UnitPriceApproval)
                .reminded_by(self.price_term(APPROVAL))
                .judged_by(self.against_approval)
            ]
        since = self.day_of(commission)
        return [
            self.another(UnitPrices)
            .reminded_by(self.price_term(UNIT_PRICES))
            .judged_by(lambda it: self.against_prices(it, since))
        ]

    def renewal_awaited(self) -> list[Awaited[Any]]:
        """Admit another commission in place of the one that sits (B-33.1c)."""
        if self.commission is None or self.are_approved or self.undecided is not None:
            return []
        return [self.another(PriceCommission).judged_by(breaches_of_commission)]

    def price_term(self, nth: int) -> Term:
        """Return one of the terms of ours (R-B.21)."""
        rule = self.rulebook.term("commission").rule
        return self.file.term(rule if nth == 1 else f"{rule}#{nth}")

    def against_prices(self, decided: UnitPrices, formed_on: date) -> Iterable[Reason]:
        """B-33.1ç: one price for each make, decided by the commission that sits."""
        before = tuple(each.decision_no for each in self.documents(UnitPrices))
        return breaches_of_unit_prices(
            decided, formed_on=formed_on, on=self.day_of(decided), decision_nos=before
        )

    def against_approval(self, decided: UnitPriceApproval) -> Iterable[Reason]:
        """B-33.1d: on what the commission has set last."""
        table = self.undecided
        assert table is not None, "asked for only while some are before the Ministry"
        return breaches_of_approval(
            decided,
            decision_no=table.decision_no,
            set_on=table.decided_on,
            on=self.day_of(decided),
        )
