"""Buying, free distribution, leftovers, statistics; guides and stages online (m.29, 30, 34(2))."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import JsonValue

from workflows.kernel.case.refusal import Reason
from workflows.kernel.story.waiting import Awaited, Question
from workflows.ministry_year.chapters.prices import Prices
from workflows.ministry_year.letters import (
    DistributionReported,
    GuideReceived,
    LeftoversAskedAbout,
    LeftoversJudged,
)
from workflows.ministry_year.messages.distribution import (
    DistributionReport,
    GuideKind,
    GuideSubmission,
    LeftoverDistribution,
    LeftoverOpinion,
    LeftoverRequest,
    PublishedStages,
    Purchases,
)
from workflows.ministry_year.offices import Office
from workflows.ministry_year.registers import (
    GuideRow,
    LeftoverRow,
    PurchaseRow,
    StagesRow,
    StatisticsRow,
)
from workflows.ministry_year.rules.days import not_before, year_end
from workflows.ministry_year.rules.distribution import (
    breaches_of_guide,
    breaches_of_leftover_distribution,
    breaches_of_leftover_request,
    breaches_of_opinion,
    breaches_of_purchases,
    breaches_of_report,
)
from workflows.textbook_law.registers import Register

ASIDES = (Purchases, LeftoverRequest, LeftoverDistribution, PublishedStages, GuideSubmission)
"""What may come at any stage of the year."""

Became = Literal["asked", "to-distribute", "not-to-distribute", "distributed"]


class Distribution(Prices):
    """The chapter on buying and distribution."""

    def admit_distribution(self) -> None:
        """Admit purchases, leftovers, guides, and what is shown online."""
        question = Question(Register.ANNOUNCED, "B-29.1", self.bought_books)
        self.beside(Purchases, judged_by=self.against_purchases, granted_by=question)
        self.beside(LeftoverRequest, judged_by=self.against_request)
        self.beside(LeftoverDistribution, judged_by=self.against_distribution)
        self.beside(PublishedStages)
        self.beside(GuideSubmission, judged_by=breaches_of_guide)

    # -- purchases (m.29(1), (2)) ----------------------------------------------------------------

    def bought_books(self, bought: Purchases) -> dict[str, JsonValue]:
        """Ask which books are on the published list."""
        digest = (self.published.known or {}).get("digest") if self.published else None
        return {"digest": digest, "books": [each.book_no for each in bought.purchases]}

    def against_purchases(self, bought: Purchases) -> Iterable[Reason]:
        """B-29.1: of announced books, no more than needed."""
        missing = (bought.known or {}).get("unannounced", [])
        assert isinstance(missing, list), "the register names them"
        return breaches_of_purchases(
            bought,
            published=self.published is not None,
            unannounced=[str(each) for each in missing],
        )

    def enter_purchases(self) -> None:
        """Enter what was bought, book by book."""
        for nth, bought in enumerate(self.documents(Purchases), start=1):
            for line, each in enumerate(bought.purchases, start=1):
                row = PurchaseRow(
                    school_year=self.school_year,
                    book_no=each.book_no,
                    needed=each.needed,
                    copies=each.copies,
                    approval_no=bought.approval_no,
                )
                self.enter(row, f"{self.file.case_id}/{nth}/{line}")

    # -- leftovers (m.29(3)) ---------------------------------------------------------------------

    @property
    def requests(self) -> dict[str, LeftoverRequest]:
        """What has been asked of leftovers, by number."""
        return {each.request_no: each for each in self.documents(LeftoverRequest)}

    @property
    def opinions(self) -> dict[str, LeftoverOpinion]:
        """The opinions given, by the number of the request."""
        return {each.request_no: each for each in self.documents(LeftoverOpinion)}

    @property
    def pending(self) -> list[str]:
        """Requests that wait for an opinion."""
        return [number for number in self.requests if number not in self.opinions]

    def against_request(self, asked: LeftoverRequest) -> Iterable[Reason]:
        """B-29.3: of printings of earlier years, once."""
        return breaches_of_leftover_request(
            asked, before=tuple(self.requests), on=self.day_of(asked)
        )

    def against_distribution(self, given: LeftoverDistribution) -> Iterable[Reason]:
        """B-29.3: after the opinion, and no more than it was asked for."""
        yes = [number for number, each in self.opinions.items() if each.distribute]
        left = {number: self.requests[number].copies for number in yes}
        for earlier in self.documents(LeftoverDistribution):
            left[earlier.request_no] -= earlier.copies
        refused = [number for number, each in self.opinions.items() if not each.distribute]
        return breaches_of_leftover_distribution(given, left=left, refused=refused)

    def opinion_awaited(self) -> list[Awaited[Any]]:
        """Wait for the Presidency's opinion."""
        if not self.pending:
            return []
        pending = tuple(self.pending)
        return [
            self.another(LeftoverOpinion).judged_by(
                lambda it: breaches_of_opinion(it, pending=pending)
            )
        ]

    def follow_leftovers(self) -> None:
        """Hold leftovers until the opinion, tell both offices, enter what becomes of them."""
        for number, asked in self.requests.items():
            self.enter_leftover(number, "asked", asked.copies, self.day_of(asked))
            letter = LeftoversAskedAbout(
                request_no=number,
                book_no=asked.book_no,
                printed_in=asked.printed_in,
                copies=asked.copies,
            )
            self.notify(letter, rule="B-29.3", to=Office.PRESIDENCY, about=f"asked-{number}")
        for number, given in self.opinions.items():
            became: Became = "to-distribute" if given.distribute else "not-to-distribute"
            self.enter_leftover(number, became, self.requests[number].copies, self.day_of(given))
            judged = LeftoversJudged(
                request_no=number,
                distribute=given.distribute,
                letter_no=given.letter_no,
                reasons=given.reasons,
            )
            department = Office.PUBLICATIONS_DEPARTMENT
            self.notify(judged, rule="B-29.3", to=department, about=f"judged-{number}")
        for nth, done in enumerate(self.documents(LeftoverDistribution), start=1):
            on = self.day_of(done)
            self.enter_leftover(done.request_no, "distributed", done.copies, on, nth=nth)

    def enter_leftover(
        self, number: str, what: Became, copies: int, on: date, nth: int = 1
    ) -> None:
        """Enter what has become of leftover printings."""
        book_no = self.requests[number].book_no
        row = LeftoverRow(request_no=number, what=what, book_no=book_no, copies=copies, on=on)
        self.enter(row, f"{self.file.case_id}/{number}/{what}/{nth}")

    # -- beside the way (m.30(1), 34(2)) ---------------------------------------------------------

    def follow_side_documents(self) -> None:
        """Enter which stages are shown online, and the guides that units submit."""
        for nth, shown in enumerate(self.documents(PublishedStages), start=1):
            row = StagesRow(stages=shown.stages, decision_no=shown.decision_no)
            self.enter(row, f"{self.file.case_id}/{nth}")
        for nth, submitted in enumerate(self.documents(GuideSubmission), start=1):
            guide = GuideRow(
                kind=submitted.kind,
                lesson=submitted.lesson,
                guide=submitted.guide,
                programme_decision_no=submitted.programme_decision_no,
                submitted_on=self.day_of(submitted),
            )
            self.enter(guide, f"{self.file.case_id}/{nth}")
            letter = GuideReceived(
                guide_book=submitted.kind is GuideKind.GUIDE_BOOK,
                lesson=submitted.lesson,
                guide=submitted.guide,
            )
            self.notify(letter, rule="B-34.2", to=Office.PRESIDENCY)

    # -- the report (m.30(2)) --------------------------------------------------------------------

    @property
    def report(self) -> DistributionReport | None:
        """The yearly report, once it has come."""
        return next(iter(self.documents(DistributionReport)), None)

    def follow_distribution(self) -> None:
        """Enter purchases and leftovers, and what the department reports of them."""
        self.enter_purchases()
        self.follow_leftovers()
        if (published := self.published) is not None:
            since = self.day_of(published)
            by = not_before(year_end(self.school_year), since, self.file.calendar)
            term = self.open("report", since=since, through=by)
            if (report := self.report) is not None:
                self.meet(term, by=report)
                self.tell_of_report(report)

    def report_awaited(self) -> list[Awaited[Any]]:
        """Wait for the report, once the list has appeared."""
        if (published := self.published) is None:
            return []
        since, pending = published.published_on, tuple(self.pending)
        return [
            self.another(DistributionReport)
            .reminded_by(self.file.term(self.rulebook.term("report").rule))
            .judged_by(
                lambda it: breaches_of_report(
                    it, published_on=since, pending=pending, on=self.day_of(it)
                )
            )
        ]

    def tell_of_report(self, report: DistributionReport) -> None:
        """B-30.2: statistics and the list of books bought, to the Presidency."""
        row = StatisticsRow(
            school_year=self.school_year,
            report_no=report.report_no,
            statistics=report.statistics,
            dated_on=report.dated_on,
        )
        self.enter(row, self.file.case_id)
        bought = [each for doc in self.documents(Purchases) for each in doc.purchases]
        letter = DistributionReported(
            school_year=self.school_year,
            report_no=report.report_no,
            statistics=report.statistics,
            books=len({each.book_no for each in bought}),
            copies=sum(each.copies for each in bought),
        )
        self.notify(letter, rule="B-30.2", to=Office.PRESIDENCY, about="reported")
