"""From the application to the register: judged, drafted, signed, delivered (m.5 to m.10)."""

from pydantic import JsonValue

from workflows.agreement.chapters.chapter import Chapter
from workflows.agreement.letters import ProgrammeFirst
from workflows.agreement.messages.agreement import (
    CostApproval,
    DeliveryRecord,
    Draft,
    PreAssessmentForm,
    ProgrammePublished,
    RegisterEntry,
    Signing,
    SystemEntry,
)
from workflows.agreement.registers import KutukRow, Register
from workflows.agreement.rules.application import (
    breaches_of_pre_assessment,
    breaches_of_publication,
    subject_taken,
)
from workflows.agreement.rules.completing import (
    breaches_of_delivery,
    breaches_of_register_entry,
    breaches_of_system_entry,
)
from workflows.agreement.rules.drafting import breaches_of_cost_approval, breaches_of_draft
from workflows.agreement.rules.offices import cost_approver_of
from workflows.agreement.rules.signing import breaches_of_signing
from workflows.agreement.stages import Stage
from workflows.kernel.case.message import Message
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Question


class Drafting(Chapter):
    """The chapter on how an agreement comes about."""

    async def await_programme(self) -> None:
        """Wait for the programme, if none is published yet (A-5.1, A-5.2)."""
        if f"programmes/{self.application.programme}" in self.file.opening.known:
            return
        self.notify(ProgrammeFirst(programme=self.application.programme), rule="A-5.2")
        await self.expect(
            self.document(ProgrammePublished).judged_by(
                lambda record: breaches_of_publication(record, today=local_day(record.counts_from))
            )
        )

    async def assess(self) -> PreAssessmentForm:
        """Wait for the office's judgement; a yes reserves the subject (A-7.1, A-8.7)."""
        return await self.expect(
            self.document(PreAssessmentForm)
            .sent_by(self.office)
            .granted_by(Question(Register.SUBJECTS, "A-8.7", self.asked_of_subject, subject_taken))
            .judged_by(breaches_of_pre_assessment)
        )

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
        }

    async def approve_costs(self) -> CostApproval:
        """Wait for the Minister, or for the Governor, where the public side pays (A-8.6)."""
        return await self.expect(
            self.document(CostApproval)
            .sent_by(cost_approver_of(self.level))
            .judged_by(
                lambda approval: breaches_of_cost_approval(
                    approval,
                    level=self.level,
                    by=approval.actor,
                    today=local_day(approval.counts_from),
                )
            )
        )

    async def draw_up_draft(self) -> Draft:
        """Wait for a draft that the directive lets pass (A-8, A-9.1)."""
        return await self.expect(
            self.document(Draft)
            .sent_by(self.office)
            .judged_by(
                lambda draft: (
                    *breaches_of_draft(draft, level=self.level),
                    *self.beyond_calendar(draft.ends_on),
                )
            )
        )

    async def sign(self, draft: Draft) -> Signing:
        """Wait for the right signatory and enough counterparts (A-8.3, A-9.3).

        The register of subjects is asked once more: what the directorate general has come to have
        since the judgement bars a district or province from issuing another (A-8.7).
        """
        return await self.expect(
            self.document(Signing)
            .sent_by(self.office)
            .granted_by(Question(Register.SUBJECTS, "A-8.7", self.asked_at_signing, subject_taken))
            .judged_by(
                lambda signing: breaches_of_signing(
                    signing, level=self.level, draft=draft, today=local_day(signing.counts_from)
                )
            )
        )

    async def complete(self, draft: Draft, signing: Signing) -> None:
        """Deliver it, enter it in e-Yaygın and in the register, in any order (A-10)."""
        signed_on = signing.signed_on
        delivery = (
            self.document(DeliveryRecord)
            .sent_by(self.office)
            .at(Stage.COMPLETING)
            .judged_by(
                lambda record: breaches_of_delivery(
                    record, signed_on=signed_on, today=local_day(record.counts_from)
                )
            )
        )
        system = (
            self.document(SystemEntry)
            .sent_by(self.office)
            .at(Stage.COMPLETING)
            .judged_by(
                lambda entry: breaches_of_system_entry(
                    entry, signed_on=signed_on, today=local_day(entry.counts_from)
                )
            )
        )
        delivered = await self.first(delivery).meanwhile(*[system])
        entered = await self.first(system)
        # last, because its row says when the others were done
        registered = await self.expect(
            self.document(RegisterEntry)
            .sent_by(self.office)
            .granted_by(Question(Register.KUTUK, "A-10.3", self.asked_of_kutuk))
            .judged_by(
                lambda entry: breaches_of_register_entry(
                    entry, signed_on=signed_on, today=local_day(entry.counts_from)
                )
            )
        )
        self.enter_in_kutuk(draft, signing, delivered, entered, registered)

    def asked_of_kutuk(self, entry: RegisterEntry) -> dict[str, JsonValue]:
        """Say what to ask the register for: the next number of the signing side (A-10.3)."""
        return {"side": self.side, "on": entry.entered_on.isoformat()}

    def enter_in_kutuk(
        self,
        draft: Draft,
        signing: Signing,
        delivered: DeliveryRecord,
        entered: SystemEntry,
        registered: RegisterEntry,
    ) -> None:
        """Enter the agreement's row in the register, and from when to when it is in force."""
        number = (registered.known or {}).get("number")
        if number is None:
            return  # the register has not been asked yet: the number comes with its answer
        row = KutukRow(
            number=str(number),
            entered_on=registered.entered_on,
            side=self.side,
            partner_kind=self.application.partner_kind,
            level=self.level,
            subject=self.subject,
            programme=self.application.programme,
            signed_on=signing.signed_on,
            signed_by=signing.signed_by,
            designation_no=signing.designation_no,
            starts_on=draft.starts_on,
            ends_on=draft.ends_on,
            delivered_on=delivered.delivered_on,
            delivery_record=delivered.record_no,
            system_entry_on=entered.entered_on,
            performance_indicators=draft.performance_indicators,
        )
        self.enter(row, row.key)
