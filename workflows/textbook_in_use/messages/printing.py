"""Printings, their copies and the comparison with the decided copy (m.28)."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from workflows.kernel.case import standing_commands as kernel
from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import RegisterNo, Sha256, Text
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.stages import Stage

PrintingNo = Annotated[int, Field(ge=1, le=999)]
"""Number of a printing, as its imprint states it (baskı sayısı)."""

Ref = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.ç-]{1,20}/[1-9]\d{0,3}$")]
"""What a document is about: ``printing/2``, ``proposal/1``, ``S-28.1a/2``."""


class Receiver(StrEnum):
    """To whom copies of a printing go (B-28.1a)."""

    PRESIDENCY = "presidency"  # Başkanlık
    PUBLICATIONS_DEPARTMENT = "publications-department"  # Daire Başkanlığı


class Likeness(StrEnum):
    """What the comparison with the decided copy has found (B-28.1b, B-28.1c)."""

    MATCHES = "matches"  # uygun
    UPDATES = "updates"  # güncelleştirme ve yeni düzenleme gerektiren tespitler
    MISMATCH = "mismatch"  # kararın esası olan nüshaya uymuyor


@command(
    "report_printing",
    by=(Role.APPLICANT, Office.PUBLICATIONS_DEPARTMENT),
    stage=None,
    rule="B-28.1a",
    tr="Baskı bildirimi",
    en="Printing",
)
class Printing(Message):
    """The book has been printed, for the first time or again (baskı; B-28.1a, R-B.7)."""

    printing: PrintingNo
    printed_on: date
    """Date of the imprint."""
    copies: Annotated[int, Field(ge=1, le=100_000_000)]


@command(
    "deliver_copies",
    by=(Role.APPLICANT,),
    stage=None,
    rule="B-28.1a",
    tr="Baskı örneklerinin teslimi",
    en="Copies of a printing",
)
class CopiesDelivered(Message):
    """Copies of a printing, handed to one of the two offices (B-28.1a)."""

    printing: PrintingNo
    to: Receiver
    copies: Annotated[int, Field(ge=1, le=100)]


@command(
    "record_comparison",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=Stage.COMPARISON,
    rule="B-28.1b",
    tr="Baskının karşılaştırılması",
    en="Comparison of a printing",
)
class Comparison(Message):
    """The commission of the department has compared a printing (karşılaştırma; B-28.1b)."""

    printing: PrintingNo
    report_no: RegisterNo
    dated_on: date
    found: Likeness


@command(
    "propose_text",
    by=(Role.APPLICANT, Office.MINISTRY_UNIT, Office.THIRD_PARTY),
    stage=None,
    rule="B-28.3",
    tr="Hata tespiti veya güncelleme önerisi",
    en="Proposed text",
)
class Proposal(Message):
    """A new text from an error found or an update, by anybody (yeni metin; B-28.3)."""

    text: Sha256
    grounds: Text


@command(
    "decide_findings",
    by=(Office.BOARD,),
    stage=Stage.FINDINGS,
    rule="B-28.3",
    tr="Tespitler hakkında Kurul kararı",
    en="Board on findings",
)
class FindingsDecision(Message):
    """The Board agrees or not that findings call for a correction (B-28.1c, B-28.3)."""

    about: Ref
    agreed: bool
    decision_no: RegisterNo
    decided_on: date


@command(
    "order_correction",
    by=(Office.PRESIDENCY,),
    stage=Stage.FINDINGS,
    rule="B-28.3",
    tr="Düzeltme süresi verilmesi",
    en="Order to correct the book",
)
class CorrectionOrder(Message):
    """The book goes to the applicant, with the period that the Presidency sets (R-B.17)."""

    about: Ref
    days: Annotated[int, Field(ge=1, le=365)]
    """Calendar days from service."""
    letter_no: RegisterNo


@command(
    "record_service",
    by=(Office.PRESIDENCY, Office.REVIEW_DEPARTMENT),
    stage=Stage.AWAITING_SERVICE,
    rule="R-B.17",
    tr="Tebliğ",
    en="Service",
)
class Service(kernel.Service):
    """Tebliğ: the recorded delivery of an order to its addressee; its period runs from it."""


@command(
    "submit_corrected_book",
    by=(Role.APPLICANT,),
    stage=Stage.CORRECTION,
    rule="B-28.4",
    tr="Düzeltilmiş kitap",
    en="Corrected book",
)
class CorrectedBook(Message):
    """The corrected book, in the copies in which the last corrections are reflected (B-28.4)."""

    about: Ref
    copies: Annotated[int, Field(ge=1, le=100)]


@command(
    "sign_final_copies",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=Stage.CORRECTION,
    rule="B-28.4",
    tr="Son düzeltmelerin imzalanması",
    en="Final copies signed",
)
class FinalCopies(Message):
    """The commission has looked at the corrected book, and signs it once all is mended (B-28.4)."""

    about: Ref
    all_corrected: bool
    kept_as: RegisterNo
    """Under which number the branch keeps it."""
