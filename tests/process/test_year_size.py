"""What a year of the Ministry costs in history: its lists lie in registers, however long (V-8).

Events that virtual time adds are not counted.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starter.rehearsal.clock import Cases
from starter.rehearsal.engine import Scene
from tests.process.live import Live, instant
from tests.unit.ministry_year.years import COMMISSION, DIGEST, PRICES
from workflows.kernel.case.message import StartMessage
from workflows.kernel.roles import Actor
from workflows.ministry_year.process import YEAR

A_COMMAND = 15
"""Events at most."""
DEPARTMENT = "publications-department"
STEPS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("2031-12-01T10:00", "send_monthly_list", "presidency", {"month": 12, "letter_no": "E-1"}),
    (
        "2031-12-01T11:00",
        "form_price_commission",
        DEPARTMENT,
        {"members": COMMISSION, "order_no": "O"},
    ),
    (
        "2031-12-02T10:00",
        "set_unit_prices",
        "price-commission",
        {"prices": PRICES, "decision_no": "F-1", "decided_on": "2031-12-02"},
    ),
    (
        "2031-12-03T10:00",
        "decide_unit_prices",
        "ministry",
        {
            "decision_no": "F-1",
            "approved": True,
            "approval_no": "B-1",
            "approved_on": "2031-12-03",
        },
    ),
    ("2031-12-09T10:00", "send_year_list", "presidency", {"letter_no": "E-2"}),
    (
        "2032-01-02T10:00",
        "publish_list",
        DEPARTMENT,
        {"journal_no": "2032-1", "published_on": "2032-01-02"},
    ),
    (
        "2032-10-04T10:00",
        "report_distribution",
        DEPARTMENT,
        {"report_no": "R-1", "statistics": DIGEST, "dated_on": "2032-10-04"},
    ),
)


@asynccontextmanager
async def a_year(scene: Scene) -> AsyncIterator[Live]:
    """A year opened on Monday 1 December, with nothing in the registers."""
    cases = Cases(scene)
    start = StartMessage(
        file_no="2031-0001",
        received_at=instant("2031-12-01T09:00"),
        actor=Actor(role="presidency", id="presidency-1"),
        body={"year": 2031},
    )
    live = Live(scene, cases, await cases.start(YEAR, start))
    try:
        await cases.bring(start.received_at)
        await cases.drain(start.received_at)
        yield live
    finally:
        await cases.clear()


async def test_an_act_of_a_year_stays_within_its_budget(scene: Scene) -> None:
    costs = []
    async with a_year(scene) as case:
        for when, name, role, body in STEPS:
            await case.at(when)
            before = await case.events()
            await case.update(name, role, **body)
            if name != "report_distribution":
                await case.rest()
            costs.append((await case.events() - before, name))
    assert max(events for events, _ in costs) <= A_COMMAND, costs
