"""What calendars show of terms: kept from the journal, for those who may see it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from activities.database import Pool
from activities.feeds import TermNow, TermsWanted, terms_now
from activities.journal.journal import Journal, sealed
from activities.journal.projection import Eyes, Own
from starter.pages.spans import terms_awaiting
from starter.runtime.migrate import MIGRATIONS
from tests.integration.batches import CASE, OPENED_AT, a_batch, an_entry, entries
from workflows.kernel.case.file import GENESIS
from workflows.kernel.case.records import Entry
from workflows.kernel.values import digest

ANOTHER: Final = "textbook-review-2031-0043"
DUE: Final = datetime(2031, 5, 26, 14, 30, tzinfo=UTC)
LATER: Final = DUE + timedelta(days=7)
EVERYTHING: Final = Eyes(processes=("textbook-review",))


def acts(*effects: dict[str, str | None]) -> tuple[Entry, ...]:
    """Entries of which each does one thing to a term."""
    chain: list[Entry] = []
    for n, change in enumerate(effects, start=1):
        plain = an_entry(n, chain[-1].hash if chain else GENESIS, command_id=f"c-{n}")
        told = {"stage": "correction", "terms": [change]}
        draft = plain.model_copy(update={"effects": told})
        chain.append(draft.model_copy(update={"hash": digest(json.loads(sealed(draft)))}))
    return tuple(chain)


def change(state: str, due: datetime | None, key: str = "T-17.15b") -> dict[str, str | None]:
    return {"key": key, "state": state, "due_at": due.isoformat() if due else None}


async def shown(
    pool: Pool, eyes: Eyes = EVERYTHING, limit: int = 10, **wanted: Any
) -> list[TermNow]:
    asked = TermsWanted(eyes=eyes, **{"kept_from": OPENED_AT, **wanted})
    async with pool.acquire() as conn:
        return list(await terms_now(conn, asked, limit=limit))


async def told(pool: Pool) -> list[tuple[str, str, datetime | None, int]]:
    return [(e.key, e.state, e.due_at, e.sequence) for e in await shown(pool)]


async def test_a_term_is_one_event_whose_sequence_rises_with_each_change(pool: Pool) -> None:
    journal = Journal(pool)
    moves = (
        change("open", DUE),
        change("open", LATER),
        change("paused", None),
        change("open", LATER),
        change("met", LATER),
    )
    chain = acts(*moves)
    for n, (entry, move) in enumerate(zip(chain, moves, strict=True)):
        await journal.record(a_batch([entry]))
        await journal.record(a_batch([entry]))  # told again, it counts once
        due = move["due_at"]
        expected = due and datetime.fromisoformat(due)
        assert await told(pool) == [("T-17.15b", move["state"], expected, n)]
    (term,) = await shown(pool)
    assert (term.last_due_at, term.settled_at) == (LATER, chain[-1].settled_at)


async def test_a_term_that_is_over_is_kept_for_a_while_and_one_without_a_day_never_shown(
    pool: Pool,
) -> None:
    paused = change("paused", None, "T-22.1")
    chain = acts(change("open", DUE), paused, change("met", DUE))
    await Journal(pool).record(a_batch(chain))

    over = chain[-1].settled_at
    assert [each.key for each in await shown(pool, kept_from=over)] == ["T-17.15b"]
    assert await shown(pool, kept_from=over + timedelta(seconds=1)) == []


async def test_a_feed_shows_the_terms_of_its_office_institution_or_case_and_no_others(
    pool: Pool,
) -> None:
    journal = Journal(pool)
    first = acts(change("open", LATER), change("open", DUE, "T-14.2#2"))
    await journal.record(a_batch(first, bound={"principal": ["99001122"]}))
    await journal.record(a_batch(acts(change("open", DUE)), case_id=ANOTHER))

    def keys(found: list[TermNow]) -> list[tuple[str, str]]:
        return [(each.case_id, each.key) for each in found]

    everything = [(CASE, "T-14.2#2"), (ANOTHER, "T-17.15b"), (CASE, "T-17.15b")]
    assert keys(await shown(pool)) == everything
    assert keys(await shown(pool, limit=2)) == everything[:2]  # those due first
    met = acts(change("open", OPENED_AT), change("met", OPENED_AT))
    await journal.record(a_batch(met, case_id="textbook-review-2031-0044"))
    assert keys(await shown(pool, limit=3)) == everything  # no running one is left out for it
    assert len(await shown(pool)) == 4
    office = await shown(pool, rules=terms_awaiting("preliminary-commission"))
    assert keys(office) == [(CASE, "T-14.2#2")]
    assert keys(await shown(pool, institution="99001122")) == [everything[0], everything[2]]
    assert keys(await shown(pool, case_id=ANOTHER)) == [(ANOTHER, "T-17.15b")]


async def test_what_was_journalled_before_is_found_by_the_migration(pool: Pool) -> None:
    journal, chain = Journal(pool), acts(change("open", DUE), change("open", LATER))
    await journal.record(a_batch(chain))
    await journal.record(a_batch(entries(1, body={"note": "a\x00b"}, after=chain[-1])))
    before = await shown(pool)

    up = next(MIGRATIONS.glob("0039_*.sql")).read_text("utf-8")
    at = up.index("do $$")
    async with pool.acquire() as conn:
        await conn.execute("delete from terms_now")
        await conn.execute(up[at : up.index("$$;", at) + 3])

    assert [each.sequence for each in before] == [1]
    assert await shown(pool) == before


@pytest.mark.parametrize(
    "eyes", [Eyes(), Eyes(own=(Own(process="textbook-review", role="principal", who="1"),))]
)
async def test_nobody_is_shown_terms_of_a_case_that_is_not_theirs(pool: Pool, eyes: Eyes) -> None:
    await Journal(pool).record(a_batch(acts(change("open", DUE)), bound={"principal": ["2"]}))

    assert await shown(pool, eyes) == []
    assert len(await shown(pool, Eyes(cases=(CASE,)))) == 1
