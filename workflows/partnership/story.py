"""A partnership programme from its opening to the second report (rows 1 to 15 of its table).

- open: before its first month, August
- running: joint actions row by row, in their months or late
- reporting: from July on, one report of each school; overdue once July is over
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from typing_extensions import override

from workflows.kernel.case.file import Decision
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term, TermState
from workflows.kernel.story.story import Story
from workflows.kernel.story.waiting import Awaited
from workflows.partnership.letters import MonitoringReportFiled, ProgrammeOpened
from workflows.partnership.messages import (
    CoordinatorNaming,
    JointActionReport,
    JointWorkPublication,
    MaterialShared,
    MonitoringReport,
    OfOneSchool,
    ProgrammePlan,
    ReportTakenBack,
    Row,
    VisitsSkipped,
)
from workflows.partnership.offices import Office
from workflows.partnership.registers import JointAction, SchoolReport
from workflows.partnership.rules.actions import (
    breaches_of_action_report,
    breaches_of_naming,
    breaches_of_publication,
    breaches_of_skip,
)
from workflows.partnership.rules.programme import (
    breaches_of_coordinator,
    breaches_of_programme,
    breaches_of_school,
)
from workflows.partnership.rules.progress import (
    COMPLETING,
    Progress,
    RowState,
    breaches_of_monitoring_report,
    breaches_of_taking_back,
    deeds_of,
    progress_by,
    progress_of,
    standing,
)
from workflows.partnership.rules.windows import Window, windows_of
from workflows.partnership.stages import Outcome, Stage

_DAY = timedelta(days=1)


class SchoolPartnership(Story):
    """The programme of two partner schools for one school year."""

    @override
    async def run(self) -> Decision:
        """Follow the programme; safe to walk again after continue-as-new."""
        plan = await self.filing(ProgrammePlan)
        filed_on = local_day(plan.counts_from)

        # P-0.1, R-P.8, R-P.9: two schools, this year or the next, opened by one of them
        self.judge_filing(
            lambda: breaches_of_programme(
                plan, filed_on=filed_on, by=self.file.start.actor, book=self.rulebook
            )
        )

        # P-1 to P-15, R-P.1, R-P.6: a whole month for every row, and no order among them
        self.open_every_row(plan)

        # R-P.3, R-P.4, R-P.7: what is done of a row completes it, in time or late
        self.complete_rows(plan)
        self.tell_both_schools(plan)
        self.admit_side_documents(plan)

        # the first month is August, R-P.8
        first_day = self.windows(plan)[Row.WEB_SITES].first
        if filed_on < first_day:
            await self.hold("opening", through=first_day - _DAY, stage=Stage.OPEN)

        # P-2, P-4 to P-14: until July; nothing falls in June (R-P.2)
        await self.take_actions(plan)

        # P-15: with the reports of both schools the programme closes, whatever is late (R-P.7)
        await self.receive_both_reports(plan)
        return await self.close(Outcome.COMPLETED, rule="P-15")

    # -- rows ----------------------------------------------------------------------------------

    def windows(self, plan: ProgrammePlan) -> dict[Row, Window]:
        """Return the months of the rows in this edition (R-P.8)."""
        return windows_of(plan.school_year, self.rulebook)

    def open_every_row(self, plan: ProgrammePlan) -> None:
        """Open the months of all rows; the day before the first is the one not counted (R-S.2)."""
        for row, window in self.windows(plan).items():
            self.open(row, since=window.first - _DAY, through=window.last)

    def complete_rows(self, plan: ProgrammePlan) -> None:
        """Complete every row with the document that brings its last part (R-P.7)."""
        so_far = progress_by((), plan, self.rulebook)
        come: list[Message] = []
        times: Counter[Row] = Counter(Row)
        for document in (plan, *self.documents_of(*COMPLETING)):
            come.append(document)
            if isinstance(document, ReportTakenBack):
                before, so_far = so_far, progress_by(standing(come), plan, self.rulebook)
                if before.done_on(document.row) and not so_far.done_on(document.row):
                    times[document.row] += 1
                    self.open_again(document.row, plan, times[document.row])
                continue
            deeds = deeds_of(document, plan.schools)
            so_far = so_far.model_copy(update={"deeds": (*so_far.deeds, *deeds)})
            for row in dict.fromkeys(deed.row for deed in deeds):
                self.complete(row, times[row], so_far, by=document)

    def open_again(self, row: Row, plan: ProgrammePlan, nth: int) -> None:
        """Open the month of a row once more: what had completed it is taken back (R-P.7)."""
        window = self.windows(plan)[row]
        self.open(row, since=window.first - _DAY, through=window.last, nth=nth)

    def complete(self, row: Row, nth: int, progress: Progress, *, by: Message) -> None:
        """Meet the term of a row that is done, and enter how it was done, once."""
        term = self.file.term(row if nth == 1 else f"{row}#{nth}")
        done_on = progress.done_on(row)
        if done_on is None or not term.is_open:
            return
        state = progress.state(row, over=True)
        action = JointAction(
            row=row, state=state, done_on=done_on, visits_skipped=row in progress.skipped()
        )
        self.enter(action, f"{self.file.case_id}/{term.key}/{state}")
        self.meet(term, by=by)

    # -- in parallel with the main path --------------------------------------------------------

    def tell_both_schools(self, plan: ProgrammePlan) -> None:
        """P-1, S-N: both schools hear what their web sites are to show, and until when."""
        window = self.windows(plan)[Row.WEB_SITES]
        late = window.last < local_day(self.file.start.received_at)
        letter = ProgrammeOpened(school_year=plan.school_year, until=window.last, late=late)
        self.notify(letter, rule="P-1", to=Office.PRINCIPAL)

    def admit_side_documents(self, plan: ProgrammePlan) -> None:
        """Admit at any stage what waits for no month (P-0.2, P-1, P-3, R-P.4)."""
        self.beside(MaterialShared, judged_by=partial(self.against_school, plan=plan))
        self.beside(JointWorkPublication, judged_by=partial(self.against_shown, plan=plan))
        self.beside(CoordinatorNaming, judged_by=partial(self.against_naming, plan=plan))
        self.beside(VisitsSkipped, judged_by=partial(self.against_skip, plan=plan))
        self.beside(ReportTakenBack, judged_by=partial(self.against_taking_back, plan=plan))

    def against_school(self, document: OfOneSchool, plan: ProgrammePlan) -> tuple[Reason, ...]:
        """R-P.9, P-3: each school speaks for itself, by the coordinator whom it has named."""
        namings = [
            naming
            for naming in standing(self.documents_of(CoordinatorNaming, ReportTakenBack))
            if isinstance(naming, CoordinatorNaming) and naming.school == document.school
        ]
        named = namings[-1].coordinator if namings else None
        return (
            *breaches_of_school(document.school, document.actor, plan.schools),
            *breaches_of_coordinator(document.actor, named),
        )

    def against_taking_back(self, taken: ReportTakenBack, plan: ProgrammePlan) -> Iterable[Reason]:
        """R-P.7: a school takes back what it has reported itself."""
        come = standing(self.documents_of(*COMPLETING))
        return (*self.against_school(taken, plan), *breaches_of_taking_back(taken, come))

    def against_shown(self, shown: JointWorkPublication, plan: ProgrammePlan) -> Iterable[Reason]:
        """P-1, R-P.3: shown by now, and as often as there is joint work to show."""
        before = progress_of(self.file).first(Row.WEB_SITES, shown.school)
        return (
            *self.against_school(shown, plan),
            *breaches_of_publication(
                shown,
                today=local_day(shown.counts_from),
                shown=before is not None,
                book=self.rulebook,
            ),
        )

    def against_naming(self, naming: CoordinatorNaming, plan: ProgrammePlan) -> Iterable[Reason]:
        """P-3: named by now, each school's by that school."""
        today = local_day(naming.counts_from)
        return (*self.against_school(naming, plan), *breaches_of_naming(naming, today=today))

    def against_skip(self, skipped: VisitsSkipped, plan: ProgrammePlan) -> Iterable[Reason]:
        """R-P.4: visits only, and only while they are open."""
        done = progress_of(self.file).with_visits()
        return (*self.against_school(skipped, plan), *breaches_of_skip(skipped, done=done))

    # -- the main path -------------------------------------------------------------------------

    def action(
        self, plan: ProgrammePlan, *, within: Term | None = None
    ) -> Awaited[JointActionReport]:
        """Describe the report of a joint action; of which row, it says itself (R-P.6)."""
        report = self.document(JointActionReport).judged_by(partial(self.against_action, plan=plan))
        return report.by(within) if within else report

    def against_action(self, report: JointActionReport, plan: ProgrammePlan) -> Iterable[Reason]:
        """P-2, P-4 to P-14, R-P.4, R-P.5."""
        return (
            *self.against_school(report, plan),
            *breaches_of_action_report(
                report,
                today=local_day(report.counts_from),
                first_day=self.windows(plan)[Row.WEB_SITES].first,
                book=self.rulebook,
            ),
        )

    async def take_actions(self, plan: ProgrammePlan) -> None:
        """Take reports of joint actions until the month of the monitoring reports begins."""
        windows = self.windows(plan)
        first, reports = windows[Row.WEB_SITES].first, windows[Row.MONITORING].first
        if local_day(plan.counts_from) >= reports:
            return
        term = self.open("running", since=first - _DAY, through=reports - _DAY)
        while await self.first(self.action(plan, within=term)) is not None:
            continue  # what it completes is counted in the progress

    async def receive_both_reports(self, plan: ProgrammePlan) -> None:
        """Wait for one report of each school; late actions still follow (P-15, R-P.7)."""
        filed: list[MonitoringReport] = []
        while len({report.school for report in filed}) < len(plan.schools):
            over = self.file.term(Row.MONITORING).state is TermState.ENDED
            stage = Stage.OVERDUE if over else Stage.REPORTING
            come = await self.first(
                self.document(MonitoringReport)
                .at(stage)
                .judged_by(partial(self.against_report, plan=plan, filed=tuple(filed))),
                self.action(plan),
            )
            if isinstance(come, MonitoringReport):
                filed.append(come)
                self.tell_of_report(come, nth=len([f for f in filed if f.school == come.school]))

    def against_report(
        self, report: MonitoringReport, plan: ProgrammePlan, filed: Iterable[MonitoringReport]
    ) -> Iterable[Reason]:
        """P-15, R-P.7: one report of each school, by that school."""
        return (
            *self.against_school(report, plan),
            *breaches_of_monitoring_report(report, filed),
        )

    def tell_of_report(self, report: MonitoringReport, *, nth: int) -> None:
        """Keep a report with what is late by its day, and notify both schools (R-P.7, S-K)."""
        progress, on = progress_of(self.file), local_day(report.counts_from)
        kept = SchoolReport(
            school=report.school,
            report=report.report,
            done_late=tuple(progress.rows_in(RowState.DONE_LATE, on)),
            not_done=tuple(progress.rows_in(RowState.LATE, on)),
            visits_skipped=tuple(progress.skipped()),
        )
        key = f"{self.file.case_id}/{report.school}"
        self.enter(kept, key if nth == 1 else f"{key}#{nth}")
        letter = MonitoringReportFiled(
            school=kept.school,
            done_late=kept.done_late,
            not_done=kept.not_done,
            visits_skipped=kept.visits_skipped,
        )
        self.notify(letter, rule="P-15", to=Office.SCHOOL_COORDINATOR)
