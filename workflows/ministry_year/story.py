"""A year of the Ministry, from its first list to the report on what was given out (m.29 to 34).

- month by month: accepted books go to the department
- November: the hold before the last acceptance date begins; December's sixth working day ends it
- December: price commission, unit prices, approval; the list of next school year's books
- January: the list appears in the Tebliğler Dergisi
- afterwards: books are bought and given out, leftovers wait for an opinion, the year is reported

Its days run side by side: each chapter says what follows from what has come, and what is awaited.
"""

from datetime import datetime
from typing import Any

from typing_extensions import override

from workflows.kernel.case.file import Decision
from workflows.kernel.story.waiting import Awaited
from workflows.ministry_year.chapters.distribution import Distribution
from workflows.ministry_year.messages.lists import OpenedYear
from workflows.ministry_year.rules.filing import breaches_of_opening
from workflows.ministry_year.stages import Outcome, Stage


class MinistryYear(Distribution):
    """One year of lists, prices and distribution."""

    @override
    async def run(self) -> Decision:
        """Follow the regulation; safe to walk again after continue-as-new."""
        filed = await self.filing(OpenedYear)

        # R-B.23: once, by the Presidency, before the year is over
        self.judge_filing(
            lambda: breaches_of_opening(
                filed,
                self.file.opening.known,
                by=self.file.start.actor,
                filed_on=self.filed_on,
                book=self.rulebook,
            )
        )

        # T-17.20, B-32.2a: the last acceptance date, and the hold before it
        self.follow_acceptance()
        # B-32.1: accepted books, month by month
        self.follow_monthly_lists()
        # B-33.1c to B-33.1d: commission, unit prices, approval
        self.follow_prices()
        # B-32.2a, B-32.2b: next school year's list, sent and published
        self.follow_year_list()
        # B-29.1, B-29.3, B-30.2: bought, given out, left over, reported
        self.follow_distribution()
        # B-30.1, B-34.2: stages online, guides
        self.follow_side_documents()

        self.admit_distribution()
        report = await self.stand(lambda: self.report, self.awaited, held=lambda: Stage.RUNNING)
        return await self.close(Outcome.CONCLUDED, rule="B-30.2", on=self.day_of(report))

    def awaited(self) -> list[Awaited[Any]]:
        """Return what is awaited now, what is the register first, then by day."""
        dated = [
            *self.monthly_awaited(),
            *self.prices_awaited(),
            *self.year_list_awaited(),
            *self.report_awaited(),
        ]
        return [
            *self.held_awaited(),
            *self.opinion_awaited(),
            *sorted(dated, key=self.due_at),
            *self.renewal_awaited(),
        ]

    def due_at(self, document: Awaited[Any]) -> datetime:
        """Return when a document is due for which a term runs."""
        assert document.watch is not None, "it is reminded of by one"
        due_at = self.file.term(document.watch.key).due_at
        assert due_at is not None, "no clock is paused here"
        return due_at
