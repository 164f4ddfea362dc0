"""Documents over HTTP: kept by digest, read by whoever brought them or sees who names them."""

import hashlib
import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from activities.database import Pool, transaction
from activities.documents import Store
from activities.journal.journal import Journal
from starter.api.content import PDF
from starter.api.kinds import held_to_kinds
from starter.api.limits import LARGEST_REQUEST, UPLOADS_OF_ONE
from starter.api.serve import doorway
from starter.client.answers import Refused
from starter.client.processes import PROCESSES
from starter.runtime.problem import StackProblem
from tests.integration.api_kit import Doors, without_temporal
from tests.integration.batches import a_batch, entries
from tests.integration.dossiers import link_case
from workflows.course.messages.course import Investigation

A_PDF = b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n"
A_PNG = b"\x89PNG\r\n\x1a\n...."
REVIEW = PROCESSES["textbook-review"]


def digest(held: bytes) -> str:
    return hashlib.sha256(held).hexdigest()


@pytest.fixture
async def doors(pool: Pool, tmp_path: Path) -> AsyncIterator[Doors]:
    folder = tmp_path / "belge deposu"
    async with without_temporal(pool, store=folder.as_uri()) as made:
        yield made


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def a_case(pool: Pool, whose: str, **names: str) -> str:
    """A review whose only entry, by the applicant a-1, names documents."""
    case_id = REVIEW.case_id(f"2031-{whose}")
    batch = a_batch(entries(1, body={"application": dict(names)}), case_id=case_id, applicant=whose)
    await Journal(pool).record(batch)
    async with transaction(pool) as conn:
        await link_case(conn, case_id, whose)
    return case_id


async def test_a_document_is_kept_under_its_digest_and_comes_back_as_it_was(
    doors: Doors, tmp_path: Path
) -> None:
    publisher = doors.visitor("applicant", "p-1")
    first, again = await publisher.upload(A_PDF), await publisher.upload(A_PDF)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() | {"again": True} == again.json()
    assert first.json()["sha256"] == digest(A_PDF)
    assert (first.json()["media_type"], first.json()["size"]) == (PDF, len(A_PDF))
    said = await doors.http.get(first.headers["location"], headers=publisher.headers)
    assert (said.status_code, said.content) == (200, A_PDF)
    told = ("content-type", "x-content-type-options", "content-disposition", "content-length")
    assert [said.headers[name] for name in told] == [
        PDF,
        "nosniff",
        f'attachment; filename="{digest(A_PDF)}.pdf"',
        str(len(A_PDF)),
    ]
    tag = {"If-None-Match": said.headers["etag"]}
    assert (await publisher.get(f"/documents/{digest(A_PDF)}", **tag)).status_code == 304
    assert [path.name for path in files(tmp_path)] == [digest(A_PDF)]


async def test_a_large_one_comes_in_pieces_and_messages_stay_small(doors: Doors) -> None:
    held = b"%PDF-1.7\n" + bytes(LARGEST_REQUEST) + b"%%EOF\n"

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(held), 1 << 16):
            yield held[at : at + (1 << 16)]

    publisher = doors.visitor("applicant", "p-1")
    assert (await publisher.upload(pieces())).json()["sha256"] == digest(held)
    said = await publisher.get(f"/documents/{digest(held)}")
    assert digest(said.content) == digest(held)
    told = await publisher.post("/registers/addresses", "k-1", {"form": "x" * LARGEST_REQUEST})
    assert told.status_code == 413


