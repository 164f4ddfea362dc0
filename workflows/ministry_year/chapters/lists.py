"""The lists of accepted books: month by month, in December, in January (m.32)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final, Literal

from pydantic import JsonValue

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import Term, TermState
from workflows.kernel.story.waiting import Awaited, Question
from workflows.ministry_year.chapters.acceptance import Acceptance
from workflows.ministry_year.letters import ListPublished, ListSent
from workflows.ministry_year.messages.lists import MonthlyList, PublishedList, YearList
from workflows.ministry_year.offices import Office
from workflows.ministry_year.registers import ListRow
from workflows.ministry_year.rules.days import (
    end_of_month,
    last_acceptance,
    list_published_by,
    year_end,
)
from workflows.ministry_year.rules.lists import breaches_of_monthly_list, breaches_of_publication
from workflows.textbook_law.acceptance import DECEMBER
from workflows.textbook_law.registers import Register

_DAY = timedelta(days=1)
Kind = Literal["monthly", "year", "journal"]

NOT_ASKED: Final[dict[str, JsonValue]] = {"books": 0, "digest": "0" * 64}
"""Of a list that is judged before the register has collected it; never entered."""


class Lists(Acceptance):
    """The chapter on the lists."""

    def collected(self, kind: Kind, rule: str) -> Question:
        """Have the register collect a list of books, and keep it as it stood."""
        cut_off = last_acceptance(self.year, self.rulebook).on(self.file.calendar)

        def asked(document: MonthlyList | YearList | PublishedList) -> dict[str, JsonValue]:
            until = cut_off
            if isinstance(document, MonthlyList):
                until = end_of_month(self.year, document.month)
            since = date(self.year, self.first_month, 1)
            days = {"since": since.isoformat(), "until": until.isoformat()}
            return {"kind": kind, "year": self.year, **days}

        return Question(Register.LISTS, rule, asked)

    def enter_list(
        self,
        sent: MonthlyList | YearList | PublishedList,
        kind: Kind,
        *,
        no: str,
        on: date,
        month: int | None = None,
    ) -> ListRow:
        """Enter a list with its number of books, and the digest under which they lie."""
        known = {**NOT_ASKED, **(sent.known or {})}
        row = ListRow.model_validate(
            {
                "kind": kind,
                "year": self.year,
                "month": month,
                "on": on,
                "no": no,
                "books": known["books"],
                "digest": known["digest"],
            }
        )
        self.enter(row, f"{self.file.case_id}/{kind}/{month or 1}")
        return row

    # -- monthly (m.32(1)) -----------------------------------------------------------------------

    @property
    def first_month(self) -> int:
        """The first month whose list is sent from here: a year opened late begins with its day."""
        return self.filed_on.month if self.filed_on.year == self.year else 1

    @property
    def monthly(self) -> dict[int, MonthlyList]:
        """The monthly lists sent so far."""
        return {each.month: each for each in self.documents(MonthlyList)}

    def follow_monthly_lists(self) -> None:
        """B-32.1, R-B.13: each month's list, up to its last working day; then the next month's."""
        for month in range(self.first_month, DECEMBER + 1):
            if self.follow_month(month).state is TermState.OPEN:
                return

    def follow_month(self, month: int) -> Term:
        """Wait for a month's list; one that has come meets its term, in time or late."""
        last = end_of_month(self.year, month)
        since = last.replace(day=1) - _DAY
        term = self.open("monthly_list", since=since, through=last, nth=month)
        sent = self.monthly.get(month)
        if sent is not None:
            self.meet(term, by=sent)
            row = self.enter_list(
                sent, "monthly", no=sent.letter_no, on=self.day_of(sent), month=month
            )
            self.tell_of_list(row, rule="B-32.1", about=str(month))
        return self.file.term(term.key)

    def monthly_awaited(self) -> list[Awaited[Any]]:
        """Wait for the first list that has not come."""
        missing = [m for m in range(self.first_month, DECEMBER + 1) if m not in self.monthly]
        if not missing:
            return []
        rule = self.rulebook.term("monthly_list").rule
        term = self.file.term(rule if missing[0] == 1 else f"{rule}#{missing[0]}")
        return [
            self.another(MonthlyList)
            .reminded_by(term)
            .granted_by(self.collected("monthly", "B-32.1"))
            .judged_by(self.against_month)
        ]

    def against_month(self, sent: MonthlyList) -> Iterable[Reason]:
        """B-32.1: of a month that has begun, once."""
        return breaches_of_monthly_list(
            sent, year=self.year, sent_months=tuple(self.monthly), on=self.day_of(sent)
        )

    # -- yearly (m.32(2)) ------------------------------------------------------------------------

    @property
    def year_list(self) -> YearList | None:
        """The December list, once it has been sent."""
        return next(iter(self.documents(YearList)), None)

    @property
    def published(self) -> PublishedList | None:
        """The January list, once it has appeared."""
        return next(iter(self.documents(PublishedList)), None)

    def follow_year_list(self) -> None:
        """B-32.2a, B-32.2b: sent by December's last working day, in the journal by 10 January."""
        if self.acceptance.is_open:
            return
        since = last_acceptance(self.year, self.rulebook).on(self.file.calendar)
        due = self.open("year_list", since=since, through=year_end(self.year), nth=2)
        if (sent := self.year_list) is not None:
            self.meet(due, by=sent)
            row = self.enter_list(sent, "year", no=sent.letter_no, on=self.day_of(sent))
            self.tell_of_list(row, rule="B-32.2a", about="sent")
        by = list_published_by(self.year, self.rulebook)
        appears = self.open("journal_list", since=since, through=by)
        if (published := self.published) is not None:
            self.meet(appears, by=published)
            self.tell_of_publication(published, self.file.term(appears.key))

    def year_list_awaited(self) -> list[Awaited[Any]]:
        """Wait for the list, and once it is sent for its publication."""
        if self.acceptance.is_open or self.published is not None:
            return []
        if (sent := self.year_list) is None:
            asks = self.collected("year", "B-32.2a")
            due = self.file.term(f"{self.rulebook.term('year_list').rule}#2")
            return [self.another(YearList).reminded_by(due).granted_by(asks)]
        sent_on = self.day_of(sent)
        asks = self.collected("journal", "B-32.2b")
        return [
            self.another(PublishedList)
            .reminded_by(self.file.term(self.rulebook.term("journal_list").rule))
            .granted_by(asks)
            .judged_by(lambda it: breaches_of_publication(it, sent_on=sent_on, on=self.day_of(it)))
        ]

    # -- letters ---------------------------------------------------------------------------------

    def tell_of_list(self, row: ListRow, *, rule: str, about: str) -> None:
        """Send a list to the department."""
        letter = ListSent(
            year=row.year, month=row.month, letter_no=row.no, books=row.books, digest=row.digest
        )
        self.notify(letter, rule=rule, to=Office.PUBLICATIONS_DEPARTMENT, about=about)

    def tell_of_publication(self, published: PublishedList, term: Term) -> None:
        """B-32.2b: the Presidency hears where the list has appeared, and whether it was late."""
        row = self.enter_list(
            published, "journal", no=published.journal_no, on=published.published_on
        )
        unpriced = (published.known or {}).get("unpriced", 0)
        assert isinstance(unpriced, int), "the register counts"
        letter = ListPublished(
            school_year=self.school_year,
            journal_no=row.no,
            published_on=row.on,
            books=row.books,
            unpriced=unpriced,
            late=term.due_on is not None and row.on > term.due_on,
        )
        self.notify(letter, rule="B-32.2b", to=Office.PRESIDENCY, about="published")
