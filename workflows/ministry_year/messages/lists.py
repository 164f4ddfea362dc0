"""The year and its lists of books (m.32)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from workflows.kernel.case.declared import command, filing
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import RegisterNo
from workflows.ministry_year.offices import Office
from workflows.ministry_year.stages import Stage

Year = Annotated[int, Field(ge=2011, le=2200)]
"""A calendar year; its December list is that of the school year which begins a year later."""

Month = Annotated[int, Field(ge=1, le=12)]


@filing("open_ministry_year", tr="Yılın açılması", en="Opening of the year")
class OpenedYear(Message):
    """The Presidency opens a year of lists, prices and distribution (m.29 to 34)."""

    year: Year


@command(
    "count_held_drafts",
    by=(Role.SYSTEM,),
    stage=Stage.RUNNING,
    rule="T-17.20",
    tr="Bekletilen taslakların sayımı",
    en="Count of held drafts",
)
class HeldDrafts(Message):
    """The hold is over: which drafts may be forwarded again (T-17.20)?

    The case sends it to itself, for the register to answer.
    """


@command(
    "send_monthly_list",
    by=(Office.PRESIDENCY,),
    stage=Stage.MONTHLY_LIST,
    rule="B-32.1",
    tr="Aylık liste",
    en="Monthly list",
)
class MonthlyList(Message):
    """The Presidency sends the accepted books to the department (B-32.1, R-B.13)."""

    month: Month
    letter_no: RegisterNo


@command(
    "send_year_list",
    by=(Office.PRESIDENCY,),
    stage=Stage.YEAR_LIST,
    rule="B-32.2a",
    tr="Yıllık liste",
    en="Yearly list",
)
class YearList(Message):
    """The Presidency sends accepted, running and extended books to the department (B-32.2a)."""

    letter_no: RegisterNo


@command(
    "publish_list",
    by=(Office.PUBLICATIONS_DEPARTMENT,),
    stage=Stage.PUBLICATION,
    rule="B-32.2b",
    tr="Listenin yayımlanması",
    en="Publication of the list",
)
class PublishedList(Message):
    """Next school year's list has appeared in the Tebliğler Dergisi (B-32.2b)."""

    journal_no: RegisterNo
    published_on: date
