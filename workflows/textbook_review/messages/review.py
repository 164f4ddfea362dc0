"""Messages of the textbook review: the filing, one document per command, and what comes out.

Classes are nouns, their ``command`` is the verb. Shape is judged here, law in `rules`: a message
that decodes may still be unlawful, and is then refused with its rule. Nobody is named in a message:
people and publishers appear as opaque keys, who they are lies in the register ``dossier``.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from workflows.kernel.case import standing_commands as kernel
from workflows.kernel.case.declared import command, filing
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import Frozen, PersonId, RegisterNo, Slug
from workflows.textbook_law.draft import (
    Applicant,
    Count,
    Delivery,
    Document,
    FeePayment,
    Hours,
    Members,
    Route,
    StaffMember,
    UpdatedBook,
    Work,
)
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

Score = Annotated[Decimal, Field(max_digits=20)]
"""Points out of 100 with at most two decimals (puan; T-17.11); the rules judge that (R-T.2)."""


AnonymityCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,8}(-[A-Z0-9]{2,8}){0,2}$")]
"""The only name of a publisher's draft after coding (kod numarası): ``K7-0312``."""


SchoolYear = Annotated[int, Field(ge=2010, le=2200)]


class FirstApplication(Frozen):
    """The calendar of first application after a rewriting change of programme (T-11.1a)."""

    decision_no: RegisterNo
    opens_on: date
    """From when on drafts for the new programme are received."""


@filing("file_application", tr="Başvuru", en="Application")
class Application(Message):
    """The filing that opens a review (başvuru; T-11, T-12)."""

    route: Route
    applicant: Applicant
    work: Work
    delivered: Delivery
    documents: tuple[Document, ...]
    fee: FeePayment | None = None
    staff: Annotated[tuple[StaffMember, ...], Field(max_length=100)] = ()
    """Who made the draft; empty if that is stated on paper only, for the commission to judge."""
    declared_clean: bool | None = None
    """A publisher declares that none of its staff has one of the named convictions (T-5.1); none:
    the form does not say so, and the preliminary commission looks for it (T-13.1b)."""
    legal_person: bool | None = None
    """A publisher is a legal person (T-4.3); none: not said in the form, as above."""
    registered_with_chamber: bool | None = None
    """A publisher is registered with a professional chamber (T-4.3); none: as above."""
    original_text_copies: Count = 0
    """Copies of the file of original texts that came along (T-8.2)."""
    taught_in: Slug | None = None
    """Language, if the lesson is taught in a foreign one (T-11.2a)."""
    translation_of: RegisterNo | None = None
    """The accepted book, in its term, of which this is a translation only (T-11.2b)."""
    original_last_school_year: SchoolYear | None = None
    """First calendar year of the last school year of that book's term (T-11.2b, R-T.22)."""
    updates: UpdatedBook | None = None
    """The own book that this draft updates (güncelleme; T-11.1ç, T-17.25)."""
    in_place_of_textbook: bool = False
    """A unit's tool in place of a textbook that there is not (ders kitabı yerine kullanılacak
    eğitim aracı; B-34.1); reviewed like a textbook."""
    specification_no: RegisterNo | None = None
    """The announced specification (şartname) of a Ministry route (T-7.4)."""
    first_application: FirstApplication | None = None
    """The Board's calendar, if the draft follows a programme for which books are written anew."""


@command(
    "set_up_preliminary_commission",
    by=(Office.PRESIDENCY,),
    stage=Stage.SUBMITTED,
    rule="T-13.0",
    tr="Ön inceleme komisyonunun kurulması",
    en="Setting up of the preliminary commission",
)
class PreliminaryCommission(Message):
    """The Presidency sets up the preliminary commission (ön inceleme komisyonu; T-13.0)."""

    members: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=20)]
    order_no: RegisterNo


@command(
    "take_up",
    by=(Office.PRELIMINARY_COMMISSION,),
    stage=Stage.SUBMITTED,
    rule="T-14.2",
    tr="Ön incelemeye al",
    en="Take up for preliminary review",
)
class TakeUp(Message):
    """The preliminary commission takes the draft up, in application order (T-13.0, T-14.2)."""


class PreliminaryCheck(StrEnum):
    """The nine checks of m.13(1); the letter of the article stands beside each."""

    FEE_PAID = "fee_paid"  # a
    APPLICATION_IN_ORDER = "application_in_order"  # b
    SIZE_AND_SIGNATURES = "size_and_signatures"  # c
    NO_IDENTIFYING_SIGN = "no_identifying_sign"  # ç
    TYPE_SIZE = "type_size"  # d
    COPIES_IDENTICAL = "copies_identical"  # e
    FRONT_AND_BACK_MATTER = "front_and_back_matter"  # f
    QUALIFIED_STAFF = "qualified_staff"  # g
    SET_COMPLETE = "set_complete"  # ğ


class CheckResult(Frozen):
    """How one check went, with the commission's note for the applicant."""

    passed: bool
    note: Annotated[str, StringConstraints(max_length=2_000)] | None = None


@command(
    "record_preliminary_report",
    by=(Office.PRELIMINARY_COMMISSION,),
    stage=Stage.PRELIMINARY_REVIEW,
    rule="T-13.0",
    tr="Ön inceleme raporu",
    en="Preliminary report",
)
class PreliminaryReport(Message):
    """The preliminary commission's report (ön inceleme raporu; T-13.1, T-13.2)."""

    members: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=20)]
    checks: dict[PreliminaryCheck, CheckResult]
    smallest_type: Annotated[Decimal, Field(gt=0, le=100, decimal_places=1)] | None = None
    """Smallest running text that was measured, in points (T-8.1ç10)."""
    report_no: RegisterNo | None = None

    @property
    def failed_checks(self) -> tuple[PreliminaryCheck, ...]:
        """The checks that did not pass, in the article's order."""
        found = {check for check, result in self.checks.items() if not result.passed}
        return tuple(check for check in PreliminaryCheck if check in found)

    @property
    def failed(self) -> bool:
        """Whether the draft goes back: one failed check is enough (T-13.2a)."""
        return bool(self.failed_checks)


