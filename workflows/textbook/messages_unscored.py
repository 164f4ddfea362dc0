"""Reports of the reviews that give no score: of updates and of translations."""

from typing import ClassVar, Self

from pydantic import model_validator

from workflows.kernel.act import Message
from workflows.kernel.values import RegisterNo
from workflows.textbook.messages import Count


class UpdateReport(Message):
    """What the review of an update found (güncelleme inceleme raporu; T-17.25)."""

    command: ClassVar[str] = "record_update_report"

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


class TranslationReport(Message):
    """What the review of a translation found (tercüme inceleme raporu; T-11.2b)."""

    command: ClassVar[str] = "record_translation_report"

    errors: Count
    """Errors of translation; nothing else is looked at."""
    report_no: RegisterNo
