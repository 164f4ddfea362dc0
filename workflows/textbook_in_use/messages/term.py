"""The teaching term, its extension, and the acts of annulment (m.5, 25, 26, 27, 28, 33, 42)."""

from datetime import date
from enum import StrEnum

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import RegisterNo, Text
from workflows.textbook_in_use.messages.acceptance import SchoolYear
from workflows.textbook_in_use.messages.printing import Ref
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.stages import Stage
from workflows.textbook_law.grounds import Authority, Offence


@command(
    "request_extension",
    by=(Role.APPLICANT, Office.MINISTRY_UNIT),
    stage=None,
    rule="B-26.1",
    tr="Süre uzatımı başvurusu",
    en="Application for an extension",
)
class ExtensionRequest(Message):
    """The applicant or the unit asks for one more school year (süre uzatımı; B-26.1, R-B.5)."""

    grounds: Text | None = None


@command(
    "decide_extension",
    by=(Office.BOARD,),
    stage=Stage.EXTENSION,
    rule="B-26.1",
    tr="Süre uzatımı kararı",
    en="Board on an extension",
)
class ExtensionDecision(Message):
    """The Board decides whether the term is extended by a year (B-26.1, B-26.2)."""

    granted: bool
    decision_no: RegisterNo
    decided_on: date
    reasons: Text | None = None
    """Why not, where it is refused."""


class Version(StrEnum):
    """What has been accepted beside the book."""

    UPDATE = "update"  # güncellenen kitap
    TRANSLATION = "translation"  # tercüme


@command(
    "record_version",
    by=(Role.REGISTRY, Role.SYSTEM),
    stage=None,
    rule="R-B.25",
    tr="Güncellenen kitabın veya tercümenin kabulü",
    en="Accepted update or translation",
)
class AcceptedVersion(Message):
    """An update or a translation of the book is accepted; its review tells so (R-B.25)."""

    version: Version
    review: RegisterNo
    decision_no: RegisterNo
    decided_on: date
    first_school_year: SchoolYear


@command(
    "look_for_textbook",
    by=(Role.SYSTEM,),
    stage=Stage.TEACHING,
    rule="B-34.1",
    tr="Ders kitabı bulunup bulunmadığı",
    en="Search for a textbook",
)
class TextbookSearch(Message):
    """A school year of a tool begins: is a textbook taught in its place (B-34.1)?

    The case sends it to itself, for the register to answer.
    """


@command(
    "record_false_document",
    by=(Office.PRESIDENCY,),
    stage=None,
    rule="S-5.2b",
    tr="Gerçek dışı belge tespiti",
    en="False document",
)
class FalseDocument(Message):
    """A document or declaration of the book's file is false (S-5.2b, S-5.2c)."""

    authority: Authority
    finding_no: RegisterNo
    found_on: date


@command(
    "record_proven_offence",
    by=(Office.PRESIDENCY,),
    stage=None,
    rule="S-42.2",
    tr="Sübuta eren suç",
    en="Proven offence",
)
class ProvenOffence(Message):
    """A final judgment proves a false claim or plagiarism with this book (S-42.2)."""

    kind: Offence
    judgment_no: RegisterNo
    final_on: date


@command(
    "withdraw_finding",
    by=(Office.PRESIDENCY, Office.REVIEW_DEPARTMENT, Office.PUBLICATIONS_DEPARTMENT),
    stage=None,
    rule="R-B.6",
    tr="Tespitin geri alınması",
    en="Finding withdrawn",
)
class FindingWithdrawn(Message):
    """An office takes a finding of its own back before the Board has acted (R-B.6)."""

    ground: Ref
    reason: Text


@command(
    "annul_decision",
    by=(Office.BOARD,),
    stage=Stage.ANNULMENT,
    rule="R-B.6",
    tr="Kabul kararının iptali",
    en="Annulment",
)
class Annulment(Message):
    """The Board annuls its decision on the book (kararın iptali; R-B.6)."""

    ground: Ref
    decision_no: RegisterNo
    decided_on: date


@command(
    "record_announcement",
    by=(Office.PUBLICATIONS_DEPARTMENT,),
    stage=Stage.ANNOUNCING,
    rule="S-28.1b",
    tr="İptalin Tebliğler Dergisinde yayımlanması",
    en="Annulment announced",
)
class Announcement(Message):
    """The annulment has appeared in the Communiqué Journal (Tebliğler Dergisi; S-28.1b)."""

    journal_no: RegisterNo
    published_on: date
