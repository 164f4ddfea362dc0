"""Messages that end or disturb a review from any open stage.

They come beside the main way of a review: a withdrawal, a finding against the publisher, a change
of the teaching programme, a question to the Board.
"""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from workflows.kernel.act import Message
from workflows.kernel.values import RegisterNo, Text


class Withdrawal(Message):
    """The applicant gives the review up (inceletme talebinden vazgeçme; T-16.1 to T-16.2b)."""

    command: ClassVar[str] = "withdraw"

    reason: Text | None = None


class ProgrammeChange(Message):
    """The Board changes the teaching programme (öğretim programı değişikliği; T-27.1b, T-27.2a)."""

    command: ClassVar[str] = "record_programme_change"

    rewriting: bool
    """Whether the book would have to be written anew; then the draft goes back (T-27.2a)."""
    decision_no: RegisterNo
    decided_on: date


class Authority(StrEnum):
    """Who found a document or declaration to be false (idari veya adli makam; S-5.2a)."""

    ADMINISTRATIVE = "administrative"  # idari makam
    JUDICIAL = "judicial"  # adli makam


class FalseDocument(Message):
    """A document or declaration of the file is false (gerçek dışı belge; S-5.2a, S-5.2c)."""

    command: ClassVar[str] = "record_false_document"

    authority: Authority
    finding_no: RegisterNo
    found_on: date


class QuotationBreach(Message):
    """The Board agrees that the draft quotes another textbook (alıntı yasağı; S-7.5, S-7.6)."""

    command: ClassVar[str] = "record_quotation_breach"

    decision_no: RegisterNo
    decided_on: date


class UnfitAuthors(Message):
    """Those who wrote the draft do not meet the conditions (şartlara uymama; S-7.2)."""

    command: ClassVar[str] = "record_unfit_authors"

    finding_no: RegisterNo
    found_on: date


class UnfitForProgramme(Message):
    """The Board returns the draft early as unfit for the programme (T-16.2b).

    Official term: öğretim programına uygun bulunmayarak süreç tamamlanmadan iade.
    """

    command: ClassVar[str] = "record_unfit_for_programme"

    decision_no: RegisterNo
    decided_on: date


class PenName(Message):
    """The publisher let authors of textbooks use pen names (takma ad; S-37.1)."""

    command: ClassVar[str] = "record_pen_name"

    finding_no: RegisterNo
    found_on: date


class Offence(StrEnum):
    """What m.42(1) makes an offence (suç)."""

    FALSE_CLAIM = "false-claim"  # a) Kurul kararı varmış gibi beyan
    PLAGIARISM = "plagiarism"  # b) intihal


class ProvenOffence(Message):
    """Proven guilt, not the complaint (suçun sübuta ermesi; S-42.1, S-42.2)."""

    command: ClassVar[str] = "record_proven_offence"

    kind: Offence
    judgment_no: RegisterNo
    final_on: date
    """Day on which the judgment became final."""


class EnvelopeOpening(Message):
    """The Board has the sealed envelope opened during the review (mühürlü zarf; T-13.3)."""

    command: ClassVar[str] = "open_envelope"

    decision_no: RegisterNo
    decided_on: date


class Doubt(Message):
    """A doubt in practice, put before the Board with its reasons (tereddüt; T-17.21)."""

    command: ClassVar[str] = "refer_doubt_to_board"

    question: Text


class BoardGuidance(Message):
    """What the Board decides on a doubt (tereddüt hakkında Kurul kararı; T-17.21)."""

    command: ClassVar[str] = "record_board_guidance"

    decision_no: RegisterNo
    decided_on: date
    guidance: Text
