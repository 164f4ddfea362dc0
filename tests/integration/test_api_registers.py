"""Registers over HTTP: the rules that hold inside, every role at every register, once under a key.

Days of forms are real ones that have passed: the door dates what it takes in by its own clock.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from activities.database import Pool, transaction
from activities.journal.journal import Journal
from activities.listing import Sees
from starter.api.access.policy import Grant
from starter.api.access.registers import REGISTERS
from starter.client.processes import PROCESSES, ROLES
from starter.forms.doors import DOORS
from tests.integration.api_kit import Doors, Visitor, without_temporal
from tests.integration.batches import a_batch, entries
from tests.kit.forms import FORMS, PERSON
from workflows.kernel.roles import Role

MINE, THEIRS = "benim-1", "onlarin-1"

REGISTRY, OPERATOR, PRESIDENCY = "registry", "operator", "presidency"
GENERAL, PRINCIPAL, DIRECTORATE = "general-directorate", "principal", "education-directorate"
PROVINCE, DISTRICT = "provincial-directorate", "district-directorate"
OUTSIDE = {"applicant", "partner", "third-party"}
ALL = {str(role) for role in ROLES} - {Role.SYSTEM.value}
RUNNING = {GENERAL, PROVINCE, DISTRICT}

READERS: dict[str, set[str]] = {
    "programmes": ALL,
    "classrooms": {
        DIRECTORATE,
        GENERAL,
        "branch-manager",
        "district-director",
        OPERATOR,
        PRINCIPAL,
    },
    "people": {GENERAL},
    "absences": {PRINCIPAL},
    "fees": {PRINCIPAL},
    "older-certificates": {DIRECTORATE, GENERAL},
    "accounts": {"user-administrator"},
    "members": RUNNING | {PRINCIPAL, "ministry"},
    "reports": RUNNING | {PRINCIPAL, "ministry"},
    "trainings": RUNNING | {PRINCIPAL, "ministry"},
    "tool-decision-uses": {PRESIDENCY, "publications-department", REGISTRY, OPERATOR, "applicant"},
    "coefficients": ALL,
    "sanctions": {PRESIDENCY, "board", REGISTRY, OPERATOR, "applicant"},
    "book-titles": {PRESIDENCY, "publications-department", REGISTRY},
    "calendar": ALL,
    "addresses": {REGISTRY, OPERATOR} | OUTSIDE,
    "office-addresses": {REGISTRY, OPERATOR},
}
"""Who reads which register, by hand."""

WRITERS: dict[str, set[str]] = {
    "publish_programme": {GENERAL},
    "set_classroom": {DIRECTORATE},
    "withdraw_programme": {GENERAL},
    "withdraw_classroom": {DIRECTORATE},
    "register_person": {PRINCIPAL, GENERAL},
    "find_person": {PRINCIPAL, GENERAL},
    "hide_identity": {GENERAL},
    "lift_hiding": {GENERAL},
    "change_national_id": {GENERAL},
    "add_photo": {PRINCIPAL, GENERAL},
    "record_absence": {PRINCIPAL},
    "record_fee": {PRINCIPAL},
    "correct_fee": {PRINCIPAL},
    "enter_older_certificate": {DIRECTORATE},
    "open_account": {"user-administrator"},
    "close_account": {"user-administrator"},
    "join_agreement": RUNNING,
    "leave_agreement": RUNNING | {PRINCIPAL},
    "file_report": {PRINCIPAL, PROVINCE, DISTRICT},
    "begin_training": {PRINCIPAL},
    "finish_training": RUNNING | {PRINCIPAL},
    "strike_training": RUNNING | {PRINCIPAL},
    "use_tool_decision": {"applicant"},
    "enter_coefficient": {"revolving-fund", REGISTRY},
    "enter_ban": {PRESIDENCY, REGISTRY},
    "lift_ban": {PRESIDENCY, REGISTRY},
    "enter_title": {PRESIDENCY, "publications-department"},
    "decree_closure": {"ministry", REGISTRY},
    "proclaim_days": {"ministry", REGISTRY},
    "enter_address": {REGISTRY, OPERATOR} | OUTSIDE,
    "enter_office_address": {REGISTRY, OPERATOR},
}
"""Who fills in which form, by hand."""


@pytest.fixture
async def doors(pool: Pool) -> AsyncIterator[Doors]:
    async with without_temporal(pool) as made:
        yield made


async def fill(visitor: Visitor, form: str, key: str, **changes: Any) -> Any:
    sent = {"form": form, "body": FORMS[form] | changes}
    return await visitor.post(f"/registers/{DOORS[form].register}", key, sent)


async def rows(visitor: Visitor, register: str, asked: str = "") -> list[Any]:
    said = await visitor.get(f"/registers/{register}?{asked}")
    assert said.status_code == 200, said.text
    return list(said.json()["rows"])


async def an_agreement(pool: Pool, whose: str) -> str:
    """An agreement of a province, without a term."""
    case = PROCESSES["agreement"].case_id(f"2031-{whose}")
    batch = a_batch(
        entries(1),
        case_id=case,
        process="agreement",
        file_no=f"2031-{whose}",
        bound={PROVINCE: (whose,)},
    )
    await Journal(pool).record(batch)
    return case


# -- who may ---------------------------------------------------------------------------------------


def test_every_register_and_form_is_in_the_matrix() -> None:
    assert set(READERS) == set(REGISTERS) == {door.register for door in DOORS.values()}
    assert set(WRITERS) == set(FORMS) == set(DOORS)


@pytest.mark.timeout(300)
async def test_the_matrix_of_roles_and_registers_has_no_hole(doors: Doors) -> None:
    wrong: list[tuple[object, ...]] = []
    for role in sorted(ALL):
        visitor = doors.visitor(role, MINE, MINE)
        for register, readers in READERS.items():
            said = await visitor.get(f"/registers/{register}?key=nobody")
            if said.status_code != (200 if role in readers else 403):
                wrong.append((role, register, said.status_code))
        for form, writers in WRITERS.items():
            said = await fill(visitor, form, f"{role}.{form}")
            if (said.status_code != 403) is not (role in writers):
                wrong.append((role, form, said.status_code, said.text))
            assert said.status_code in {200, 201, 403, 404, 409}, said.text
    assert wrong == []


async def test_whoever_has_to_do_with_a_register_is_told_of_it(doors: Doors) -> None:
    said = (await doors.visitor("partner", MINE).get("/registers")).json()["registers"]
    assert {each["name"]: each["forms"] for each in said} == {
        "programmes": [],
        "coefficients": [],
        "calendar": [],
        "addresses": ["enter_address"],
    }
    forms = (await doors.visitor("partner", MINE).get("/registers/sanctions/schema")).json()[
        "forms"
    ]
    assert forms["lift_ban"]["roles"] == [PRESIDENCY, REGISTRY]
    assert "from_day" in forms["lift_ban"]["body"]["properties"]
    assert (
        await doors.visitor("partner", MINE).get("/registers/nothing/schema")
    ).status_code == 404


async def test_who_reads_what_is_on_record_allowed_and_denied(doors: Doors, pool: Pool) -> None:
    await doors.visitor(GENERAL, "gd-1").get("/registers/people?key=t-1")
    await doors.visitor(PRINCIPAL, "m-1", MINE).get("/registers/people?key=t-1")
    await fill(doors.visitor(PRINCIPAL, "m-1", MINE), "set_classroom", "d-1")
    async with pool.acquire() as conn:
        noted = await conn.fetch(
            "select act, role, command, command_id, allowed from access_log order by id"
        )
    assert [tuple(row) for row in noted] == [
        ("read", GENERAL, "people", "t-1", True),
        ("read", PRINCIPAL, "people", "t-1", False),
        ("fill-in", PRINCIPAL, "set_classroom", None, False),
    ]


@pytest.mark.parametrize("scope", ["own", "institution", "named", "all"])
def test_a_grant_reaches_no_further_in_a_register_than_in_cases(scope: Any) -> None:
    grant = Grant(role=PRINCIPAL, id="m-1", institution=MINE, scope=scope, processes=("course",))
    sees = REGISTERS["fees"].sees((grant,))
    assert sees is not None
    assert sees.everything is (scope == "all")
    assert sees.institutions == ((MINE,) if scope in {"own", "institution"} else ())
    assert sees.subjects == (("m-1",) if scope == "own" else ())
    assert REGISTERS["addresses"].sees((grant,)) is None
    assert REGISTERS["fees"].sees(()) is None


def test_an_institutions_administrator_sees_its_own_accounts_whatever_the_policy_says() -> None:
    admin = Grant(role="user-administrator", id="u-1", scope="all", processes=("course",))
    assert REGISTERS["accounts"].sees((admin,)) == Sees(everything=True)
    own = admin.model_copy(update={"institution": MINE})
    assert REGISTERS["accounts"].sees((own,)) == Sees(institutions=(MINE,))


# -- what is entered, and by the same rules as inside ----------------------------------------------


@pytest.mark.rule("C-1.2")
async def test_a_programme_is_published_once_under_its_key_and_read_by_everybody(
    doors: Doors,
) -> None:
    general = doors.visitor(GENERAL, "gd-1")
    first = await fill(general, "publish_programme", "p-1")
    again = await fill(general, "publish_programme", "p-1")
    other = await fill(general, "publish_programme", "p-1", hours=96)
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json() | {"again": True} == again.json()
    assert other.json()["reasons"][0]["rule"] == "V-6"
    # another sender's key is another key
    assert (await fill(doors.visitor(GENERAL, "gd-2"), "publish_programme", "p-1")).is_success
    [row] = await rows(doors.visitor("partner", MINE), "programmes")
    assert (row["key"], row["hours"], row["from_day"]) == ("ingilizce-a1", 92, "2026-01-05")


async def test_rows_are_told_page_by_page_and_as_they_hold_on_a_day(doors: Doors) -> None:
    general = doors.visitor(GENERAL, "gd-1")
    for n, day in enumerate(("2026-01-05", "2026-02-02", "2026-03-02"), start=1):
        said = await fill(general, "publish_programme", f"p-{n}", hours=n, from_day=day)
        assert said.status_code == 201
    await fill(general, "publish_programme", "p-4", code="almanca-a1", hours=4)
    assert [row["hours"] for row in await rows(general, "programmes")] == [4, 1, 2, 3]
    assert [row["hours"] for row in await rows(general, "programmes", "on=2026-03-01")] == [4, 2]
    assert [row["hours"] for row in await rows(general, "programmes", "on=2026-03-02")] == [4, 3]
    page = (await general.get("/registers/programmes?limit=3&key=ingilizce-a1")).json()
    assert page["after"] is None
    page = (await general.get("/registers/programmes?limit=3")).json()
    rest = await rows(general, "programmes", f"limit=3&after={page['after']}")
    assert [row["hours"] for row in [*page["rows"], *rest]] == [4, 1, 2, 3]
    assert (await general.get("/registers/programmes?after=x")).status_code == 400


@pytest.mark.rule("C-10.1")
async def test_a_principal_finds_the_classrooms_of_their_own_institution_alone(
    doors: Doors,
) -> None:
    directorate = doors.visitor(DIRECTORATE, "mem-1", "44-01")
    for n, code in enumerate((MINE, THEIRS)):
        said = await fill(directorate, "set_classroom", f"d-{n}", code=f"d-{n}", institution=code)
        assert said.status_code == 201
    taken = await fill(directorate, "set_classroom", "d-9", code="d-0", institution=THEIRS)
    assert (taken.status_code, taken.json()["reasons"][0]["rule"]) == (409, "C-10.1")
    found = await rows(doors.visitor(PRINCIPAL, "m-1", MINE), "classrooms")
    assert [row["institution"] for row in found] == [MINE]
    assert len(await rows(directorate, "classrooms")) == 2


@pytest.mark.rule("C-10.1")
async def test_a_classroom_that_is_closed_is_withdrawn_from_a_day_on(doors: Doors) -> None:
    directorate = doors.visitor(DIRECTORATE, "mem-1", "44-01")
    early = await fill(directorate, "withdraw_classroom", "w-1")
    assert (early.status_code, early.json()["reasons"][0]["rule"]) == (409, "C-10.1")
    assert (await fill(directorate, "set_classroom", "d-1")).status_code == 201
    assert (await fill(directorate, "withdraw_classroom", "w-1")).status_code == 201
    last = await rows(directorate, "classrooms", "on=2026-05-31")
    assert [row["withdrawn"] for row in last] == [False]
    closed = await rows(directorate, "classrooms", "on=2026-06-01")
    assert [(row["key"], row["withdrawn"]) for row in closed] == [("derslik-1", True)]


@pytest.mark.rule("C-2.1")
async def test_people_are_entered_and_found_and_never_listed(doors: Doors, pool: Pool) -> None:
    principal, general = doors.visitor(PRINCIPAL, "m-1", MINE), doors.visitor(GENERAL, "gd-1")
    person = (await fill(principal, "register_person", "k-1")).json()["answer"]["person"]
    found = await fill(principal, "find_person", "k-2")
    assert found.json()["answer"] == {"person": person}
    nobody = await fill(principal, "find_person", "k-3", birth_date="2010-05-08")
    assert (nobody.status_code, nobody.json()["reasons"][0]["rule"]) == (409, "C-2.1")
    assert (await general.get("/registers/people")).status_code == 400
    [row] = await rows(general, "people", f"key={person}")
    assert row["birth_date"] == PERSON["birth_date"]
    async with pool.acquire() as conn:
        kept = [
            *await conn.fetch("select * from filled_forms"),
            *await conn.fetch("select * from access_log"),
        ]
    assert PERSON["national_id"] not in str(kept)


async def test_what_is_refused_leaves_its_key_free_and_nothing_behind(doors: Doors) -> None:
    fund = doors.visitor("revolving-fund", "ds-1")
    wrong = await fill(fund, "enter_coefficient", "k-1", through_day="2025-12-31")
    assert (wrong.status_code, wrong.json()["reasons"][0]["rule"]) == (409, "R-E.8")
    assert (await fill(fund, "enter_coefficient", "k-1")).status_code == 201
    assert [row["value"] for row in await rows(fund, "coefficients")] == ["1.012556"]


async def test_a_form_that_cannot_be_read_is_told_field_by_field(doors: Doors) -> None:
    registry = doors.visitor(REGISTRY, "evrak-1")
    far = await fill(registry, "enter_ban", "k-1", decided_on="9999-12-31")
    unheard = await fill(registry, "enter_title", "k-2", title="a\0b")
    assert unheard.status_code == 403  # who may is asked first
    nul = await fill(doors.visitor(PRESIDENCY, "b-1"), "enter_title", "k-2", title="a\0b")
    shape = await fill(registry, "enter_ban", "k-3", decided_on="dün")
    for said in (far, nul, shape):
        assert said.status_code == 422, said.text
        assert {reason["rule"] for reason in said.json()["reasons"]} == {"V-4"}
    foreign = await registry.post(
        "/registers/people", "k-4", {"form": "enter_ban", "body": FORMS["enter_ban"]}
    )
    assert (foreign.status_code, foreign.json()["type"]) == (400, "urn:vade:problem:unreadable")


async def test_a_publisher_sees_its_own_bans_and_addresses_and_nobody_elses(doors: Doors) -> None:
    registry = doors.visitor(REGISTRY, "evrak-1")
    for n, whose in enumerate((MINE, THEIRS)):
        said = await fill(registry, "enter_ban", f"b-{n}", subject=whose, decision_no=f"K-{n}")
        assert said.status_code == 201, said.text
        assert (await fill(registry, "enter_address", f"a-{n}", subject=whose)).is_success
    publisher = doors.visitor("applicant", MINE, MINE)
    assert [row["subject"] for row in await rows(publisher, "sanctions")] == [MINE]
    assert [row["subject"] for row in await rows(publisher, "addresses")] == [MINE]
    assert await rows(publisher, "addresses", f"key={THEIRS}") == []
    said = await fill(publisher, "enter_address", "a-9", subject=THEIRS)
    assert (said.status_code, said.json()["reasons"][0]["rule"]) == (409, "V-5")


async def test_a_directorate_enters_members_of_its_own_agreements_alone(
    doors: Doors, pool: Pool
) -> None:
    own, foreign = await an_agreement(pool, "44"), await an_agreement(pool, "06")
    province = doors.visitor(PROVINCE, "il-44", "44")
    # without a term its rules refuse it: but they were asked
    said = await fill(province, "join_agreement", "k-1", case_id=own)
    assert (said.status_code, said.json()["reasons"][0]["rule"]) == (409, "A-11.3a")
    # nor does it enter itself elsewhere
    for n, form in enumerate(("join_agreement", "finish_training", "strike_training")):
        named = {"institution": "44"} if form == "join_agreement" else {}
        said = await fill(province, form, f"k-2{n}", case_id=foreign, **named)
        assert said.status_code == 404, (form, said.text)
    # but it may leave what it takes part in
    said = await fill(province, "leave_agreement", "k-3", case_id=foreign, institution="44")
    assert said.status_code == 409


@pytest.mark.rule("R-S.1")
async def test_a_decreed_closure_is_taken_in_for_every_open_case_at_once(
    doors: Doors, pool: Pool
) -> None:
    cases = [await an_agreement(pool, whose) for whose in ("44", "06")]
    ministry = doors.visitor("ministry", "bakanlik-1")
    for key, status in (("k-1", 201), ("k-1", 200), ("k-2", 201)):
        said = await fill(ministry, "decree_closure", key)
        assert (said.status_code, said.json()["answer"]) == (status, {"cases": 2})
    async with transaction(pool) as conn:
        taken = await conn.fetch("select case_id, command, envelope from receipts order by case_id")
    assert [(row["case_id"], row["command"]) for row in taken] == [
        (case, "decree_closure") for case in sorted(cases)
    ]
    assert taken[0]["envelope"]["body"] == FORMS["decree_closure"]
    [day] = await rows(ministry, "calendar", "key=2026-12-24")
    assert (day["kind"], day["source"]) == ("closed", "decreed")
