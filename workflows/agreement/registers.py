"""Rows that an agreement enters in official registers: when it is in force, and the kütük."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from workflows.agreement.messages.agreement import Level, PartnerKind, PerformanceIndicator
from workflows.agreement.messages.term import TerminationGround
from workflows.agreement.offices import Office
from workflows.kernel.case.rows import Row
from workflows.kernel.values import RegisterNo, Slug


class Register(StrEnum):
    """The registers of agreements that a case asks."""

    SUBJECTS = "subjects"
    KUTUK = "kutuk"
    REPORTS = "reports"
    TRAININGS = "trainings"


Change = Literal[
    "signed", "extended", "terminated", "termination-withdrawn", "expired", "run-off-over"
]
"""How a row of a term came about; the last one says that no training is entered any more."""


class AgreementTerm(Row):
    """From when to when a cooperation agreement is in force; the newest row of a case counts."""

    register: ClassVar[str] = "agreement-terms"

    n: Annotated[int, Field(ge=1)]
    """Counted by the case, from its first row on: rows may be recorded again, in any order."""
    change: Change
    starts_on: date
    """From here the reporting periods are counted (R-A.2); no change moves it."""
    ends_on: date
    """The last day, to 24:00 (R-A.10); of a termination, the day that the decision names."""
    programme: str
    """The published programme that is taught (A-5.1)."""
    further_programmes: tuple[str, ...] = ()
    """Others taught under the same agreement."""
    decided_on: date | None = None
    """Day of the decision on an extension or a termination."""
    letter_no: RegisterNo | None = None
    """Of the official letter on it."""
    ground: TerminationGround | None = None

    @property
    def programmes(self) -> tuple[str, ...]:
        """All programmes taught under the agreement."""
        return (self.programme, *self.further_programmes)

    @property
    def run_off_over(self) -> bool:
        """Whether all training begun before the end is finished, and that is confirmed (A-11.4)."""
        return self.change == "run-off-over"


class ArchivedFile(Row):
    """The separate file of an agreement in the archive, by case (A-10.3)."""

    register: ClassVar[str] = "agreement-archive"

    file_no: RegisterNo
    archived_on: date


class KutukRow(Row):
    """One row of the register of agreements (Ek-6 İş Birliği Kütük Defteri; A-10.3).

    The annex is named in m.10(3) without its headings: the row holds what m.8 to m.11 want entered
    or followed. The dossier says who the partner is, its register what became of the term.
    """

    register: ClassVar[str] = Register.KUTUK

    number: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{4,}$")]
    """From the register itself, gap-free by signing side and year."""
    side: Annotated[str, StringConstraints(pattern=r"^[a-z-]+(/[A-Za-z0-9._-]{1,32})?$")]
    """Which office's book: ``general-directorate``, ``provincial-directorate/44``."""
    entered_on: date
    level: Level
    partner_kind: PartnerKind
    subject: Slug
    programme: Slug
    further_programmes: tuple[Slug, ...] = ()
    signed_on: date
    signed_by: Office
    designation_no: RegisterNo | None = None
    counterparts: Annotated[int, Field(ge=1)] | None = None
    """Nüsha sayısı (A-9.3)."""
    starts_on: date
    ends_on: date
    """As signed; extension and termination move it in the register of terms."""
    delivered_on: date | None = None
    """None where the agreement ended before it was handed over."""
    delivery_record: RegisterNo | None = None
    """Number of the Ek-5 record (A-10.1)."""
    system_entry_on: date | None = None
    """Entry in e-Yaygın (A-10.2)."""
    performance_indicators: Annotated[tuple[PerformanceIndicator, ...], Field(min_length=1)]
    """By which the agreement is followed and judged (A-11.1)."""

    @property
    def key(self) -> str:
        """Under which the row stands in the register ``kutuk``."""
        return f"{self.side}/{self.number}"
