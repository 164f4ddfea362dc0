"""The loan as other releases have it: an earlier file, then a slip, then the state of the copy."""

from dataclasses import replace
from typing import Any, ClassVar, Literal

from temporalio import workflow
from temporalio.common import RawValue
from typing_extensions import override

from tests.toy.loans import messages
from tests.toy.loans.letters import LoanOverdue
from tests.toy.loans.messages import Loan
from tests.toy.loans.offices import Office
from tests.toy.loans.process import LOAN
from tests.toy.loans.stages import Stage
from tests.toy.loans.story import LibraryLoan
from workflows.kernel.case.declared import command
from workflows.kernel.case.file import Decision
from workflows.kernel.temporal.case import Case


class SlipLoan(LibraryLoan):
    """The same rules; whoever borrows is told the last day at once."""

    @override
    async def run(self) -> Decision:
        loan = await self.filing(Loan)
        self.notify(LoanOverdue(copy_no=loan.copy_no, due_on=self.today), rule="L-2")
        return await super().run()


def _with_state(body: dict[str, Any]) -> dict[str, Any]:
    return {"state": "damaged" if body.get("damaged") else "whole"}


@command(
    "give_back", by=(Office.LENDING_DESK,), stage=Stage.LENT, rule="L-2", tr="İade", en="Return"
)
class GiveBack(messages.GiveBack):
    """The return in its second form, which says in which state the copy is."""

    lifts: ClassVar = (_with_state,)
    state: Literal["whole", "damaged"] = "whole"


class StatedLoan(SlipLoan):
    """The rules of the slip; the desk says in which state the copy is."""

    @override
    def document(self, kind: Any) -> Any:
        return super().document(GiveBack if kind is messages.GiveBack else kind)


@workflow.defn(name=LOAN.workflow_type)
class LoanInFirstForm(Case):
    """One copy on loan, by a release whose case files had the first form."""

    process = LOAN

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # none sent
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()

    @workflow.query(name="whole_file")
    @override
    def carried(self) -> dict[str, Any] | None:
        whole = super().carried()
        assert whole is not None
        newer = {"v", "text", "forms"}
        first = {key: value for key, value in whole["carried"].items() if key not in newer}
        return {**whole, "carried": {**first, "v": 1}}


SLIP = replace(LOAN, story=SlipLoan)
STATED = replace(SLIP, story=StatedLoan, messages=(GiveBack,), text=2)


@workflow.defn(name=LOAN.workflow_type)
class LoanWithSlip(Case):
    """One copy on loan, by the second release."""

    process = SLIP

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # none sent
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()


@workflow.defn(name=LOAN.workflow_type)
class LoanWithState(Case):
    """One copy on loan, by the third release."""

    process = STATED

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # none sent
        super().__init__(start)

    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Run the case from its filing to its decision."""
        return await self.follow_story()
