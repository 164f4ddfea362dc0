"""Agreements as their cases record them, and those who take part, for tests on a real database.

The dates are those of the worked example: from Monday 31 August 2026 to Tuesday 31 August 2027.
"""

import asyncio
from datetime import date
from itertools import count
from typing import Any

from activities.database import Pool, transaction
from activities.journal.journal import Journal
from activities.opening import Registers
from activities.registers.editions import store_editions
from starter.forms.agreements import join_agreement
from starter.runtime.serving import editions_of
from tests.integration.batches import a_batch, entries
from tests.integration.dossiers import link_case
from workflows.agreement.offices import Office
from workflows.agreement.process import AGREEMENT
from workflows.agreement.registers import AgreementTerm, Register
from workflows.kernel.case.records import Decide, RegisterWrite, Verdict
from workflows.kernel.roles import Actor

CASE = "agreement-2026-0001"
STARTS, ENDS = date(2026, 8, 31), date(2027, 8, 31)
SUBJECT = "gastronomi"

GENERAL = Actor(role=Office.DIRECTORATE_GENERAL, id="hbo-1")
MANAGER = Actor(role=Office.PRINCIPAL, id="m-1", institution="H1")
DISTRICT = Actor(role=Office.DISTRICT_DIRECTORATE, id="mem-1", institution="44-1")

EDITIONS = editions_of(AGREEMENT)

_commands = count(1)


async def open_case(pool: Pool, case_id: str = CASE, *, partner: str = "vakif-1") -> None:
    """Open a case for a partner: its first entry is recorded, and its rulebook is known."""
    async with transaction(pool) as conn:
        await store_editions(conn, EDITIONS)
        await link_case(conn, case_id, partner)
    await record(pool, case_id)


async def record(pool: Pool, case_id: str = CASE, **more: Any) -> tuple[str, ...]:
    """Record the case's one entry with what it brings; recorded again, it brings only that."""
    case = {"process": "agreement", "file_no": case_id.removeprefix("agreement-"), "terms": ()}
    batch = a_batch(entries(1), case_id=case_id, **{**case, **more})
    return (await Journal(pool).record(batch)).unaddressed


async def sign(
    pool: Pool,
    case_id: str = CASE,
    *,
    n: int = 1,
    change: str = "signed",
    ends_on: date = ENDS,
    **decided: str,
) -> None:
    """Record that an agreement is signed, extended or ended."""
    term = AgreementTerm.model_validate(
        {
            "n": n,
            "change": change,
            "starts_on": STARTS,
            "ends_on": ends_on,
            "programme": "ascilik",
            **decided,
        }
    )
    row = term.model_dump(mode="json")
    write = RegisterWrite(into=AgreementTerm.register, key=f"{case_id}/{n}", row=row)
    await record(pool, case_id, registers=[write])


async def join(pool: Pool, *members: str, level: str = "institution", on: date = STARTS) -> None:
    async with transaction(pool) as conn:
        for member in members:
            form = {"case_id": CASE, "level": level, "institution": member}
            await join_agreement(conn, GENERAL, form, on=on)


def asked(by: Register, case_id: str, command_id: str | None = None, **request: Any) -> Decide:
    """Return a question as a case asks it, with its file number."""
    return Decide(
        by=by,
        case_id=case_id,
        command_id=command_id or f"c-{next(_commands)}",
        request={**request, "file_no": case_id.removeprefix("agreement-")},
    )


def for_subject(
    case_id: str,
    level: str,
    *,
    reserve: bool = True,
    on: str = "2026-08-03",
    subject: str = SUBJECT,
    body: str | None = None,
    command_id: str | None = None,
) -> Decide:
    return asked(
        Register.SUBJECTS,
        case_id,
        command_id,
        subject=subject,
        body=body,
        level=level,
        reserve=reserve,
        on=on,
    )


async def decide(pool: Pool, question: Decide) -> Verdict:
    return await Registers(pool).decide(question)


async def waits_for_a_lock(pool: Pool) -> None:
    """Return once somebody waits for an advisory lock in this database."""
    waiting = """
        select exists (
            select from pg_locks
            where locktype = 'advisory' and not granted
                and database = (select oid from pg_database where datname = current_database())
        )
    """
    async with asyncio.timeout(10), pool.acquire() as conn:
        while not await conn.fetchval(waiting):
            pass
