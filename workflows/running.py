"""The workflows: one thin Temporal class for each process.

What a case does is in `workflows.kernel.temporal.case`, what its regulation says in its story;
here is only what Temporal must find on the class itself.
"""

from typing import Final

from temporalio import workflow
from temporalio.common import RawValue

from workflows.agreement.process import AGREEMENT
from workflows.course.process import COURSE
from workflows.education_tool.process import TOOL_REVIEW
from workflows.kernel.case.file import Decision
from workflows.kernel.temporal.case import Case
from workflows.ministry_year.process import YEAR
from workflows.partnership.process import PARTNERSHIP
from workflows.textbook_in_use.process import IN_USE
from workflows.textbook_review.process import REVIEW


@workflow.defn(name=REVIEW.workflow_type)
class TextbookReview(Case):
    """Review of one draft textbook."""

    process = REVIEW

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # may be missing
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()


@workflow.defn(name=TOOL_REVIEW.workflow_type)
class EducationToolReview(Case):
    """Review of one education tool."""

    process = TOOL_REVIEW

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # may be missing
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()


@workflow.defn(name=COURSE.workflow_type)
class CourseLifecycle(Case):
    """One course of an institution."""

    process = COURSE

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # may be missing
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()


@workflow.defn(name=AGREEMENT.workflow_type)
class CooperationAgreement(Case):
    """One cooperation agreement."""

    process = AGREEMENT

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # may be missing
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()


@workflow.defn(name=PARTNERSHIP.workflow_type)
class SchoolPartnership(Case):
    """The programme of two partner schools for one school year."""

    process = PARTNERSHIP

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # may be missing
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()


@workflow.defn(name=IN_USE.workflow_type)
class TextbookInUse(Case):
    """One accepted textbook."""

    process = IN_USE

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # may be missing
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()


@workflow.defn(name=YEAR.workflow_type)
class MinistryYear(Case):
    """One year of lists, prices and distribution."""

    process = YEAR

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # may be missing
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()


WORKFLOWS: Final[tuple[type[Case], ...]] = (
    TextbookReview,
    TextbookInUse,
    EducationToolReview,
    MinistryYear,
    CourseLifecycle,
    CooperationAgreement,
    SchoolPartnership,
)
"""Every workflow that a worker serves."""
