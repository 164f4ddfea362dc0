"""The register of bans on a real PostgreSQL: entered by cases, asked by others."""

from datetime import date
from typing import Any

import pytest
from pydantic import JsonValue

from activities.database import Pool, transaction
from activities.faults import Unusable
from activities.journal.journal import Journal
from activities.opening import Registers
from activities.textbook.sanctions import put_sanction
from tests.integration.batches import CASE, a_batch, entries
from tests.integration.dossiers import link_case
from workflows.kernel.case.records import Decide, RegisterWrite, Verdict
from workflows.textbook_law.registers import Sanction

PEN_NAMES = Sanction(
    id="s-1",
    rule="S-37.1",
    subject="p-7",
    scope={},
    starts_on=date(2031, 6, 2),
    ends_on=date(2033, 6, 2),
)


def entered(subject: str) -> RegisterWrite:
    row = PEN_NAMES.model_dump(mode="json", exclude={"id"})
    return RegisterWrite(into="sanctions", key=PEN_NAMES.id, row={**row, "subject": subject})


def asked(on: str, **request: Any) -> Decide:
    return Decide(
        by="sanctions",
        case_id=CASE,
        command_id="c-1",
        request={"rules": ["S-37.1"], "on": on, **request},
    )


async def link(pool: Pool, subject: str) -> None:
    async with transaction(pool) as conn:
        await link_case(conn, CASE, subject)


async def ban(pool: Pool, **changes: Any) -> None:
    async with transaction(pool) as conn:
        await put_sanction(conn, PEN_NAMES.model_copy(update=changes))


async def subjects(pool: Pool) -> list[str]:
    async with pool.acquire() as conn:
        rows = await conn.fetch("select subject from sanctions order by id")
    return [row["subject"] for row in rows]


# -- entered by a case -------------------------------------------------------------------------


@pytest.mark.rule("R-S.8")
async def test_the_dossier_says_whom_a_coded_case_bans(pool: Pool) -> None:
    await link(pool, "p-7")

    await Journal(pool).record(a_batch(entries(1), registers=[entered(subject="")]))

    assert await subjects(pool) == ["p-7"]


async def test_a_ban_that_names_its_publisher_keeps_it(pool: Pool) -> None:
    await link(pool, "p-7")

    await Journal(pool).record(a_batch(entries(1), registers=[entered(subject="p-8")]))

    assert await subjects(pool) == ["p-8"]


async def test_a_ban_on_nobody_known_is_unusable_and_nothing_is_recorded(pool: Pool) -> None:
    with pytest.raises(Unusable, match="whose case"):
        await Journal(pool).record(a_batch(entries(1), registers=[entered(subject="")]))

    assert await subjects(pool) == []
    async with pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from journal") == 0


# -- asked by a case ---------------------------------------------------------------------------


@pytest.mark.rule("S-37.1", "R-S.6", "R-S.7")
@pytest.mark.parametrize(
    ("on", "granted"),
    [
        pytest.param("2031-06-01", True, id="the day before the finding"),
        pytest.param("2031-06-02", False, id="the day of the finding"),
        pytest.param("2033-06-01", False, id="the last day"),
        pytest.param("2033-06-02", True, id="the same date two years later"),
    ],
)
async def test_a_pending_draft_waits_while_its_publisher_is_banned(
    pool: Pool,
    on: str,
    granted: bool,  # noqa: FBT001
) -> None:
    await link(pool, "p-7")
    await ban(pool)

    verdict = await Registers(pool).decide(asked(on))

    facts: dict[str, JsonValue] = {} if granted else {"rule": "S-37.1", "until": "2033-06-02"}
    assert verdict == Verdict(granted=granted, facts=facts)


@pytest.mark.rule("R-S.8")
async def test_the_longest_of_several_bans_is_named(pool: Pool) -> None:
    await link(pool, "p-7")
    await ban(pool)
    await ban(pool, id="s-2", rule="S-42.2", ends_on=date(2033, 9, 1))
    await ban(pool, id="s-3", ends_on=date(2032, 6, 2))

    both = await Registers(pool).decide(asked("2031-07-01", rules=["S-37.1", "S-42.2"]))

    assert both.facts == {"rule": "S-42.2", "until": "2033-09-01"}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"subject": "p-8"}, id="another publisher's ban"),
        pytest.param({"rule": "S-42.2"}, id="a ban by another rule"),
    ],
)
async def test_bans_that_were_not_asked_for_hold_nothing(pool: Pool, other: dict[str, str]) -> None:
    await link(pool, "p-7")
    await ban(pool, **other)

    assert await Registers(pool).decide(asked("2031-07-01")) == Verdict(granted=True, facts={})


async def test_the_same_command_sees_a_ban_entered_meanwhile(pool: Pool) -> None:
    """A look reserves nothing: until the case has its answer, the newest one counts."""
    await link(pool, "p-7")
    before = await Registers(pool).decide(asked("2031-07-01"))
    await ban(pool)

    after = await Registers(pool).decide(asked("2031-07-01"))

    assert (before.granted, after.granted) == (True, False)


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"rules": []}, id="no rule"),
        pytest.param({"on": "some day"}, id="no day"),
        pytest.param({}, id="a case without a dossier"),
    ],
)
async def test_a_question_that_cannot_be_answered_is_unusable(
    pool: Pool, request_: dict[str, Any]
) -> None:
    with pytest.raises(Unusable):
        await Registers(pool).decide(asked(**{"on": "2031-07-01", **request_}))
