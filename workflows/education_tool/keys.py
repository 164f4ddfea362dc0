"""What the review of tools reads in its rulebook."""

from typing import Final

from workflows.education_tool.messages.application import Level, Purpose
from workflows.education_tool.rules.hours import BY_LEVEL, BY_PIECE, BY_TIME
from workflows.education_tool.rules.refunds import RefundPoint
from workflows.kernel.law.rulebook import Keys

KEYS: Final = Keys(
    terms=frozenset({"mending"}),
    figures=frozenset(
        {
            "commission.members_max",
            "content.minutes",
            "content.screens",
            "effort.foreign_language.times",
            "fee.foreign_language",
            "forma.pages",
            "forma.remainder_min",
            "minutes.begun_count",
            "recording.minutes",
            "review_fee.indicator",
            "reviewer_pay.cap_percent",
            "school_book.sworn_translations",
            *(f"commission.field_experts.{purpose.value}" for purpose in Purpose),
            *(f"effort.{kind}.{level.value}" for kind in BY_LEVEL.values() for level in Level),
            *(f"effort.{medium.value}" for medium in (*BY_PIECE, *BY_TIME)),
            *(f"refund.{point.value}.percent" for point in RefundPoint),
        }
    ),
)
