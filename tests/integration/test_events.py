"""The feed: one order for everybody, nothing missed or repeated, and only what is theirs."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from activities.database import Pool, transaction
from activities.journal.events import Reach, publish, read_events
from activities.journal.journal import Journal
from activities.journal.projection import Eyes
from activities.textbook.coefficients import put_coefficient
from starter.client import contract
from starter.client.processes import PROCESSES
from starter.client.vade import Vade
from starter.embedded.sample_cases.reviews import COEFFICIENT
from starter.rehearsal.engine import Scene
from starter.runtime.connect import connect
from starter.runtime.migrate import MIGRATIONS
from starter.runtime.settings import Connection
from tests.integration.api_kit import Doors, Visitor
from tests.integration.batches import a_batch, entries
from tests.integration.door import FILED_ON, a_case, a_return, journal, take_up
from tests.integration.events import LETTER, Told
from workflows.kernel.case.events import PREFIX

EVERYTHING = Reach(eyes=Eyes(processes=tuple(PROCESSES)))
MINE, THEIRS = "benim-1", "onlarin-1"
COURSE, REVIEW = PROCESSES["course"], PROCESSES["textbook-review"]


@pytest.fixture
async def doors(pool: Pool) -> AsyncIterator[Doors]:
    nowhere = Connection(
        temporal_address="127.0.0.1:1",
        namespace="none",
        database_url="postgresql://",
        embedded=True,
    )
    vade = Vade(await connect(nowhere, lazy=True), pool, patience=timedelta(milliseconds=50))
    made = Doors(pool, vade)
    yield made
    await made.http.aclose()


async def everything_after(pool: Pool, after: int, limit: int = 7) -> tuple[list[Any], int]:
    """Read to the end, page by page."""
    events: list[Any] = []
    while True:
        async with pool.acquire() as conn:
            read = await read_events(conn, EVERYTHING, after, limit)
        events += read.events
        after = read.after
        if not read.more:
            return events, after


async def feed(visitor: Visitor, **asked: str) -> dict[str, Any]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    said = await visitor.get(f"/events?{query}")
    assert said.status_code == 200, said.text
    page: dict[str, Any] = said.json()
    return page


def subjects(page: dict[str, Any]) -> set[str]:
    return {event["subject"] for event in page["events"]}


# -- one order -----------------------------------------------------------------------------------


async def test_entries_become_events_once_in_the_order_of_the_case(pool: Pool) -> None:
    case = Told(pool)
    await case.acts("preliminary-review", "review")
    assert await publish(pool) == 3
    assert await publish(pool) == 0
    await case.acts("board")
    await Journal(pool).record(a_batch(entries(0), case_id=case.case_id, **case.shown))
    assert await publish(pool) == 2

    events, after = await everything_after(pool, 0, limit=2)

    assert [(e.seq, e.event["id"].partition(":")[2]) for e in events] == [
        (1, "1:1"),
        (2, "2:1"),
        (3, "2:2"),
        (4, "3:1"),
        (5, "3:2"),
    ]
    assert after == 5
    assert await everything_after(pool, after) == ([], 5)


async def test_a_reader_misses_and_repeats_nothing_though_journals_commit_out_of_order(
    pool: Pool, other_pool: Pool
) -> None:
    """What was written first and committed last comes last, and nobody has read past it."""
    slow, quick = Told(pool, "2031-0001"), Told(other_pool, "2031-0002")
    async with other_pool.acquire() as conn, other_pool.acquire() as watch:
        in_its_way = conn.transaction()
        await in_its_way.start()
        await conn.execute(
            "insert into cases (case_id, last_n, process, file_no, stage, overdue,"
            " needs_attention, received_at, terms)"
            " values ($1, 0, 'none', 'none', 'none', false, false, now(), '[]')",
            slow.case_id,
        )
        writing = asyncio.create_task(slow.acts("review"))  # its entry waits in its transaction
        async with asyncio.timeout(10):
            while not await watch.fetchval("select count(*) from pg_locks where not granted"):
                pass
        await quick.acts("review")
        await publish(other_pool)
        first, after = await everything_after(other_pool, 0)
        await in_its_way.rollback()
    await writing
    await publish(pool)
    second, _ = await everything_after(pool, after)

    assert [e.event["subject"] for e in first] == [quick.case_id]
    assert [e.event["subject"] for e in second] == [slow.case_id]


async def test_many_writers_and_publishers_at_once_lose_and_double_nothing(
    pool: Pool, other_pool: Pool
) -> None:
    cases = [Told(pool if n % 2 else other_pool, f"2031-{n:04}") for n in range(6)]
    read: list[Any] = []
    writing = True

    async def write(case: Told) -> None:
        for stage in ("review", "evaluation", "board", "follow-up"):
            await case.acts(stage)

    async def publish_on(who: Pool) -> None:
        while writing:
            await publish(who)

    async def read_on() -> int:
        after = 0
        while writing:
            events, after = await everything_after(pool, after)
            read.extend(events)
        return after

    background = [asyncio.create_task(publish_on(who)) for who in (pool, other_pool)]
    reader = asyncio.create_task(read_on())
    await asyncio.gather(*(write(case) for case in cases))
    writing = False
    await asyncio.gather(*background)
    after = await reader
    await publish(pool)
    read += (await everything_after(pool, after))[0]

    ids = [e.event["id"] for e in read]
    # four acts of six cases; the first changes no stage
    assert (len(ids), len(set(ids))) == (6 * (4 + 3), 6 * (4 + 3))
    assert [e.seq for e in read] == sorted(e.seq for e in read)
    for case in cases:
        own = [e.event["data"]["entry"] for e in read if e.event["subject"] == case.case_id]
        assert own == [1, 2, 2, 3, 3, 4, 4]


async def test_an_entry_that_cannot_be_told_holds_up_no_other_and_no_case(pool: Pool) -> None:
    case = Told(pool)
    await case.acts("review")
    async with pool.acquire() as conn:
        await conn.execute("alter table journal disable trigger user")
        await conn.execute("alter table journal drop constraint journal_hash_is_of_the_seal")
        await conn.execute("update journal set sealed = '{}'")
        await conn.execute("alter table journal enable trigger user")
    other = Told(pool, "2031-0043")
    await other.acts("review")

    assert await publish(pool) == 1
    assert [e.event["subject"] for e in (await everything_after(pool, 0))[0]] == [other.case_id]


async def test_what_the_journal_had_before_there_were_events_is_told_in_order(pool: Pool) -> None:
    up = (MIGRATIONS / "0030_events.sql").read_text("utf-8").partition("-- migrate:down")[0]
    owing = up[up.rindex("insert into events_owed") :]
    async with pool.acquire() as conn:
        await conn.execute("alter table journal disable trigger journal_owes_events")
        await Told(pool).acts("review", "board")
        await Told(pool, "2031-0043").acts("review")
        await conn.execute("alter table journal enable trigger journal_owes_events")
        assert await publish(pool) == 0
        await conn.execute(owing)
    assert await publish(pool) == 4
    told = [e.event["id"] for e in (await everything_after(pool, 0))[0]]
    assert told == [
        "textbook-review-2031-0042:1:1",
        "textbook-review-2031-0043:1:1",
        "textbook-review-2031-0042:2:1",
        "textbook-review-2031-0042:2:2",
    ]


async def test_a_case_that_runs_is_told_from_its_opening_to_its_end_as_the_schemas_say(
    scene: Scene, vade: Vade
) -> None:
    async with transaction(scene.pool) as conn:
        await put_coefficient(conn, FILED_ON, COEFFICIENT)
    case_id = await a_case(vade)
    await vade.send(case_id, "take_up", take_up())
    await vade.send(case_id, "record_preliminary_report", a_return())
    await journal(vade, scene, case_id)

    await publish(scene.pool)

    events = [e.event for e in (await everything_after(scene.pool, 0))[0]]
    for event in events:
        schema = contract.files()[f"events/{event['type'].removeprefix(PREFIX)}.json"]
        Draft202012Validator(schema).validate(event)
    said = [(e["data"]["entry"], e["type"].removeprefix(PREFIX)) for e in events]
    assert said == [
        *((1, name) for name in ("opened", "term-opened", "term-opened")),
        *((2, name) for name in ("command-admitted", "stage-changed")),
        *((3, name) for name in ("command-admitted", "stage-changed", "term-closed")),
        *((3, name) for name in ("term-closed", "letter-issued", "closed")),
    ]
    assert (events[-1]["data"]["outcome"], events[-1]["data"]["outcome_rule"]) == (
        "returned",
        "T-13.2a",
    )


# -- the door --------------------------------------------------------------------------------------


async def test_the_feed_is_read_on_from_where_a_page_ended(doors: Doors, pool: Pool) -> None:
    office = doors.visitor("presidency", "ttk-1")
    nothing = {"events": [], "after": "0", "more": False}
    assert await feed(office) == nothing
    await Told(pool).acts("review", "board", letters=[LETTER])

    first = await feed(office, limit="2")
    second = await feed(office, after=first["after"], limit="10")
    third = await feed(office, after=second["after"])

    types = [e["type"].rpartition(".")[2] for e in first["events"] + second["events"]]
    assert types == [
        *("command-admitted", "letter-issued"),
        *("command-admitted", "stage-changed", "letter-issued"),
    ]
    assert (first["more"], second["more"]) == (True, False)
    assert third == {"events": [], "after": second["after"], "more": False}


async def test_the_feed_has_only_what_lists_show_to_the_same_people(
    doors: Doors, pool: Pool
) -> None:
    for whose in (MINE, THEIRS):
        for process in PROCESSES.values():
            roles = ("principal", "district-directorate", "tool-owner")
            bound = dict.fromkeys(roles, (whose,))
            case = Told(pool, f"2031-{whose}", process=process, whose=whose, bound=bound)
            await case.acts("review", letters=[LETTER])
    for role in ("applicant", "partner", "principal", "tool-owner", "district-directorate"):
        visitor = doors.visitor(role, MINE, MINE)
        listed = (await visitor.get("/cases?closed_too=true&limit=500")).json()["cases"]
        page = await feed(visitor)
        assert subjects(page) == {row["case_id"] for row in listed}, role
        assert not any(THEIRS in subject for subject in subjects(page)), role
        assert subjects(page), role
    assert (await doors.stranger().get("/events")).status_code == 401


@pytest.mark.rule("T-13.2b")
async def test_reviewers_and_parties_hear_of_no_letters_and_nobody_of_the_applicant(
    doors: Doors, pool: Pool
) -> None:
    await Told(pool, "2031-0042", whose=THEIRS).acts("review", letters=[LETTER])
    offices = [doors.visitor(role, "field-0") for role in ("board", *REVIEW.blind)]
    for visitor in (*offices, doors.visitor("applicant", THEIRS)):
        page = await feed(visitor)
        said = (await visitor.get("/events")).text
        assert THEIRS not in said
        assert "a-1" not in said  # who acted
        assert subjects(page) == {"textbook-review-2031-0042"}
        types = {e["type"].rpartition(".")[2] for e in page["events"]}
        whole = visitor is offices[0]
        assert types == {"command-admitted", *({"letter-issued"} if whole else ())}


async def test_a_page_without_events_leads_further_past_what_is_not_theirs(
    doors: Doors, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.journal.events.SCANNED", 3)
    await Told(pool, "2031-0001", whose=THEIRS).acts("review", "board", "review")
    await Told(pool, "2031-0002", whose=MINE).acts("review")
    applicant = doors.visitor("applicant", MINE)

    first = await feed(applicant)
    second = await feed(applicant, after=first["after"])

    assert first == {"events": [], "after": "3", "more": True}
    assert subjects(second) == {"textbook-review-2031-0002"}
    # a page that is full just where the look ends is not the last one either
    office = await feed(doors.visitor("board", "b-1"), limit="3")
    assert (len(office["events"]), office["after"], office["more"]) == (3, "3", True)


async def test_a_place_that_no_page_ended_with_is_refused(doors: Doors) -> None:
    for after in ("-1", "x", "1e3", "9" * 19):
        said = await doors.visitor("board", "b-1").get(f"/events?after={after}")
        assert said.status_code == 422
