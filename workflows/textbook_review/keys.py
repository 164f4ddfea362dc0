"""What the textbook review reads in its rulebook."""

from typing import Final

from workflows.kernel.law.rulebook import Keys
from workflows.textbook_law.draft import StaffRole, SubjectKind, WorkKind
from workflows.textbook_review.rules.commission import FIGURE_OF
from workflows.textbook_review.rules.findings import BAN_RULES
from workflows.textbook_review.rules.refunds import RefundPoint

_OF_THE_WORK: Final = (StaffRole.AUTHOR, StaffRole.EDITOR, StaffRole.TRANSLATOR)
"""Members whose field is that of the work itself."""

_TERMS: Final = frozenset(
    {
        "preliminary_review",
        "first_review",
        "correction",
        "board_correction",
        "update_correction",
        "conditional",
        "guided",
        "objection",
        "forwarding_hold",
        "service",
    }
)

_BY_THEMSELVES: Final = frozenset(
    {
        "draft.sets",
        "draft.electronic_copies",
        "prelim.members",
        "review_fee.indicator",
        "forma.pages",
        "forma.remainder_min",
        "fee.unit",
        "fee.supplement_signatures",
        "reviewer_pay.cap_percent",
        "taught_in.experts",
        "prints_commission.commissioned_writing",
        "prints_commission.unit",
        "update.school_years_after",
        "update.previous_copies",
        "update.corrections",
        "set.audio_lessons",
        "set.foreign_language",
        "original_texts.copies",
        "original_texts.primary",
        "original_texts.secondary",
        "primary.last_grade",
        "type_size.above",
        "lines.above",
        "effort.preliminary.per_part",
        "effort.review.foreign-language",
        "effort.visual.school",
        "effort.visual.non-formal",
        "score.reject_below",
        "score.board_from",
        "score.rounding",
        "commission.no_language_expert",
        "commission.no_visual_designer",
        "correction.pause_in_prelim",
        "board.conditional",
        "board.p14.conditional",
        "conditional.pages_per_error",
        "supplement.review_from",
        "supplement.joint_review",
        "forwarding.last_acceptance_working_day",
        "forwarding.hold_working_days",
        "forwarding.resumes_after_days",
        "follow_up.members",
        "follow_up.members_while_away",
    }
)

_FAMILIES: Final = frozenset(
    {
        *(f"refund.{point.value}.percent" for point in RefundPoint),
        *(f"staff.fields.{role.value}" for role in StaffRole if role not in _OF_THE_WORK),
        *(f"type_size.grade.{grade}" for grade in range(1, 6)),
        *(f"lines.grade.{grade}" for grade in range(1, 6)),
        *(f"effort.evaluation.{kind.value}" for kind in WorkKind),
        *(f"effort.review.grade.{grade}" for grade in range(1, 9)),
        *(f"effort.review.{subject.value}" for subject in SubjectKind),
        "commission.review.members",
        *(f"commission.review.{seats}" for seats in FIGURE_OF.values()),
        *(f"commission.evaluation.{seats}" for seats in FIGURE_OF.values()),
        *(f"ban.{rule}.years" for rule in BAN_RULES.values()),
        # read by nobody yet: its finding is about books in use, which are not built
        "ban.S-28.1b.years",
    }
)
"""One figure for each of a kind."""

KEYS: Final = Keys(terms=_TERMS, figures=_BY_THEMSELVES | _FAMILIES)
