"""What the course reads in its rulebook."""

from typing import Final

from workflows.kernel.law.rulebook import Keys

KEYS: Final = Keys(
    terms=frozenset({"teaching", "completion", "document", "exam_window"}),
    figures=frozenset(
        {
            "approval.chain",
            "course.between",
            "course.tick_requires_grades",
            "photo.min_age",
            "exam.new_regime_after",
            "exam.rights",
            "exam.noshow",
            "exam.days",
            "exam.replan_after_limit",
            "certificates.fixed_if_ended_by",
            "certificates.fixed_due_on",
        }
    ),
)
