"""While it runs: reports of three levels side by side, indicators, publicity (m.11, m.13).

Members report to the registers and not to the case. When a period is over the case asks who is
missing, and reminds exactly those; nothing else follows from a late report (R-A.2).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from pydantic import JsonValue

from workflows.agreement.chapters.chapter import Chapter
from workflows.agreement.chapters.standing import Period, Periods, Standing
from workflows.agreement.letters import PublicityDecided, PublicityRequested, ReportOverdue
from workflows.agreement.messages.agreement import Draft
from workflows.agreement.messages.term import (
    OverdueReports,
    PerformanceIndicatorReview,
    PublicityApproval,
    PublicityRequest,
    PublicityStep,
    ReportLevel,
)
from workflows.agreement.registers import Register
from workflows.agreement.rules.cadence import anchor_of, cut_off_on, period_ends_on, term_of
from workflows.agreement.rules.members import first_period
from workflows.agreement.rules.performance_indicators import breaches_of_review
from workflows.agreement.rules.publicity import breaches_of_publicity, over
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

MEMBERS = {level: f"{group}*" for level, group in GROUPS.items()}
"""Whom a letter to a level reaches: all of its members."""

MARGIN = timedelta(days=31)
"""No period is opened that ends so close to the last day whose holidays are known, or later, before
the calendar is renewed: an agreement may outlast every calendar that is known when it is signed."""


class Monitoring(Chapter):
    """The chapter on what goes on while an agreement runs."""

    def admit_records(self) -> None:
        """Admit from here on what is recorded in parallel with the term (A-11.1, A-13.1)."""
        self.beside(PerformanceIndicatorReview, judged_by=self.against_review)
        self.beside(PublicityRequest, self.pass_on_request, judged_by=self.against_request)
        self.beside(PublicityApproval, self.tell_of_publicity, judged_by=self.against_publicity)

    # -- indicators ------------------------------------------------------------------------------

    def against_review(self, review: PerformanceIndicatorReview) -> Iterable[Reason]:
        """Return why results are refused: they cover what was agreed on (A-11.1)."""
        agreed = self.documents(Draft)[-1].performance_indicators
        return (*self.of_the_office(review, "A-11.1"), *breaches_of_review(review, agreed))

    # -- publicity -------------------------------------------------------------------------------

    def ended_by(self, act: Message) -> date | None:
        """Return the last day of the agreement, if it was over when an act counts (R-A.10)."""
        rule = self.rulebook.term("agreement").rule
        last = [term for term in self.file.terms.values() if term.rule == rule][-1]
        is_over = last.due_at is not None and act.counts_from > last.due_at
        return last.due_on if is_over else None

    def against_request(self, request: PublicityRequest) -> Iterable[Reason]:
        """Return why nothing can be asked for any more (A-11.4)."""
        ended_on = self.ended_by(request)
        return () if ended_on is None else (over(ended_on),)

    def pass_on_request(self, request: PublicityRequest) -> None:
        """Tell the office what the partner asks for (A-13.1)."""
        letter = PublicityRequested(step=request.step, materials=len(request.materials))
        self.notify(letter, rule="A-13.1", to=self.office)

    def against_publicity(self, decision: PublicityApproval) -> Iterable[Reason]:
        """Return why publicity cannot be decided on like this (A-11.4, A-13.1)."""
        prepared = {
            one
            for decided in self.documents(PublicityApproval)
            if decided.approved and decided.step is PublicityStep.PREPARATION
            for one in decided.materials
        }
        return (
            *self.of_the_office(decision, "A-13.1"),
            *breaches_of_publicity(decision, ended_on=self.ended_by(decision), prepared=prepared),
        )

    def tell_of_publicity(self, decision: PublicityApproval) -> None:
        """Tell the partner whether the material may be used (A-13.1)."""
        letter = PublicityDecided(
            letter_no=decision.letter_no, approved=decision.approved, step=decision.step
        )
        self.notify(letter, rule="A-13.1")

    # -- periods ---------------------------------------------------------------------------------

    def first_periods(self, draft: Draft) -> Periods:
        """Return the first period of each level that ends after the agreement begins (R-A.2)."""
        anchor = anchor_of(draft.starts_on, self.rulebook)
        firsts = {
            level: first_period(draft.starts_on, anchor=anchor, months=self.months(level))
            for level in ReportLevel
        }
        return tuple(Period(level, n, nth=n) for level, n in firsts.items())

    def months(self, level: ReportLevel) -> int:
        """Return how long a level's periods are."""
        return self.rulebook.term(term_of(level)).length

    def period_ends_on(self, stands: Standing, period: Period) -> date | None:
        """Return the last day of a period, cut off with the agreement; None if it has none."""
        anchor = anchor_of(stands.draft.starts_on, self.rulebook)
        return cut_off_on(anchor, self.months(period.level), period.n, stands.last_day)

    def without_levels_done(self, stands: Standing) -> Standing:
        """Leave out the levels that have no period any more, where the last day moves no more."""
        if stands.periods is None:
            return stands
        left = (each for each in stands.periods if self.period_ends_on(stands, each) is not None)
        return stands.but(periods=tuple(left))

    def recut(self, before: Standing, after: Standing) -> Periods | None:
        """Return the periods after the last day has moved: those cut off elsewhere begin anew."""
        if before.periods is None:
            return None
        return tuple(self._recut(before, after, period) for period in before.periods)

    def _recut(self, before: Standing, after: Standing, period: Period) -> Period:
        if self.period_ends_on(before, period) == self.period_ends_on(after, period):
            return period
        key = self.key_of(period)
        if key in self.file.terms:
            self.drop(self.file.term(key))
        return Period(period.level, period.n, period.nth + 1)

    def key_of(self, period: Period) -> str:
        """Return the key of a period's term."""
        rule = self.rulebook.term(term_of(period.level)).rule
        return rule if period.nth == 1 else f"{rule}#{period.nth}"

    # -- reports ---------------------------------------------------------------------------------

    def reports(self, stands: Standing, *, stage: str) -> list[Awaited[Any]]:
        """Return what is asked of the registers once a period is over, one for each level.

        Periods run side by side, each counted from the start of the agreement (A-11.3, R-A.2).
        """
        ends = [(p, self.period_ends_on(stands, p)) for p in stands.periods or ()]
        owed = [(period, ends_on) for period, ends_on in ends if ends_on is not None]
        if not owed:
            return []
        nth = self.number("reports")
        known_until = self.reported_until(nth)
        within = [(period, ends_on) for period, ends_on in owed if ends_on <= known_until]
        if len(within) < len(owed) and nth > 1:
            # what was left out of the wait before stays out of it when the calendar is renewed
            self.settled_once("reports", self.file.calendar.covers_until.isoformat, nth=nth - 1)
        return [self.overdue_reports(stands, *which, stage=stage) for which in within]

    def reported_until(self, nth: int) -> date:
        """Return the last day on which a period of the nth wait for reports may end."""
        covered = self.file.settled.get(f"reports/{nth}")
        known = self.file.calendar.covers_until if covered is None else covered
        return date.fromisoformat(str(known)) - MARGIN

    def overdue_reports(
        self, stands: Standing, period: Period, ends_on: date, *, stage: str
    ) -> Awaited[OverdueReports]:
        """Open a level's period, and ask who is missing once it is over."""
        anchor = anchor_of(stands.draft.starts_on, self.rulebook)
        months = period.n * self.months(period.level)
        whole = ends_on == period_ends_on(anchor, self.months(period.level), period.n)
        own: dict[str, Any] = {"length": months} if whole else {"through": ends_on}
        running = self.open(term_of(period.level), since=anchor, nth=period.nth, **own)
        return (
            self.document(OverdueReports)
            .after(running)
            .sent_by(Role.SYSTEM)
            .at(stage)
            .granted_by(Question(Register.REPORTS, running.rule, _which))
            .saying(level=period.level.value, period=period.n)
        )

    def reports_due_on(self, stands: Standing) -> date | None:
        """Return until when the last reports may come; None once all have been asked for."""
        keys = {self.key_of(period) for period in stands.periods or ()}
        days = [term.due_on for term in self.file.open_terms if term.key in keys and term.due_on]
        return max(days, default=None)

    def remind_and_go_on(self, come: OverdueReports, stands: Standing) -> Standing:
        """Remind whoever is missing, and go on to the level's next period."""
        self.remind(come, self.rulebook.term(term_of(come.level)))
        gone = (p.next() if p.level is come.level else p for p in stands.periods or ())
        return stands.but(periods=tuple(gone))

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


class _Tally(Frozen, extra="ignore"):
    """How many reports of a period are missing, out of how many."""

    missing: int = 0
    of: int = 0


def _which(asked: OverdueReports) -> dict[str, JsonValue]:
    return {"level": asked.level.value, "period": asked.period}
