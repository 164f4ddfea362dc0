"""The end: what has begun is finished, then the last report, and the archive (m.10, m.11)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from workflows.agreement.chapters.in_force import InForce
from workflows.agreement.chapters.monitoring import MARGIN
from workflows.agreement.chapters.standing import Standing
from workflows.agreement.letters import AgreementEnded, RunOffContinues
from workflows.agreement.messages.term import (
    Archiving,
    FinalReport,
    OverdueReports,
    RunOffCheck,
    RunOffEnd,
)
from workflows.agreement.registers import ArchivedFile, Register
from workflows.agreement.rules.days import breaches_of_correction
from workflows.agreement.rules.ending import breaches_of_last_reports, breaches_of_run_off_end
from workflows.agreement.stages import Outcome, Stage
from workflows.kernel.case.file import Decision
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import add_months, local_day
from workflows.kernel.roles import Role
from workflows.kernel.story.waiting import Awaited, Question
from workflows.kernel.values import Frozen


class Ending(InForce):
    """The chapter on an agreement that is over."""

    async def wind_up(self, stands: Standing) -> Decision:
        """Finish what has begun; then the final report, and the archive."""
        self.tell_of_end(stands)
        # every agreement that was signed is entered in the register, late as it may be
        while not stands.registered:
            stands = self.with_paper(await self.first(*self.papers(stands)), stands)
        if stands.termination is None:
            self.enter_term(stands, "expired", stands.last_day)

        # R-A.2: training is finished, and what is owed of reports is asked for
        await self.finish_what_has_begun(stands)
        self.enter_term(stands, "run-off-over", stands.last_day)
        for running in self.file.open_terms:
            self.drop(running)

        # R-A.2, A-10.3: one report more, and a file of its own in the archive
        archived = await self.file_away(stands)
        row = ArchivedFile(file_no=archived.file_no, archived_on=local_day(archived.counts_from))
        self.enter(row, self.file.case_id)
        return await self.close(Outcome.ARCHIVED, rule="A-10.3")

    def tell_of_end(self, stands: Standing) -> None:
        """Tell the partner and all who take part that it is over (A-8.10, A-11.4)."""
        self.notify(AgreementEnded(on=stands.last_day), rule=stands.end_rule)
        self.tell_members(stands, "expired", rule=stands.end_rule)

    # -- the run-off -----------------------------------------------------------------------------

    async def finish_what_has_begun(self, stands: Standing) -> None:
        """Wait until all training is finished; the office is told each month what is not."""
        begun_on = date.fromisoformat(self.settled_once("run-off", self.today.isoformat))
        stands = self.without_levels_done(stands)
        month = 1
        while True:
            come = await self.first(
                self.run_off_end(stands),
                *self.reports(stands, stage=Stage.RUN_OFF),
                *self.run_off_check(stands, begun_on, month),
            )
            match come:
                case RunOffEnd():
                    return
                case OverdueReports():
                    stands = self.without_levels_done(self.remind_and_go_on(come, stands))
                case _:
                    self.tell_of_run_off(come, stands)
                    month += 1

    def run_off_end(self, stands: Standing) -> Awaited[RunOffEnd]:
        """Describe the office's word that all training is finished (A-11.4)."""
        return (
            self.document(RunOffEnd)
            .sent_by(self.office)
            .at(Stage.RUN_OFF)
            .granted_by(self.trainings(stands))
            .judged_by(
                lambda finished: (
                    *breaches_of_last_reports(due_on=self.reports_due_on(stands)),
                    *_against_unfinished(finished),
                )
            )
        )

    def run_off_check(
        self, stands: Standing, begun_on: date, month: int
    ) -> list[Awaited[RunOffCheck]]:
        """Ask the register what is unfinished, once another month is over.

        Like periods of reports, none is opened past the days whose holidays are known.
        """
        if add_months(begun_on, month) > self.file.calendar.covers_until - MARGIN:
            return []
        own: dict[str, Any] = {"length": month, "awaits": self.office, "nth": month}
        running = self.open("run_off", since=begun_on, **own)
        return [
            self.document(RunOffCheck)
            .after(running)
            .sent_by(Role.SYSTEM)
            .at(Stage.RUN_OFF)
            .granted_by(self.trainings(stands))
            .saying(month=month)
        ]

    def trainings(self, stands: Standing) -> Question:
        """Ask the register which training that the agreement covers is unfinished."""
        last_day = stands.last_day.isoformat()
        return Question(Register.TRAININGS, "A-11.4", lambda _: {"last_day": last_day})

    def tell_of_run_off(self, asked: RunOffCheck, stands: Standing) -> None:
        """Remind the office of what is to be finished and confirmed (A-11.4)."""
        letter = RunOffContinues(ended_on=stands.last_day, unfinished=_unfinished(asked))
        self.notify(letter, rule="A-11.4", to=self.office)

    # -- the archive -----------------------------------------------------------------------------

    async def file_away(self, stands: Standing) -> Archiving:
        """Wait for the final report and the archive; until then the report may be corrected."""
        await self.expect(self.final_report(again=False))
        while True:
            archiving = (
                self.document(Archiving)
                .sent_by(self.office)
                .at(Stage.ARCHIVING)
                .granted_by(self.trainings(stands))
                .judged_by(_against_unfinished)
            )
            come = await self.first(archiving, self.final_report(again=True))
            if isinstance(come, Archiving):
                return come

    def final_report(self, *, again: bool) -> Awaited[FinalReport]:
        """Describe the one report after the run-off, or a corrected one (R-A.2)."""

        def against(report: FinalReport) -> Iterable[Reason]:
            return breaches_of_correction(
                "the final report is on record already",
                report.corrects,
                again=again,
                rule="R-A.2",
            )

        return (
            self.document(FinalReport).sent_by(self.office).at(Stage.ARCHIVING).judged_by(against)
        )


class _Tally(Frozen, extra="ignore"):
    """What the register of trainings says; nothing before it has been asked."""

    unfinished: int = 0


def _unfinished(asked: Message) -> int:
    """Return how many trainings are unfinished (A-11.4)."""
    return _Tally.model_validate(asked.known or {}).unfinished


def _against_unfinished(act: Message) -> Iterable[Reason]:
    return breaches_of_run_off_end(unfinished=_unfinished(act))
