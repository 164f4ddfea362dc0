"""Accounts of institutions on a real PostgreSQL: named, held by one person, closed on leaving."""

import asyncio
from datetime import date

import asyncpg
import pytest

from activities.course.accounts import AccountRow, accounts_of, institutions_without_manager
from activities.course.people import insert_person
from activities.database import Pool, transaction
from starter.client.answers import Refused
from starter.forms.accounts import close_account, open_account
from tests.kit.persons import PROVINCE, an_identity_number
from workflows.kernel.roles import Actor

TODAY = date(2031, 3, 10)
NUMBERS = {f"p-{nth}": an_identity_number(nth) for nth in (1, 2)}
ONE, OTHER = "99970001", "99970002"
MANAGER, OWN = "principal", "user-administrator"


@pytest.fixture(autouse=True)
async def staff(pool: Pool) -> None:
    async with transaction(pool) as conn:
        for person, number in NUMBERS.items():
            entered = await insert_person(
                conn, person, national_id=number, birth_date=date(1980, 1, 2), by="gd-1"
            )
            assert entered


async def opened(
    pool: Pool, institution: str, role: str, person: str, *, by: Actor = PROVINCE
) -> AccountRow:
    form = {"institution": institution, "role": role, "person": person}
    async with transaction(pool) as conn:
        return await open_account(conn, by, form, on=TODAY)


async def closed(pool: Pool, institution: str, person: str, on: date = TODAY) -> None:
    async with transaction(pool) as conn:
        form = {"institution": institution, "person": person}
        await close_account(conn, PROVINCE, form, on=on)


@pytest.mark.rule("C-17.2")
async def test_accounts_are_named_by_code_or_number_and_altered_if_taken(pool: Pool) -> None:
    own = await opened(pool, ONE, OWN, "p-1")
    first = await opened(pool, ONE, MANAGER, "p-1")
    second = await opened(pool, OTHER, MANAGER, "p-1")
    await closed(pool, ONE, "p-1")
    freed = await opened(pool, ONE, MANAGER, "p-1")

    number = NUMBERS["p-1"]
    assert [each.name for each in (own, first, second)] == [ONE, number, f"{number}-2"]
    assert freed.name == number
    assert number not in f"{first!r}"
    async with pool.acquire() as conn:
        rows = await conn.fetch("select accounts::text from accounts")
    assert not any(number in row[0] for row in rows), "the number lies in people alone"


@pytest.mark.rule("C-17.2")
async def test_two_administrators_at_once_give_no_name_twice(pool: Pool, other_pool: Pool) -> None:
    places = [f"9997{nth:04d}" for nth in range(8)]
    rows = await asyncio.gather(
        *(
            opened((pool, other_pool)[nth % 2], place, MANAGER, "p-1")
            for nth, place in enumerate(places)
        )
    )
    number = NUMBERS["p-1"]
    assert {row.name for row in rows} == {number, *(f"{number}-{nth}" for nth in range(2, 9))}


@pytest.mark.rule("C-17.1")
async def test_an_account_is_opened_once_and_for_somebody_who_is_known(pool: Pool) -> None:
    first = await opened(pool, ONE, MANAGER, "p-1")
    again = await opened(pool, ONE, MANAGER, "p-1")
    with pytest.raises(Refused, match=r"C-17\.3: p-9 is not in the register"):
        await opened(pool, ONE, MANAGER, "p-9")
    with pytest.raises(Refused, match=r"C-17\.1: role: "):
        await opened(pool, ONE, "board", "p-1")
    elsewhere = PROVINCE.model_copy(update={"institution": OTHER})
    with pytest.raises(Refused, match=r"C-17\.1: 99970002 may not administer"):
        await opened(pool, ONE, MANAGER, "p-2", by=elsewhere)

    async with pool.acquire() as conn:
        assert await accounts_of(conn, ONE) == (first,) == (again,)


@pytest.mark.rule("C-17.1")
async def test_institutions_whose_manager_is_missing_are_found(pool: Pool) -> None:
    for institution in (ONE, OTHER):
        await opened(pool, institution, OWN, "p-2")
        await opened(pool, institution, MANAGER, "p-1")
    await closed(pool, OTHER, "p-1")

    async with pool.acquire() as conn:
        assert await institutions_without_manager(conn) == (OTHER,)


@pytest.mark.rule("C-17.3")
async def test_who_leaves_loses_every_account_at_that_institution(pool: Pool) -> None:
    for institution, role in ((ONE, OWN), (ONE, MANAGER), (OTHER, MANAGER)):
        await opened(pool, institution, role, "p-1")
    await closed(pool, ONE, "p-1", date(2031, 3, 12))

    async with pool.acquire() as conn:
        left = await accounts_of(conn, ONE)
        kept = await accounts_of(conn, OTHER)
    assert [account.closed_on for account in left] == [date(2031, 3, 12)] * 2
    assert [account.closed_on for account in kept] == [None]
    with pytest.raises(Refused, match=r"C-17\.3: no account"):
        await closed(pool, ONE, "p-1")


@pytest.mark.rule("C-17.3")
async def test_an_account_passes_to_nobody_else(pool: Pool) -> None:
    """Neither at the door, nor behind it: PostgreSQL refuses a second holder and a change."""
    await opened(pool, ONE, OWN, "p-1")

    with pytest.raises(Refused, match=r"C-17\.3: the account of 99970001 is held by somebody else"):
        await opened(pool, ONE, OWN, "p-2")
    second = (
        "insert into accounts (institution, role, person, opened_on, opened_by)"
        " values ('99970001', 'user-administrator', 'p-2', '2031-03-10', 'x')"
    )
    async with pool.acquire() as conn:
        with pytest.raises(asyncpg.UniqueViolationError):
            await conn.execute(second)
        with pytest.raises(asyncpg.RestrictViolationError):
            await conn.execute("update accounts set person = 'p-2'")

    await closed(pool, ONE, "p-1")
    assert (await opened(pool, ONE, OWN, "p-2")).person == "p-2"
    async with pool.acquire() as conn:
        reopen = "update accounts set closed_on = null, closed_by = null where person = 'p-1'"
        with pytest.raises(asyncpg.RestrictViolationError):
            await conn.execute(reopen)
