"""The loan as the kernel runs it."""

from tests.toy.loans.keys import KEYS
from tests.toy.loans.messages import GiveBack, Loan
from tests.toy.loans.offices import Office
from tests.toy.loans.registers import inquiry
from tests.toy.loans.stages import Outcome, Stage
from tests.toy.loans.story import LibraryLoan
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Asked, Identity, Process


def _asks(loan: Loan) -> Asked:
    return Asked(applicant=loan.reader, inquiries=(inquiry(loan.reader),))


def _identity(file: CaseFile) -> Identity:
    return Identity(applicant=Loan.model_validate(file.start.body).reader)


LOAN = Process(
    name="library-loan",
    workflow_type="LibraryLoan",
    task_queue="vade-library",
    application=Loan,
    story=LibraryLoan,
    asks=_asks,
    identity=_identity,
    keys=KEYS,
    stages=Stage,
    outcomes=Outcome,
    offices=Office,
    messages=(GiveBack,),
)
