"""The preliminary review, coding and hand-over (m.13, m.14)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Awaited, turn_in
from workflows.textbook_law.registers import BANS, coefficient_in
from workflows.textbook_review.chapters.chapter import Chapter
from workflows.textbook_review.messages.fee import FeeDecision
from workflows.textbook_review.messages.review import (
    Application,
    CorrectedDraft,
    HandOver,
    PreliminaryReport,
    TakeUp,
)
from workflows.textbook_review.registers import SealedEnvelope
from workflows.textbook_review.rules.anonymity import without_applicant
from workflows.textbook_review.rules.effort import preliminary_hours
from workflows.textbook_review.rules.objection import awaits_fee_decision
from workflows.textbook_review.rules.preliminary import (
    breaches_of_hand_over,
    breaches_of_preliminary_report,
)
from workflows.textbook_review.stages import Stage


class Preliminary(Chapter):
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
        ten_days = self.open("preliminary_review", since=since or filed)
        self.enqueue("preliminary-review", received=filed)
        coefficient = coefficient_in(self.file.opening.known)
        meanwhile = tuple(meanwhile)
        if corrected is None and awaits_fee_decision(draft, coefficient, self.rulebook):
            # R-T.28: the rules give no fee, so the Presidency sets it
            meanwhile = (*meanwhile, self.document(FeeDecision).at(stage))
        await self.expect(
            self.document(TakeUp)
            .at(Stage.SUBMITTED if corrected is None else stage)
            .granted_by(turn_in("preliminary-review", rule="T-14.2")),
            meanwhile=meanwhile,
        )
        self.effort("T-14.1", budget=preliminary_hours(draft.work, self.rulebook))
        return await self.expect(
            self.document(PreliminaryReport)
            .reminded_by(ten_days)
            .at(stage)
            .judged_by(
                lambda report: breaches_of_preliminary_report(
                    report,
                    draft,
                    self.rulebook,
                    coefficient=coefficient,
                    set_fee=self.fee_set(),
                    filed_on=local_day(draft.counts_from),
                    corrected=corrected,
                )
            ),
            meanwhile=meanwhile,
        )

    def fee_set(self) -> Decimal | None:
        """Return the fee that the Presidency has set for this draft, if it has (R-T.28)."""
        decided = self.documents(FeeDecision)
        return decided[-1].owed if decided else None

    async def hand_over(self, draft: Application) -> None:
        """Code a publisher's draft, seal what names it, pass on the rest (T-13.2b, T-13.2c)."""
        handed = await self.expect(
            self.document(HandOver).judged_by(lambda sealed: breaches_of_hand_over(sealed, draft))
        )
        sealed = SealedEnvelope(file_no=self.file.file_no, anonymity_code=handed.anonymity_code)
        self.enter(sealed, handed.sealed_envelope_no)
        if handed.anonymity_code is not None:
            self.forget_applicant(without_applicant(draft), answers={BANS})
