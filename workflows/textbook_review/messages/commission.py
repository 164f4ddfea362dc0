"""Messages about commissions and around them: who sits, who is late, who guides, who is paid."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.values import PersonId, RegisterNo, Slug, Text
from workflows.textbook_law.draft import Hours, Lira, Members
from workflows.textbook_review.messages.review import CommissionOrder
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

Month = Annotated[str, StringConstraints(pattern=r"^2[01]\d\d-(0[1-9]|1[0-2])$")]
"""A calendar month: ``2031-04``."""


@command(
    "propose_commission",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=Stage.AT_DIRECTORATE,
    rule="T-20.1",
    tr="Komisyonun belirlenmesi",
    en="Selection of a commission",
)
class CommissionProposal(Message):
    """The Review Department selects chair and members (komisyonun belirlenmesi; T-20.1, R-T.18)."""

    members: Members
    chair: PersonId


@command(
    "approve_commission",
    by=(Office.PRESIDENCY,),
    stage=Stage.AT_DIRECTORATE,
    rule="T-20.1",
    tr="Başkanlık onayı",
    en="Approval of a commission",
)
class CommissionApproval(Message):
    """The Presidency approves or sends back the selection (Başkanlık onayı; T-20.1, R-T.18)."""

    approved: bool
    approval_no: RegisterNo
    reasons: Text | None = None
    """Why not; owed where the selection is not approved."""

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if not self.approved and self.reasons is None:
            raise ValueError("a commission that is not approved needs reasons (R-T.18)")
        return self


@command(
    "propose_evaluation_commission",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=Stage.EVALUATION,
    rule="T-20.1",
    tr="Değerlendirme komisyonunun belirlenmesi",
    en="Selection of an evaluation commission",
)
class EvaluationProposal(CommissionProposal):
    """The Review Department selects the evaluation commission (T-20.1, T-17.14a)."""


@command(
    "approve_evaluation_commission",
    by=(Office.PRESIDENCY,),
    stage=Stage.EVALUATION,
    rule="T-20.1",
    tr="Değerlendirme komisyonunun onayı",
    en="Approval of an evaluation commission",
)
class EvaluationApproval(CommissionApproval):
    """The Presidency approves or sends back that selection (Başkanlık onayı; T-20.1)."""


@command(
    "assign_evaluation_commission",
    by=(Office.PRESIDENCY,),
    stage=Stage.EVALUATION,
    rule="T-17.3",
    tr="Değerlendirme komisyonunun görevlendirilmesi",
    en="Assignment of an evaluation commission",
)
class EvaluationOrder(CommissionOrder):
    """The order that assigns an evaluation commission (görevlendirme emri; T-17.3, T-17.14a)."""


class Leaving(StrEnum):
    """Why a member can no longer sit, without any fault (R-T.29)."""

    ILLNESS = "illness"  # hastalık
    RESIGNATION = "resignation"  # çekilme
    OTHER_DUTY = "other-duty"  # başka göreve atanma
    DEATH = "death"  # vefat


@command(
    "record_member_leaving",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=None,
    rule="R-T.29",
    tr="Üyenin komisyondan ayrılması",
    en="Member leaving",
)
class MemberLeft(Message):
    """A member leaves the commissions of this draft and is replaced (üyenin ayrılması; R-T.29)."""

    member: PersonId
    ground: Leaving
    left_on: date


@command(
    "record_supplement_report",
    by=(Office.REVIEW_COMMISSION,),
    stage=None,
    rule="T-17.10a",
    tr="Ek materyal raporu",
    en="Supplement report",
)
class SupplementReport(Message):
    """The separate report on supplementary material (ek materyal raporu; T-17.10a)."""

    suitable: bool
    """«Uygun bulundu» or «Uygun bulunmadı»."""
    report_no: RegisterNo


@command(
    "record_university_opinion",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=None,
    rule="T-17.19",
    tr="Üniversite görüşü",
    en="University opinion",
)
class UniversityOpinion(Message):
    """A university's opinion where results differ materially (üniversite görüşü; T-17.19)."""

    university: Slug
    opinion_no: RegisterNo
    favourable: bool


@command(
    "sign_follow_up_form",
    by=(Office.BOARD,),
    stage=Stage.FOLLOW_UP,
    rule="T-23.1",
    tr="Takip formu",
    en="Follow-up form",
)
class FollowUpForm(Message):
    """Board members sign that they guided and have seen report and draft (takip formu; T-23.1)."""

    members: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=20)]
    absent_reason: Literal["leave", "sick", "duty"] | None = None
    """Why one member signs alone: two are on long leave, sick or on duty (m.23(2))."""
    form_no: RegisterNo


@command(
    "record_late_member",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=None,
    rule="S-19.1",
    tr="Geciken üye",
    en="Late member",
)
class MemberLate(Message):
    """A member overran the set time without acceptable excuse (görevini yapmama; S-19.1)."""

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


@command(
    "cancel_commission_duty",
    by=(Office.PRESIDENCY,),
    stage=None,
    rule="S-19.2",
    tr="Komisyon görevinin iptali",
    en="Duty cancelled",
)
class DutyCancelled(Message):
    """The Presidency cancels a member's duties on current commissions (görevin iptali; S-19.2).

    In every other case in which the member sits the register of duties says so.
    """

    member: PersonId
    ground: CancellationGround
    finding_no: RegisterNo


@command(
    "record_reviewer_payment",
    by=(Office.REVOLVING_FUND,),
    stage=None,
    rule="T-15.5",
    tr="İnceleme ücreti ödemesi",
    en="Reviewers' pay",
)
class ReviewerPayment(Message):
    """Reviewers' pay of one month by the monthly tally (puantaj; T-15.4, T-15.5)."""

    month: Month
    amount: Lira
    """Paid for this draft in that month, to all reviewers together."""
    hours: Hours | None = None
    """Hours worked outside working hours by the signature sheets, of all together (T-15.4)."""
    deductions: Lira
    """Legal deductions (yasal kesintiler) from the review fee, all told; not only this month's."""
