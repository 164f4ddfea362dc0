"""Messages of the Board and what follows its decisions (m.17(13) to m.17(20))."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import RegisterNo
from workflows.textbook_law.draft import Count, Delivery
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage


class BoardRuling(StrEnum):
    """What the Board may decide on a draft (T-17.13, T-17.14b, T-17.17b to T-17.19)."""

    ACCEPT = "accept"  # ders kitabı olması uygun bulundu
    CONDITIONAL = "conditional"  # şartlı kabul
    RE_REVIEW = "re-review"  # yeniden inceleme
    CORRECTION = "correction"  # düzeltilmek üzere
    NOT_SUITABLE = "not-suitable"  # uygun bulunmadı


@command(
    "record_board_decision",
    by=(Office.BOARD,),
    stage=Stage.BOARD,
    rule="T-4.4",
    tr="Kurul kararı",
    en="Board decision",
)
class BoardDecision(Message):
    """A decision of the Board (Kurul kararı)."""

    decision: BoardRuling
    decision_no: RegisterNo
    decided_on: date
    reasoned_report_no: RegisterNo | None = None
    """The reasoned report that a rejection needs (T-17.23)."""
    first_school_year: Annotated[int, Field(ge=2010, le=2200)] | None = None
    """First calendar year of the school year from which an accepted book is taught."""


@command(
    "submit_conditional_corrections",
    by=(Role.APPLICANT,),
    stage=Stage.CONDITIONAL,
    rule="T-17.18b",
    tr="Şartlı kabul düzeltmeleri",
    en="Conditional corrections",
)
class ConditionalCorrections(Message):
    """The Board's findings, reflected in the draft (T-17.18b)."""

    delivered: Delivery


@command(
    "record_conditional_check",
    by=(Office.EVALUATION_COMMISSION,),
    stage=Stage.CONDITIONAL_CHECK,
    rule="T-17.18c",
    tr="Düzeltmelerin kontrolü",
    en="Check of the corrections",
)
class ConditionalCheck(Message):
    """The evaluation commission's look at the corrections: any new errors? (T-17.18c)."""

    findings_reflected: bool
    """Whether the Board's findings are all in the draft (T-17.18b)."""
    new_errors: Count
    report_no: RegisterNo

    @property
    def does(self) -> bool:
        """Whether the corrections do: new errors are another matter (T-17.18c)."""
        return self.findings_reflected


@command(
    "submit_guided_corrections",
    by=(Role.APPLICANT,),
    stage=Stage.GUIDED,
    rule="T-17.18c",
    tr="Rehberlikle yapılan düzeltmeler",
    en="Guided corrections",
)
class GuidedCorrections(Message):
    """Corrections of new errors, made under the commission's guidance (T-17.18c)."""

    delivered: Delivery


@command(
    "record_guided_corrections_complete",
    by=(Office.EVALUATION_COMMISSION,),
    stage=Stage.GUIDED_CHECK,
    rule="T-17.18c",
    tr="Son kontrol",
    en="Last check",
)
class GuidedCompletion(Message):
    """The evaluation commission says whether the new errors are corrected (T-17.18c)."""

    completed: bool
    report_no: RegisterNo

    @property
    def does(self) -> bool:
        """Whether the corrections do."""
        return self.completed
