"""The loan as the kernel runs it."""

from tests.toy.library_loan.keys import KEYS
from tests.toy.library_loan.messages import GiveBack, Loan
from tests.toy.library_loan.offices import Office
from tests.toy.library_loan.registers import inquiry
from tests.toy.library_loan.stages import Outcome, Stage
from tests.toy.library_loan.story import LibraryLoan
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
