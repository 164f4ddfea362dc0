"""The loan's workflow."""

from temporalio import workflow
from temporalio.common import RawValue

from tests.toy.loans.process import LOAN
from workflows.kernel.case.file import Decision
from workflows.kernel.temporal.case import Case


@workflow.defn(name=LOAN.workflow_type)
class LibraryLoan(Case):
    """One copy on loan."""

    process = LOAN

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # none sent
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()
