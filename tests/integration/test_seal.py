"""What the case hashes is what the journal seals, after the way through Temporal's JSON."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from pydantic import JsonValue

from activities.database import Pool
from activities.journal.journal import Journal
from activities.journal.projection import verify_chain
from tests.integration.batches import CASE, OPENED_AT, a_batch
from workflows.kernel.case.declared import filing
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import Message, StartMessage
from workflows.kernel.case.process import Asked, Identity, Process
from workflows.kernel.case.records import Batch, Opening
from workflows.kernel.judgement.entry import Act, Admitted, journalled
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor, Role
from workflows.kernel.story.reading import Reading
from workflows.kernel.story.story import Story


@filing("file", tr="Başvuru", en="Filing")
class Filing(Message):
    pass


ACTOR = Actor(role=Role.APPLICANT, id="a-1")
TOY = Process(
    name="textbook-review",
    workflow_type="Toy",
    task_queue="toy",
    application=Filing,
    story=Story,
    messages=(),
    asks=lambda application: Asked(applicant=None),
    identity=lambda file: Identity(),
)


def a_file() -> CaseFile:
    return CaseFile(
        case_id=CASE,
        process=TOY.name,
        start=StartMessage(file_no="2031-0042", received_at=OPENED_AT, actor=ACTOR, body={}),
        opening=Opening(
            calendar=Calendar(closed={}, half={}, covers_until=date(2035, 12, 31)),
            rulebook=Rulebook(process=TOY.name, edition="1", in_force_from=date(2031, 1, 1)),
        ),
    )


def act_on(file: CaseFile, body: JsonValue, at: datetime) -> Admitted:
    reading = Reading(process=TOY, file=file, at=at)
    act = Act("command", "file", "T-11.1", ACTOR, body=body, command_id=f"c-{file.n}")
    return journalled(act, before=file, reading=reading, counts_from=at, now=at)


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(datetime(2031, 3, 10, 7, 0, tzinfo=UTC), id="UTC"),
        pytest.param(datetime(2031, 3, 10, 10, 0, tzinfo=ZoneInfo("Europe/Istanbul")), id="zone"),
        pytest.param(
            datetime(2031, 3, 10, 10, 0, 0, 500_000, timezone(timedelta(hours=3))), id="offset"
        ),
    ],
)
async def test_what_a_case_hashes_is_recorded_and_verified(pool: Pool, at: datetime) -> None:
    bodies: list[JsonValue] = [
        {"score": 80.0, "tiny": 1e-7, "huge": 1e22, "whole": 10**20, "none": None},
        {"name": "Şükrü İĞÜÖÇ 📘", "line": "\u2028", "nul": "\x00", "list": [True, [], {}]},
    ]
    file, entries = a_file(), []
    for body in bodies:
        admitted = act_on(file, body, at)
        file = admitted.file
        entries.append(admitted.entry)
    sent = a_batch(entries).model_dump_json()

    await Journal(pool).record(Batch.model_validate_json(sent))

    async with pool.acquire() as conn:
        report = await verify_chain(conn, CASE)
    assert (report.holds, report.entries) == (True, 2)
