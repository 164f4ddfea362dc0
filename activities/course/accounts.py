"""Accounts of institutions: whose they are, from when to when (C-17.1 to C-17.3).

An institution's own account bears its code. A manager's bears the identity number, which lies with
the people: an account's row has only how often the number had to be altered.
"""

from datetime import date

from pydantic import Field

from activities.database import Connection, Row, queries
from workflows.kernel.values import Frozen

_SQL = queries("course/accounts")


class AccountRow(Frozen):
    """One account; printing it does not show its name."""

    institution: str
    role: str
    """``user-administrator``: the institution's own account; ``principal``."""
    person: str
    """Key of the one who holds it."""
    name: str = Field(repr=False)
    """What its holder types: the institution's code, or the identity number (C-17.2)."""
    opened_on: date
    closed_on: date | None


async def lock_accounts(conn: Connection, institution: str, person: str) -> None:
    """Let nobody else open an account at the institution, or for the person, in the meantime."""
    await conn.execute(_SQL["lock_accounts"], f"institution/{institution}")
    await conn.execute(_SQL["lock_accounts"], f"person/{person}")


async def own_account_holder(conn: Connection, institution: str) -> str | None:
    """Return who holds the institution's own account; none while none is open."""
    holder: str | None = await conn.fetchval(_SQL["own_account_holder"], institution)
    return holder


async def open_account_of(
    conn: Connection, institution: str, role: str, person: str
) -> AccountRow | None:
    """Return a person's open account of a role at an institution."""
    row = await conn.fetchrow(_SQL["open_account"], institution, role, person)
    return None if row is None else _account(row)


async def enter_account(
    conn: Connection,
    institution: str,
    role: str,
    person: str,
    *,
    by_number: bool,
    on: date,
    by: str,
) -> AccountRow:
    """Open an account; one that is named by the number takes the first alteration that is free.

    Args:
        conn: In the transaction that holds `lock_accounts`.
        institution: Code of the institution.
        role: What the account entitles to.
        person: Who holds it.
        by_number: Named by the holder's identity number, not by the institution's code (C-17.2).
        on: Day from which it is open.
        by: Identifier of the one who opens it.
    """
    alteration = await conn.fetchval(_SQL["next_alteration"], person) if by_number else None
    await conn.execute(_SQL["insert_account"], institution, role, person, alteration, on, by)
    opened = await open_account_of(conn, institution, role, person)
    assert opened is not None, "entered above"
    return opened


async def last_opening(conn: Connection, institution: str, person: str) -> date | None:
    """Return when the newest open account of a person at an institution was opened."""
    newest: date | None = await conn.fetchval(_SQL["last_opening"], institution, person)
    return newest


async def close_accounts(
    conn: Connection, institution: str, person: str, *, on: date, by: str
) -> None:
    """Close every open account of a person at an institution (C-17.3)."""
    await conn.execute(_SQL["close_accounts"], institution, person, on, by)


async def accounts_of(conn: Connection, institution: str) -> tuple[AccountRow, ...]:
    """Return every account an institution has had, in the order of their opening."""
    rows = await conn.fetch(_SQL["accounts_of"], institution)
    return tuple(_account(row) for row in rows)


async def institutions_without_manager(conn: Connection) -> tuple[str, ...]:
    """Return the institutions that can administer accounts and have no manager (C-17.1)."""
    rows = await conn.fetch(_SQL["without_manager"])
    return tuple(row["institution"] for row in rows)


def _account(row: Row) -> AccountRow:
    number, alteration = row["national_id"], row["alteration"]
    if alteration is None:
        name = row["institution"]
    else:
        name = number if alteration == 1 else f"{number}-{alteration}"
    shown = {key: row[key] for key in ("institution", "role", "person", "opened_on", "closed_on")}
    return AccountRow(name=name, **shown)
