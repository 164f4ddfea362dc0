"""Prices and sales, year after year (m.30(3), 33)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import Term, TermState
from workflows.kernel.story.waiting import Awaited, Question
from workflows.textbook_in_use.chapters.sanctions import Sanctions
from workflows.textbook_in_use.letters import PriceNotAskedFor, PriceRecorded, SalesNotReported
from workflows.textbook_in_use.messages.market import (
    PriceApplication,
    PriceBreach,
    PriceSet,
    SalesReport,
)
from workflows.textbook_in_use.messages.printing import Printing
from workflows.textbook_in_use.messages.term import ExtensionRequest
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.registers import PriceAsked, PriceRow, Sales
from workflows.textbook_in_use.rules.price import (
    PriceDay,
    breaches_of_price_breach,
    breaches_of_school_year,
    breaches_of_unit_price,
    first_price_day,
    price_day,
)
from workflows.textbook_in_use.rules.sales import breaches_of_sales_report
from workflows.textbook_law.prices import unit_prices_in
from workflows.textbook_law.registers import Register

YEAR_END = (12, 31)


class Market(Sanctions):
    """The chapter on prices and sales."""

    def admit_market(self) -> None:
        """Admit price applications and sales reports, late ones too, prices and their breaches."""
        self.beside(PriceApplication, judged_by=self.against_application)
        unit_prices = Question(
            Register.UNIT_PRICES, "B-33.1d", lambda price: {"school_year": price.school_year}
        )
        self.beside(PriceSet, judged_by=self.against_price, granted_by=unit_prices)
        self.beside(PriceBreach, judged_by=self.against_breach)
        self.beside(SalesReport, judged_by=self.against_sales)

    # -- prices (m.33) ---------------------------------------------------------------------------

    @property
    def last_priced(self) -> int:
        """The last school year whose price may be asked for: one more while it may be extended."""
        return self.last_school_year + int(self.extension_pending)

    def against_application(self, applied: PriceApplication) -> Iterable[Reason]:
        """B-33.1a: for a school year of the term, or of the extension asked for (R-B.15)."""
        return breaches_of_school_year(
            applied.school_year, self.first_school_year, self.last_priced, "B-33.1a"
        )

    def against_price(self, price: PriceSet) -> Iterable[Reason]:
        """B-33.1d: of such a school year, and approved by now."""
        yield from breaches_of_school_year(
            price.school_year, self.first_school_year, self.last_priced, "B-33.1d"
        )
        yield from self.against_day(price, price.approved_on, rule="B-33.1d")
        yield from breaches_of_unit_price(price, unit_prices_in(price.known))

    def against_breach(self, found: PriceBreach) -> Iterable[Reason]:
        """S-33.1e: of a price that was broken, dated by now."""
        yield from self.against_day(found, found.sold_on, rule="S-33.1e")
        yield from self.against_day(found, found.found_on, rule="S-33.1e", since=found.sold_on)
        yield from breaches_of_price_breach(found, self.documents(PriceSet))

    def follow_prices(self) -> None:
        """Ask for a price before each school year, one December after the other (B-33.1a, b)."""
        first = self.first_price
        for nth, applied in enumerate(self.documents(PriceApplication), start=1):
            asked = PriceAsked(school_year=applied.school_year, applied_on=self.day_of(applied))
            self.enter(asked, f"{self.file.case_id}/{nth}")
        for nth, price in enumerate(self.documents(PriceSet), start=1):
            self.tell_of_price(price, nth)
        day = first
        while self.is_over() is None and day.school_year <= self.last_priced:
            nth = day.school_year - first.school_year
            if self.is_asked_for(day) and self.follow_price(day, nth).is_open:
                break
            day = self.price_day(day.school_year + 1)
        self.drop_price_after(first, self.last_priced)

    @property
    def first_price(self) -> PriceDay:
        """The first application still to come when the case was opened; settled then."""

        def found() -> dict[str, Any]:
            filed = self.filed
            return first_price_day(
                self.first_school_year,
                filed.decided_on,
                self.filed_on,
                self.file.calendar,
                self.rulebook,
            ).model_dump(mode="json")

        return PriceDay.model_validate(self.settled_once("first-price", found, nth=1))

    def price_day(self, school_year: int) -> PriceDay:
        """Return up to which day the price of a later school year is applied for."""
        return price_day(school_year, self.filed.decided_on, self.file.calendar, self.rulebook)

    def is_asked_for(self, day: PriceDay) -> bool:
        """Whether the price of a school year has a term: one of the five, or asked for by its day.

        An extension that is asked for or granted later is priced late, without a term (R-B.15).
        """
        if day.school_year <= self.last_after(self.filed.earlier_extensions):
            return True
        calendar = self.file.calendar
        last_day = calendar.working_day_at_or_before(day.by)
        asked = [self.day_of(request) for request in self.documents(ExtensionRequest)]
        return any(
            on <= last_day and calendar.school_year_of(on) == day.school_year - 1 for on in asked
        )

    def follow_price(self, day: PriceDay, nth: int) -> Term:
        """Wait for the application of a school year; a late one finds its term lapsed."""
        began_on = date(day.school_year - 1, 11, 30)
        if day.december:
            term = self.open("price_december", since=began_on, through=day.by)
        else:
            later = nth + int(not self.first_price.december)
            term = self.open("price", since=began_on, through=day.by, nth=later)
        for applied in self.documents(PriceApplication):
            if applied.school_year == day.school_year:
                self.meet(term, by=applied)
        if not self.is_reminded_before(term):
            self.tell_last_day(term, str(day.school_year))
        term = self.file.term(term.key)
        if term.state is TermState.LAPSED and term.due_on is not None:
            letter = PriceNotAskedFor(school_year=day.school_year, due_on=term.due_on)
            self.notify(letter, rule=term.rule, about=str(day.school_year))
        return term

    def is_reminded_before(self, term: Term) -> bool:
        """Whether a reminder still came before the days of a term when it was opened (S-N)."""
        calendar = self.file.calendar
        assert term.due_on is not None, "no clock is paused here"
        first = term.due_on - timedelta(days=max(term.law.reminders))
        reminded_on = calendar.working_day_at_or_before(first)
        return calendar.local_day(term.opened_at) < reminded_on <= term.starts_on

    def drop_price_after(self, first: PriceDay, last: int) -> None:
        """Drop the term of a school year that the Board has not added after all (R-B.15)."""
        later = last + 1 - first.school_year + int(not first.december)
        rule = self.rulebook.term("price").rule
        key = rule if later == 1 else f"{rule}#{later}"
        if key in self.file.terms:
            self.drop(self.file.term(key))

    def tell_of_price(self, price: PriceSet, nth: int) -> None:
        """B-33.1d: the price is in force since its approval."""
        row = PriceRow(
            school_year=price.school_year,
            price=price.price,
            approval_no=price.approval_no,
            approved_on=price.approved_on,
        )
        self.enter(row, f"{self.file.case_id}/{nth}")
        letter = PriceRecorded(
            price=price.price,
            school_year=price.school_year,
            approval_no=price.approval_no,
            approved_on=price.approved_on,
        )
        self.notify(letter, rule="B-33.1d")

    # -- sales (m.30(3)) -------------------------------------------------------------------------

    @property
    def first_sales_year(self) -> int | None:
        """The first calendar year whose sales are reported here; none: nothing is printed yet."""
        if self.filed.printed_before:
            return self.filed_on.year
        printed = [printing.printed_on.year for printing in self.documents(Printing)]
        return max(min(printed), self.filed_on.year) if printed else None

    def against_sales(self, report: SalesReport) -> Iterable[Reason]:
        """B-30.3, R-B.8: of a year that is over, or of a book that is."""
        return breaches_of_sales_report(
            report,
            first=self.first_sales_year,
            on=self.day_of(report),
            over=self.is_over() is not None,
        )

    def follow_sales(self) -> None:
        """B-30.3: two months after each calendar year in which the book is printed or sold."""
        for nth, report in enumerate(self.documents(SalesReport), start=1):
            row = Sales(
                year=report.year,
                printed=report.printed,
                sold=report.sold,
                reported_on=self.day_of(report),
            )
            self.enter(row, f"{self.file.case_id}/{nth}")
        year, first = self.first_sales_year, self.first_sales_year
        while year is not None and first is not None and self.reports_on(year):
            if self.follow_sales_of(year, nth=year - first + 1).is_open:
                return
            year += 1

    def reports_on(self, year: int) -> bool:
        """Whether sales of a year are reported: up to the year in which the book is over."""
        over = self.is_over()
        return over is None or year <= over.on.year

    def follow_sales_of(self, year: int, nth: int) -> Term:
        """Wait for the report of a year; of a lapsed term both are told, and no more follows."""
        term = self.open("sales", since=date(year, *YEAR_END), nth=nth)
        for report in self.documents(SalesReport):
            if report.year == year:
                self.meet(term, by=report)
        term = self.file.term(term.key)
        if term.state is TermState.LAPSED and term.due_on is not None:
            letter = SalesNotReported(year=year, due_on=term.due_on)
            for addressee in (Office.PUBLICATIONS_DEPARTMENT, "applicant"):
                self.notify(letter, rule="B-30.3", to=addressee, about=str(year))
        return term

    @property
    def sales_owed(self) -> bool:
        """Whether a report of sales is still awaited once the book is over."""
        rule = self.rulebook.term("sales").rule
        return any(term.rule == rule for term in self.file.open_terms)

    def sales_awaited(self) -> list[Awaited[Any]]:
        """Wait for the last reports of a book that is over."""
        return [self.another(SalesReport).judged_by(self.against_sales)]
