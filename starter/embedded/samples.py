"""Sample cases of all processes at different stages, so that there is something to look at.

Every name, address, figure and key in them is made up. They are opened by the same door as any
other case. Opened again, nothing happens twice: file numbers and command IDs are fixed.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Final

from activities.course.people import insert_person
from activities.database import Connection as Database
from activities.database import Pool, open_pool, transaction
from activities.journal.projection import one_case
from activities.journal.receipts import ReceiptConflict, commit_receipt, mark_delivered
from activities.journal.turns import Turn, give_back, take_turn
from activities.post.notices import put_applicant, put_office
from activities.registers.calendar import calendar_from
from activities.registers.filings import NewFiling, take_in
from activities.registers.reference import put_reference
from activities.textbook.coefficients import put_coefficient
from starter.client.answers import AlreadyOpen, Fault
from starter.client.processes import ROLES
from starter.client.vade import Vade
from starter.embedded.sample_cases import agreements, courses, tools
from starter.embedded.sample_cases.agreements import AGREEMENTS
from starter.embedded.sample_cases.books import BOOKS
from starter.embedded.sample_cases.courses import COURSES
from starter.embedded.sample_cases.partnerships import PARTNERSHIPS
from starter.embedded.sample_cases.reviews import (
    COEFFICIENT,
    PUBLISHERS,
    REVIEWS,
    half_years,
    publisher,
)
from starter.embedded.sample_cases.sample import Days, Sample
from starter.embedded.sample_cases.tools import TOOLS
from starter.embedded.sample_cases.years import YEARS
from starter.forms.reference import CLASSROOMS, PROGRAMMES
from starter.runtime.connect import connect
from starter.runtime.settings import Connection
from workflows.kernel.case.message import Envelope, StartMessage, digest_of_filing
from workflows.kernel.law.calendar import Calendar, local_day
from workflows.kernel.roles import Role
from workflows.kernel.values import digest

PATIENCE: Final = timedelta(seconds=60)
"""The worker may just have been started."""

OFFICES: Final = tuple(role for role in ROLES if role not in {Role.APPLICANT, Role.SYSTEM})

SAMPLES: Final = (*REVIEWS, *BOOKS, *TOOLS, *COURSES, *AGREEMENTS, *PARTNERSHIPS, *YEARS)
"""All of them, those of one process together; opened side by side with those of the others."""


async def open_samples(connection: Connection) -> None:
    """Open the sample cases; those that are open already are left as they are.

    Raises:
        StackProblem: Temporal does not answer.
        OSError: The database or the worker does not answer, or a sample was not accepted.
    """
    client = await connect(connection)
    pool = await open_pool(connection.database_url, size=4)
    try:
        await play_samples(Vade(client, pool, patience=PATIENCE), pool)
    except Fault as fault:
        raise ConnectionError(str(fault)) from fault
    finally:
        pool.terminate()


async def play_samples(vade: Vade, pool: Pool) -> None:
    """Fill the registers and open the samples through a client; see `open_samples`.

    Raises:
        Fault: A case cannot be reached, or a sample was not accepted.
    """
    today = local_day(datetime.now(UTC))
    async with transaction(pool) as conn:
        calendar = await calendar_from(conn, today.year - 1)
        first = min(each.days(today, calendar).filed_on for each in SAMPLES)
        await _fill_registers(conn, first, today)
    own = [list(of_one) for _, of_one in groupby(SAMPLES, key=lambda each: each.process.name)]
    await asyncio.gather(*(_open_all(vade, pool, samples, today, calendar) for samples in own))


async def _fill_registers(conn: Database, first: date, today: date) -> None:
    """Enter what the cases will ask for, from before the first filing on."""
    since = date(first.year, 1, 1)
    for year in sorted({first.year, today.year}):
        for half in half_years(year):
            await put_coefficient(conn, half[0], COEFFICIENT, half[1])
    await put_reference(conn, PROGRAMMES, agreements.PROGRAMME, {}, since)
    programme = courses.PROGRAMME.model_dump(mode="json")
    await put_reference(conn, PROGRAMMES, courses.PROGRAMME.code, programme, since)
    classroom = courses.CLASSROOM.model_dump(mode="json")
    await put_reference(conn, CLASSROOMS, courses.CLASSROOM.code, classroom, since)
    for person, number, born in courses.TRAINEES:
        await insert_person(
            conn, person, national_id=number, birth_date=born, hidden=False, by="ornek"
        )
    await _fill_addresses(conn)


async def _fill_addresses(conn: Database) -> None:
    names = {publisher(n): f"Örnek Yayınevi {n}" for n in PUBLISHERS}
    names |= {key: f"Örnek Birim {key[-1]}" for key in tools.UNITS}
    names |= {key: f"Örnek Araç Sahibi {key[-1]}" for key in tools.OWNERS}
    names |= {key: f"Örnek Vakıf {key[-1]}" for key in agreements.PARTNERS}
    for key, name in names.items():
        await put_applicant(conn, key, name=name, email=f"{key}@example.org")
    for role in OFFICES:
        turkish, _ = ROLES[role]
        await put_office(conn, role, name=turkish, email=f"{role}@example.org")


async def _open_all(
    vade: Vade, pool: Pool, samples: list[Sample], today: date, calendar: Calendar
) -> None:
    for sample in samples:
        await open_sample(vade, pool, sample, sample.days(today, calendar))


async def open_sample(vade: Vade, pool: Pool, sample: Sample, days: Days) -> None:
    """Open one sample case, and tell it what has come by today."""
    filing = sample.filing(days)
    turn = await _take_in(pool, sample, filing, days)
    with suppress(AlreadyOpen):
        await vade.start(sample.process, filing)
    await vade.opened(sample.case_id)
    if turn is not None:
        await give_back(pool, turn, failed=False)
    for step, envelope in sample.told(days):
        try:
            admitted = await _told(vade, pool, sample.case_id, step.command, envelope)
        except ReceiptConflict:
            continue  # sent by an earlier start on another day (V-6)
        if not admitted:
            return  # somebody has gone on with the case, or has filed before it: it stays behind


async def _take_in(pool: Pool, sample: Sample, filing: StartMessage, days: Days) -> Turn | None:
    """Have the register hold as received some days ago what was: the case asks it for that.

    The filing, and all that came after it: a case hears of that before its clock draws anything, so
    its journal has both in the order of their days.

    Returns:
        The right to tell the case, which keeps the relay away until there is one.
    """
    sent = digest_of_filing(
        filing.actor, filing.body, register_no=filing.register_no, file_no=filing.file_no
    )
    claim = digest([sample.case_id, filing.received_at.isoformat()])
    new = NewFiling(
        digest=sent,
        file_no=filing.file_no,
        received_at=filing.received_at,
        by=filing.actor,
        issued_for=claim,
    )
    async with transaction(pool) as conn:
        if await one_case(conn, sample.case_id) is not None:
            return None
        await take_in(conn, sample.process.name, claim, new)
        for step, envelope in sample.told(days):
            if step.after is not None:
                with suppress(ReceiptConflict):  # taken in by an earlier start on another day
                    await commit_receipt(conn, sample.case_id, step.command, envelope)
        return await take_turn(conn, sample.case_id)


async def _told(vade: Vade, pool: Pool, case_id: str, command: str, envelope: Envelope) -> bool:
    """Tell a case what the register has as received some days ago; say whether it is admitted."""
    async with transaction(pool) as conn:
        receipt = await commit_receipt(conn, case_id, command, envelope)
    reply = await vade.deliver(case_id, command, receipt.envelope)
    async with transaction(pool) as conn:
        await mark_delivered(conn, case_id, receipt.command_id, reply)
    return reply.admitted
