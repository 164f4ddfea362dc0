"""The outbox on a real PostgreSQL: once, in order, and never changed afterwards."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest
from pydantic import JsonValue

from activities.database import Pool, open_pool, transaction
from activities.faults import JournalForked, Unusable
from activities.journal.journal import Journal, beginning, record_in
from activities.journal.projection import one_case, timeline, verify_chain
from activities.journal.receipts import Receipts, Reply, commit_receipt, mark_delivered
from activities.post.notices import notices_of
from tests.integration.batches import (
    A_PLACE,
    CASE,
    OPENED_AT,
    a_batch,
    a_projection,
    a_reminder,
    an_entry,
    an_envelope,
    entries,
)
from tests.integration.test_beginnings import FIRST
from workflows.kernel.case.file import GENESIS
from workflows.kernel.case.records import (
    AnswerOf,
    Applied,
    Entry,
    ReceiptsUpTo,
    Recorded,
    RegisterWrite,
)
from workflows.textbook_review.offices import Office

A_BOOK = RegisterWrite(into="books", key="b-1", row={"title": "x"})


async def test_a_batch_recorded_twice_stands_once(pool: Pool) -> None:
    batch = a_batch(
        entries(3),
        notices=[a_reminder()],
        registers=[A_BOOK, A_PLACE],
    )
    journal = Journal(pool)

    first, second = await journal.record(batch), await journal.record(batch)

    assert first == second == Recorded(last_n=3, unaddressed=("applicant",))
    async with pool.acquire() as conn:
        assert await timeline(conn, CASE) == batch.entries
        assert len(await notices_of(conn, CASE)) == 1
        assert await conn.fetchval("select count(*) from registers") == 1
        assert await conn.fetchval("select count(*) from queue") == 1


@pytest.mark.parametrize("rows", [(), (A_BOOK,), (A_PLACE,), (A_BOOK, A_PLACE)])
async def test_a_batch_is_one_statement_with_the_rows_that_need_no_table_of_their_own(
    rows: tuple[RegisterWrite, ...], database_url: str
) -> None:
    """Its transaction, too; what it takes is the same whatever its entries are."""
    statements: list[str] = []
    chain = entries(4)
    async with await open_pool(database_url, size=1) as pool:
        await Journal(pool).record(a_batch(chain[:1]))
        async with pool.acquire() as conn:
            conn.add_query_logger(lambda done: statements.append(done.query))
        await Journal(pool).record(a_batch(chain[1:], registers=rows))

        assert len(statements) == 1
        async with pool.acquire() as conn:
            assert await timeline(conn, CASE) == chain
            kept = await conn.fetch("select register, key, content, entry_n from registers")
            places = await conn.fetch("select key, stage, received_at, file_no, case_id from queue")
    place = ("q-1", "first", datetime(2031, 3, 10, 6, tzinfo=UTC), "2031-0042", CASE)
    assert [tuple(row) for row in kept] == [("books", "b-1", {"title": "x"}, 4)][: A_BOOK in rows]
    assert [tuple(row) for row in places] == [place][: A_PLACE in rows]


async def test_a_case_is_opened_by_one_statement(database_url: str) -> None:
    """With what it began with, who applied, and its place in a queue."""
    statements: list[str] = []
    opened = a_batch(entries(1), registers=[A_PLACE]).model_copy(
        update={"begun": (FIRST,), "applied": Applied(applicant="p-7", institution="YAYIN-7")}
    )
    async with await open_pool(database_url, size=1) as pool:
        another = {"case_id": "another", "projection": a_projection(file_no="2031-0043")}
        await Journal(pool).record(a_batch(entries(1)).model_copy(update=another))
        async with pool.acquire() as conn:
            conn.add_query_logger(lambda done: statements.append(done.query))
        await Journal(pool).record(opened)

        assert len(statements) == 1
        async with pool.acquire() as conn:
            assert await beginning(conn, CASE) == FIRST
            applied = await conn.fetchrow("select case_id, subject, institution from dossier_cases")
            assert applied is not None
            assert tuple(applied) == (CASE, "p-7", "YAYIN-7")
            assert await conn.fetchval("select count(*) from queue") == 1


@pytest.fixture
async def lasting(pool: Pool, database_url: str) -> AsyncIterator[Pool]:
    """A pool on a database that waits for the disk, as those of tests do not."""
    name = await pool.fetchval("select current_database()")
    await pool.execute(f'alter database "{name}" set synchronous_commit to on')
    async with await open_pool(database_url) as opened:
        yield opened


async def test_whoever_records_an_opening_waits_for_the_disk_and_with_an_act_does_not(
    lasting: Pool,
) -> None:
    """A second time, too, when it is looked at closer."""
    chain = entries(2)
    opened, acted = (a_batch((entry,)).model_copy(update={"attention": ()}) for entry in chain)
    opened = opened.model_copy(update={"begun": (FIRST,)})
    for batch, waits in ((opened, "on"), (opened, "on"), (acted, "off")):
        async with transaction(lasting) as conn:
            await record_in(conn, batch)
            assert await conn.fetchval("show synchronous_commit") == waits


async def test_what_stands_already_is_passed_over_by_the_same_statement(database_url: str) -> None:
    """A case brings along what its sender has recorded, as nobody has told it so."""
    statements: list[str] = []
    chain = entries(4)
    async with await open_pool(database_url, size=1) as pool:
        await Journal(pool).record(a_batch(chain[:2], registers=[A_BOOK]))
        async with pool.acquire() as conn:
            conn.add_query_logger(lambda done: statements.append(done.query))
        done = await Journal(pool).record(a_batch(chain, registers=[A_BOOK]))

        assert len(statements) == 1
        assert done.last_n == 4
        async with pool.acquire() as conn:
            assert await timeline(conn, CASE) == chain
            assert await conn.fetchval("select count(*) from registers") == 1


async def test_what_stands_already_has_to_be_the_same(pool: Pool) -> None:
    journal = Journal(pool)
    await journal.record(a_batch(entries(2, body="as it was")))

    with pytest.raises(JournalForked, match="entry 1"):
        await journal.record(a_batch(entries(3, body="as it was not")))


async def test_two_workers_record_the_same_batch_at_once(pool: Pool, other_pool: Pool) -> None:
    batch = a_batch(entries(5), notices=[a_reminder()])
    workers = [Journal(pool), Journal(other_pool)] * 4

    recorded = await asyncio.gather(*(worker.record(batch) for worker in workers))

    assert set(recorded) == {Recorded(last_n=5, unaddressed=("applicant",))}
    async with pool.acquire() as conn:
        assert await timeline(conn, CASE) == batch.entries


async def test_another_entry_under_the_same_number_is_a_fork(pool: Pool) -> None:
    journal = Journal(pool)
    await journal.record(a_batch(entries(2)))
    other = entries(2, body={"changed": True})

    with pytest.raises(JournalForked) as forked:
        await journal.record(a_batch(other))

    assert (forked.value.type, forked.value.non_retryable) == ("JournalForked", False)


async def test_two_workers_with_two_histories_cannot_both_win(pool: Pool, other_pool: Pool) -> None:
    first, second = entries(2), entries(2, body={"other": 1})

    results = await asyncio.gather(
        Journal(pool).record(a_batch(first)),
        Journal(other_pool).record(a_batch(second)),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["JournalForked", "Recorded"]
    async with pool.acquire() as conn:
        assert await timeline(conn, CASE) in [first, second]


async def test_of_a_batch_that_comes_again_with_more_the_rest_is_recorded(pool: Pool) -> None:
    """Recorded by a worker that died before it could say so; the next one brings what followed."""
    journal, chain = Journal(pool), entries(3)
    await journal.record(a_batch(chain[:2], stage="preliminary"))

    done = await journal.record(a_batch(chain, stage="review"))

    async with pool.acquire() as conn:
        shown = await one_case(conn, CASE)
        assert await timeline(conn, CASE) == chain
    assert shown is not None
    assert (done.last_n, shown.stage, shown.last_n) == (3, "review", 3)


async def test_a_gap_within_a_batch_is_refused(pool: Pool) -> None:
    chain = entries(3)

    with pytest.raises(JournalForked, match="entry 2 is missing"):
        await Journal(pool).record(a_batch([chain[0], chain[2]]))


async def test_a_missing_entry_is_refused(pool: Pool) -> None:
    journal, chain = Journal(pool), entries(3)
    await journal.record(a_batch(chain[:1]))

    with pytest.raises(JournalForked, match="entry 2 is missing"):
        await journal.record(a_batch(chain[2:]))


async def test_an_entry_that_follows_another_history_is_refused(pool: Pool) -> None:
    journal = Journal(pool)
    await journal.record(a_batch(entries(1)))

    with pytest.raises(JournalForked, match="the journal ends with"):
        await journal.record(a_batch([an_entry(2, "f" * 64)]))


async def test_a_hash_that_is_not_of_its_entry_is_refused(pool: Pool) -> None:
    entry = an_entry(1, GENESIS).model_copy(update={"rule": "T-1"})

    with pytest.raises(JournalForked, match="not of its content"):
        await Journal(pool).record(a_batch([entry]))


@pytest.mark.parametrize(
    "change",
    [
        "update journal set rule = 'T-1'",
        "delete from journal",
        "truncate journal cascade",
        "update rulebook_editions set edition = 'x'",
    ],
)
async def test_what_is_recorded_cannot_be_changed(pool: Pool, change: str) -> None:
    await Journal(pool).record(a_batch(entries(2)))
    async with pool.acquire() as conn:
        await conn.execute(
            "insert into rulebook_editions (process, edition, in_force_from, body)"
            " values ('p', '1', '2031-01-01', $1)",
            {},
        )
        with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
            await conn.execute(change)


@pytest.mark.parametrize(
    ("n", "previous", "constraint"),
    [
        pytest.param(4, "last", "journal_is_a_chain", id="a gap"),
        pytest.param(3, "f" * 64, "journal_is_a_chain", id="another predecessor"),
        pytest.param(3, "unsealed", "journal_hash_is_of_the_seal", id="a hash of nothing"),
    ],
)
async def test_the_database_itself_holds_the_chain(
    pool: Pool, n: int, previous: str, constraint: str
) -> None:
    chain = entries(2)
    await Journal(pool).record(a_batch(chain))
    before = chain[-1].hash if previous in {"last", "unsealed"} else previous
    seal = "x" if previous == "unsealed" else ""
    async with pool.acquire() as conn:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            await conn.execute(
                "insert into journal (case_id, n, kind, name, rule, counts_from, settled_at,"
                " sealed, previous_hash, hash) values ($1, $2, 'command', 'x', 'T-1', $3, $3,"
                " $4, $5, encode(sha256(''), 'hex'))",
                CASE,
                n,
                OPENED_AT,
                seal,
                before,
            )
    assert refused.value.constraint_name == constraint


async def test_a_batch_that_comes_late_does_not_turn_the_list_back(pool: Pool) -> None:
    journal, chain = Journal(pool), entries(2)
    early = a_batch(chain[:1], stage="preliminary")
    await journal.record(early)
    await journal.record(a_batch(chain[1:], stage="review"))

    await journal.record(early)

    async with pool.acquire() as conn:
        shown = await one_case(conn, CASE)
    assert shown is not None
    assert (shown.stage, shown.last_n) == ("review", 2)
    assert (
        shown.model_dump(exclude={"case_id", "last_n"}) == a_projection(stage="review").model_dump()
    )


async def test_a_refused_batch_leaves_nothing(pool: Pool) -> None:
    misshapen = RegisterWrite(into="queue", key="q-1", row={"stage": "review"})

    with pytest.raises(Unusable):
        await Journal(pool).record(a_batch(entries(1), registers=[misshapen]))

    async with pool.acquire() as conn:
        assert await timeline(conn, CASE) == ()
        assert await one_case(conn, CASE) is None


async def test_what_jsonb_cannot_hold_is_journalled_all_the_same(pool: Pool) -> None:
    """An escaped NUL is valid JSON; a sender must not be able to stop the outbox with it."""
    chain = entries(1, body={"note": "a\x00b", "big": 10**30, "small": 1e-7, "ş": "İı"})

    await Journal(pool).record(a_batch(chain))

    async with pool.acquire() as conn:
        assert await timeline(conn, CASE) == chain


async def test_the_chain_is_verified_and_a_change_around_the_constraints_is_found(
    pool: Pool,
) -> None:
    await Journal(pool).record(a_batch(entries(3)))
    async with pool.acquire() as conn:
        whole = await verify_chain(conn, CASE)
        assert (whole.holds, whole.entries) == (True, 3)

        await conn.execute(
            "alter table journal disable trigger all;"
            "alter table journal drop constraint journal_hash_is_of_the_seal;"
            "update journal set sealed = replace(sealed, 'T-17.15b', 'T-17.15c') where n = 2"
        )
        broken = await verify_chain(conn, CASE)
    assert (broken.broken_at, broken.why) == (2, "entry 2 is not what was hashed")


async def test_the_first_answer_is_found_by_command(pool: Pool) -> None:
    journal = Journal(pool)
    await journal.record(a_batch(entries(2)))

    assert await journal.answer_of(AnswerOf(case_id=CASE, command_id="c-2")) == {"entry": 2}
    assert await journal.answer_of(AnswerOf(case_id=CASE, command_id="c-9")) is None


async def test_an_admission_is_the_answer_even_after_a_refusal_under_its_id(pool: Pool) -> None:
    journal = Journal(pool)
    first = an_entry(1, GENESIS, kind="refused", command_id="c-7", answer={"reasons": []})
    then = an_entry(2, first.hash, command_id="c-7", answer={"entry": 2})
    await journal.record(a_batch((first, then)))

    assert await journal.answer_of(AnswerOf(case_id=CASE, command_id="c-7")) == {"entry": 2}


async def test_recording_answers_the_receipts_of_its_commands(pool: Pool) -> None:
    async with pool.acquire() as conn:
        for command_id in ("c-1", "c-2", "c-3"):
            await commit_receipt(conn, CASE, "submit_corrected_draft", an_envelope(command_id))
    admitted = entries(1)[0]
    refused = an_entry(
        2, admitted.hash, kind="refused", command_id="c-2", answer={"reasons": ["T-17.15b"]}
    )

    await Journal(pool).record(a_batch([admitted, refused]))

    async with pool.acquire() as conn:
        rows = await conn.fetch(
            "select command_id, told_at is null as untold, answer, refusal from receipts order by 1"
        )
        far = await conn.fetchval("select clock_timestamp() + interval '1 hour'")
    assert [tuple(row) for row in rows] == [
        ("c-1", False, {"entry": 1}, None),
        ("c-2", False, None, {"reasons": ["T-17.15b"]}),
        ("c-3", True, None, None),
    ]
    untold = await Receipts(pool).receipts_up_to(ReceiptsUpTo(case_id=CASE, until=far))
    assert [receipt.envelope.command_id for receipt in untold] == ["c-3"]


HELD: JsonValue = {"command_id": "c-1", "entry": 1, "held": {"waits_for": "office"}}
FINAL: JsonValue = {"command_id": "c-1", "entry": 2, "held": None}
NO: JsonValue = {"reasons": ["T-17.15b"]}
HEARD = "select told_at is not null as told, answer, refusal from receipts"


def held_then(kind: str, answer: JsonValue) -> tuple[Entry, Entry]:
    """A command that is held, and what became of it."""
    held = an_entry(1, GENESIS, kind="held", command_id="c-1", answer=HELD)
    return held, an_entry(2, held.hash, kind=kind, command_id="c-1", answer=answer)


@pytest.mark.parametrize(
    ("kind", "said", "heard"),
    [("command", FINAL, (True, FINAL, None)), ("refused", NO, (True, None, NO))],
)
async def test_what_becomes_of_a_held_command_replaces_that_it_was_held(
    pool: Pool, kind: str, said: JsonValue, heard: tuple[JsonValue, ...]
) -> None:
    held, settled = held_then(kind, said)
    journal, asked = Journal(pool), AnswerOf(case_id=CASE, command_id="c-1")
    async with pool.acquire() as conn:
        await commit_receipt(conn, CASE, "submit_corrected_draft", an_envelope())
        await mark_delivered(conn, CASE, "c-1", Reply(admitted=True, said=HELD))
        assert tuple(await conn.fetchrow(HEARD) or ()) == (True, None, None)

        await journal.record(a_batch([held]))
        assert tuple(await conn.fetchrow(HEARD) or ()) == (True, HELD, None)
        assert await journal.answer_of(asked) == HELD

        await journal.record(a_batch([settled]))
        assert await journal.answer_of(asked) == said
        await journal.record(a_batch([held]))  # a batch that comes once more, too late
        await mark_delivered(conn, CASE, "c-1", Reply(admitted=True, said=HELD))
        assert tuple(await conn.fetchrow(HEARD) or ()) == heard


async def test_a_refusal_that_the_door_notes_late_does_not_hide_that_the_command_is_held(
    pool: Pool,
) -> None:
    """Refused, sent again, held; then the first door notes the refusal."""
    async with pool.acquire() as conn:
        await commit_receipt(conn, CASE, "submit_corrected_draft", an_envelope())
        await Journal(pool).record(a_batch(held_then("command", FINAL)[:1]))
        await mark_delivered(conn, CASE, "c-1", Reply(admitted=False, said=NO))
        assert tuple(await conn.fetchrow(HEARD) or ()) == (True, HELD, None)


async def test_what_an_office_puts_in_its_place_has_the_answer_of_that_decision(
    pool: Pool,
) -> None:
    body: JsonValue = {"conflict": "c-1", "in_order": True, "reasons": "first received"}
    conflict = an_entry(1, GENESIS, kind="conflict", command_id="c-1", answer=HELD)
    said: JsonValue = {"command_id": "c-9", "entry": 2}
    decided = an_entry(
        2, conflict.hash, name="decide_order", command_id="c-9", body=body, answer=said
    )
    async with pool.acquire() as conn:
        await commit_receipt(conn, CASE, "submit_corrected_draft", an_envelope())
        await Journal(pool).record(a_batch([conflict, decided]))
        heard = await conn.fetchrow(HEARD)

    final = {"command_id": "c-1", "entry": 2}
    assert tuple(heard or ()) == (True, final, None)
    assert await Journal(pool).answer_of(AnswerOf(case_id=CASE, command_id="c-1")) == final
    assert await Journal(pool).answer_of(AnswerOf(case_id=CASE, command_id="c-9")) == said


async def test_a_reminder_not_sent_in_time_is_taken_back_when_its_term_is_met(pool: Pool) -> None:
    journal, chain = Journal(pool), entries(2)
    office = a_reminder(to=Office.PRESIDENCY)
    await journal.record(a_batch(chain[:1], notices=[a_reminder(), office]))

    done = await journal.record(a_batch(chain[1:], terms=()))

    assert done == Recorded(last_n=2, unaddressed=())
    async with pool.acquire() as conn:
        assert all(notice.withdrawn_at for notice in await notices_of(conn, CASE))