async def test_what_is_too_large_empty_or_of_no_known_kind_is_not_kept(
    doors: Doors, pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("starter.api.limits.LARGEST_DOCUMENT", 1000)
    publisher = doors.visitor("applicant", "p-1")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../kabuk.sh", b"#!/bin/sh")

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(100)

    answered = [
        (await publisher.upload(held)).status_code
        for held in (b"%PDF-" + bytes(1000), endless(), b"", b"MZ a program", made.getvalue())
    ]
    assert answered == [413, 413, 400, 415, 415]
    assert (await doors.stranger().upload(A_PDF)).status_code == 401
    assert files(tmp_path) == []
    async with pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from documents") == 0


@pytest.mark.rule("T-13.2b")
async def test_a_document_is_read_by_whoever_sees_the_act_that_names_it(
    doors: Doors, pool: Pool
) -> None:
    registry = doors.visitor("registry", "evrak-1")
    for held in (A_PDF, A_PNG):
        assert (await registry.upload(held)).status_code == 201
    case = await a_case(pool, "p-1", fee=digest(A_PDF), elsewhere="e" * 64)
    await a_case(pool, "p-2")
    readers = {
        ("board", "b-1"): 200,  # an office sees all of it
        ("applicant", "a-1"): 404,  # not their case
        ("applicant", "p-1"): 404,  # their case, and another one's act
        ("applicant", "p-2"): 404,
        ("review-commission", "field-0"): 404,  # never what the applicant brought
        ("principal", "m-1"): 404,
    }
    for (role, who), status in readers.items():
        said = await doors.visitor(role, who).get(f"/documents/{digest(A_PDF)}")
        assert said.status_code == status, (role, who)
    # what no case names is its bringer's alone
    assert (await registry.get(f"/documents/{digest(A_PNG)}")).status_code == 200
    assert (
        await doors.visitor("board", "b-1").get(f"/documents/{digest(A_PNG)}")
    ).status_code == 404
    assert (await registry.get(f"/documents/{'0' * 64}")).status_code == 404
    line = (await registry.get(f"/cases/{case}/documents")).json()["documents"]
    named: dict[str, Any] = {one["sha256"]: (one["n"], one["in_store"]) for one in line}
    assert named == {digest(A_PDF): (1, True), "e" * 64: (1, False)}
    seen = (await doors.visitor("applicant", "p-1").get(f"/cases/{case}/documents")).json()
    assert seen["documents"] == []
    hidden = await doors.visitor("applicant", "p-2").get(f"/cases/{case}/documents")
    assert hidden.status_code == 404


async def test_a_report_is_read_by_whoever_reads_the_row_that_names_it(
    doors: Doors, pool: Pool
) -> None:
    principal = doors.visitor("principal", "m-1", "99001122")
    await principal.upload(A_PDF)
    agreement = PROCESSES["agreement"].case_id("2031-0001")
    bound = {"provincial-directorate": ("44",)}
    shown: dict[str, Any] = {"process": "agreement", "file_no": "2031-0001", "bound": bound}
    await Journal(pool).record(a_batch(entries(1), case_id=agreement, **shown))
    async with pool.acquire() as conn:
        await conn.execute(
            "insert into agreement_members"
            " (case_id, institution, level, joined_on, first_period, joined_by)"
            " values ($1, '99001122', 'institution', '2026-01-05', 1, 'il-44')",
            agreement,
        )
        await conn.execute(
            "insert into agreement_reports"
            " (case_id, level, period, institution, due_on, received_at, report, filed_by)"
            " values ($1, 'institution', 1, '99001122', '2026-02-13', now(), $2, 'm-1')",
            agreement,
            digest(A_PDF),
        )
    readers = {
        ("provincial-directorate", "il-44", "44"): 200,
        ("provincial-directorate", "il-06", "06"): 404,
        ("principal", "m-9", "99001122"): 200,
        ("principal", "m-8", "99003344"): 404,
        ("partner", "p-1", None): 404,
    }
    for (role, who, institution), status in readers.items():
        said = await doors.visitor(role, who, institution).get(f"/documents/{digest(A_PDF)}")
        assert said.status_code == status, (role, who)


async def test_one_sender_uploads_so_many_at_the_same_time(doors: Doors) -> None:
    slots = doors.app.state.desk.uploads
    publisher = doors.visitor("applicant", "p-1")
    subject = "urn:vade:development|applicant:p-1@"
    with ExitStack() as held:
        for _ in range(UPLOADS_OF_ONE):
            held.enter_context(slots.taken(subject))
        said = await publisher.upload(A_PDF)
        assert (said.status_code, said.headers["retry-after"]) == (429, "5")
        assert (await doors.visitor("applicant", "p-2").upload(A_PDF)).status_code == 201
    assert (await publisher.upload(A_PDF)).status_code == 201


async def test_who_brought_and_who_read_is_on_record(doors: Doors, pool: Pool) -> None:
    await doors.visitor("registry", "evrak-1").upload(A_PDF)
    await doors.visitor("applicant", "p-2").get(f"/documents/{digest(A_PDF)}")
    async with pool.acquire() as conn:
        noted = await conn.fetch(
            "select act, actor, command_id, allowed from access_log order by id"
        )
    assert [tuple(row) for row in noted] == [
        ("upload", "evrak-1", digest(A_PDF), True),
        ("read", "p-2", digest(A_PDF), False),
    ]


async def test_a_store_that_is_silent_or_has_lost_a_document_is_out_of_reach(
    doors: Doors, tmp_path: Path
) -> None:
    registry = doors.visitor("registry", "evrak-1")
    await registry.upload(A_PDF)
    files(tmp_path)[0].unlink()
    said = await registry.get(f"/documents/{digest(A_PDF)}")
    assert (said.status_code, said.headers["retry-after"]) == (503, "5")
    # and is mended by bringing it again
    await registry.upload(A_PDF)
    assert (await registry.get(f"/documents/{digest(A_PDF)}")).content == A_PDF


@pytest.mark.rule("C-2.3")
async def test_the_record_of_an_inquiry_is_a_pdf(doors: Doors, pool: Pool) -> None:
    registry = doors.visitor("registry", "evrak-1")
    for held in (A_PDF, A_PNG):
        await registry.upload(held)

    async def enter(sha256: str) -> None:
        body = {"number": "E-1", "dated_on": "2026-03-02", "pdf": sha256}
        await held_to_kinds(pool, "C-2.3", Investigation.model_validate(body))

    await enter(digest(A_PDF))
    await enter("e" * 64)  # kept elsewhere
    with pytest.raises(Refused, match="image/png"):
        await enter(digest(A_PNG))


def test_documents_lie_beside_the_stack_or_where_they_are_said_to(tmp_path: Path) -> None:
    def store(where: str) -> Store:
        return doorway(tmp_path, {"VADE_DOCUMENTS_URL": where}).store

    beside = (tmp_path / "documents").as_uri()
    assert store("").where == beside
    assert store("memory:///").where == "memory:///"
    with pytest.raises(StackProblem, match="VADE_DOCUMENTS_URL"):
        store("gopher://elsewhere")
