"""What may end or disturb a review at any stage, and what follows (m.5(2), 7, 16, 27, 37, 42).

- withdrawn by the applicant; the fee goes back by how far the review has come (T-16)
- a false document, a quotation, unfit authors, a programme that is rewritten: returned
- bans are entered in the register of sanctions with the finding that brings them
- recorded in parallel: a programme change within the review, the opening of the envelope,
  a doubt laid before the Board, a proven offence, a pen name
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from workflows.kernel.case.file import Decision
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.textbook_review.chapters.doubts import Doubts
from workflows.textbook_review.chapters.envelope import Envelope
from workflows.textbook_review.letters import (
    Banned,
    ProgrammeChanged,
    ReturnedEarly,
    ReturnedEarlyWithFee,
    Withdrawn,
    WithdrawnWithFee,
)
from workflows.textbook_review.messages.ending import (
    BoardGuidance,
    CriminalComplaint,
    Doubt,
    EnvelopeOpening,
    FalseDocument,
    PenName,
    ProgrammeChange,
    ProvenOffence,
    QuotationBreach,
    UnfitAuthors,
    UnfitForProgramme,
    Withdrawal,
)
from workflows.textbook_review.messages.objection import Objection, ObjectionCommission
from workflows.textbook_review.messages.review import (
    Application,
    CommissionOrder,
    HandOver,
    PreliminaryReport,
    ReviewReport,
)
from workflows.textbook_review.messages.unscored import UpdateReport
from workflows.textbook_review.offices import Office
from workflows.textbook_review.registers import Complaint, Refund
from workflows.textbook_review.rules.findings import (
    RULES,
    Banning,
    Finding,
    ban_of,
    breaches_of_finding,
)
from workflows.textbook_review.rules.refunds import RefundPoint, refund, retained, rule_of
from workflows.textbook_review.stages import Outcome


class Endings(Envelope, Doubts):
    """The chapter on what may come at any stage."""

    def admit_early_endings(self, draft: Application) -> None:
        """Admit from here on what ends the review, and what is recorded beside it."""
        self.end_by(Withdrawal)
        against = partial(self.against_finding, draft=draft)
        self.end_by(FalseDocument, judged_by=against)
        self.end_by(QuotationBreach, judged_by=against)
        self.end_by(UnfitAuthors, judged_by=against)
        self.end_by(UnfitForProgramme, judged_by=against)
        self.beside(
            ProgrammeChange,
            self.tell_of_programme_change,
            judged_by=self.against_programme_change,
            ends=lambda change: change.rewriting,
        )
        self.beside(PenName, partial(self.ban_publisher, draft=draft), judged_by=against)
        self.beside(ProvenOffence, partial(self.ban_publisher, draft=draft), judged_by=against)
        self.beside(
            CriminalComplaint,
            self.enter_complaint,
            judged_by=lambda filed: self.misdated(filed, filed.filed_on, "S-42.1", after=date.min),
        )
        self.beside(EnvelopeOpening, self.open_envelope_by_order, judged_by=self.only_once_sealed)
        self.beside(Doubt, self.refer_doubt)
        self.beside(BoardGuidance, judged_by=self.only_on_a_doubt)

    def drop_running(self) -> None:
        """Drop what ran for a review that is over, though its result is still to be served."""
        if self.first_time("dropped with the review"):
            for term in self.file.open_terms:
                self.drop(term)

    def admit_endings_again(self, draft: Application) -> None:
        """Admit what ends a review that was returned early and that an objection may revive."""
        against = partial(self.against_finding, draft=draft)
        self.end_by(Withdrawal)
        self.end_by(FalseDocument, judged_by=against)
        self.end_by(QuotationBreach, judged_by=against)

    async def end_early(self, draft: Application, document: Message) -> Decision:
        """Draw the consequence of what ended the review."""
        match document:
            case Withdrawal():
                point = self.refund_point()
                rule = rule_of(point, self.rulebook)
                self.open_envelope_for(f"returned {rule}")
                fees = self.refund_fees(draft, point)
                self.notify(WithdrawnWithFee.of(fees) if fees else Withdrawn(), rule=rule)
                return await self.close(Outcome.WITHDRAWN, rule=rule)
            case ProgrammeChange():
                # T-27.2a, T-16.3: to be written anew; all that was paid goes back in full
                fees = self.refund_fees(draft, RefundPoint.REWRITING_CHANGE)
                return await self.return_early("T-27.2a", fees)
            case FalseDocument() | QuotationBreach():
                # S-5.2a, S-5.2c, S-7.5: returned, and the publisher is banned for a year
                self.ban_publisher(document, draft)
                fees = self.refund_fees(draft, self.refund_point())
                return await self.return_early(RULES[type(document)], fees)
            case _:
                # S-7.2: returned, no ban
                fees = self.refund_fees(draft, self.refund_point())
                return await self.return_early("S-7.2", fees)

    async def return_early(self, rule: str, fees: Sequence[Refund] = ()) -> Decision:
        """The draft goes back; the branch opens the envelope to send it (T-13.3)."""
        self.open_envelope_for(f"returned {rule}")
        self.notify(ReturnedEarlyWithFee.of(fees) if fees else ReturnedEarly(), rule=rule)
        return await self.close(Outcome.RETURNED, rule=rule)

    # -- money ---------------------------------------------------------------------------------

    def refund_point(self) -> RefundPoint:
        """How far the review has come, as m.16 sees it."""
        if self.file.fact(CommissionOrder.command, 1):
            return RefundPoint.GIVEN_TO_COMMISSION
        if self.file.fact(HandOver.command, 1):
            return RefundPoint.AT_DIRECTORATE
        if self.file.fact(PreliminaryReport.command, 1):
            return RefundPoint.AFTER_PRELIMINARY
        return RefundPoint.BEFORE_PRELIMINARY

    def refund_fees(self, draft: Application, point: RefundPoint) -> list[Refund]:
        """Enter what goes back of the fee, and of an objection's, to the kuruş (T-16, R-S.11)."""
        if draft.fee is None:
            return []
        rows = [self._refund(draft.fee.amount, point)]
        self.enter(rows[0], self.file.case_id)
        for objection in self.documents(Objection):
            if objection.fee is None or self.is_short_of_fee(objection):
                continue
            rows.append(self._refund(objection.fee.amount, self._point_of_objection(point)))
            self.enter(rows[-1], f"{self.file.case_id}/objection")
        return rows

    def refund_inadmissible(self, objection: Objection) -> Refund | None:
        """Enter that the fee of an objection that nobody looks at goes back in full (R-T.17)."""
        if objection.fee is None:
            return None
        row = self._refund(objection.fee.amount, RefundPoint.BEFORE_PRELIMINARY)
        self.enter(row, f"{self.file.case_id}/objection")
        return row

    def _point_of_objection(self, point: RefundPoint) -> RefundPoint:
        """How far an objection has come, where the review ends because it is withdrawn (R-T.17)."""
        if point is not RefundPoint.GIVEN_TO_COMMISSION:
            return point
        heard = self.file.fact(ObjectionCommission.command, 1)
        return point if heard else RefundPoint.AFTER_PRELIMINARY

    def _refund(self, paid: Decimal, point: RefundPoint) -> Refund:
        return Refund(
            rule=rule_of(point, self.rulebook),
            paid=paid,
            refund=refund(paid, point, self.rulebook),
            retained=retained(paid, point, self.rulebook),
        )

    # -- bans ----------------------------------------------------------------------------------

    def ban_publisher(self, found: Banning, draft: Application) -> None:
        """Enter the ban that a finding brings, and notify the publisher (S-5.2c to S-42.2)."""
        ban = ban_of(found, draft, self.rulebook)
        if ban is not None:
            self.enter(ban, f"{self.file.case_id}/{ban.rule}/{_number_of(found)}")
            self.notify(Banned(until=ban.ends_on), rule=ban.rule)

    def enter_complaint(self, filed: CriminalComplaint) -> None:
        """S-42.1: a complaint is filed; it bans nobody before the offence is proven (S-42.2)."""
        row = Complaint(kind=filed.kind, filed_on=filed.filed_on)
        self.enter(row, f"{self.file.case_id}/{filed.complaint_no}")

    def against_finding(self, found: Finding, draft: Application) -> Iterable[Reason]:
        """Return why a finding cannot be recorded against this review."""
        yield from breaches_of_finding(
            found,
            draft,
            filed_on=local_day(draft.counts_from),
            recorded_on=local_day(found.counts_from),
        )
        if isinstance(found, UnfitForProgramme) and not self.under_review:
            yield Reason(
                rule="T-16.2b",
                what="no review commission has the draft",
                why="a review commission finds a draft unfit for its programme, in whichever round",
                do="record it while a review commission has the draft",
            )

    @property
    def under_review(self) -> bool:
        """Whether a review commission has the draft, in whichever round, and has yet to report."""
        return any(self.is_awaited(kind) for kind in (ReviewReport, UpdateReport))

    # -- in parallel with the main path --------------------------------------------------------

    def against_programme_change(self, change: ProgrammeChange) -> Iterable[Reason]:
        """T-27.2a: rewriting returns drafts that are pending, not what is concluded (R-T.30)."""
        yield from self.misdated(change, change.decided_on, "T-27.2a")
        if change.rewriting and self.is_concluded:
            yield Reason(
                rule="R-T.30",
                what="the draft is concluded: deemed rejected, or found not suitable",
                why="a programme that is rewritten returns drafts that are still pending",
                do="leave it to its fifteen days; a new filing follows the new programme",
            )

    def tell_of_programme_change(self, change: ProgrammeChange) -> None:
        """T-27.1b: a change without rewriting is reflected within the review."""
        if not change.rewriting:
            letter = ProgrammeChanged(decision_no=change.decision_no)
            self.notify(letter, rule="T-27.1b")
            self.notify(letter, rule="T-27.1b", to=Office.REVIEW_COMMISSION)


def _number_of(found: Banning) -> str:
    """Return the number under which the finding is registered: each one bans anew (R-S.8)."""
    match found:
        case QuotationBreach():
            return found.decision_no
        case ProvenOffence():
            return found.judgment_no
        case FalseDocument() | PenName():
            return found.finding_no
