"""A course's certificates from its journal and the register of people, on a real PostgreSQL."""

import io
from datetime import date
from typing import Any

import pypdf
import pytest

from activities.course.people import insert_person
from activities.database import Pool, transaction
from activities.journal.journal import Journal
from starter.client.answers import NotFound
from starter.forms.papers import paper
from tests.integration.batches import a_batch, an_entry
from tests.unit.starter.test_papers import ENROLMENT, PLAN, SITTING
from workflows.course.registers import Certificate, certificate_key
from workflows.kernel.case.file import GENESIS
from workflows.kernel.case.records import Entry, RegisterWrite

CASE = "course-2031-0042"
TOLD = (
    ("opened", "plan_course", PLAN),
    ("command", *ENROLMENT),
    ("command", *SITTING),
    # refused, so it issued nothing to anybody
    ("refused", "issue_certificates", {"document": "screen"}),
    ("command", "issue_certificates", {"document": "printed"}),
)


def journal() -> tuple[Entry, ...]:
    chain: list[Entry] = []
    for n, (kind, name, body) in enumerate(TOLD, start=1):
        before = chain[-1].hash if chain else GENESIS
        chain.append(an_entry(n, before, kind=kind, name=name, body=body, command_id=f"c-{n}"))
    return tuple(chain)


async def a_course(pool: Pool) -> str:
    """A course that has been examined and has handed out its documents."""
    async with transaction(pool) as conn:
        for person, number in (("t-1", "10000000146"), ("t-2", "10000000078")):
            born = date(2004, 2, 29)
            await insert_person(conn, person, national_id=number, birth_date=born, by="m-1")
    write = RegisterWrite(
        into=Certificate.register,
        key=certificate_key("t-1", "ingilizce", 2),
        row=Certificate(programme="ingilizce", level=2).model_dump(mode="json"),
    )
    shown: dict[str, Any] = {"process": "course", "file_no": "2031-0042", "terms": ()}
    bound = {"principal": ["99001122"]}
    batch = a_batch(journal(), case_id=CASE, registers=[write], bound=bound, **shown)
    await Journal(pool).record(batch)
    return CASE


@pytest.mark.rule("C-15.1")
async def test_whoever_is_in_the_register_of_certificates_gets_a_document(pool: Pool) -> None:
    await a_course(pool)

    async with pool.acquire() as conn:
        page = await paper(conn, "completion-documents", CASE)
        with pytest.raises(NotFound):
            await paper(conn, "exam-entry-list", CASE, "S-2")

    (sheet,) = pypdf.PdfReader(io.BytesIO(page)).pages
    assert "10000000146" in sheet.extract_text()
    assert "10000000078" not in sheet.extract_text()
