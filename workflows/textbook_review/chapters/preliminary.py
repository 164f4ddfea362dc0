"""The preliminary review, coding and hand-over (m.13, m.14)."""

from collections.abc import Iterable
from typing import Any

from workflows.kernel.case.message import M
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Awaited, turn_in
from workflows.textbook_law.registers import BANS, coefficient_in
from workflows.textbook_review.chapters.seats import PRELIMINARY, Seats
from workflows.textbook_review.messages.review import (
    Application,
    CorrectedDraft,
    HandOver,
    PreliminaryCommission,
    PreliminaryReport,
    TakeUp,
)
from workflows.textbook_review.registers import SealedEnvelope
from workflows.textbook_review.rules.anonymity import without_applicant
from workflows.textbook_review.rules.effort import preliminary_hours
from workflows.textbook_review.rules.preliminary import (
    breaches_of_code,
    breaches_of_hand_over,
    breaches_of_preliminary_commission,
    breaches_of_preliminary_report,
)
from workflows.textbook_review.rules.seats import breaches_of_departed
from workflows.textbook_review.stages import Stage


class Preliminary(Seats):
    """The chapter on the preliminary review."""

    async def review_preliminarily(
        self,
        draft: Application,
        *,
        filed: Application | CorrectedDraft,
        meanwhile: Iterable[Awaited[Any]] = (),
    ) -> PreliminaryReport:
        """Three members, ten working days from the filing, in application order (T-13, T-14.2).

        Args:
            draft: The draft as it was first filed.
            filed: What is looked at now: that one, or a corrected draft.
            meanwhile: What else may come meanwhile.
        """
        corrected = filed if isinstance(filed, CorrectedDraft) else None
        stage = Stage.PRELIMINARY_REVIEW if corrected is None else Stage.SECOND_PRELIMINARY
        ten_days = self.open("preliminary_review", since=filed)
        self.enqueue("preliminary-review", received=filed)
        meanwhile = tuple(meanwhile)
        await self.by_three(
            self.document(TakeUp)
            .at(Stage.SUBMITTED if corrected is None else stage)
            .granted_by(turn_in("preliminary-review", rule="T-14.2"))
            .judged_by(lambda taken: self.against_reporter(taken, PRELIMINARY)),
            stage=Stage.SUBMITTED if corrected is None else stage,
            meanwhile=meanwhile,
        )
        self.effort("T-14.1", budget=preliminary_hours(draft.work, self.rulebook))
        report = await self.by_three(
            self.document(PreliminaryReport)
            .reminded_by(ten_days)
            .at(stage)
            .judged_by(lambda report: self.against_preliminary_report(report, draft, corrected)),
            stage=stage,
            meanwhile=meanwhile,
        )
        if corrected is not None and not report.failed:
            # T-17.16, T-13.3: sealed and handed over as the first time
            await self.hand_over(draft, stage=stage, meanwhile=meanwhile)
        return report

    async def by_three(
        self, act: Awaited[M], *, stage: Stage, meanwhile: tuple[Awaited[Any], ...]
    ) -> M:
        """Wait for an act of the preliminary commission, set up by the Presidency (T-13.0).

        Whoever leaves it is replaced by another setting up (R-T.29).
        """
        while self.vacant(PRELIMINARY, act):
            await self.expect(
                self.document(PreliminaryCommission)
                .at(stage)
                .judged_by(
                    lambda set_up: (
                        *breaches_of_preliminary_commission(set_up, self.rulebook),
                        *breaches_of_departed(set_up.members, self.departed()),
                    )
                ),
                meanwhile=meanwhile,
            )
        return await self.expect(act, meanwhile=meanwhile)

    def against_preliminary_report(
        self, report: PreliminaryReport, draft: Application, corrected: CorrectedDraft | None
    ) -> Iterable[Reason]:
        """Return why a preliminary report cannot stand (T-13.0, T-13.1)."""
        yield from self.against_reporter(report, PRELIMINARY)
        yield from breaches_of_preliminary_report(
            report,
            draft,
            self.rulebook,
            members=self.sitting(PRELIMINARY),
            coefficient=coefficient_in(self.file.opening.known),
            filed_on=local_day(draft.counts_from),
            corrected=corrected,
        )

    async def hand_over(
        self,
        draft: Application,
        *,
        stage: Stage | None = None,
        meanwhile: Iterable[Awaited[Any]] = (),
    ) -> None:
        """Code a publisher's draft, seal what names it, pass on the rest (T-13.2b, T-13.2c).

        A corrected draft goes the same way, under the code that it has (T-13.3, T-17.16).
        """
        first = next(iter(self.documents(HandOver)), None)
        handed = await self.expect(
            self.document(HandOver)
            .at(stage)
            .judged_by(
                lambda sealed: (
                    *breaches_of_hand_over(sealed, draft),
                    *breaches_of_code(sealed, first),
                )
            ),
            meanwhile=meanwhile,
        )
        sealed = SealedEnvelope(file_no=self.file.file_no, anonymity_code=handed.anonymity_code)
        self.enter(sealed, handed.sealed_envelope_no)
        if handed.anonymity_code is not None:
            self.forget_applicant(without_applicant(draft), answers={BANS})
