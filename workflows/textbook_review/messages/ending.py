"""Messages that end or disturb a review from any open stage.

They come beside the main way of a review: a withdrawal, a finding against the publisher, a change
of the teaching programme, a question to the Board.
"""

from datetime import date
from enum import StrEnum

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import RegisterNo, Text
from workflows.textbook_review.offices import Office


@command(
    "withdraw", by=(Role.APPLICANT,), stage=None, rule="T-16.1", tr="Vazgeçme", en="Withdrawal"
)
class Withdrawal(Message):
    """The applicant gives the review up (inceletme talebinden vazgeçme; T-16.1 to T-16.2b)."""

    reason: Text | None = None


@command(
    "record_programme_change",
    by=(Office.BOARD,),
    stage=None,
    rule="T-27.2a",
    tr="Program değişikliği",
    en="Programme change",
)
class ProgrammeChange(Message):
    """The Board changes the teaching programme (öğretim programı değişikliği; T-27.1b, T-27.2a)."""

    rewriting: bool
    """Whether the book would have to be written anew; then the draft goes back (T-27.2a)."""
    decision_no: RegisterNo
    decided_on: date


class Authority(StrEnum):
    """Who found a document or declaration to be false (idari veya adli makam; S-5.2a)."""

    ADMINISTRATIVE = "administrative"  # idari makam
    JUDICIAL = "judicial"  # adli makam


@command(
    "record_false_document",
    by=(Office.PRESIDENCY,),
    stage=None,
    rule="S-5.2a",
    tr="Gerçek dışı belge tespiti",
    en="False document",
)
class FalseDocument(Message):
    """A document or declaration of the file is false (gerçek dışı belge; S-5.2a, S-5.2c)."""

    authority: Authority
    finding_no: RegisterNo
    found_on: date


@command(
    "record_quotation_breach",
    by=(Office.BOARD,),
    stage=None,
    rule="S-7.5",
    tr="Alıntı yasağına aykırılık",
    en="Quotation breach",
)
class QuotationBreach(Message):
    """The Board agrees that the draft quotes another textbook (alıntı yasağı; S-7.5, S-7.6)."""

    decision_no: RegisterNo
    decided_on: date


@command(
    "record_unfit_authors",
    by=(Office.PRESIDENCY,),
    stage=None,
    rule="S-7.2",
    tr="Hazırlayanların şartlara uymaması",
    en="Unfit authors",
)
class UnfitAuthors(Message):
    """Those who wrote the draft do not meet the conditions (şartlara uymama; S-7.2)."""

    finding_no: RegisterNo
    found_on: date


@command(
    "record_unfit_for_programme",
    by=(Office.BOARD,),
    stage=None,
    rule="T-16.2b",
    tr="Programa uygun bulunmama",
    en="Unfit for the programme",
)
class UnfitForProgramme(Message):
    """The Board returns the draft early as unfit for the programme (T-16.2b).

    Official term: öğretim programına uygun bulunmayarak süreç tamamlanmadan iade.
    """

    decision_no: RegisterNo
    decided_on: date


@command(
    "record_pen_name",
    by=(Office.PRESIDENCY,),
    stage=None,
    rule="S-37.1",
    tr="Takma ad tespiti",
    en="Pen name",
)
class PenName(Message):
    """The publisher let authors of textbooks use pen names (takma ad; S-37.1)."""

    finding_no: RegisterNo
    found_on: date


class Offence(StrEnum):
    """What m.42(1) makes an offence (suç)."""

    FALSE_CLAIM = "false-claim"  # a) Kurul kararı varmış gibi beyan
    PLAGIARISM = "plagiarism"  # b) intihal


@command(
    "record_criminal_complaint",
    by=(Office.PRESIDENCY,),
    stage=None,
    rule="S-42.1",
    tr="Suç duyurusu",
    en="Criminal complaint",
)
class CriminalComplaint(Message):
    """A complaint against the publisher has been filed (suç duyurusunda bulunma; S-42.1)."""

    kind: Offence
    complaint_no: RegisterNo
    filed_on: date


@command(
    "record_proven_offence",
    by=(Office.PRESIDENCY,),
    stage=None,
    rule="S-42.2",
    tr="Suçun sübutu",
    en="Proven offence",
)
class ProvenOffence(Message):
    """Proven guilt, not the complaint (suçun sübuta ermesi; S-42.2)."""

    kind: Offence
    judgment_no: RegisterNo
    final_on: date
    """Day on which the judgment became final."""


class Named(StrEnum):
    """Whose name on the book changes (m.39)."""

    AUTHORS = "authors"  # yazar veya yazarlar
    PUBLISHER = "publisher"  # yayınevi


@command(
    "change_names",
    by=(Role.APPLICANT,),
    stage=None,
    rule="B-39.3",
    tr="İsim değişikliği",
    en="Change of names",
)
class NameChange(Message):
    """Names on the book change by notarial contract (noter sözleşmesi; B-39.3).

    The contract says who comes and who goes; it lies in the dossier.
    """

    whose: Named
    contract_no: RegisterNo
    contract_on: date


@command(
    "open_envelope",
    by=(Office.BOARD,),
    stage=None,
    rule="T-13.3",
    tr="Zarfın açılması",
    en="Opening of the envelope",
)
class EnvelopeOpening(Message):
    """The Board has the sealed envelope opened during the review (mühürlü zarf; T-13.3)."""

    decision_no: RegisterNo
    decided_on: date


@command(
    "refer_doubt_to_board",
    by=(
        Office.REVIEW_DEPARTMENT,
        Office.DIRECTORATE,
        Office.PRELIMINARY_COMMISSION,
        Office.REVIEW_COMMISSION,
        Office.EVALUATION_COMMISSION,
        Office.PRESIDENCY,
    ),
    stage=None,
    rule="T-17.21",
    tr="Tereddüt",
    en="Doubt",
)
class Doubt(Message):
    """A doubt in practice, put before the Board with its reasons (tereddüt; T-17.21)."""

    question: Text


@command(
    "record_board_guidance",
    by=(Office.BOARD,),
    stage=None,
    rule="T-17.21",
    tr="Kurulun tereddüt kararı",
    en="Board guidance",
)
class BoardGuidance(Message):
    """What the Board decides on a doubt (tereddüt hakkında Kurul kararı; T-17.21)."""

    decision_no: RegisterNo
    decided_on: date
    guidance: Text
