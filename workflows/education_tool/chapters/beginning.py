"""Before anybody reviews: exemption, a donation's approval, preparation, fee (m.15, 35)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pydantic import JsonValue

from workflows.education_tool.chapters.chapter import Chapter
from workflows.education_tool.letters import DonationRefused, Exempt, FeeDue, NotExempt
from workflows.education_tool.messages.application import (
    Content,
    DonationDecision,
    ExemptionClaim,
    ExemptionDecision,
    FeeReceipt,
    Path,
    ProcedureSet,
    QualitiesSet,
    ToolApplication,
)
from workflows.education_tool.messages.mistyped import FeeCorrection
from workflows.education_tool.registers import ToolFee
from workflows.education_tool.rules.fees import breaches_of_tool_fee, charged_for, is_charged
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Question
from workflows.textbook_law.fees import fee_for
from workflows.textbook_law.registers import Register, coefficient_of_period_in


class Beginning(Chapter):
    """The chapter on what is settled before a tool is reviewed."""

    async def is_exempt(self, application: ToolApplication, claim: ExemptionClaim) -> bool:
        """The Presidency says whether the tool is one of the list of m.35(6) (E-35.6)."""
        decision = await self.expect(ExemptionDecision)
        if decision.exempt:
            letter = Exempt(ground=claim.ground, letter_no=decision.letter_no)
            self.tell(letter, application, rule="E-35.6")
            return True
        assert decision.reasons is not None, "a no has its reasons"
        refused = NotExempt(letter_no=decision.letter_no, reasons=decision.reasons)
        self.tell(refused, application, rule="E-35.6")
        return False

    async def is_approved(self, application: ToolApplication) -> bool:
        """The Ministry lets a donated tool be reviewed, or does not (E-35.1b)."""
        decision = await self.expect(DonationDecision)
        if not decision.approved:
            assert decision.reasons is not None, "a no has its reasons"
            letter = DonationRefused(approval_no=decision.approval_no, reasons=decision.reasons)
            self.tell(letter, application, rule="E-35.1b")
        return decision.approved

    async def prepare(self, application: ToolApplication) -> None:
        """The Presidency sets by what a tool is reviewed, where no text says it."""
        # E-35.6: qualities without a standard; of what is bought the specification states them
        if application.tool.unstandardised and application.path is not Path.PURCHASE:
            await self.expect(QualitiesSet)
        # E-11.1b2: a textbook in use that a minority school has translated
        book = application.school_book
        if book is not None and book.translation_of is not None:
            await self.expect(
                self.document(ProcedureSet).judged_by(
                    lambda found: _with_another_unit(found, application)
                )
            )

    async def receive_fee(
        self, application: ToolApplication, contents: tuple[Content, ...], *, only_changes: bool
    ) -> None:
        """Wait for the fee of what is to be reviewed, if any is owed (E-15.1, E-15.3)."""
        owed_for = charged_for(contents, application.tool, self.rulebook)
        if not is_charged(application.path) or owed_for == 0:
            return
        due = FeeDue(
            signatures=owed_for,
            indicator=self.rulebook.number("review_fee.indicator"),
            only_changes=only_changes,
        )
        self.tell(due, application, rule="E-15.1")
        receipt = await self.expect(
            self.document(FeeReceipt)
            .granted_by(Question(Register.COEFFICIENTS, "R-E.8", _payment_day))
            .judged_by(lambda come: self.against_fee(come, owed_for, known=come.known))
        )
        self.enter_fee(receipt, owed_for)

    def against_fee(
        self, receipt: FeeReceipt, owed_for: int, *, known: Mapping[str, JsonValue] | None
    ) -> Iterable[Reason]:
        """E-15.1, R-E.8: judged once the register has said which period the payment fell in."""
        if known is None:
            return ()
        return breaches_of_tool_fee(
            receipt.fee,
            owed_for=owed_for,
            coefficient=coefficient_of_period_in(known),
            paid_by=local_day(receipt.counts_from),
            book=self.rulebook,
        )

    def enter_fee(self, receipt: FeeReceipt, owed_for: int) -> None:
        """Enter the fee as it was counted; a dry run has not asked for the coefficient yet."""
        coefficient = coefficient_of_period_in(receipt.known or {})
        if coefficient is None:
            return
        row = ToolFee(
            signatures=owed_for,
            coefficient=coefficient,
            owed=fee_for(owed_for, coefficient, self.rulebook),
            paid=receipt.fee.amount,
            receipt_no=receipt.fee.receipt_no,
        )
        key = f"{self.file.case_id}/{receipt.fee.receipt_no}"
        anew = len(self.documents(FeeCorrection))
        self.enter(row, f"{key}/{anew + 1}" if anew else key)

    def fee_paid(self) -> Decimal | None:
        """Return what was paid for this review; none where it is free or not paid yet."""
        receipts = self.documents(FeeReceipt)
        return receipts[-1].fee.amount if receipts else None


def _payment_day(receipt: FeeReceipt) -> dict[str, JsonValue]:
    return {"paid_on": receipt.fee.paid_on.isoformat()}


def _with_another_unit(found: ProcedureSet, application: ToolApplication) -> Iterable[Reason]:
    own = application.applicant.institution
    if found.agreed_with != own:
        yield Reason(
            rule="E-11.1b2",
            what=f"the procedure was agreed with {found.agreed_with}",
            why=f"the Presidency sets it together with the unit concerned, {own}",
            do=f"agree on it with {own}",
        )
