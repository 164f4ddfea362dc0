"""What offices publish beside any case, and what an opening reads of it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from activities.course.people import PersonRow, persons
from activities.database import Pool, transaction
from activities.opening import Registers
from activities.registers.editions import store_editions
from activities.registers.reference import known_on, put_reference
from starter.client.answers import Refused
from starter.forms.reference import publish_programme, set_classroom
from starter.rehearsal.given import fill_registers
from starter.rehearsal.scenario import Given, Scenario, ScenarioProblem, load_scenario
from tests.kit.persons import DIRECTORATE, GENERAL, MANAGER, an_identity_number
from workflows.kernel.case.records import Lookup, OpenCase, Opening
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_review.process import REVIEW

BOOK = Rulebook(process="course", edition="2022", in_force_from=date(2022, 1, 1))
PROGRAMME: dict[str, Any] = {
    "code": "eng-a1",
    "kinds": ["ozel-kurs"],
    "levels": [1, 2],
    "hours": 92,
    "kind_of_lesson": "yabanci-dil",
    "certificate": "either",
}
ROOM: dict[str, Any] = {
    "code": "d-1",
    "institution": "99970001",
    "capacity": 20,
    "lesson_kinds": ["yabanci-dil"],
}
ASKED = (
    Lookup(book="programmes", key="eng-a1"),
    Lookup(book="classrooms", key="d-1"),
    Lookup(book="classrooms", key="d-2"),
)


async def opening_at(pool: Pool, received_at: datetime) -> Opening:
    asked = OpenCase(
        case_id="course-2031-0001",
        process="course",
        file_no="2031-0001",
        received_at=received_at,
        lookups=ASKED,
    )
    return await Registers(pool).open_case(asked)


def a_scenario(given: dict[str, Any]) -> Scenario:
    scenario = load_scenario(Path("examples/textbook-review/nobody-acts.yaml"))
    return scenario.model_copy(update={"given": Given.model_validate(given)})


@pytest.fixture(autouse=True)
async def rulebook(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await store_editions(conn, [BOOK])


@pytest.mark.rule("C-10.1", "C-1.2")
async def test_an_opening_knows_programme_and_classroom(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await publish_programme(conn, GENERAL, PROGRAMME, from_day=date(2031, 1, 1))
        await set_classroom(conn, DIRECTORATE, ROOM, from_day=date(2031, 1, 1))
        unasked = {**PROGRAMME, "code": "eng-b1"}
        await publish_programme(conn, GENERAL, unasked, from_day=date(2031, 1, 1))

    opening = await opening_at(pool, datetime(2031, 3, 10, 7, tzinfo=UTC))

    assert opening.known == {"programmes/eng-a1": PROGRAMME, "classrooms/d-1": ROOM}
    assert Opening.model_validate_json(opening.model_dump_json()) == opening


@pytest.mark.rule("C-10.1")
@pytest.mark.parametrize(
    ("received_at", "capacity"),
    [
        pytest.param(datetime(2031, 1, 31, 20, 59, tzinfo=UTC), None, id="not set yet"),
        pytest.param(datetime(2031, 1, 31, 21, 0, tzinfo=UTC), 20, id="midnight in Istanbul"),
        pytest.param(datetime(2031, 2, 28, 20, 59, tzinfo=UTC), 20, id="the last day at 20"),
        pytest.param(datetime(2031, 2, 28, 21, 0, tzinfo=UTC), 24, id="the newest row"),
        pytest.param(datetime(2031, 3, 31, 21, 0, tzinfo=UTC), None, id="withdrawn"),
    ],
)
async def test_the_newest_row_on_or_before_the_day_counts(
    pool: Pool, received_at: datetime, capacity: int | None
) -> None:
    """Rows of 1 February, 1 March and 1 April; Istanbul is three hours ahead of UTC."""
    async with transaction(pool) as conn:
        larger = {**ROOM, "capacity": 24}
        await put_reference(conn, "classrooms", "d-1", None, date(2031, 4, 1))
        await set_classroom(conn, DIRECTORATE, larger, from_day=date(2031, 3, 1))
        await set_classroom(conn, DIRECTORATE, ROOM, from_day=date(2031, 2, 1))

    known = (await opening_at(pool, received_at)).known

    expected = {} if capacity is None else {"classrooms/d-1": {**ROOM, "capacity": capacity}}
    assert known == expected


async def test_a_row_put_again_for_its_day_is_corrected(pool: Pool) -> None:
    async with transaction(pool) as conn:
        for capacity in (20, 18):
            row = {**ROOM, "capacity": capacity}
            await put_reference(conn, "classrooms", "d-1", row, date(2031, 1, 1))

    known = (await opening_at(pool, datetime(2031, 3, 10, tzinfo=UTC))).known

    assert known == {"classrooms/d-1": {**ROOM, "capacity": 18}}


@pytest.mark.rule("C-10.1")
async def test_a_classroom_is_the_directorates_to_set_and_stays_its_institutions(
    pool: Pool,
) -> None:
    day = date(2031, 1, 1)
    async with transaction(pool) as conn:
        await set_classroom(conn, DIRECTORATE, ROOM, from_day=day)
        with pytest.raises(Refused, match=r"C-10\.1: principal may not"):
            await set_classroom(conn, MANAGER, {**ROOM, "capacity": 99}, from_day=day)
        with pytest.raises(Refused, match=r"C-10\.1: the code d-1 is a classroom of 99970001"):
            await set_classroom(conn, DIRECTORATE, {**ROOM, "institution": "2"}, from_day=day)
        with pytest.raises(Refused, match=r"C-10\.1: capacity"):
            await set_classroom(conn, DIRECTORATE, {**ROOM, "capacity": "many"}, from_day=day)

    known = (await opening_at(pool, datetime(2031, 3, 10, tzinfo=UTC))).known
    assert known == {"classrooms/d-1": ROOM}


@pytest.mark.rule("C-1.2")
async def test_the_list_of_programmes_is_the_directorate_generals(pool: Pool) -> None:
    with pytest.raises(Refused, match=r"C-1\.2: education-directorate may not"):
        async with transaction(pool) as conn:
            await publish_programme(conn, DIRECTORATE, PROGRAMME, from_day=date(2031, 1, 1))


GIVEN: dict[str, Any] = {
    "reference": {"programmes": {"eng-a1": PROGRAMME}, "classrooms": {"d-1": ROOM}},
    "people": [
        {"person": "t-1", "national_id": an_identity_number(1), "birth_date": "2010-05-07"},
        {
            "person": "t-2",
            "national_id": an_identity_number(2),
            "birth_date": "2011-01-31",
            "hidden": True,
        },
    ],
}


@pytest.mark.rule("C-2.2", "C-10.1")
async def test_a_scenario_gives_rows_of_reference_and_people(pool: Pool) -> None:
    """The case opens on 10 March; what is given holds from that day."""
    await fill_registers(pool, a_scenario(GIVEN), REVIEW)

    async with transaction(pool) as conn:
        known = await known_on(conn, ASKED, date(2031, 3, 10))
        found = await persons(conn, ["t-1", "t-2"])
    assert known == {"programmes/eng-a1": PROGRAMME, "classrooms/d-1": ROOM}
    assert found == (
        PersonRow(
            person="t-1",
            national_id=an_identity_number(1),
            birth_date=date(2010, 5, 7),
            hidden=False,
            photo=None,
        ),
        PersonRow(
            person="t-2",
            national_id=an_identity_number(2),
            birth_date=date(2011, 1, 31),
            hidden=True,
            photo=None,
        ),
    )


async def test_a_scenario_that_gives_one_number_to_two_people_is_refused(pool: Pool) -> None:
    twice = [GIVEN["people"][0], {**GIVEN["people"][1], "national_id": an_identity_number(1)}]
    with pytest.raises(ScenarioProblem, match=r"given\.people: t-2"):
        await fill_registers(pool, a_scenario({"people": twice}), REVIEW)


async def test_an_opening_recorded_before_there_were_lookups_is_read() -> None:
    """Recorded histories and open cases have no such field."""
    asked = {
        "case_id": "textbook-review-2031-0042",
        "process": "textbook-review",
        "file_no": "2031-0042",
        "received_at": "2031-03-10T07:00:00Z",
    }
    assert OpenCase.model_validate(asked).lookups == ()
