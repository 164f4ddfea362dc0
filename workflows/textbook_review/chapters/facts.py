"""What a draft is reviewed by, and what letters say of a document; no personal data."""

from pydantic import JsonValue

from workflows.textbook_review.messages.board import BoardDecision
from workflows.textbook_review.messages.review import Application, PreliminaryReport, ReviewReport
from workflows.textbook_review.rules.bands import displayed


def is_scored(draft: Application) -> bool:
    """Return whether a draft gets a score: updates and translations do not (T-17.25, T-11.2b)."""
    return draft.updates is None and draft.translation_of is None


def failed(report: PreliminaryReport) -> dict[str, JsonValue]:
    """Which checks failed (T-13.2a)."""
    return {"failed": [check.value for check in report.failed_checks]}


def scored(report: ReviewReport) -> dict[str, JsonValue]:
    """The score as people read it, and the report's number (T-17.23)."""
    return {"score": displayed(report.score), "report_no": report.report_no}


def decided(decision: BoardDecision) -> dict[str, JsonValue]:
    """The Board's decision by number and day (T-17.23)."""
    return {
        "decision_no": decision.decision_no,
        "decided_on": decision.decided_on.isoformat(),
        "report_no": decision.reasoned_report_no,
    }
