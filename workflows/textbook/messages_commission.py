"""Messages about commissions and around them: who sits, who is late, who guides, who is paid."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from workflows.kernel.act import Message
from workflows.kernel.values import PersonId, RegisterNo, Slug, Text
from workflows.textbook.messages import Hours, Lira, Members

Month = Annotated[str, StringConstraints(pattern=r"^2[01]\d\d-(0[1-9]|1[0-2])$")]
"""A calendar month: ``2031-04``."""


class CommissionProposal(Message):
    """The Review Department selects chair and members (komisyonun belirlenmesi; T-20.1, R-T.18)."""

    command: ClassVar[str] = "propose_commission"

    members: Members
    chair: PersonId


class CommissionApproval(Message):
    """The Presidency approves or sends back the selection (Başkanlık onayı; T-20.1, R-T.18)."""

    command: ClassVar[str] = "approve_commission"

    approved: bool
    approval_no: RegisterNo
    reasons: Text | None = None
    """Why not; owed where the selection is not approved."""

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if not self.approved and self.reasons is None:
            raise ValueError("a commission that is not approved needs reasons (R-T.18)")
        return self


class SupplementReport(Message):
    """The separate report on supplementary material (ek materyal raporu; T-17.10a)."""

    command: ClassVar[str] = "record_supplement_report"

    suitable: bool
    """«Uygun bulundu» or «Uygun bulunmadı»."""
    report_no: RegisterNo


class UniversityOpinion(Message):
    """A university's opinion where results differ materially (üniversite görüşü; T-17.19)."""

    command: ClassVar[str] = "record_university_opinion"

    university: Slug
    opinion_no: RegisterNo
    favourable: bool


class FollowUpForm(Message):
    """Board members sign that they guided and have seen report and draft (takip formu; T-23.1)."""

    command: ClassVar[str] = "sign_follow_up_form"

    members: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=20)]
    absent_reason: Literal["leave", "sick", "duty"] | None = None
    """Why one member signs alone: two are on long leave, sick or on duty (m.23(2))."""
    form_no: RegisterNo


class MemberLate(Message):
    """A member overran the set time without acceptable excuse (görevini yapmama; S-19.1)."""

    command: ClassVar[str] = "record_late_member"

    member: PersonId
    hours_unpaid: Hours
    """Work beyond the set time; it is not paid."""


class CancellationGround(StrEnum):
    """Why a commission duty is cancelled (m.19(2))."""

    DELIBERATE_DELAY = "deliberate-delay"  # sürenin kasıtlı geçirilmesi
    PRINCIPLES_IGNORED = "principles-ignored"  # temel ilkelerin dikkate alınmaması
    METHOD_IGNORED = "method-ignored"  # inceleme esas ve usullerine uymama
    MISINFORMATION = "misinformation"  # Kurulu veya Başkanlığı yanlış bilgilendirme
    NOT_OBJECTIVE = "not-objective"  # objektif değerlendirme yapmama


class DutyCancelled(Message):
    """The Presidency cancels a member's current duty (görevin iptali; S-19.2)."""

    command: ClassVar[str] = "cancel_commission_duty"

    member: PersonId
    ground: CancellationGround
    finding_no: RegisterNo


class ReviewerPayment(Message):
    """Reviewers' pay of one month by the monthly tally (puantaj; T-15.4, T-15.5)."""

    command: ClassVar[str] = "record_reviewer_payment"

    month: Month
    amount: Lira
    """Paid for this draft in that month, to all reviewers together."""
    deductions: Lira
    """Legal deductions (yasal kesintiler) from the review fee, all told; not only this month's."""
