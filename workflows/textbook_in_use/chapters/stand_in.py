"""A tool in place of a textbook: valid until a textbook is taught, five years at most (m.34(1))."""

from datetime import date, timedelta
from typing import Any, Literal

from pydantic import JsonValue

from workflows.kernel.case.file import Decision
from workflows.kernel.law.term import Term, TermState
from workflows.kernel.roles import Role
from workflows.kernel.story.waiting import Awaited, Question
from workflows.textbook_in_use.chapters.terms import Terms
from workflows.textbook_in_use.letters import ToolInUse, ToolOver
from workflows.textbook_in_use.messages.term import TextbookSearch
from workflows.textbook_in_use.registers import StandInTool
from workflows.textbook_in_use.rules.stand_in import last_day_before, replaced_by
from workflows.textbook_in_use.stages import Outcome, Stage
from workflows.textbook_law.registers import Register
from workflows.textbook_law.terms import TaughtBook, taught_books

_DAY = timedelta(days=1)


class StandIn(Terms):
    """The chapter on a tool in place of a textbook.

    As each of its school years begins, the case asks the register for a textbook of the lesson and
    grade: so it learns of one, whichever of the two was there first (R-B.24).
    """

    async def stand_in(self) -> Decision:
        """B-34.1: five school years, or until the one in which a textbook is taught."""
        first_day = self.file.calendar.school_year(self.first_school_year)[0]
        validity = self.open("stand_in", since=first_day, nth=1)
        self.tell_of_tool(validity)
        self.await_next_year()
        outcome = await self.stand(
            lambda: self.tool_is_over(validity), self.search_awaited, held=self.where_tool_stands
        )
        return await self.end_tool(validity, outcome)

    # -- its school years ------------------------------------------------------------------------

    @property
    def opened_in(self) -> int:
        """The school year in which the case was opened."""
        calendar = self.file.calendar
        year: int = self.settled_once(
            "opened-in", lambda: calendar.school_year_of(self.filed_on), nth=1
        )
        return year

    @property
    def years_to_come(self) -> range:
        """The school years that had not begun yet when the case was opened."""
        first, length = self.first_school_year, self.rulebook.term("stand_in").length
        return range(max(first, self.opened_in + 1), first + length)

    def await_next_year(self) -> None:
        """Wait for the next school year that has not been looked at, if there is one."""
        looked_at = len(self.documents(TextbookSearch))
        if self.textbook is not None or looked_at == len(self.years_to_come):
            return
        year = self.years_to_come[looked_at]
        eve = self.file.calendar.school_year(year)[0] - _DAY
        before = self.file.calendar.school_year(year - 1)[0]
        since = min(max(self.filed_on, before), eve - _DAY)
        self.open("stand_in_year", since=since, through=eve, nth=looked_at + 1)

    def search_awaited(self) -> list[Awaited[Any]]:
        """Ask the register for a textbook once a school year has begun."""
        looked_at = len(self.documents(TextbookSearch))
        if looked_at == len(self.years_to_come):
            return []
        rule = self.rulebook.term("stand_in_year").rule
        if self.file.term(rule if looked_at == 0 else f"{rule}#{looked_at + 1}").is_open:
            return []
        question = Question(Register.TAUGHT, "B-34.1", self.its_lesson)
        return [self.another(TextbookSearch).sent_by(Role.SYSTEM).granted_by(question)]

    def its_lesson(self, _asked: TextbookSearch) -> dict[str, JsonValue]:
        """Ask which textbooks its lesson and grade have."""
        return {"lesson": self.filed.lesson, "grade": str(self.filed.grade)}

    @property
    def textbook(self) -> TaughtBook | None:
        """The textbook that is taught in place of the tool, once the register tells of one."""
        known = taught_books(self.file.opening.known)
        found = replaced_by(known, max(self.first_school_year, self.opened_in))
        if found is not None:
            return found
        asked = zip(self.years_to_come, self.documents(TextbookSearch), strict=False)
        found_ones = (replaced_by(taught_books(each.known or {}), year) for year, each in asked)
        return next((book for book in found_ones if book is not None), None)

    # -- its end ---------------------------------------------------------------------------------

    def tool_is_over(self, validity: Term) -> Outcome | None:
        """Say how the tool ceases to be valid, once it does."""
        if self.textbook is not None:
            return Outcome.REPLACED
        lapsed = self.file.term(validity.key).state is TermState.LAPSED
        return Outcome.EXPIRED if lapsed else None

    def where_tool_stands(self) -> str:
        """Say whether its first school year has begun."""
        waited = self.file.terms.get(self.rulebook.term("stand_in_year").rule)
        before = waited is not None and waited.is_open and self.opened_in < self.first_school_year
        return Stage.ACCEPTED if before else Stage.TEACHING

    async def end_tool(self, validity: Term, outcome: Outcome) -> Decision:
        """Tell the unit that the tool may be used no more, and why; enter it."""
        ended_on, book = self.file.term(validity.key).due_on, self.textbook
        assert ended_on is not None, "its clock is never paused"
        if book is not None:
            calendar = self.file.calendar
            eve = last_day_before(book, first=self.first_school_year, calendar=calendar)
            ended_on = min(eve, self.today)
        by = None if book is None else book.book_no
        self.notify(ToolOver(on=ended_on, textbook=by), rule="B-34.1", about="over")
        change: Literal["expired", "replaced"] = "expired" if book is None else "replaced"
        self.enter_tool(2, change, ends_on=ended_on, textbook=by)
        return await self.close(outcome, rule="B-34.1", on=ended_on)

    # -- what it is told and enters --------------------------------------------------------------

    def tell_of_tool(self, validity: Term) -> None:
        """Tell the unit until when the tool is valid, and of a textbook that is known already."""
        calendar, until = self.file.calendar, self.file.term(validity.key).due_on
        assert until is not None, "its clock is never paused"
        years = range(self.first_school_year, self.first_school_year + validity.law.length)
        known = taught_books(self.file.opening.known)
        coming = next((book for year in years if (book := replaced_by(known, year))), None)
        letter = ToolInUse(
            first_year_from=calendar.school_year(self.first_school_year)[0],
            until=until,
            textbook_from=calendar.school_year(coming.first_school_year)[0] if coming else None,
        )
        self.notify(letter, rule="B-34.1", about="opened")
        self.enter_tool(1, "opened", ends_on=until)

    def enter_tool(
        self,
        n: int,
        change: Literal["opened", "expired", "replaced"],
        *,
        ends_on: date,
        textbook: str | None = None,
    ) -> None:
        """Keep the register of tools in place of textbooks."""
        filed = self.filed
        row = StandInTool(
            n=n,
            change=change,
            tool_no=self.file.file_no,
            review=filed.review,
            field=filed.field,
            lesson=filed.lesson,
            grade=str(filed.grade),
            decision_no=filed.decision_no,
            decided_on=filed.decided_on,
            first_school_year=self.first_school_year,
            ends_on=ends_on,
            valid=change == "opened",
            textbook=textbook,
        )
        self.enter(row, f"{self.file.case_id}/{n}")
