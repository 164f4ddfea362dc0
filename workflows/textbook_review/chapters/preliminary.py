"""The preliminary review, coding and hand-over (m.13, m.14)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from workflows.kernel.case.message import M
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Awaited, turn_in
from workflows.textbook_law.registers import BANS, coefficient_in
from workflows.textbook_review.chapters.seats import PRELIMINARY, Seats
from workflows.textbook_review.letters import Undeclared
from workflows.textbook_review.messages.ending import EnvelopeOpening
from workflows.textbook_review.messages.fee import FeeDecision
from workflows.textbook_review.messages.review import (
    Application,
    CorrectedDraft,
    HandOver,
    PreliminaryCommission,
    PreliminaryReport,
    TakeUp,
)
from workflows.textbook_review.offices import Office
from workflows.textbook_review.registers import SealedEnvelope
from workflows.textbook_review.rules.anonymity import without_applicant
from workflows.textbook_review.rules.effort import preliminary_hours
from workflows.textbook_review.rules.objection import awaits_fee_decision
from workflows.textbook_review.rules.preliminary import (
    breaches_of_code,
    breaches_of_hand_over,
    breaches_of_preliminary_commission,
    breaches_of_preliminary_report,
)
from workflows.textbook_review.rules.routes import undeclared
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
        since: date | None = None,
    ) -> PreliminaryReport:
        """Three members, ten working days from the filing, in application order (T-13, T-14.2).

        Args:
            draft: The draft as it was first filed.
            filed: What is looked at now: that one, or a corrected draft.
            meanwhile: What else may come meanwhile.
            since: From when the ten days run, where that is not the filing: it came while an
                objection was before the Board (R-T.13).
        """
        corrected = filed if isinstance(filed, CorrectedDraft) else None
        stage = Stage.PRELIMINARY_REVIEW if corrected is None else Stage.SECOND_PRELIMINARY
        taken_up_at = Stage.SUBMITTED if corrected is None else stage
        ten_days = self.open("preliminary_review", since=since or filed)
        self.enqueue("preliminary-review", received=filed)
        coefficient = coefficient_in(self.file.opening.known)
        meanwhile = tuple(meanwhile)
        if corrected is None and awaits_fee_decision(draft, coefficient, self.rulebook):
            # R-T.28: the rules give no fee, so the Presidency sets it
            meanwhile = (*meanwhile, self.document(FeeDecision).at(stage))
        if corrected is None and (silent := undeclared(draft)):
            letter = Undeclared(silent=silent)
            self.notify(letter, rule="T-13.1b", to=Office.PRELIMINARY_COMMISSION)
        await self.by_three(
            self.document(TakeUp)
            .granted_by(turn_in("preliminary-review", rule="T-14.2"))
            .judged_by(lambda taken: self.against_reporter(taken, PRELIMINARY)),
            stage=taken_up_at,
            meanwhile=meanwhile,
        )
        self.effort("T-14.1", budget=preliminary_hours(draft.work, self.rulebook))
        report = await self.by_three(
            self.document(PreliminaryReport)
            .reminded_by(ten_days)
            .judged_by(lambda report: self.against_preliminary_report(report, draft, corrected)),
            stage=stage,
            meanwhile=meanwhile,
        )
        if corrected is not None and not report.failed and self.was_opened_by_order():
            # T-17.16, T-13.3: sealed and handed over as the first time
            await self.hand_over(draft, stage=stage, meanwhile=meanwhile)
        return report

    async def by_three(
        self, act: Awaited[M], *, stage: Stage, meanwhile: tuple[Awaited[Any], ...]
    ) -> M:
        """Wait for an act of the preliminary commission (T-13.0).

        The Presidency may have its setting up recorded; whoever leaves it is then replaced by
        another setting up (R-T.29).
        """
        act = act.at(stage)
        while True:
            set_up = self.document(PreliminaryCommission).at(stage).judged_by(self.against_set_up)
            if self.vacant(PRELIMINARY, act):
                await self.expect(set_up, meanwhile=meanwhile)
                continue
            come: Any = await self.first(act, set_up).meanwhile(*meanwhile)
            if not isinstance(come, PreliminaryCommission):
                return cast("M", come)

    def against_set_up(self, set_up: PreliminaryCommission) -> Iterable[Reason]:
        """Return why a preliminary commission cannot be set up like this (T-13.0, R-T.29)."""
        yield from breaches_of_preliminary_commission(set_up.members, self.rulebook)
        yield from breaches_of_departed(set_up.members, self.departed())

    def against_preliminary_report(
        self, report: PreliminaryReport, draft: Application, corrected: CorrectedDraft | None
    ) -> Iterable[Reason]:
        """Return why a preliminary report cannot stand (T-13.0, T-13.1)."""
        yield from self.against_reporter(report, PRELIMINARY)
        yield from breaches_of_departed(report.members, self.departed())
        yield from breaches_of_preliminary_report(
            report,
            draft,
            self.rulebook,
            members=self.sitting(PRELIMINARY),
            coefficient=coefficient_in(self.file.opening.known),
            set_fee=self.fee_set(),
            filed_on=local_day(draft.counts_from),
            corrected=corrected,
        )

    def fee_set(self) -> Decimal | None:
        """Return the fee that the Presidency has set for this draft, if it has (R-T.28)."""
        decided = self.documents(FeeDecision)
        return decided[-1].owed if decided else None

    def was_opened_by_order(self) -> bool:
        """Whether the Board had the envelope opened since the last hand-over (T-13.3).

        Only what came before the preliminary report that the text has just asked for counts.
        """
        handed, reported = self.last_asked(HandOver), self.last_asked(PreliminaryReport)
        assert handed is not None, "a draft is corrected after its hand-over"
        assert reported is not None, "it has just come"
        opened = self.file.facts_of(EnvelopeOpening.command).values()
        return any(handed.n < opening.n < reported.n for opening in opened)

    async def hand_over(
        self,
        draft: Application,
        *,
        stage: Stage | None = None,
        meanwhile: Iterable[Awaited[Any]] = (),
    ) -> None:
        """Code a publisher's draft, seal what names it, pass on the rest (T-13.2b, T-13.2c).

        A corrected draft whose envelope was opened goes the same way, under the code that it has
        (T-13.3, T-17.16).
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
            self.forget_applicant(lambda: without_applicant(draft), answers={BANS})
