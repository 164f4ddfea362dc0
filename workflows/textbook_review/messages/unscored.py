"""Reports of the reviews that give no score: of updates and of translations."""

from typing import Self

from pydantic import model_validator

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.values import RegisterNo
from workflows.textbook_law.draft import Count
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage


@command(
    "record_update_report",
    by=(Office.REVIEW_COMMISSION,),
    stage=Stage.FIRST_REVIEW,
    rule="T-17.25",
    tr="Güncelleme inceleme raporu",
    en="Report on an update",
)
class UpdateReport(Message):
    """What the review of an update found (güncelleme inceleme raporu; T-17.25)."""

    errors: Count
    """Errors of every kind; one is enough to send the draft back."""
    scientific_errors: Count
    """Of these, the scientific errors (bilimsel hata); the Board's limit is measured by them."""
    report_no: RegisterNo

    @model_validator(mode="after")
    def _scientific_errors_are_errors(self) -> Self:
        if self.scientific_errors > self.errors:
            raise ValueError("scientific errors are errors too: there cannot be more of them")
        return self


@command(
    "record_translation_report",
    by=(Office.REVIEW_COMMISSION,),
    stage=Stage.FIRST_REVIEW,
    rule="T-11.2b",
    tr="Tercüme inceleme raporu",
    en="Report on a translation",
)
class TranslationReport(Message):
    """What the review of a translation found (tercüme inceleme raporu; T-11.2b)."""

    errors: Count
    """Errors of translation; nothing else is looked at."""
    report_no: RegisterNo
