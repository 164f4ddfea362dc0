"""What journal entries name by digest, found in their text."""

import json

import pytest

from activities.database import Pool
from activities.journal.journal import Journal
from tests.integration.batches import CASE, a_batch, an_entry
from workflows.kernel.case.file import GENESIS
from workflows.kernel.values import canonical, digest

A, B = digest("a plan"), digest("a photograph")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"plan": A}, {A}),
        ({"plan": A, "photos": [B, A]}, {A, B}),
        ({"plan": A[:-1]}, set()),
        ({"plan": f"{A}0"}, set()),
        ({"plan": A.upper()}, set()),
        ({"note": f'he wrote "{A}"'}, set()),
        ({A: "a key"}, {A}),
        ({"digest": A}, {A}),
        ({}, set()),
    ],
)
async def test_a_digest_is_found_wherever_an_entry_names_it(
    body: dict[str, object], named: set[str], pool: Pool
) -> None:
    sealed = {
        "body": body,
        "brought": {"digest": digest("the command"), "register_no": "E-1"},
        "previous_hash": digest("the entry before"),
    }
    found = await pool.fetchval("select digests_named($1)", canonical(sealed))
    assert set(found) == named


async def test_the_entries_that_name_a_document_are_found_by_their_index(pool: Pool) -> None:
    named = an_entry(1, GENESIS, command_id="c-1", body={"plan": A})
    unnamed = an_entry(2, named.hash, command_id="c-2", body={"plan": None})
    await Journal(pool).record(a_batch((named, unnamed)))
    async with pool.acquire() as conn:
        await conn.execute("set enable_seqscan = off")
        naming = (
            "select case_id, n from journal"
            " where digests_named(sealed) @> array[$1::text] and digests_named(sealed) <> '{}'"
        )
        assert [tuple(row) for row in await conn.fetch(naming, A)] == [(CASE, 1)]
        plan = await conn.fetchval("explain (format json) " + naming.replace("$1", f"'{A}'"))
    assert "journal_by_document" in json.dumps(plan)
