"""The processes that Vade runs, as the doors know them: names, commands and words, no workflow."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflows.agreement.process import AGREEMENT
from workflows.course.process import COURSE
from workflows.education_tool.process import TOOL_REVIEW
from workflows.kernel.case.process import Process
from workflows.kernel.worded import Words
from workflows.ministry_year.process import YEAR
from workflows.partnership.process import PARTNERSHIP
from workflows.textbook_in_use.process import IN_USE
from workflows.textbook_review.process import REVIEW

PROCESSES: Final[Mapping[str, Process]] = MappingProxyType(
    {
        each.name: each
        for each in (REVIEW, IN_USE, TOOL_REVIEW, YEAR, COURSE, AGREEMENT, PARTNERSHIP)
    }
)
"""By name, which is the first part of every case's ID; the worker serves the same (tested)."""

ROLES: Final[Words] = MappingProxyType(
    {role: words for each in PROCESSES.values() for role, words in each.roles.items()}
)
"""Who acts in cases of any process, and what they are called: one table for letters and lists."""


def process_of(case_id: str) -> Process | None:
    """Return the process that a case ID belongs to; none if it is nobody's.

    >>> process_of("textbook-review-2031-0042").workflow_type
    'TextbookReview'
    >>> process_of("textbook-review-") is None
    True
    """
    fitting = [
        p
        for p in PROCESSES.values()
        if len(case_id) > len(p.case_id("")) and case_id.startswith(p.case_id(""))
    ]
    return max(fitting, key=lambda process: len(process.name), default=None)
