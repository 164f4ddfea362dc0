"""Nobody reaches a case that is not theirs: every role, every command, own and foreign cases.

The cases lie in the database as their outbox leaves them; no Temporal answers, so that what the
door lets through is taken in and goes no further.
"""

import random
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from activities.database import Pool, transaction
from activities.journal.journal import Journal, record_in
from starter.client.processes import PROCESSES, ROLES
from tests.integration.api_kit import Doors, Visitor, without_temporal
from tests.integration.batches import a_batch, a_letter, entries
from tests.integration.dossiers import link_case
from tests.kit.contracts import BUNDLES, example
from workflows.kernel.case.process import Process
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.roles import Role

MINE, THEIRS = "benim-1", "onlarin-1"
"""An applicant's key and an institution's code, ours and somebody else's."""

PARTIES = {"applicant", "partner", "third-party"}
BOUND = {
    "course": {"principal", "branch-manager", "district-director", "education-directorate"},
    "agreement": {"district-directorate", "provincial-directorate"},
    "partnership": {"school-coordinator", "principal"},
    "education-tool-review": {"tool-owner"},
}
"""Whose cases are their institution's, by what the regulations say."""
OF_INSTITUTIONS = set().union(*BOUND.values())


@pytest.fixture
async def doors(pool: Pool) -> AsyncIterator[Doors]:
    async with without_temporal(pool) as made:
        yield made


async def a_case(pool: Pool, process: Process, whose: str) -> str:
    case_id = process.case_id(f"2031-{whose}")
    bound = dict.fromkeys(BOUND.get(process.name, ()), (whose,))
    shown: dict[str, Any] = {"process": process.name, "file_no": f"2031-{whose}"}
    batch = a_batch(entries(2), case_id=case_id, applicant=whose, bound=bound, **shown)
    await Journal(pool).record(batch)
    async with transaction(pool) as conn:
        await link_case(conn, case_id, whose)
    return case_id


def commands_of(process: Process) -> list[str]:
    return [*(spec.name for spec in process.commands), *(kind.command for kind in STANDING)]


def senders(process: Process, command: str) -> set[str] | None:
    """Who may ever send a command, by the published contract; none: its rule says who."""
    bundle = BUNDLES[f"{process.name}.json"]
    own = bundle["$defs"].get(command) or BUNDLES["standing.json"]["$defs"][command]
    decreed = bundle["standing"].get(command)
    if decreed is not None:
        return set(decreed["roles"])
    role = own.get("properties", {}).get("actor", {}).get("properties", {}).get("role", {})
    return set(role["enum"]) if "enum" in role else None


def is_theirs(role: str, process: Process, *, own: bool) -> bool:
    """Whether a case is within a role's reach, by hand."""
    if role not in process.roles:
        return False
    if role in PARTIES:
        return own
    if role in OF_INSTITUTIONS:
        return own and role in BOUND.get(process.name, ())
    return True


async def outcome(visitor: Visitor, case: str, command: str, key: str) -> str:
    said = await visitor.send(case, command, key)
    named = {404: "hidden", 403: "denied"}
    assert said.status_code in {200, 202, 403, 404, 409, 422}, said.text
    return named.get(said.status_code, "let in")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", [*PROCESSES])
async def test_the_matrix_of_roles_and_commands_has_no_hole(
    name: str, doors: Doors, pool: Pool
) -> None:
    process = PROCESSES[name]
    cases = {whose: await a_case(pool, process, whose) for whose in (MINE, THEIRS)}
    wrong: list[tuple[object, ...]] = []
    for role in ROLES:
        if role == Role.SYSTEM:
            continue
        visitor = doors.visitor(role, MINE, MINE)
        for whose, case in cases.items():
            reached = is_theirs(role, process, own=whose == MINE)
            said = await visitor.get(f"/cases/{case}/timeline")
            if (said.status_code == 200) is not reached:
                wrong.append((role, whose, "read", said.status_code))
            for command in commands_of(process) if reached else commands_of(process)[:3]:
                may = senders(process, command)
                wanted = "let in" if may is None or role in may else "denied"
                got = await outcome(visitor, case, command, f"{role}.{command}")
                if got != (wanted if reached else "hidden"):
                    wrong.append((role, whose, command, got))
    assert wrong == []


async def test_nobody_is_given_the_role_of_vade_itself(doors: Doors, pool: Pool) -> None:
    case = await a_case(pool, PROCESSES["textbook-review"], MINE)
    said = await doors.visitor(Role.SYSTEM, "vade").get(f"/cases/{case}")
    assert said.status_code == 403


