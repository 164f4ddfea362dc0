"""The price commission and its unit prices (m.33(1)c to d)."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.values import Code, Frozen, PersonId, RegisterNo, Text
from workflows.ministry_year.offices import Office
from workflows.ministry_year.stages import Stage
from workflows.textbook_law.prices import UnitPrice


class Seat(StrEnum):
    """Whose seat on the price commission it is (B-33.1c)."""

    CHAIR = "chair"  # Daire Başkanı
    TEXTBOOKS_HEAD = "textbooks-head"  # Başkanlığın ders kitaplarıyla ilgili Daire Başkanı
    BRANCH_MANAGER = "branch-manager"  # Daire Başkanlığından ilgili şube müdürü
    UNIT_DELEGATE = "unit-delegate"  # ilgili birim yetkilisi
    STATE_BOOKS = "state-books"  # Devlet Kitapları Mütedavil Sermayesi Müdürü
    CHAMBERS_UNION = "chambers-union"  # TOBB temsilcisi
    PUBLISHERS = "publishers"  # yayıncıların sivil toplum kuruluşlarının temsilcisi


class Member(Frozen):
    """A member of the price commission."""

    seat: Seat
    person: PersonId
    body: Code | None = None
    """Of a delegate the unit, of a publishers' representative the organisation."""


@command(
    "form_price_commission",
    by=(Office.PUBLICATIONS_DEPARTMENT,),
    stage=Stage.COMMISSION,
    rule="B-33.1c",
    tr="Fiyat komisyonu",
    en="Price commission",
)
class PriceCommission(Message):
    """The price commission with its members; a later one takes its place (B-33.1c)."""

    members: Annotated[tuple[Member, ...], Field(max_length=60)]
    order_no: RegisterNo


@command(
    "set_unit_prices",
    by=(Office.PRICE_COMMISSION,),
    stage=Stage.UNIT_PRICES,
    rule="B-33.1ç",
    tr="Birim fiyatlar",
    en="Unit prices",
)
class UnitPrices(Message):
    """The commission sets what a signature costs by paper, size and binding (B-33.1ç)."""

    prices: Annotated[tuple[UnitPrice, ...], Field(min_length=1, max_length=200)]
    decision_no: RegisterNo
    decided_on: date
    heard: Annotated[tuple[Code, ...], Field(max_length=30)] = ()
    """Whose opinions it has heard: institutions, bodies or experts; it decides alone (B-33.1c)."""


@command(
    "decide_unit_prices",
    by=(Office.MINISTRY,),
    stage=Stage.APPROVAL,
    rule="B-33.1d",
    tr="Bakanlık Makamı onayı",
    en="Ministry on unit prices",
)
class UnitPriceApproval(Message):
    """The Ministry approves the unit prices, which are then in force, or not (B-33.1d)."""

    decision_no: RegisterNo
    """Of the commission's decision."""
    approved: bool
    approval_no: RegisterNo
    approved_on: date
    reasons: Text | None = None
