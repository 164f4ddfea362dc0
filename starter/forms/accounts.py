"""Accounts of institutions: opened for present staff, closed when somebody leaves (C-17)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from activities.course import accounts, people
from activities.course.accounts import AccountRow
from activities.database import Connection
from starter.client.answers import Refused
from starter.forms.form import read, refuse
from workflows.course.forms import AccountClosing, AccountOpening
from workflows.course.rules import accounts as rules
from workflows.course.rules import identity
from workflows.kernel.roles import Actor


async def open_account(
    conn: Connection, actor: Actor, form: AccountOpening | Mapping[str, Any], *, on: date
) -> AccountRow:
    """Open an account for a person at an institution, and return it with its name (C-17.1, C-17.2).

    Where the person has it already, that one is returned.

    Args:
        conn: In a transaction.
        actor: A user administrator: of province or district, or of the institution it names.
        form: An `AccountOpening`, or its fields.
        on: First day of the account, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(AccountOpening, form, "C-17.1")
    await accounts.lock_accounts(conn, filled.institution, filled.person)
    holder = await accounts.own_account_holder(conn, filled.institution)
    refuse(rules.breaches_of_opening(filled, by=actor, holder=holder))
    if not await people.persons(conn, [filled.person]):
        raise Refused((identity.nobody("C-17.3", filled.person),))
    role = filled.role
    opened = await accounts.open_account_of(conn, filled.institution, role, filled.person)
    return opened or await accounts.enter_account(
        conn,
        filled.institution,
        role,
        filled.person,
        by_number=rules.named_by_number(role),
        on=on,
        by=actor.id,
    )


async def close_account(
    conn: Connection, actor: Actor, form: AccountClosing | Mapping[str, Any], *, on: date
) -> None:
    """Close every account that somebody who leaves has at an institution (C-17.3).

    Args:
        conn: In a transaction.
        actor: A user administrator: of province or district, or of the institution it names.
        form: An `AccountClosing`, or its fields.
        on: Last day of the accounts, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(AccountClosing, form, "C-17.3")
    await accounts.lock_accounts(conn, filled.institution, filled.person)
    last = await accounts.last_opening(conn, filled.institution, filled.person)
    refuse(rules.breaches_of_closing(filled.institution, by=actor, on=on, last_opened=last))
    await accounts.close_accounts(conn, filled.institution, filled.person, on=on, by=actor.id)