@command(
    "hand_over_to_directorate",
    by=(Office.BOOKS_BRANCH,),
    stage=Stage.CODING,
    rule="T-13.2b",
    tr="Kodla, mühürle, Müdürlüğe teslim et",
    en="Code, seal, hand over",
)
class HandOver(Message):
    """Coding, sealed envelope, hand-over to the Directorate (kodlama; T-13.2b, T-13.2c)."""

    anonymity_code: AnonymityCode | None = None
    """A publisher's draft gets one, a unit's draft has none."""
    sealed_envelope_no: RegisterNo


class AssignmentOrder(Message):
    """The order that assigns a commission (görevlendirme emri; T-17.3)."""

    members: Members
    chair: PersonId
    order_no: RegisterNo
    hours: Hours | None = None
    """Total time of the review; an effort budget, not a term (R-T.21)."""
    in_hours: bool | None = None
    """Whether the work is done within working hours."""
    hours_outside: Hours | None = None
    """Which part of it lies outside working hours, where it is done partly within (T-17.3)."""

    @model_validator(mode="after")
    def _part_lies_within_the_whole(self) -> Self:
        part, whole = self.hours_outside, self.hours
        if part is None:
            return self
        if whole is None or part > whole or (self.in_hours is False and part != whole):
            raise ValueError("hours_outside is the part of hours that lies outside (T-17.3)")
        return self

    @property
    def outside(self) -> Decimal:
        """Hours outside working hours: part of them, all or none."""
        if self.hours_outside is not None:
            return self.hours_outside
        return Decimal(0) if self.hours is None or self.in_hours is not False else self.hours


@command(
    "assign_commission",
    by=(Office.DIRECTORATE, Office.PRESIDENCY),
    stage=Stage.AT_DIRECTORATE,
    rule="T-17.2",
    tr="Görevlendirme emri",
    en="Assignment order",
)
class CommissionOrder(AssignmentOrder):
    """The order that assigns a review commission (görevlendirme emri; T-17.2, T-17.3)."""

    hours: Hours
    """Total time of the review; an effort budget, not a term (R-T.21)."""
    in_hours: bool
    """Whether the work is done within working hours."""


@command(
    "record_review_report",
    by=(Office.REVIEW_COMMISSION,),
    stage=Stage.FIRST_REVIEW,
    rule="T-17.11",
    tr="İnceleme raporu ve puanı",
    en="Review report with its score",
)
class ReviewReport(Message):
    """The review commission's report with its score (inceleme raporu; T-17.8, T-17.11, T-17.16)."""

    score: Score
    findings: Count
    """Findings (tespit) of every kind."""
    scientific_errors: Count
    """Of these, the scientific errors (bilimsel hata)."""
    most_lines: Annotated[int, Field(ge=1, le=200)] | None = None
    """Most lines found on 100 mm without a paragraph gap (T-8.1ç12)."""
    report_no: RegisterNo

    @model_validator(mode="after")
    def _errors_are_findings(self) -> Self:
        if self.scientific_errors > self.findings:
            raise ValueError("scientific errors are findings too: there cannot be more of them")
        return self


@command(
    "record_evaluation_report",
    by=(Office.EVALUATION_COMMISSION,),
    stage=Stage.EVALUATION,
    rule="T-17.14a",
    tr="Değerlendirme raporu",
    en="Evaluation report",
)
class EvaluationReport(Message):
    """The evaluation commission's report (değerlendirme raporu; T-17.14a, T-17.16, T-17.17)."""

    members: Members
    agrees: bool
    """Agrees with the result of the review."""
    findings: Count | None = None
    """Findings of every kind after adding and striking out, as numbered in this report, which is
    the one that is served and governs the correction (T-17.14a, T-17.22); none: as reviewed."""
    below_90: bool | None = None
    """After a correction: whether this commission, too, evaluates the draft below 90."""
    scientific_errors: Count
    """Scientific errors after adding and striking out; the Board's limit is measured by them."""
    hours: Hours | None = None
    """Hours spent; a budget, not a term (T-17.22)."""
    report_no: RegisterNo
    dated_on: date | None = None
    """Day on which it was signed, if it is entered later; nothing that answers it is earlier."""
    reasons: Annotated[str, StringConstraints(min_length=1, max_length=4_000)] | None = None
    """The reasoned report with which a draft goes to the Board (gerekçeli rapor; T-17.14b,
    T-17.17b)."""

    @model_validator(mode="after")
    def _errors_are_findings(self) -> Self:
        if self.findings is not None and self.scientific_errors > self.findings:
            raise ValueError("scientific errors are findings too: there cannot be more of them")
        return self


@command(
    "record_service",
    by=(Office.REVIEW_DEPARTMENT, Office.BOOKS_BRANCH),
    stage=Stage.AWAITING_SERVICE,
    rule="R-T.4",
    tr="Tebliğ",
    en="Service",
)
class Service(kernel.Service):
    """Tebliğ: the recorded delivery of an official notification to its addressee."""


@command(
    "submit_corrected_draft",
    by=(Role.APPLICANT,),
    stage=Stage.CORRECTION,
    rule="T-17.15b",
    tr="Düzeltilmiş taslak",
    en="Corrected draft",
)
class CorrectedDraft(Message):
    """The corrected draft, filed again (düzeltilmiş taslak; T-17.15, T-17.16)."""

    delivered: Delivery
    documents: tuple[Document, ...] = ()
