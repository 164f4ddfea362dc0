"""From when a filing counts that comes late, or straight to Temporal (V-5)."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.service import RPCError

from activities.database import Pool
from activities.registers.filings import Filings
from activities.registers.openings import Owed
from starter.client.answers import Filing, OutOfReach, Refused
from starter.client.vade import Vade
from starter.embedded.sample_cases.books import BOOKS
from starter.rehearsal.engine import Scene
from tests.integration.door import a_filing, a_number
from tests.kit.calendars import turkish_calendar
from tests.kit.contracts import example
from workflows.agreement.process import AGREEMENT
from workflows.kernel.case.message import StartMessage
from workflows.kernel.judgement.dating import asked_of_door
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor
from workflows.textbook_in_use.process import IN_USE
from workflows.textbook_review.process import REVIEW

A_BOOK = BOOKS[1]
OUTAGE = timedelta(hours=3)
"""What is received before it and told after it counts from its receipt."""


def an_application(**changes: Any) -> Filing:
    """An application for an agreement, at whatever hour: it has no office hours."""
    sent = example("agreement/start.json")
    return Filing(actor=Actor(**sent["actor"]), body=sent["body"], **changes)


def straight(received_at: datetime, file_no: str | None = None) -> StartMessage:
    """The same as a start message, past the door."""
    filing = an_application()
    return StartMessage(
        file_no=file_no or a_number(),
        received_at=received_at,
        actor=filing.actor,
        body=filing.body,
    )


async def taken_in_before_an_outage(deaf: Vade, pool: Pool, filing: Filing, claim: str) -> None:
    """Have the register hold a filing of which Temporal has not been told since."""
    with pytest.raises(OutOfReach):
        await deaf.start(AGREEMENT, filing, claim=claim)
    await pool.execute("update filings set received_at = received_at - $1::interval", OUTAGE)


@pytest.mark.parametrize("off", [timedelta(days=-400), timedelta(minutes=-1), timedelta(hours=2)])
async def test_nobody_dates_their_filing_by_going_round_the_door(
    vade: Vade, scene: Scene, off: timedelta
) -> None:
    started = await vade.start(AGREEMENT, straight(datetime.now(UTC) + off))

    with pytest.raises(Refused) as no:
        await vade.opened(started.case_id)

    (reason,) = no.value.reasons
    assert reason.rule == "V-5"
    assert reason.what.startswith("partner stated that the filing was received at ")
    assert reason.do == (
        "file it at the front door, or start it with the instant of sending as received_at; what "
        "is on paper the registry files, with register_no"
    )
    assert await scene.pool.fetchval("select count(*) from journal") == 0


async def test_a_filing_that_comes_when_it_says_opens_its_case(vade: Vade, scene: Scene) -> None:
    now = datetime.now(UTC)
    started = await vade.start(AGREEMENT, straight(now))
    assert (await vade.opened(started.case_id)).received_at == now
    history = await scene.client.get_workflow_handle(started.case_id).fetch_history()
    asked = [event for event in history.events if b"filing_taken_in" in event.SerializeToString()]
    assert asked == [], "nobody is asked for what comes in time"


@pytest.mark.parametrize("own", [None, "D-2026-7"])
async def test_what_the_door_took_in_counts_from_then_however_late_it_is_told(
    vade: Vade, deaf: Vade, scene: Scene, own: str | None
) -> None:
    filing, claim = an_application(file_no=own), f"dilekce-{a_number()}"
    before = datetime.now(UTC)
    await taken_in_before_an_outage(deaf, scene.pool, filing, claim)

    started = await vade.start(AGREEMENT, filing, claim=claim)

    opened = await vade.opened(started.case_id)
    assert opened.received_at == started.received_at
    assert abs(opened.received_at - (before - OUTAGE)) < timedelta(minutes=1)


async def test_a_case_that_another_one_opens_counts_from_its_act(vade: Vade, scene: Scene) -> None:
    """The opener enters it in the register of filings; the review's act lies some days back."""
    days = A_BOOK.days(local_day(datetime.now(UTC)), turkish_calendar())
    received = A_BOOK.filing(days).received_at
    owed = Owed(
        key="review-7",
        from_case="textbook-review-7",
        process=IN_USE.name,
        received_at=received,
        body=A_BOOK.body(days),
        attempts=0,
    )

    started = await vade.start_owed(owed)

    try:
        assert (await vade.opened(started.case_id)).received_at == received
    finally:
        with suppress(RPCError):  # it was not accepted
            await scene.client.get_workflow_handle(started.case_id).terminate()


async def test_the_register_vouches_for_the_very_filing_alone(deaf: Vade, scene: Scene) -> None:
    """File numbers can be guessed: what another has filed under one is no excuse."""
    filing, filings = an_application(file_no="D-2026-8"), Filings(scene.pool)
    await taken_in_before_an_outage(deaf, scene.pool, filing, "dilekce-8")
    then = await scene.pool.fetchval("select received_at from filings")
    sent, case_id = straight(then, "D-2026-8"), AGREEMENT.case_id("D-2026-8")
    changes: tuple[dict[str, Any], ...] = (
        {"received_at": then - timedelta(seconds=1)},
        {"body": {**sent.body, "programme": "another"}},
        {"actor": Actor(role="partner", id="partner-18")},
        {"register_no": "E-1"},
    )

    assert await filings.filing_taken_in(asked_of_door(case_id, sent))
    assert not await filings.filing_taken_in(asked_of_door(AGREEMENT.case_id("D-2026-9"), sent))
    for change in changes:
        other = sent.model_copy(update=change)
        assert not await filings.filing_taken_in(asked_of_door(case_id, other)), change


async def test_paper_is_asked_of_nobody(vade: Vade) -> None:
    """The registry states an earlier receipt, with the number of the paper, past the door too."""
    filed = a_filing(a_number()).model_dump()
    started = await vade.start(REVIEW, StartMessage.model_validate(filed))
    assert (await vade.opened(started.case_id)).received_at == filed["received_at"]
