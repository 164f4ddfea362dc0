"""Buying, free distribution, leftovers, statistics, guides (m.29, 30, 34(2))."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.values import Frozen, RegisterNo, Sha256, Slug, Text
from workflows.ministry_year.messages.lists import Year
from workflows.ministry_year.offices import Office
from workflows.ministry_year.stages import Stage

Copies = Annotated[int, Field(ge=1, le=100_000_000)]


class GuideKind(StrEnum):
    """What a unit submits for review (B-34.2); a tool in place of a textbook has its own case."""

    GUIDE_BOOK = "guide-book"  # kılavuz kitap
    PROGRAMME_GUIDE = "programme-guide"  # program uygulama kılavuzu


class Purchase(Frozen):
    """A book bought for free distribution."""

    book_no: RegisterNo
    """As the January list has it."""
    needed: Copies
    """What schools have entered, settled with the units (m.29(2))."""
    copies: Copies


@command(
    "record_purchases",
    by=(Office.PUBLICATIONS_DEPARTMENT,),
    stage=None,
    rule="B-29.1",
    tr="Satın alınan kitaplar",
    en="Books bought",
)
class Purchases(Message):
    """Books that the department buys and gives out free of charge (B-29.1)."""

    purchases: Annotated[tuple[Purchase, ...], Field(min_length=1, max_length=200)]
    approval_no: RegisterNo


@command(
    "ask_about_leftovers",
    by=(Office.PUBLICATIONS_DEPARTMENT,),
    stage=None,
    rule="B-29.3",
    tr="Kalan baskılar için görüş istemi",
    en="Question about leftovers",
)
class LeftoverRequest(Message):
    """Printings are left from earlier years; they wait for the Presidency's opinion (B-29.3)."""

    request_no: RegisterNo
    book_no: RegisterNo
    printed_in: Year
    copies: Copies


@command(
    "give_opinion",
    by=(Office.PRESIDENCY,),
    stage=Stage.OPINION,
    rule="B-29.3",
    tr="Kalan baskılar için görüş",
    en="Opinion on leftovers",
)
class LeftoverOpinion(Message):
    """The Presidency's opinion on leftover printings (B-29.3)."""

    request_no: RegisterNo
    distribute: bool
    letter_no: RegisterNo
    reasons: Text | None = None


@command(
    "distribute_leftovers",
    by=(Office.PUBLICATIONS_DEPARTMENT,),
    stage=None,
    rule="B-29.3",
    tr="Kalan baskıların dağıtımı",
    en="Leftovers distributed",
)
class LeftoverDistribution(Message):
    """Leftover printings that the department gives out, after the opinion (B-29.3)."""

    request_no: RegisterNo
    copies: Copies


@command(
    "report_distribution",
    by=(Office.PUBLICATIONS_DEPARTMENT,),
    stage=Stage.DISTRIBUTION,
    rule="B-30.2",
    tr="Dağıtım ve istatistik bildirimi",
    en="Report on distribution",
)
class DistributionReport(Message):
    """Statistics, and the list of books bought and given out, to the Presidency (B-30.2)."""

    report_no: RegisterNo
    statistics: Sha256
    dated_on: date


@command(
    "publish_stages",
    by=(Office.PRESIDENCY,),
    stage=None,
    rule="B-30.1",
    tr="Yayımlanacak inceleme süreçleri",
    en="Review stages shown online",
)
class PublishedStages(Message):
    """Which stages of reviews the Presidency finds fit to be shown online (B-30.1)."""

    stages: Annotated[tuple[Slug, ...], Field(max_length=40)]
    decision_no: RegisterNo


@command(
    "submit_guide",
    by=(Office.MINISTRY_UNIT,),
    stage=None,
    rule="B-34.2",
    tr="Kılavuz sunulması",
    en="Guide submitted",
)
class GuideSubmission(Message):
    """A unit's guide, submitted to the Presidency for review (B-34.2)."""

    kind: GuideKind
    lesson: Slug
    guide: Sha256
    programme_decision_no: RegisterNo | None = None
    """Of a guide book: the Board's decision by which the lesson has no textbook (m.34(2)a)."""
