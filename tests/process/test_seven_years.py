"""One textbook from its draft to the end of its seventh school year, on a real server.

The review and the life of the book are two examples, played one after the other on one scene: two
printings, a programme change, a price breach that is none, two extensions. On the way the rulebook
is amended and the code is released twice; each release is a continue-as-new.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from activities.database import transaction
from activities.journal.projection import verify_chain
from activities.registers.editions import store_editions
from starter.client.release import wake
from starter.client.telling import told_again
from starter.rehearsal.clock import Cases
from starter.rehearsal.driver import Driver
from starter.rehearsal.engine import Scene, running_engine
from starter.rehearsal.given import fill_registers
from starter.rehearsal.scenario import ExpectedEnd, Given, Scenario, load_scenario
from starter.runtime.release import Build, make_current, make_current_if_first
from starter.runtime.serving import editions_of, serving
from tests.budgets import PROPERTY
from tests.kit.plays import at
from tests.kit.virtual_time import own_events
from workflows.kernel.case.message import StartMessage
from workflows.kernel.law.rulebook import with_figures
from workflows.kernel.roles import Actor
from workflows.textbook_in_use.process import IN_USE
from workflows.textbook_review.process import REVIEW

pytestmark = pytest.mark.timeout(240)

EXAMPLES = Path("examples")
FILE_NO = "2031-0042"
PUBLISHER = {"kind": "publisher", "key": "yayinevi-17", "institution": "YAYIN-17"}
ACCEPTED = {
    "decision": "accept",
    "decision_no": "2031/88",
    "decided_on": "2031-11-12",
    "first_school_year": 2032,
}

AN_ACT = 15
"""History events at most."""

RELEASES = {at("2033-03-09T10:00"): "2", at("2037-03-02T10:00"): "3"}
"""Right before the reflection is ordered, and before the first extension is decided."""

AMENDED = at("2033-12-05T10:00")
"""From 1 January 2034 on copies of a printing are delivered within twenty days."""


def the_review() -> Scenario:
    """The draft of a publisher, accepted on Wednesday 12 November 2031 for the year 2032-33."""
    usual = load_scenario(EXAMPLES / "textbook-review" / "accepted-at-once.yaml")
    board = usual.steps[-1].model_copy(update={"at": at("2031-11-12T14:00"), "with_": ACCEPTED})
    changes: dict[str, Any] = {
        "file_no": FILE_NO,
        "by": Actor(role="applicant", id=PUBLISHER["key"]),
        "application": usual.application | {"applicant": PUBLISHER},
        "steps": (*usual.steps[:-1], board),
        "expect": ExpectedEnd(outcome="accepted", rule="T-17.13", closed=date(2031, 11, 12)),
    }
    return usual.model_copy(update=changes)


def the_book() -> Scenario:
    """The book that this review has accepted."""
    usual = load_scenario(EXAMPLES / "textbook-in-use" / "whole-life.yaml")
    return usual.model_copy(update={"application": usual.application | {"review": FILE_NO}})


class Life(Driver):
    """Plays a scenario, counts what each act adds to the history, and releases and amends."""

    def __init__(self, scenario: Scenario, scene: Scene) -> None:
        super().__init__(scenario, scenario_process(scenario), scene)
        self.scene = scene
        self.to_come = dict(RELEASES)
        self.acts: list[tuple[int, str]] = []

    @override
    async def _act(self, cue: Any) -> bool:
        if (build := self.to_come.pop(cue.at, None)) is not None:
            await make_current(self.scene.client, build)
            await wake(self.scene.client, self.played.case_id)
            await self.cases.drain(cue.at)
        if cue.at == AMENDED:
            await amend(self.scene)
        before = await events(self.scene, self.played.case_id)
        touched = await super()._act(cue)
        await self.cases.drain(cue.at)
        if cue.step.send is not None:
            after = await events(self.scene, self.played.case_id)
            self.acts.append((sum(after) - sum(before), cue.step.send))
        return touched


def scenario_process(scenario: Scenario) -> Any:
    return {each.name: each for each in (REVIEW, IN_USE)}[scenario.process]


async def amend(scene: Scene) -> None:
    """Publish an edition of the rulebook by which copies are owed after twenty days."""
    latest = editions_of(IN_USE)[-1]
    named = {"edition": "2034-01-01", "in_force_from": date(2034, 1, 1)}
    amended = with_figures(latest, {"terms.copies.length": 20}).model_copy(update=named)
    async with transaction(scene.pool) as conn:
        await store_editions(conn, (amended,))


async def events(scene: Scene, case_id: str) -> list[int]:
    """Count the events of each run of a case; those that virtual time adds are not counted."""
    handle = scene.client.get_workflow_handle(case_id)
    run_id = (await handle.describe()).raw_description.workflow_execution_info.first_run_id
    counted = []
    while run_id:
        run = scene.client.get_workflow_handle(case_id, run_id=run_id)
        history = await run.fetch_history()
        counted.append(own_events(history.events))
        last = history.events[-1].workflow_execution_continued_as_new_event_attributes
        run_id = last.new_execution_run_id
    return counted


@pytest.fixture
async def released() -> AsyncIterator[Scene]:
    """A server on which three builds run, the first one current."""
    serve = partial(serving, build=Build("1"))
    queue = REVIEW.task_queue
    assert queue == IN_USE.task_queue
    async with running_engine(serve=serve) as engine, engine.scene(queue) as scene:
        await make_current_if_first(scene.client, "1")
        async with AsyncExitStack() as later:
            for name in ("2", "3"):
                build = serving(scene.client, scene.pool, build=Build(name), queues=[queue])
                await later.enter_async_context(build)
            yield scene


async def fill(scene: Scene, review: Scenario, book: Scenario) -> None:
    """Fill the registers for both: the holidays of the book's file, the review's coefficient."""
    given = book.given.model_copy(update={"coefficients": review.given.coefficients})
    await fill_registers(scene.pool, book.model_copy(update={"given": given}), IN_USE)
    await fill_registers(scene.pool, review.model_copy(update={"given": Given()}), REVIEW)


async def played(scenario: Scenario, scene: Scene) -> Life:
    life = Life(scenario, scene)
    try:
        came = await life.play()
    finally:
        await life.cases.clear()
    assert [failure.what for failure in came.failures] == []
    return life


async def due_of_copies(scene: Scene, received: datetime) -> str:
    """Open the case of another book, report its first printing, and say when copies are owed."""
    other = Cases(scene)
    body: dict[str, Any] = the_book().application | {
        "review": None,
        "decision_no": "2034/9",
        "decided_on": "2034-05-15",
        "first_school_year": 2035,
    }
    actor = Actor(role="presidency", id="presidency-1")
    filing = StartMessage(file_no="2034-0001", received_at=received, actor=actor, body=body)
    case_id = await other.start(IN_USE, filing)
    await other.bring(received)
    await other.drain(received)
    printed = {
        "command_id": "printing-1",
        "actor": {"role": "applicant", "id": PUBLISHER["key"]},
        "body": {"printing": 1, "printed_on": "2034-05-16", "copies": 1000},
    }
    await other.handle(case_id).execute_update("report_printing", printed)
    (term,) = await other.handle(case_id).query("why", "B-28.1a")
    await other.clear()
    return str(term["due_on"])


@pytest.mark.rule("B-25.1", "B-26.1", "B-26.2")
async def test_a_book_lives_through_an_amendment_and_two_releases(
    released: Scene, record_property: Any
) -> None:
    review, book = the_review(), the_book()
    await fill(released, review, book)

    drafted = await played(review, released)
    taught = await played(book, released)

    runs = await events(released, taught.played.case_id)
    assert len(runs) == 1 + 2, "each release is a continue-as-new, and nothing else was one"
    assert taught.to_come == {}
    # printed on 16 May 2034: this book keeps its thirty days (15 June), one filed now has twenty
    assert await due_of_copies(released, at("2034-05-17T09:00")) == "2034-06-05"
    async with released.pool.acquire() as conn:
        for life in (drafted, taught):
            case_id = life.played.case_id
            assert (await verify_chain(conn, case_id)).holds
            await told_again(conn, case_id, life.process_behind(case_id))
    acts = [*drafted.acts, *taught.acts]
    most, name = max(acts)
    record_property(
        PROPERTY,
        f"seven school years: {len(acts)} acts, at most {most} events ({name}), "
        f"{sum(runs)} events of the book in {len(runs)} runs",
    )
    assert most <= AN_ACT, sorted(acts)[-5:]
