"""One review on a stack of its own, filed and served on 10 March 2031, for all browser tests."""

import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from temporalio.testing import TimeSkipper

from activities.database import open_pool, transaction
from activities.post.notices import put_applicant, put_office
from activities.registers.calendar import calendar_from
from activities.registers.reference import put_reference
from activities.textbook.coefficients import put_coefficient
from starter.cli.finish import Settings
from starter.cli.work.links import links
from starter.client.own_time import own_time
from starter.client.vade import Vade
from starter.embedded.place import remove
from starter.embedded.ports import DEFAULTS
from starter.embedded.sample_cases.agreements import PROGRAMME
from starter.embedded.sample_cases.sample import Days
from starter.embedded.samples import OFFICES, SAMPLES, open_sample
from starter.embedded.stack import Stack
from starter.forms.reference import PROGRAMMES
from starter.rehearsal.clock import Cases
from starter.rehearsal.engine import Scene
from starter.runtime.connect import connect
from starter.runtime.settings import Connection
from starter.runtime.skipping import skip
from tests.kit.calendars import plain_calendar
from tests.process.live import filing
from tests.unit.textbook_review.drafts import COEFFICIENT, an_application
from workflows.agreement.process import AGREEMENT
from workflows.kernel.case.message import Envelope
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor
from workflows.textbook_review.process import REVIEW

ANY_PORTS = dict.fromkeys(DEFAULTS, "0")
START = filing()
SENT_AT = START.received_at + timedelta(minutes=30)
APPLICANT = an_application().applicant
IDENTITY = {
    "name": "Kestane Yayıncılık",
    "e-mail": "editor@kestane.example.org",
    "key": APPLICANT.key,
    "institution": APPLICANT.institution,
}
TO_CORRECTION = SAMPLES[0].steps
TO_SIGN = next(each for each in SAMPLES if each.file_no == "ornek-2" and each.process is AGREEMENT)
AGREEMENT_ID = AGREEMENT.case_id(TO_SIGN.file_no)


@dataclass(frozen=True)
class Shown:
    """A case at its correction, and the operators' lists by title."""

    case_id: str
    connection: Connection
    lists: dict[str, str]


@asynccontextmanager
async def staged() -> AsyncIterator[Shown]:
    """Run the stack, and bring the review to its correction."""
    # not below pytest's own folder: for root that one is closed to PostgreSQL's account
    folder = Path(tempfile.gettempdir()) / f"vade-test-{secrets.token_hex(6)}"
    try:
        async with Stack(folder, environ=ANY_PORTS, durable=False, run_api=True) as connection:
            case_id = await _at_correction(connection)
            await _at_signing(connection)
            at = Settings(home=folder, lang="tr")
            shown = [await links(at), await links(at, process=REVIEW.name)]
            lists = {each["title"]: each["url"] for one in shown for each in one.data}
            yield Shown(case_id, connection, lists)
    finally:
        remove(folder)


async def _at_signing(connection: Connection) -> None:
    """Bring an agreement to its signing, in the days that it is now."""
    client, today = await connect(connection), local_day(datetime.now(UTC))
    async with await open_pool(connection.database_url, size=4) as pool:
        async with transaction(pool) as conn:
            days = TO_SIGN.days(today, await calendar_from(conn, today.year - 1))
            since = date(days.filed_on.year, 1, 1)
            await put_reference(conn, PROGRAMMES, PROGRAMME, {}, since)
        await open_sample(Vade(client, pool), pool, TO_SIGN, days)


async def _at_correction(connection: Connection) -> str:
    client = await connect(connection)
    async with await open_pool(connection.database_url, size=4) as pool:
        async with transaction(pool) as conn:
            await put_coefficient(conn, date(2031, 1, 1), COEFFICIENT)
            await put_applicant(
                conn, IDENTITY["key"], name=IDENTITY["name"], email=IDENTITY["e-mail"]
            )
            for role in OFFICES:
                await put_office(conn, role, name=role, email=f"{role}@example.org")
        scene, vade = Scene(client, pool), Vade(client, pool, clock=own_time(client))
        delay = START.received_at - datetime.now(UTC)
        case_id = (await vade.start(REVIEW, START, start_delay=delay)).case_id
        handle = client.get_workflow_handle(case_id)
        # a clock stands while there is work: when it has gone on, the case is open
        ahead = SENT_AT - await TimeSkipper(client).get_current_time(handle)
        await skip(client, case_id, ahead)
        days = Days(SENT_AT.date(), START.received_at.date(), plain_calendar())
        for n, step in enumerate(TO_CORRECTION):
            actor = Actor(role=step.role, id=step.by or f"{step.role}-1")
            envelope = Envelope(command_id=f"c-{n}", actor=actor, body=step.body(days))
            await vade.send(case_id, step.command, envelope)
        # the details are a query, and the page does not ask again
        cases = Cases(scene)
        cases.adopt(case_id)
        await cases.drain(SENT_AT)
    return case_id
