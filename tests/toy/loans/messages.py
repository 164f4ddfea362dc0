"""What is filed and sent in a loan."""

from typing import Annotated

from pydantic import Field

from tests.toy.loans.offices import Office
from tests.toy.loans.stages import Stage
from workflows.kernel.case.declared import command, filing
from workflows.kernel.case.message import Message
from workflows.kernel.values import Code, PersonId


@filing("borrow", tr="Ödünç alma", en="Loan")
class Loan(Message):
    """Ödünç alma: a reader takes a copy home."""

    reader: PersonId
    copy_no: Code
    days: Annotated[int, Field(ge=1)]


@command(
    "give_back", by=(Office.LENDING_DESK,), stage=Stage.LENT, rule="L-2", tr="İade", en="Return"
)
class GiveBack(Message):
    """İade: the copy is back at the desk."""

    damaged: bool = False
