"""While it runs: reports of three levels side by side, indicators, publicity (m.11, m.13).

Members report to the registers and not to the case. When a period is over the case asks who is
missing, and reminds exactly those; nothing else follows from a late report (R-A.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from pydantic import JsonValue

from workflows.agreement.chapters.chapter import Chapter
from workflows.agreement.letters import PublicityDecided, ReportOverdue
from workflows.agreement.messages.agreement import Draft
from workflows.agreement.messages.term import (
    OverdueReports,
    PerformanceIndicatorReview,
    PublicityApproval,
    ReportLevel,
)
from workflows.agreement.registers import Register
from workflows.agreement.rules.cadence import anchor_of, period_ends_on, term_of
from workflows.agreement.rules.members import first_period
from workflows.agreement.rules.offices import breaches_of_office
from workflows.agreement.rules.performance_indicators import breaches_of_review
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import TermLaw
from workflows.kernel.roles import Role
from workflows.kernel.story.waiting import Awaited, Question
from workflows.kernel.values import Frozen

GROUPS = {
    ReportLevel.INSTITUTION: "institution/*",
    ReportLevel.DISTRICT: "district-directorate/*",
    ReportLevel.PROVINCE: "provincial-directorate/*",
}
"""Whom a reminder of a level reaches: those of its members who are missing."""

MARGIN = timedelta(days=31)
"""No period is opened that ends so close to the last day whose holidays are known, or later: a
run-off that goes on for years is then finished without reports, rather than not at all."""


class _Tally(Frozen, extra="ignore"):
    """How many reports of a period are missing, out of how many."""

    missing: int = 0
    of: int = 0


@dataclass(frozen=True)
class Periods:
    """The reporting period that runs at each level, 1 the first."""

    institution: int = 1
    district: int = 1
    province: int = 1

    def items(self) -> list[tuple[ReportLevel, int]]:
        """Return each level with its period."""
        return [(level, getattr(self, level.value)) for level in ReportLevel]


class Monitoring(Chapter):
    """The chapter on what goes on while an agreement runs, and in its run-off."""

    def admit_records(self, draft: Draft) -> None:
        """Admit from here on what is recorded in parallel with the term (A-11.1, A-13.1)."""
        self.beside(
            PerformanceIndicatorReview,
            judged_by=lambda review: (
                *self.of_the_office(review, "A-11.1"),
                *breaches_of_review(review, draft.performance_indicators),
            ),
        )
        self.beside(
            PublicityApproval,
            self.tell_of_publicity,
            judged_by=lambda decision: self.of_the_office(decision, "A-13.1"),
        )

    def of_the_office(self, act: Message, rule: str) -> Iterable[Reason]:
        """Return why somebody may not act for the public side in this agreement (A-8.2)."""
        return breaches_of_office(self.level, by=act.actor, rule=rule)

    def tell_of_publicity(self, decision: PublicityApproval) -> None:
        """Tell the partner whether the material may be used (A-13.1)."""
        letter = PublicityDecided(letter_no=decision.letter_no, approved=decision.approved)
        self.notify(letter, rule="A-13.1")

    def first_periods(self, draft: Draft) -> "Periods":
        """Return the first period of each level that ends after the agreement begins (R-A.2)."""
        anchor = anchor_of(draft.starts_on, self.rulebook)
        firsts = {
            level.value: first_period(draft.starts_on, anchor=anchor, months=self.months(level))
            for level in ReportLevel
        }
        return Periods(**firsts)

    def reports(self, draft: Draft, periods: "Periods", *, stage: str) -> list[Awaited[Any]]:
        """Return what is asked of the registers once a period is over, one for each level.

        Periods run side by side, each counted from the start of the agreement (A-11.3, R-A.2).
        """
        nth = self.number("reports")
        last_day = self.reported_until(nth)
        within = [
            (level, period)
            for level, period in periods.items()
            if self.period_ends_on(draft, level, period) <= last_day
        ]
        if len(within) < len(periods.items()) and nth > 1:
            # what was left out of the wait before stays out of it when the calendar is renewed
            self.settled_once("reports", self.file.calendar.covers_until.isoformat, nth=nth - 1)
        return [self.overdue_reports(draft, *which, stage=stage) for which in within]

    def reported_until(self, nth: int) -> date:
        """Return the last day on which a period of the nth wait for reports may end."""
        covered = self.file.settled.get(f"reports/{nth}")
        known = self.file.calendar.covers_until if covered is None else covered
        return date.fromisoformat(str(known)) - MARGIN

    def months(self, level: ReportLevel) -> int:
        """Return how long a level's periods are."""
        return self.rulebook.term(term_of(level)).length

    def period_ends_on(self, draft: Draft, level: ReportLevel, period: int) -> date:
        """Return the day on which a period ends, as counted."""
        anchor = anchor_of(draft.starts_on, self.rulebook)
        return period_ends_on(anchor, self.months(level), period)

    def overdue_reports(
        self, draft: Draft, level: ReportLevel, period: int, *, stage: str
    ) -> Awaited[OverdueReports]:
        """Open a level's period, and ask who is missing once it is over."""
        anchor = anchor_of(draft.starts_on, self.rulebook)
        months = period * self.months(level)
        running = self.open(term_of(level), since=anchor, length=months, nth=period)
        return (
            self.document(OverdueReports)
            .after(running)
            .sent_by(Role.SYSTEM)
            .at(stage)
            .granted_by(Question(Register.REPORTS, running.rule, _which))
            .saying(level=level.value, period=period)
        )

    def remind_and_go_on(self, come: OverdueReports, periods: "Periods") -> "Periods":
        """Remind whoever is missing, and go on to the level's next period."""
        self.remind(come, self.rulebook.term(term_of(come.level)))
        return replace(periods, **{come.level.value: come.period + 1})

    def remind(self, asked: OverdueReports, law: TermLaw) -> None:
        """Remind those who are missing, and nobody else (A-11.3)."""
        tally = _Tally.model_validate(asked.known or {})
        if tally.missing:
            letter = ReportOverdue(
                level=asked.level,
                period=asked.period,
                missing=tally.missing,
                of=tally.of,
                months=law.length,
            )
            self.notify(letter, rule=law.rule, to=GROUPS[asked.level])


def _which(asked: OverdueReports) -> dict[str, JsonValue]:
    return {"level": asked.level.value, "period": asked.period}
