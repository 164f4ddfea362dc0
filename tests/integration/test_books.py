"""Rows of official registers: whose they are, what caused them, and what was decided for whom."""

import asyncio
from datetime import UTC, date, datetime

from pydantic import JsonValue

from activities.agreement.agreements import rulebook_of
from activities.database import Pool, transaction
from activities.journal.journal import Journal
from activities.opening import Registers
from activities.registers.decisions import once
from activities.registers.editions import store_editions
from tests.integration.batches import CASE, a_batch, entries
from tests.integration.test_seal import a_file
from workflows.kernel.case.records import (
    Begun,
    Decide,
    OpenCase,
    Opening,
    Recorded,
    RegisterWrite,
    Verdict,
)
from workflows.kernel.law.rulebook import Rulebook

OTHER = "textbook-review-2031-0043"


def an_envelope_row(entry_n: int | None = None, key: str = "Z-1") -> RegisterWrite:
    return RegisterWrite(into="sealed-envelopes", key=key, row={"code": "K-7"}, entry_n=entry_n)


async def stored(pool: Pool) -> list[tuple[str, str, int]]:
    """Key, case and journal entry of every row."""
    async with pool.acquire() as conn:
        rows = await conn.fetch("select key, case_id, entry_n from registers order by 1, 2, 3")
    return [(row["key"], row["case_id"], row["entry_n"]) for row in rows]


# -- rows ----------------------------------------------------------------------------------------


async def test_a_row_names_the_entry_that_caused_it_and_not_the_last_of_its_batch(
    pool: Pool,
) -> None:
    rows = [an_envelope_row(2), an_envelope_row(3, "Z-2"), an_envelope_row(key="Z-3")]
    await Journal(pool).record(a_batch(entries(4), registers=rows))

    assert await stored(pool) == [("Z-1", CASE, 2), ("Z-2", CASE, 3), ("Z-3", CASE, 4)]


async def test_a_key_that_another_case_has_used_loses_no_row_and_is_told(pool: Pool) -> None:
    journal = Journal(pool)
    first = await journal.record(a_batch(entries(1), registers=[an_envelope_row(1)]))
    batch = a_batch(entries(1), case_id=OTHER, registers=[an_envelope_row(1)])
    second, again = await journal.record(batch), await journal.record(batch)

    assert first.also_elsewhere == ()
    assert second.also_elsewhere == again.also_elsewhere == ("sealed-envelopes/Z-1",)
    assert await stored(pool) == [("Z-1", CASE, 1), ("Z-1", OTHER, 1)]


async def test_of_two_cases_at_once_the_second_is_told(pool: Pool, other_pool: Pool) -> None:
    async def record(worker: Pool, case_id: str) -> Recorded:
        rows = [an_envelope_row(1), an_envelope_row(1, "Z-2")]
        return await Journal(worker).record(a_batch(entries(1), case_id=case_id, registers=rows))

    told = await asyncio.gather(record(pool, CASE), record(other_pool, OTHER))

    both = ("sealed-envelopes/Z-1", "sealed-envelopes/Z-2")
    assert sorted(each.also_elsewhere for each in told) == [(), both]


# -- verdicts ------------------------------------------------------------------------------------


async def test_what_was_granted_is_granted_again_for_the_same_question_alone(pool: Pool) -> None:
    async def decided(subject: str, says: str) -> JsonValue:
        asked = Decide(by="subjects", case_id=CASE, command_id="c-1", request={"subject": subject})

        async def decide() -> Verdict:
            return Verdict(granted=True, facts={"says": says})

        async with transaction(pool) as conn:
            return (await once(conn, asked, decide)).facts["says"]

    assert await decided("chess", "first") == "first"
    assert await decided("chess", "second") == "first"
    assert await decided("music", "third") == "third"
    assert await decided("music", "fourth") == "third"


async def test_a_verdict_from_before_questions_were_kept_holds(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await conn.execute(
            "insert into verdicts (case_id, command_id, register, verdict) values"
            " ($1, 'c-1', 'subjects', $2)",
            CASE,
            {"granted": True, "facts": {"says": "earlier"}},
        )

        async def decide() -> Verdict:
            raise AssertionError

        asked = Decide(by="subjects", case_id=CASE, command_id="c-1", request={})
        assert (await once(conn, asked, decide)).facts == {"says": "earlier"}


# -- rulebooks -----------------------------------------------------------------------------------

AGREED_ON = datetime(2031, 3, 10, 7, 0, tzinfo=UTC)
EDITION = Rulebook(process="agreement", edition="2031", in_force_from=date(2031, 1, 1))
REVISED = EDITION.model_copy(update={"figures": {"report.days": 5}})


async def agreed(pool: Pool, case_id: str, opening: Opening | None = None) -> None:
    """Record that an agreement was applied for."""
    batch = a_batch(
        entries(1), case_id=case_id, process="agreement", received_at=AGREED_ON, file_no=case_id
    )
    if opening is not None:
        begun = Begun(start=a_file().start, opening=opening)
        batch = batch.model_copy(update={"begun": (begun,)})
    await Journal(pool).record(batch)


async def test_forms_judge_by_the_revision_that_the_case_was_opened_with(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await store_editions(conn, [EDITION])
    opened = []
    for case_id in ("agreement-2031-0001", "agreement-2031-0002"):
        asked = OpenCase(
            case_id=case_id,
            process="agreement",
            file_no=case_id[-9:],
            received_at=AGREED_ON,
        )
        opening = await Registers(pool).open_case(asked)
        opened.append(opening.rulebook)
        await agreed(pool, case_id, opening)
        async with transaction(pool) as conn:
            await store_editions(conn, [REVISED])
            assert await rulebook_of(conn, case_id) == opened[-1]
    assert opened == [EDITION, REVISED]


async def test_a_case_opened_before_that_was_noted_has_the_newest_revision(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await store_editions(conn, [EDITION])
        await store_editions(conn, [REVISED])
    await agreed(pool, "agreement-2031-0003")

    async with pool.acquire() as conn:
        assert await rulebook_of(conn, "agreement-2031-0003") == REVISED
