"""What makes a signed agreement complete: delivery, e-Yaygın, the register (m.10).

Until it is in the register, what was recorded since the signing can be recorded anew, with what was
wrong; both records stay in the journal and the newer one counts.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import JsonValue

from workflows.agreement.chapters.drafting import Drafting
from workflows.agreement.chapters.standing import Standing
from workflows.agreement.messages.agreement import (
    DeliveryRecord,
    Draft,
    RegisterEntry,
    Signing,
    SystemEntry,
)
from workflows.agreement.registers import KutukRow, Register
from workflows.agreement.rules.completing import (
    breaches_of_delivery,
    breaches_of_register_entry,
    breaches_of_system_entry,
)
from workflows.agreement.rules.days import breaches_of_correction
from workflows.agreement.stages import Stage
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Awaited, Question

Paper = DeliveryRecord | SystemEntry | Signing | Draft | RegisterEntry


class Completing(Drafting):
    """The chapter on what follows the signature."""

    def papers(self, stands: Standing) -> list[Awaited[Any]]:
        """Return what can be recorded until the agreement is in the register, what lacks first."""
        if stands.registered:
            return []
        delivery, system = self.delivery(stands), self.system_entry(stands)
        both: list[tuple[Awaited[Any], Message | None]] = [
            (delivery, stands.delivery),
            (system, stands.system_entry),
        ]
        lacking = [paper for paper, come in both if come is None]
        there = [paper for paper, come in both if come is not None]
        # last, because its row says when the others were done; what has ended is entered
        # in the register even if it was never handed over
        entry = [self.register_entry(stands)] if stands.has_ended or not lacking else []
        agreed: list[Awaited[Any]] = [self.signing_anew(stands)]
        if not (stands.has_ended or stands.termination):
            agreed.append(self.draft_anew(stands))
        return [*lacking, *entry, *there, *agreed]

    def delivery(self, stands: Standing) -> Awaited[DeliveryRecord]:
        """Describe the delivery to the partner's authorised person (A-10.1)."""

        def against(record: DeliveryRecord) -> Iterable[Reason]:
            return (
                *breaches_of_delivery(
                    record,
                    signed_on=stands.signing.signed_on,
                    today=local_day(record.counts_from),
                ),
                *breaches_of_correction(
                    "the delivery is on record already",
                    record.corrects,
                    again=stands.delivery is not None,
                    rule="A-10.1",
                ),
            )

        return self.completed_by(self.document(DeliveryRecord).judged_by(against))

    def system_entry(self, stands: Standing) -> Awaited[SystemEntry]:
        """Describe the entry in e-Yaygın (A-10.2)."""

        def against(entry: SystemEntry) -> Iterable[Reason]:
            return (
                *breaches_of_system_entry(
                    entry, signed_on=stands.signing.signed_on, today=local_day(entry.counts_from)
                ),
                *breaches_of_correction(
                    "the entry in e-Yaygın is on record already",
                    entry.corrects,
                    again=stands.system_entry is not None,
                    rule="A-10.2",
                ),
            )

        return self.completed_by(self.document(SystemEntry).judged_by(against))

    def signing_anew(self, stands: Standing) -> Awaited[Signing]:
        """Describe a corrected record of the signing (A-8.3, A-9.3)."""

        def against(signing: Signing) -> Iterable[Reason]:
            return (
                *self.against_signing(signing, stands.draft),
                *breaches_of_correction(
                    "the signing is on record already", signing.corrects, again=True, rule="A-9.3"
                ),
            )

        return self.completed_by(self.document(Signing).judged_by(against))

    def draft_anew(self, stands: Standing) -> Awaited[Draft]:
        """Describe a corrected record of what was signed (A-9.1)."""

        def against(draft: Draft) -> Iterable[Reason]:
            return (
                *self.against_draft(draft, signed=True),
                *self.against_signing(stands.signing, draft),
                *breaches_of_correction(
                    "the draft is on record already", draft.corrects, again=True, rule="A-9.1"
                ),
            )

        return self.completed_by(self.document(Draft).judged_by(against))

    def register_entry(self, stands: Standing) -> Awaited[RegisterEntry]:
        """Describe the entry in the register, which gives its number (A-10.3)."""

        def against(entry: RegisterEntry) -> Iterable[Reason]:
            return breaches_of_register_entry(
                entry, signed_on=stands.signing.signed_on, today=local_day(entry.counts_from)
            )

        asked = Question(Register.KUTUK, "A-10.3", self.asked_of_kutuk)
        return self.completed_by(self.document(RegisterEntry).granted_by(asked).judged_by(against))

    def completed_by(self, paper: Awaited[Any]) -> Awaited[Any]:
        """Have the office that signed record a paper, whether it is the first one or corrected."""
        return paper.sent_by(self.office).at(Stage.COMPLETING)

    def asked_of_kutuk(self, entry: RegisterEntry) -> dict[str, JsonValue]:
        """Say what to ask the register for: the next number of the signing side (A-10.3)."""
        return {"side": self.side, "on": entry.entered_on.isoformat()}

    def enter_in_kutuk(self, stands: Standing, registered: RegisterEntry) -> None:
        """Enter the agreement's row in the register."""
        number = (registered.known or {}).get("number")
        if number is None:
            return  # the register has not been asked yet: the number comes with its answer
        draft, signing = stands.draft, stands.signing
        delivery, system = stands.delivery, stands.system_entry
        row = KutukRow(
            number=str(number),
            entered_on=registered.entered_on,
            side=self.side,
            partner_kind=self.application.partner_kind,
            level=self.level,
            subject=self.subject,
            programme=self.application.programme,
            further_programmes=self.application.programmes[1:],
            signed_on=signing.signed_on,
            signed_by=signing.signed_by,
            designation_no=signing.designation_no,
            counterparts=signing.counterparts,
            starts_on=draft.starts_on,
            ends_on=draft.ends_on,
            delivered_on=None if delivery is None else delivery.delivered_on,
            delivery_record=None if delivery is None else delivery.record_no,
            system_entry_on=None if system is None else system.entered_on,
            performance_indicators=draft.performance_indicators,
        )
        self.enter(row, row.key)
