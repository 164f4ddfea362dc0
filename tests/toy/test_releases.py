"""A loan lives through three releases with a way back in between, and no act of it is lost."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import Any

import pytest

from activities.database import transaction
from activities.journal.projection import timeline, verify_chain
from activities.registers.editions import store_editions
from activities.registry import DECIDERS
from starter.client.release import wake
from starter.rehearsal.clock import Cases
from starter.rehearsal.engine import Scene, running_engine
from starter.runtime.release import Build, NotTold, make_current
from starter.runtime.serving import editions_of, serving
from tests.kit.plays import at
from tests.toy.loans import deciding
from tests.toy.loans.later import LoanInFirstForm, LoanWithSlip, LoanWithState
from tests.toy.loans.process import LOAN
from tests.toy.loans.running import LibraryLoan
from tests.toy.test_a_new_process import a_filing
from workflows.kernel.temporal.case import Case

BUILDS: dict[str, type[Case]] = {
    "0": LoanInFirstForm,
    "1": LibraryLoan,
    "2": LoanWithSlip,
    "3": LoanWithState,
}
"""What each one changes: the form of the file, the text, the messages."""


@pytest.fixture
async def released() -> AsyncIterator[Scene]:
    """A server where workers of all builds run, the first one current."""
    serve = partial(serving, deciders={**DECIDERS, **deciding.DECIDERS})
    first = partial(serve, build=Build("0"), cases=(BUILDS["0"],))
    async with running_engine(serve=first) as engine, engine.scene() as scene:
        async with transaction(scene.pool) as conn:
            await store_editions(conn, editions_of(LOAN))
        async with AsyncExitStack() as later:
            for name in ("1", "2", "3"):
                build = serve(scene.client, scene.pool, build=Build(name), cases=(BUILDS[name],))
                await later.enter_async_context(build)
            await make_current(scene.client, "0")
            yield scene


def a_closure(day: int) -> dict[str, Any]:
    """A decree that closes a day of March."""
    return {
        "command_id": f"closure-{day}",
        "actor": {"role": "registry", "id": "registry-1"},
        "body": {"days": {f"2031-03-{day}": "İdari izin"}, "decree_no": f"D-{day}"},
    }


async def test_a_loan_crosses_three_releases_with_a_way_back(released: Scene) -> None:
    cases = Cases(released)
    filing = a_filing()
    case_id = await cases.start(LOAN, filing)
    await cases.bring(filing.received_at)
    await cases.drain(filing.received_at)

    for day, build in enumerate(("1", "2", "1", "3"), start=24):
        # what is left to a sender who never records it the case records itself, before it turns
        decree = {**a_closure(day), "sender_records": True} if day % 2 else a_closure(day)
        await cases.handle(case_id).execute_update("decree_closure", decree)
        with suppress(NotTold):  # as a worker and `vade up` go on: a queue may hear of it later
            await make_current(released.client, build)
        await wake(released.client, case_id)
        await cases.drain(filing.received_at)
    await cases.bring(at("2031-03-12T10:00"))
    desk = {"role": "lending-desk", "id": "desk-1"}
    given = {"command_id": "c-1", "actor": desk, "body": {"state": "damaged"}}
    await cases.handle(case_id).execute_update("give_back", given)
    decision = await cases.handle(case_id).result()

    async with released.pool.acquire() as conn:
        entries, chain = await timeline(conn, case_id), await verify_chain(conn, case_id)
        slips = await conn.fetchval("select count(*) from notices where rule = 'L-2'")
    assert decision["outcome"] == "given-back"
    kinds = [entry.kind for entry in entries]
    assert kinds == ["opened", *["closure"] * 2, "transition", *["closure"] * 2, "command"]
    assert entries[3].effects == {"stage": "lent", "notices": ["L-2/1 → applicant"]}
    assert (chain.holds, slips) == (True, 1)
