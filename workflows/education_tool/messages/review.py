"""Messages of the review itself: comparison, report, mending, decision, and a withdrawal."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from typing_extensions import override

from workflows.education_tool.messages.application import Content, ReasonedDecision
from workflows.education_tool.messages.commission import Signatures
from workflows.education_tool.offices import Office
from workflows.education_tool.stages import Stage
from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import RegisterNo, Text


class Quality(StrEnum):
    """What a report addresses (m.35(2)); the letter of the article stands beside each."""

    LAWFUL = "lawful"  # a
    AIMS = "aims"  # b
    VISUALS = "visuals"  # c
    LEVEL_AND_TYPE = "level-and-type"  # ç
    SCIENCE = "science"  # d
    TURKISH = "turkish"  # e
    NO_DISPARAGEMENT = "no-disparagement"  # f
    NO_DISCRIMINATION = "no-discrimination"  # g
    NO_ADVERTISING = "no-advertising"  # ğ
    FOREIGN_LANGUAGE = "foreign-language"  # h
    AESTHETICS = "aesthetics"  # ı
    COMMON_VALUES = "common-values"  # i


class Result(StrEnum):
    """What the report ends with; exactly one of three (m.35(3))."""

    SUITABLE = "suitable"  # a) uygun bulunmuştur
    CONDITIONAL = "conditional"  # b) hataların giderilmesi şartıyla uygun bulunmuştur
    NOT_SUITABLE = "not-suitable"  # c) uygun bulunmamıştır


class CommissionReport(Message):
    """A report that all members sign together (E-21.1)."""

    report_no: RegisterNo
    signed_by: Signatures


@command(
    "record_comparison",
    by=(Office.REVIEW_COMMISSION,),
    stage=Stage.COMPARISON,
    rule="E-35.4",
    tr="Öncekiyle karşılaştırma",
    en="Comparison with the earlier tool",
)
class Comparison(CommissionReport):
    """What has changed since the tool was found suitable (karşılaştırma; E-35.4)."""

    changed: Annotated[tuple[Content, ...], Field(max_length=100)]
    """What is to be reviewed; nothing: the tool is the earlier one."""


@command(
    "record_review_report",
    by=(Office.REVIEW_COMMISSION,),
    stage=Stage.REVIEW,
    rule="E-35.3",
    tr="İnceleme raporu",
    en="Review report",
)
class ReviewReport(CommissionReport):
    """The commission's report with its result (inceleme raporu; E-35.2, E-35.3)."""

    result: Result
    qualities: dict[Quality, bool]
    """Each quality that was looked at, and whether the tool has it."""
    error_slip_no: RegisterNo | None = None
    """The error slip (hata tespit fişi), where there are errors (E-21.1)."""


@command(
    "submit_mended_tool",
    by=(Office.OWNER, Role.APPLICANT),
    stage=Stage.MENDING,
    rule="R-E.4",
    tr="Hataları giderilmiş araç",
    en="Mended tool",
)
class MendedTool(Message):
    """The tool without the errors of the slip (hataları giderilmiş eğitim aracı; R-E.4)."""

    delivery_no: RegisterNo
    note: Text | None = None


@command(
    "confirm_mending",
    by=(Office.REVIEW_COMMISSION,),
    stage=Stage.CONFIRMATION,
    rule="R-E.4",
    tr="Düzeltmelerin kontrolü",
    en="Check of what was mended",
)
class MendingCheck(CommissionReport):
    """The same commission says whether the errors are gone (R-E.4)."""

    mended: bool
    error_slip_no: RegisterNo | None = None
    """What is still wrong; owed where the errors are not gone."""

    @model_validator(mode="after")
    def _says_what_is_wrong(self) -> Self:
        if not self.mended and self.error_slip_no is None:
            raise ValueError("what is still wrong stands on an error slip (E-21.1)")
        return self


@command(
    "decide_conformity",
    by=(Office.PRESIDENCY,),
    stage=Stage.DECISION,
    rule="E-35.5",
    tr="Uygunluk kararı",
    en="Conformity decision",
)
class ConformityDecision(ReasonedDecision):
    """The Presidency decides; not the Board (uygunluk kararı; E-35.5, R-E.5)."""

    conforms: bool
    decision_no: RegisterNo
    decided_on: date

    @property
    @override
    def favourable(self) -> bool:
        """Whether the tool is found in conformity."""
        return self.conforms


@command("withdraw", by=(Role.APPLICANT,), stage=None, rule="R-E.6", tr="Vazgeçme", en="Withdrawal")
class Withdrawal(Message):
    """The unit gives the review up (inceletme talebinden vazgeçme; m.16, R-E.6)."""

    reason: Text | None = None
