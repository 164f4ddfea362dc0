"""The Ministry's year as the kernel runs it: commands, who sends them, where they stand."""

from workflows.kernel.case.process import Asked, Identity, Process
from workflows.kernel.case.records import Inquiry
from workflows.kernel.roles import Role
from workflows.ministry_year.keys import KEYS
from workflows.ministry_year.messages.distribution import (
    DistributionReport,
    GuideSubmission,
    LeftoverDistribution,
    LeftoverOpinion,
    LeftoverRequest,
    PublishedStages,
    Purchases,
)
from workflows.ministry_year.messages.lists import (
    HeldDrafts,
    MonthlyList,
    OpenedYear,
    PublishedList,
    YearList,
)
from workflows.ministry_year.messages.prices import PriceCommission, UnitPriceApproval, UnitPrices
from workflows.ministry_year.offices import Office
from workflows.ministry_year.stages import Outcome, Stage
from workflows.ministry_year.story import MinistryYear
from workflows.textbook_law.registers import Register

CALENDAR_YEARS = 4
"""Opened a year ahead, reported by the end of the year after: the report may come later still."""


def _asks(filed: OpenedYear) -> Asked:
    """Look up whether the year has a case."""
    inquiry = Inquiry(by=Register.YEARS, request={"year": filed.year})
    return Asked(applicant=None, inquiries=(inquiry,))


YEAR = Process(
    name="ministry-year",
    workflow_type="MinistryYear",
    task_queue="vade-textbook",
    application=OpenedYear,
    story=MinistryYear,
    asks=_asks,
    identity=lambda _: Identity(),
    calendar_years=CALENDAR_YEARS,
    keys=KEYS,
    stages=Stage,
    outcomes=Outcome,
    offices=Office,
    decreed_by=(Office.MINISTRY, Role.REGISTRY),
    order_decided_by=(Office.PRESIDENCY,),
    messages=(
        # m.32: lists
        MonthlyList,
        YearList,
        PublishedList,
        # m.33: prices
        PriceCommission,
        UnitPrices,
        UnitPriceApproval,
        # m.17(20)
        HeldDrafts,
        # m.29, 30(2)
        LeftoverOpinion,
        DistributionReport,
        # at any stage
        Purchases,
        LeftoverRequest,
        LeftoverDistribution,
        PublishedStages,
        GuideSubmission,
    ),
)
