"""Price, sales, rights and names of a book in use (m.28(2), 30(3), 33, 39)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import PersonId, RegisterNo
from workflows.textbook_in_use.messages.acceptance import SchoolYear
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.stages import Stage
from workflows.textbook_law.grounds import Named
from workflows.textbook_law.prices import Make, Signatures

Price = Annotated[Decimal, Field(gt=0, max_digits=10, decimal_places=2)]
"""Price of a copy in Turkish lira, to the kuruş."""

Amount = Annotated[int, Field(ge=0, le=1_000_000_000)]
"""Copies printed or sold in a year."""

RequestNo = Annotated[int, Field(ge=1, le=999)]
"""Which change of names, as this case counts them."""


class Breach(StrEnum):
    """How a price is broken (S-33.1e)."""

    UNPRICED = "unpriced"  # fiyat almadan satış
    ABOVE = "above"  # belirlenen fiyatın üstünde satış


class RightsEvent(StrEnum):
    """What a publisher tells of its rights (B-28.2)."""

    NOT_PRINTING = "not-printing"  # baskısını yaptıramayacak
    TRANSFERRED = "transferred"  # haklarını devretmiş


@command(
    "apply_for_price",
    by=(Role.APPLICANT,),
    stage=None,
    rule="B-33.1a",
    tr="Fiyat başvurusu",
    en="Price application",
)
class PriceApplication(Message):
    """The applicant applies for a price (fiyat başvurusu; B-33.1a, B-33.1b)."""

    school_year: SchoolYear


@command(
    "record_price",
    by=(Office.PUBLICATIONS_DEPARTMENT,),
    stage=None,
    rule="B-33.1d",
    tr="Belirlenen fiyat",
    en="Price",
)
class PriceSet(Message):
    """The price that the commission found fit and the Ministry approved (B-33.1d)."""

    school_year: SchoolYear
    price: Price
    approval_no: RegisterNo
    approved_on: date
    make: Make | None = None
    """How the book is made: paper, size and binding, by which unit prices go (B-33.1ç)."""
    signature_count: Signatures | None = None
    """How many signatures (forma) it has."""


@command(
    "record_price_breach",
    by=(Office.PUBLICATIONS_DEPARTMENT,),
    stage=None,
    rule="S-33.1e",
    tr="Fiyat aykırılığı tespiti",
    en="Price breach",
)
class PriceBreach(Message):
    """The department finds the book sold without a price, or above it (S-33.1e)."""

    kind: Breach
    charged: Price
    sold_on: date
    finding_no: RegisterNo
    found_on: date


@command(
    "report_sales",
    by=(Role.APPLICANT,),
    stage=Stage.WINDING_UP,
    rule="B-30.3",
    tr="Baskı ve satış bildirimi",
    en="Printed and sold copies",
)
class SalesReport(Message):
    """Copies printed and sold in a calendar year (B-30.3, R-B.8)."""

    year: Annotated[int, Field(ge=2010, le=2200)]
    printed: Amount
    sold: Amount


@command(
    "notify_rights",
    by=(Role.APPLICANT,),
    stage=None,
    rule="B-28.2",
    tr="Basamama veya hak devri bildirimi",
    en="Notice about rights",
)
class RightsNotice(Message):
    """The publisher cannot have the book printed, or has transferred its rights (B-28.2)."""

    event: RightsEvent
    since: date
    transferred_to: PersonId | None = None
    """Legal identity key of the new holder."""


@command(
    "notify_name_change",
    by=(Role.APPLICANT,),
    stage=None,
    rule="B-39.1",
    tr="İsim değişikliği bildirimi",
    en="Change of names",
)
class NameChange(Message):
    """Names of authors or publisher change by notarial contract, or are disputed (B-39.1)."""

    whose: Named
    contract_no: RegisterNo | None = None
    """Of the notarial contract of mutual consent; none in a dispute."""
    contract_on: date | None = None
    disputed: bool = False


@command(
    "record_judgment",
    by=(Role.APPLICANT, Office.PRESIDENCY),
    stage=None,
    rule="B-39.2",
    tr="Kesinleşmiş mahkeme kararı",
    en="Final judgment",
)
class FinalJudgment(Message):
    """A final judgment on the merits of a dispute about names (B-39.2)."""

    request: RequestNo
    judgment_no: RegisterNo
    final_on: date


@command(
    "decide_names",
    by=(Office.BOARD,),
    stage=Stage.NAMES,
    rule="B-39.2",
    tr="İsim değişikliği kararı",
    en="Board on a change of names",
)
class NamesDecision(Message):
    """The Board decides on a change of names (B-39.1 to B-39.3, R-B.18)."""

    request: RequestNo
    granted: bool
    decision_no: RegisterNo
    decided_on: date
