"""What a case began with is kept once, and forgets the applicant when the case does."""

from activities.database import Pool
from activities.journal.journal import Journal, beginning
from activities.journal.receipts import Reply, commit_receipt, mark_delivered, tell_again
from tests.integration.batches import CASE, a_batch, an_envelope, entries
from tests.integration.test_seal import a_file
from workflows.kernel.case.records import Begun, Restored

FILE = a_file()
FIRST = Begun(
    start=FILE.start.model_copy(update={"body": {"applicant": "a-1", "title": "x"}}),
    opening=FILE.opening.model_copy(update={"known": {"bans": ["b-1"], "row": 1}}),
)
LATER = Begun(
    start=FILE.start.model_copy(update={"body": {"title": "x"}}),
    opening=FILE.opening.model_copy(update={"known": {"row": 1}, "language": "en"}),
)


async def kept(pool: Pool) -> Begun | None:
    async with pool.acquire() as conn:
        return await beginning(conn, CASE)


async def test_a_beginning_is_kept_and_forgets_what_the_case_forgets(pool: Pool) -> None:
    journal, chain = Journal(pool), entries(2)
    opened = a_batch(chain[:1]).model_copy(update={"begun": (FIRST,)})
    assert await kept(pool) is None

    await journal.record(opened)
    assert await kept(pool) == FIRST
    await journal.record(a_batch(chain[1:]).model_copy(update={"begun": (LATER,)}))
    await journal.record(opened)  # again, and late

    opening = FIRST.opening.model_copy(update={"known": {"row": 1}})
    assert await kept(pool) == Begun(start=LATER.start, opening=opening)


async def test_a_case_that_opens_and_forgets_in_one_batch_keeps_what_it_began_with(
    pool: Pool,
) -> None:
    batch = a_batch(entries(2)).model_copy(update={"begun": (FIRST, LATER)})

    await Journal(pool).record(batch)

    opening = FIRST.opening.model_copy(update={"known": {"row": 1}})
    assert await kept(pool) == Begun(start=LATER.start, opening=opening)


async def test_a_case_that_forgets_brings_along_in_vain_what_it_began_with(pool: Pool) -> None:
    """Whoever opened it has recorded that, and nobody has told the case so."""
    journal, chain = Journal(pool), entries(2)
    await journal.record(a_batch(chain[:1]).model_copy(update={"begun": (FIRST,)}))

    await journal.record(a_batch(chain).model_copy(update={"begun": (FIRST, LATER)}))

    opening = FIRST.opening.model_copy(update={"known": {"row": 1}})
    assert await kept(pool) == Begun(start=LATER.start, opening=opening)


async def test_what_a_case_has_forgotten_does_not_come_back_with_what_it_brings_along(
    pool: Pool,
) -> None:
    journal, chain = Journal(pool), entries(3)
    await journal.record(a_batch(chain[:2]).model_copy(update={"begun": (FIRST, LATER)}))
    forgotten = await kept(pool)

    await journal.record(a_batch(chain).model_copy(update={"begun": (FIRST,)}))

    assert await kept(pool) == forgotten


async def test_a_case_opened_again_stands_where_its_journal_ends_or_nowhere(pool: Pool) -> None:
    journal, chain = Journal(pool), entries(2)
    await journal.record(a_batch(chain))

    ends = [Restored(case_id=CASE, n=entry.n, hash=entry.hash) for entry in chain]
    assert [await journal.stands(end) for end in ends] == [False, True]
    elsewhere = ends[-1].model_copy(update={"case_id": f"{CASE}-0"})
    assert not await journal.stands(elsewhere)


async def test_what_was_answered_and_not_journalled_is_told_again(pool: Pool) -> None:
    await Journal(pool).record(a_batch(entries(1)))
    async with pool.acquire() as conn:
        for command_id in ("c-1", "c-2"):
            await commit_receipt(conn, CASE, "take_up", an_envelope(command_id))
            await mark_delivered(conn, CASE, command_id, Reply(admitted=True, said={"entry": 1}))

        assert await tell_again(conn, CASE) == 1
        rows = await conn.fetch("select command_id from receipts where told_at is null")
    assert [row["command_id"] for row in rows] == ["c-2"]
