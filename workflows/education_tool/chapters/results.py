"""From the commission's report to the decision (m.35(2) to (5))."""

from collections.abc import Iterable
from datetime import date
from itertools import count

from workflows.education_tool.chapters.commissions import Commissions
from workflows.education_tool.letters import Conforms, MendingAsked, NotSuitable
from workflows.education_tool.messages.application import ToolApplication
from workflows.education_tool.messages.review import (
    CommissionReport,
    Comparison,
    ConformityDecision,
    MendedTool,
    MendingCheck,
    ReviewReport,
)
from workflows.education_tool.registers import ToolDecision
from workflows.education_tool.rules.filing import FOR_ONE_USE, breaches_of_unit
from workflows.education_tool.rules.report import breaches_of_comparison, breaches_of_report
from workflows.education_tool.stages import Outcome, Stage
from workflows.kernel.case.file import Decision
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import TermState
from workflows.kernel.roles import Role
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_law.dates import breaches_of_date


class Results(Commissions):
    """The chapter on reports, mending and the decision."""

    async def compare(self, application: ToolApplication) -> Comparison:
        """The commission says what has changed since the earlier decision (E-35.4)."""
        return await self.report_of_commission(
            application,
            Comparison,
            lambda found: breaches_of_comparison(found, application.tool),
            stage=Stage.COMPARISON,
        )

    async def receive_report(self, application: ToolApplication) -> ReviewReport:
        """Wait for the report with one of three results (E-35.2, E-35.3)."""
        return await self.report_of_commission(
            application,
            ReviewReport,
            lambda report: breaches_of_report(report, application.tool),
            stage=Stage.REVIEW,
        )

    # -- mending -------------------------------------------------------------------------------

    async def have_mended(
        self, application: ToolApplication, report: ReviewReport
    ) -> CommissionReport:
        """Wait until the same commission confirms that the errors are gone (R-E.4)."""
        slip, asked_by = report.error_slip_no, report.report_no
        assert slip is not None, "refused without one"
        since = local_day(report.counts_from)
        for nth in count(1):
            letter = MendingAsked(
                report_no=asked_by,
                error_slip_no=slip,
                again=nth > 1,
                reminder_days=self.rulebook.term("mending").length,
            )
            self.tell(letter, application, rule="R-E.4")
            await self.receive_mended(application, since, nth)
            check = await self.report_of_commission(
                application, MendingCheck, lambda _: (), stage=Stage.CONFIRMATION
            )
            if check.mended:
                return check
            assert check.error_slip_no is not None, "what is still wrong stands on a slip"
            slip, asked_by = check.error_slip_no, check.report_no
            since = local_day(check.counts_from)
        raise AssertionError("it goes on until the errors are gone")

    async def receive_mended(
        self, application: ToolApplication, since: date, attempt: int
    ) -> MendedTool:
        """Wait for the mended tool without an end, and remind every thirty days (R-E.4).

        Each attempt has numbers of its own for its thirty days: a mended tool that is told late
        leaves days behind that had begun by then, and those of the next attempt are others.
        """
        awaited = self.mended(application)
        awaits = None if application.owner is not None else Role.APPLICANT.value
        for nth in count(1000 * (attempt - 1) + 1):
            month = self.open("mending", since=since, awaits=awaits, nth=nth)
            come = await self.first(awaited.reminded_by(month)).else_at(month)
            if come is not None:
                mended: MendedTool = come
                self.end_days(after=nth, by=mended)
                return mended
            if self.file.term(month.key).state is TermState.DROPPED:
                break  # given up meanwhile: nothing comes any more
            assert month.due_on is not None, "nothing pauses it"
            since = month.due_on
        return await self.expect(awaited)

    def end_days(self, *, after: int, by: MendedTool) -> None:
        """Nobody is reminded of days that had begun by the time a mended tool was told."""
        for nth in count(after + 1):
            begun = self.file.terms.get(f"R-E.4#{nth}")
            if begun is None:
                return
            self.meet(begun, by=by)

    def mended(self, application: ToolApplication) -> Awaited[MendedTool]:
        """Describe the mended tool: from its owner, or through the unit."""
        awaited = self.document(MendedTool).judged_by(
            lambda come: breaches_of_unit(come.actor, application)
        )
        return awaited if application.owner is not None else awaited.sent_by(Role.APPLICANT)

    # -- how it ends ---------------------------------------------------------------------------

    async def find_not_suitable(
        self, application: ToolApplication, report: ReviewReport
    ) -> Decision:
        """The commission has found the tool not suitable; no objection is open (E-35.3, R-E.6)."""
        letter = NotSuitable(report_no=report.report_no, error_slip_no=report.error_slip_no)
        self.tell(letter, application, rule="E-35.3")
        return await self.close(Outcome.NOT_SUITABLE, rule="E-35.3")

    async def decide(self, application: ToolApplication, report: CommissionReport) -> Decision:
        """The Presidency decides, for this one use (E-35.5, R-E.5)."""
        decision = await self.expect(
            self.document(ConformityDecision).judged_by(
                lambda found: self.against_decision(found, report)
            )
        )
        if not decision.conforms:
            letter = NotSuitable(
                report_no=report.report_no,
                error_slip_no=None,
                decision_no=decision.decision_no,
                decided_on=decision.decided_on,
                reasons=decision.reasons,
            )
            self.tell(letter, application, rule="E-35.5")
            return await self.close(Outcome.NOT_SUITABLE, rule="E-35.5", on=decision.decided_on)
        self.enter_decision(application, decision)
        return await self.close(Outcome.SUITABLE, rule="E-35.5", on=decision.decided_on)

    def against_decision(
        self, decision: ConformityDecision, report: CommissionReport
    ) -> Iterable[Reason]:
        """Return why a decision cannot bear its date: it answers the commission's report."""
        return breaches_of_date(
            decision.decided_on,
            since=local_day(report.counts_from),
            recorded_on=local_day(decision.counts_from),
            rule="E-35.5",
        )

    def enter_decision(self, application: ToolApplication, decision: ConformityDecision) -> None:
        """Enter the decision with what it may be used for, and notify those concerned (E-35.5)."""
        path = application.path
        serves = application.transaction_no if path in FOR_ONE_USE else None
        row = ToolDecision(
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
            tool_no=application.tool.tool_no,
            unit=application.applicant.institution,
            path=path,
            transaction_no=serves,
        )
        self.enter(row, decision.decision_no)
        letter = Conforms(
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
            path=path,
            transaction_no=serves,
        )
        self.tell(letter, application, rule="E-35.5")
