"""The last acceptance date, and the hold before it (m.17(20), 32(2))."""

from datetime import timedelta
from typing import Any

from workflows.kernel.law.term import Term
from workflows.kernel.roles import Role
from workflows.kernel.story.waiting import Awaited, Question
from workflows.ministry_year.chapters.chapter import Chapter
from workflows.ministry_year.letters import (
    ForwardingResumed,
    ForwardingStopped,
    YearListDue,
    YearOpened,
)
from workflows.ministry_year.messages.lists import HeldDrafts
from workflows.ministry_year.offices import Office
from workflows.ministry_year.registers import YearRow
from workflows.ministry_year.rules.days import (
    last_acceptance,
    last_day_before_hold,
    last_day_of_hold,
    list_published_by,
    year_end,
)
from workflows.textbook_law.registers import Register

_DAY = timedelta(days=1)


class Acceptance(Chapter):
    """The chapter on the last acceptance date."""

    def follow_acceptance(self) -> None:
        """Open the year's days, and tell of each when it has come."""
        self.enter(YearRow(year=self.year, file_no=self.file.file_no), str(self.year))
        self.tell_of_days()
        if self.follows_hold and not self.forwarding.is_open:
            self.stop_forwarding()
        if not self.acceptance.is_open:
            letter = YearListDue(
                year=self.year,
                sent_by=self.file.calendar.working_day_at_or_before(year_end(self.year)),
            )
            self.notify(letter, rule="B-32.2a", to=Office.PRESIDENCY, about="due")
        for counted in self.documents(HeldDrafts):
            self.resume_forwarding(counted)

    @property
    def follows_hold(self) -> bool:
        """Whether the hold was not over yet when the year was opened; settled then."""

        def found() -> bool:
            last_day = last_day_of_hold(self.year, self.rulebook).on(self.file.calendar)
            return self.filed_on <= last_day

        follows: bool = self.settled_once("follows-hold", found, nth=1)
        return follows

    @property
    def forwarding(self) -> Term:
        """The time in which drafts are still forwarded (T-17.20)."""
        through = last_day_before_hold(self.year, self.rulebook)
        since = min(self.filed_on, through.on(self.file.calendar)) - _DAY
        return self.open("forwarding_open", since=since, through=through, nth=1)

    @property
    def december_hold(self) -> Term:
        """The time in which none is (T-17.20); opened once it has begun."""
        through = last_day_of_hold(self.year, self.rulebook)
        since = last_day_before_hold(self.year, self.rulebook).on(self.file.calendar)
        return self.open("forwarding_hold", since=since, through=through, nth=2)

    @property
    def acceptance(self) -> Term:
        """The time in which acceptances make next school year's list (B-32.2a)."""
        through = last_acceptance(self.year, self.rulebook)
        since = min(self.filed_on, through.on(self.file.calendar)) - _DAY
        return self.open("last_acceptance", since=since, through=through, nth=1)

    def tell_of_days(self) -> None:
        """Tell the offices of the year's days, as they stand when it is opened."""
        calendar = self.file.calendar
        letter = YearOpened(
            year=self.year,
            held_from=last_day_before_hold(self.year, self.rulebook).on(calendar) + _DAY,
            last_acceptance=last_acceptance(self.year, self.rulebook).on(calendar),
            sent_by=calendar.working_day_at_or_before(year_end(self.year)),
            published_by=calendar.working_day_at_or_before(
                list_published_by(self.year, self.rulebook)
            ),
        )
        for office in (Office.PRESIDENCY, Office.DIRECTORATE, Office.PUBLICATIONS_DEPARTMENT):
            self.notify(letter, rule="B-32.2a", to=office, about="opened")

    def stop_forwarding(self) -> None:
        """T-17.20: from the twentieth working day before on nothing is forwarded."""
        hold = self.december_hold
        if hold.is_open:
            day = last_acceptance(self.year, self.rulebook).on(self.file.calendar)
            letter = ForwardingStopped(last_acceptance=day)
            self.notify(letter, rule="T-17.20", to=Office.DIRECTORATE, about="stopped")

    def held_awaited(self) -> list[Awaited[Any]]:
        """Ask the register, once the hold is over, which drafts it has held (T-17.20)."""
        if not self.follows_hold or self.documents(HeldDrafts):
            return []
        if self.forwarding.is_open or self.december_hold.is_open:
            return []
        last_day = last_day_of_hold(self.year, self.rulebook).on(self.file.calendar)
        until = (last_day + _DAY).isoformat()
        question = Question(Register.HELD, "T-17.20", lambda _: {"until": until})
        return [self.another(HeldDrafts).sent_by(Role.SYSTEM).granted_by(question)]

    def resume_forwarding(self, counted: HeldDrafts) -> None:
        """R-T.16: drafts are forwarded again, in the order in which they were received."""
        known = counted.known or {}
        held, first = known.get("held", 0), known.get("first")
        assert isinstance(held, int), "the register counts"
        letter = ForwardingResumed(held=held, first=None if first is None else str(first))
        self.notify(letter, rule="T-17.20", to=Office.DIRECTORATE, about="resumed")
