"""The story of a loan, as the library's rules tell it."""

from collections.abc import Iterable

from typing_extensions import override

from tests.toy.loans.letters import LoanOverdue
from tests.toy.loans.messages import GiveBack, Loan
from tests.toy.loans.registers import OverdueLoan
from tests.toy.loans.stages import Outcome, Stage
from workflows.kernel.case.file import Decision
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.story.story import Story


class LibraryLoan(Story):
    """One copy on loan to one reader."""

    @override
    async def run(self) -> Decision:
        """Follow the rules from the loan to the return."""
        loan = await self.filing(Loan)
        # L-1, L-4: so many days, and only to readers who have given books back
        overdue = self.file.opening.known.get("overdue", 0)
        self.judge_filing(lambda: breaches_of_loan(loan, overdue, self.rulebook))

        # L-2: until the end of the last day
        term = self.open("loan", since=loan, length=loan.days)
        if await self.expect(self.document(GiveBack).by(term)) is not None:
            return await self.close(Outcome.GIVEN_BACK, rule="L-2")

        # L-3: the reader is told, the register has it, and the desk runs after the copy
        due_on = self.file.term(term.key).due_on
        assert due_on is not None, "a term that has lapsed was due"
        self.notify(LoanOverdue(copy_no=loan.copy_no, due_on=due_on), rule="L-3")
        row = OverdueLoan(reader=loan.reader, copy_no=loan.copy_no, due_on=due_on)
        self.enter(row, self.file.case_id)
        recall = self.open("overdue", since=due_on)
        await self.expect(self.document(GiveBack).reminded_by(recall).at(Stage.OVERDUE))
        return await self.close(Outcome.GIVEN_BACK_LATE, rule="L-3")


def breaches_of_loan(loan: Loan, overdue: object, book: Rulebook) -> Iterable[Reason]:
    """Return why a copy cannot be lent (L-1, L-4)."""
    most, allowed = book.count("loan.most_days"), book.count("loan.overdue_allowed")
    if loan.days > most:
        yield Reason(
            rule="L-1",
            what=f"the loan is for {loan.days} days",
            why=f"a copy is lent for {most} days at most",
            do="borrow it for fewer days",
        )
    if isinstance(overdue, int) and overdue > allowed:
        yield Reason(
            rule="L-4",
            what=f"{overdue} loans of the reader were overdue",
            why=f"whoever had more than {allowed} may not borrow",
            do="speak to the librarian",
        )