async def foreign_try(chance: random.Random, visitor: Visitor, cases: list[str]) -> httpx.Response:
    """Ask for, or send, anything of a case by any of the door's routes."""
    case = chance.choice(cases)
    process = next(p for p in PROCESSES.values() if case.startswith(p.case_id("2031")))
    command = chance.choice([spec.name for spec in process.commands])
    match chance.randrange(6):
        case 0:
            return await visitor.get(f"/cases/{case}")
        case 1:
            part = chance.choice(["terms", "why", "timeline", "documents"])
            return await visitor.get(f"/cases/{case}/{part}")
        case 2:
            return await visitor.get(f"/cases/{case}/receipts/c-{chance.randrange(5)}")
        case 3:
            path = f"/cases/{case}/commands/{command}/preview"
            return await visitor.post(path, None, {"body": {}})
        case _:
            body = example(f"{process.name}/{command}.json").get("body", {})
            sent = {"body": body, "role": chance.choice([None, "applicant", "registry", "board"])}
            key = f"k-{chance.randrange(100)}"
            return await visitor.post(f"/cases/{case}/commands/{command}", key, sent)


@pytest.mark.timeout(300)
async def test_a_publisher_finds_nothing_of_another_in_10_000_tries(
    doors: Doors, pool: Pool
) -> None:
    chance = random.Random(2031)  # noqa: S311 - no secret
    kinds = [p for p in PROCESSES.values() if p.name.startswith(("textbook", "education"))]
    foreign = [await a_case(pool, process, THEIRS) for process in kinds]
    own = [await a_case(pool, process, MINE) for process in kinds]
    publisher = doors.visitor("applicant", MINE, MINE)
    before = await everything(pool)
    for n in range(10_000):
        said = await foreign_try(chance, publisher, foreign)
        assert said.status_code == 404, (n, said.request.url, said.text)
        assert THEIRS not in said.text.replace(said.request.url.path, "")
    assert await everything(pool) == before
    listed = (await publisher.get("/cases?closed_too=true")).json()["cases"]
    assert {row["case_id"] for row in listed} == set(own)
    for narrowed in (f"applicant={THEIRS}", f"institution={THEIRS}"):
        assert (await publisher.get(f"/cases?{narrowed}")).json()["cases"] == []


async def everything(pool: Pool) -> list[Any]:
    """What a publisher could have changed."""
    async with pool.acquire() as conn:
        return [
            *await conn.fetch("select * from cases order by case_id"),
            *await conn.fetch("select case_id, n, hash from journal order by case_id, n"),
            *await conn.fetch("select * from receipts"),
            *await conn.fetch("select * from filings"),
        ]


@pytest.mark.rule("T-13.2b")
async def test_a_reviewer_never_learns_the_applicant_nor_an_applicant_the_reviewers(
    doors: Doors, pool: Pool
) -> None:
    review = PROCESSES["textbook-review"]
    case = await a_case(pool, review, THEIRS)
    for role in review.blind:
        reviewer = doors.visitor(role, "field-0")
        for path in (f"/cases/{case}/timeline", "/cases"):
            said = (await reviewer.get(path)).text.replace(case, "").replace(f"2031-{THEIRS}", "")
            assert THEIRS not in said
            assert "a-1" not in said  # who filed
        assert (await reviewer.get(f"/cases?applicant={THEIRS}")).status_code == 403
    applicant = doors.visitor("applicant", THEIRS)
    line = (await applicant.get(f"/cases/{case}/timeline")).json()["entries"]
    assert {entry["actor"] for entry in line} == {None}  # nothing here was theirs
    board = doors.visitor("board", "b-1")
    whole = (await board.get(f"/cases/{case}/timeline")).json()["entries"]
    assert {entry["actor"] for entry in whole} == {"a-1"}


async def test_a_letter_is_read_by_its_addressee_and_by_the_offices(
    doors: Doors, pool: Pool
) -> None:
    """A letter names its addressee: nobody who reviews a draft may open the applicant's."""
    case = await a_case(pool, PROCESSES["textbook-review"], MINE)
    async with transaction(pool) as conn:
        letters = [a_letter("1"), a_letter("2", to="review-commission")]
        await record_in(conn, a_batch(case_id=case, applicant=MINE, notices=letters))
    seen = {}
    for role in ("applicant", "review-commission", "evaluation-commission", "board"):
        visitor = doors.visitor(role, MINE)
        listed = (await visitor.get(f"/cases/{case}/letters")).json()["letters"]
        seen[role] = [each["addressee"] for each in listed]
        pages = [await visitor.get(f"/cases/{case}/letters/E-TTKB-2031-{n}.pdf") for n in (1, 2)]
        assert [page.status_code == 200 for page in pages] == [
            to in seen[role] for to in ("applicant", "review-commission")
        ]
        assert all(page.content[:5] == b"%PDF-" for page in pages if page.status_code == 200)

    assert seen == {
        "applicant": ["applicant"],
        "review-commission": ["review-commission"],
        "evaluation-commission": [],
        "board": ["applicant", "review-commission"],
    }
    stranger = await doors.visitor("applicant", THEIRS).get(f"/cases/{case}/letters")
    assert stranger.status_code == 404
