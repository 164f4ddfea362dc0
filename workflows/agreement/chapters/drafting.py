"""From the application to the signature: judged, costs settled, drafted, signed (m.5 to m.9).

Both sides are free until they have signed: the partner may withdraw, the office may give up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import JsonValue

from workflows.agreement.chapters.chapter import Chapter
from workflows.agreement.letters import (
    ApplicationJudged,
    CooperationGivenUp,
    CostsRefused,
    PartnerWithdrew,
    ProgrammeFirst,
)
from workflows.agreement.messages.agreement import (
    ApplicationWithdrawal,
    CostApproval,
    CostsBorne,
    Draft,
    GivingUp,
    PreAssessmentForm,
    ProgrammePublished,
    Signing,
)
from workflows.agreement.registers import Register
from workflows.agreement.rules.application import (
    breaches_of_pre_assessment,
    breaches_of_publication,
    published_by,
    subject_taken,
)
from workflows.agreement.rules.drafting import breaches_of_cost_approval, breaches_of_draft
from workflows.agreement.rules.offices import cost_approver_of
from workflows.agreement.rules.signing import breaches_of_signing
from workflows.agreement.stages import Outcome, Stage
from workflows.kernel.case.file import Decision
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Awaited, Question


@dataclass(frozen=True)
class Signed:
    """An agreement that has come about: what was signed, and how."""

    draft: Draft
    signing: Signing


class Drafting(Chapter):
    """The chapter on how an agreement comes about."""

    def admit_second_thoughts(self) -> None:
        """Let either side end it at any stage until it is signed (A-8.1, R-A.13)."""
        self.end_by(ApplicationWithdrawal)
        self.end_by(GivingUp, judged_by=lambda act: self.of_the_office(act, "R-A.13"))

    async def end_unsigned(self, by: Message) -> Decision:
        """Close a case without an agreement; a subject that it had reserved is free (R-A.13)."""
        if isinstance(by, GivingUp):
            letter = CooperationGivenUp(letter_no=by.letter_no, reasons=by.reasons)
            self.notify(letter, rule="A-8.1")
            return await self.close(Outcome.GIVEN_UP, rule="A-8.1")
        self.notify(PartnerWithdrew(), rule="A-8.1")
        self.notify(PartnerWithdrew(), rule="A-8.1", to=self.office)
        return await self.close(Outcome.WITHDRAWN, rule="A-8.1")

    async def await_programmes(self) -> None:
        """Wait until all programmes to be taught are published (A-5.1, A-5.2)."""
        known = self.file.opening.known
        missing = [
            each for each in self.application.programmes if f"programmes/{each}" not in known
        ]
        if missing:
            self.notify(ProgrammeFirst(programme=", ".join(missing)), rule="A-5.2")
        while missing:
            record = await self.expect(
                self.document(ProgrammePublished).judged_by(self.against_publication(missing))
            )
            missing = [each for each in missing if each != published_by(record, missing)]

    def against_publication(
        self, missing: list[str]
    ) -> Callable[[ProgrammePublished], tuple[Reason, ...]]:
        """Judge a record of publication by the programmes that are missing."""
        return lambda record: breaches_of_publication(
            record, missing=missing, today=local_day(record.counts_from)
        )

    async def assess(self) -> PreAssessmentForm:
        """Wait for the office's judgement; a yes reserves the subject (A-7.1, A-8.7)."""
        return await self.expect(
            self.document(PreAssessmentForm)
            .sent_by(self.office)
            .granted_by(Question(Register.SUBJECTS, "A-8.7", self.asked_of_subject, subject_taken))
            .judged_by(breaches_of_pre_assessment)
        )

    def tell_of_judgement(self, form: PreAssessmentForm) -> None:
        """Tell the partner by official letter (A-7.2)."""
        letter = ApplicationJudged(
            favourable=form.favourable, letter_no=form.letter_no, reasons=form.reasons
        )
        self.notify(letter, rule="A-7.2")

    def asked_of_subject(self, form: PreAssessmentForm) -> dict[str, JsonValue]:
        """Say what to ask the register of subjects; only a yes reserves (R-A.7)."""
        return self.subject_request(form.subject, form, reserve=form.favourable)

    def asked_at_signing(self, signing: Signing) -> dict[str, JsonValue]:
        """Ask for the subject once more, with what stands on the day of the record (A-8.7)."""
        return self.subject_request(self.subject, signing, reserve=True)

    def subject_request(
        self, subject: str, document: Message, *, reserve: bool
    ) -> dict[str, JsonValue]:
        """Write a request to the register of subjects, as of a document."""
        return {
            "subject": subject,
            "level": self.level.value,
            "reserve": reserve,
            "on": local_day(document.counts_from).isoformat(),
            "body": self.application.branch_of,
        }

    # -- costs -----------------------------------------------------------------------------------

    async def settle_costs(self) -> None:
        """Wait until it is settled who pays: approved, or borne by the partner (A-8.6, R-A.14)."""
        approval = await self.expect(self.cost_approval(Stage.COST_APPROVAL))
        while not approval.approved:
            self.notify(CostsRefused(approval_no=approval.approval_no), rule="A-8.6")
            come = await self.first(
                self.document(CostsBorne), self.cost_approval(Stage.COSTS_REFUSED)
            )
            if isinstance(come, CostsBorne):
                return
            approval = come

    def cost_approval(self, stage: Stage) -> Awaited[CostApproval]:
        """Describe the Minister's or the Governor's approval (A-8.6)."""
        return (
            self.document(CostApproval)
            .sent_by(cost_approver_of(self.level))
            .at(stage)
            .judged_by(
                lambda approval: breaches_of_cost_approval(
                    approval,
                    level=self.level,
                    by=approval.actor,
                    today=local_day(approval.counts_from),
                )
            )
        )

    @property
    def costs_approved(self) -> bool:
        """Whether the public side may bear costs, by the last decision on it."""
        decisions = self.documents(CostApproval)
        return bool(decisions) and decisions[-1].approved

    # -- draft and signature -----------------------------------------------------------------------

    async def come_to_terms(self) -> Signed:
        """Wait for a draft that the directive lets pass, and for its signing (A-8, A-9).

        Until it is signed another draft may take its place, and a draft may bring up public costs,
        once they are approved (R-A.13, R-A.14).
        """
        draft: Draft | None = None
        while True:
            stage = Stage.DRAFTING if draft is None else Stage.SIGNING
            signing = () if draft is None else (self.signing_of(draft),)
            come = await self.first(*signing, self.a_draft(stage), self.cost_approval(stage))
            match come:
                case Signing() if draft is not None:
                    return Signed(draft, come)
                case Draft():
                    draft = come
                case CostApproval(approved=False):
                    self.notify(CostsRefused(approval_no=come.approval_no), rule="A-8.6")
                    draft = None if draft is not None and draft.public_cost else draft
                case _:
                    pass  # approved: a draft may bring up public costs from here on

    def a_draft(self, stage: Stage) -> Awaited[Draft]:
        """Describe a draft that the directive lets pass (A-8, A-9.1)."""
        return self.document(Draft).sent_by(self.office).at(stage).judged_by(self.against_draft)

    def against_draft(self, draft: Draft, *, signed: bool = False) -> Iterable[Reason]:
        """Return why a draft cannot be signed, or have been (A-8, A-9.1)."""
        return breaches_of_draft(
            draft, level=self.level, costs_approved=self.costs_approved, signed=signed
        )

    def signing_of(self, draft: Draft) -> Awaited[Signing]:
        """Describe the signing by the right signatory in enough counterparts (A-8.3, A-9.3).

        The register of subjects is asked once more: what the directorate general has come to have
        since the judgement bars a district or province from issuing another (A-8.7).
        """
        return (
            self.document(Signing)
            .sent_by(self.office)
            .at(Stage.SIGNING)
            .granted_by(Question(Register.SUBJECTS, "A-8.7", self.asked_at_signing, subject_taken))
            .judged_by(lambda signing: self.against_signing(signing, draft))
        )

    def against_signing(self, signing: Signing, draft: Draft) -> Iterable[Reason]:
        """Return why an agreement cannot be signed like this (A-8.3, A-9.3)."""
        return breaches_of_signing(
            signing, level=self.level, draft=draft, today=local_day(signing.counts_from)
        )
