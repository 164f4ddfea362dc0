"""The filing that opens the case of an accepted book."""

from datetime import date
from typing import Annotated

from pydantic import Field

from workflows.kernel.case.declared import filing
from workflows.kernel.case.message import Message
from workflows.kernel.values import Frozen, RegisterNo, Slug
from workflows.textbook_law.draft import Applicant, Grade

SchoolYear = Annotated[int, Field(ge=2010, le=2200)]
"""A school year (öğretim yılı) by its first calendar year: 2032 for 2032-2033."""


class ConditionalAcceptance(Frozen):
    """Of a conditional acceptance (şartlı kabul): its corrections (B-32.2c, R-B.1, R-B.16)."""

    due_on: date
    """Last day of the period of m.17(18) that ran last: seven days, or fifteen working days."""
    completed_on: date
    """Day on which the evaluation commission confirmed them; filed alone is not completed."""


@filing("open_book_in_use", tr="Kabul edilen ders kitabı", en="Accepted textbook")
class AcceptedBook(Message):
    """A textbook that the Board has accepted (m.25): from a review, or from before Vade."""

    applicant: Applicant
    review: Annotated[RegisterNo | None, Field(max_length=40)] = None
    """File number of the review that accepted it; none of a book accepted before Vade."""
    lesson: Slug
    field: Slug
    """Field of the lesson (alan); by it extensions are weighed, whatever the grade (R-B.20)."""
    grade: Grade
    decision_no: RegisterNo
    decided_on: date
    first_school_year: SchoolYear | None
    """The school year that the Board's decision names; one without it is incomplete (B-25.1)."""
    conditional: ConditionalAcceptance | None = None
    earlier_extensions: Annotated[int, Field(ge=0, le=2)] = 0
    """Years by which a book from before Vade has been extended already (B-26.2)."""
    printed_before: bool = False
    """Whether a book from before Vade has been printed: its sales are reported (B-30.3)."""
    stand_in: bool = False
    """Whether it is a unit's tool in place of a textbook that there is not (B-34.1)."""
