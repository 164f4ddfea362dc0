"""The register of people on a real PostgreSQL, and what it keeps of trainees."""

import asyncio
import logging
from datetime import date, time
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from pydantic import JsonValue

from activities.course import people
from activities.database import Pool, transaction
from activities.journal.journal import Journal
from activities.opening import Registers
from starter.client.answers import Refused
from starter.forms.people import (
    add_photo,
    change_national_id,
    correct_fee,
    enter_older_certificate,
    find_person,
    hide_identity,
    lift_hiding,
    record_absence,
    record_fee,
    register_person,
)
from tests.integration.batches import a_batch, an_entry, entries
from tests.kit.persons import DIRECTORATE, GENERAL, MANAGER, an_identity_number
from workflows.kernel.case.file import GENESIS
from workflows.kernel.case.records import Decide, RegisterWrite, Verdict
from workflows.kernel.roles import Actor

TODAY = date(2031, 3, 10)
FIRST, SECOND, THIRD = (an_identity_number(nth) for nth in (1, 2, 3))
FOREIGN = "99000000042"
"""A foreign national's; check digits as of any other."""
BORN = "2010-05-07"
COURSE = "course-2031-0001"
DOCUMENT = {"document": "d" * 64}
DECISION = {"number": "2031/17-E", "decided_on": "2031-02-03", **DOCUMENT}
PAPERS = {"letter_no": "E-5", "former_extract": "a" * 64, "new_extract": "b" * 64}
MISSED = {"person": "t-1", "case_id": COURSE, "lesson_on": "2031-03-10", "starts_at": "18:00"}
PAID = {
    "person": "t-1",
    "case_id": COURSE,
    "explanation": "birinci taksit",
    "paid_on": "2031-03-07",
    "amount": "1250.5",
    "receipt_no": "D-17",
}


async def register(
    pool: Pool, person: str | None, national_id: str = FIRST, *, by: Actor = MANAGER, **more: Any
) -> str:
    form = {"person": person, "national_id": national_id, "birth_date": BORN, **more}
    async with transaction(pool) as conn:
        return await register_person(conn, by, form, on=TODAY)


async def open_course(pool: Pool) -> None:
    """A course of the manager's institution on Mondays at 18 and Saturdays at 10 and 14."""
    lessons: list[JsonValue] = [
        {"weekday": 1, "starts_at": "18:00", "hours": 4, "instructor": "e-1"},
        {"weekday": 6, "starts_at": "10:00", "hours": 4, "instructor": "e-1"},
        {"weekday": 6, "starts_at": "14:00", "hours": 4, "instructor": "e-1"},
    ]
    plan: JsonValue = {
        "opening_mode": "normal",
        "programme": "eng-b",
        "certificated": True,
        "starts_on": "2031-03-01",
        "ends_on": "2031-05-31",
        "responsible": "y-1",
        "classroom": "d-1",
        "instructors": ["e-1"],
        "hours": 120,
        "lesson_plan": {"first_lesson_on": "2031-03-01", "lessons": lessons},
    }
    filed: JsonValue = {
        "institution": "99970001",
        "institution_kind": "ozel-kurs",
        "district": "D-34",
        "plan": plan,
    }
    trainees: JsonValue = {"trainees": [{"trainee": "t-1"}, {"trainee": "t-9"}]}
    opened = an_entry(1, GENESIS, kind="opened", name="plan_course", body=filed)
    enrolled = an_entry(2, opened.hash, name="enrol_trainees", command_id="c-2", body=trainees)
    await Journal(pool).record(a_batch((opened, enrolled), case_id=COURSE))


async def person(pool: Pool, key: str) -> people.PersonRow:
    async with transaction(pool) as conn:
        (found,) = await people.persons(conn, [key])
    return found


# -- who they are ------------------------------------------------------------------------------


@pytest.mark.rule("C-2.1")
async def test_a_person_is_found_by_number_and_date_of_birth(pool: Pool) -> None:
    key = await register(pool, "t-1")
    async with transaction(pool) as conn:
        found = await find_person(conn, MANAGER, {"national_id": FIRST, "birth_date": BORN})

    assert key == found == "t-1"
    assert (await person(pool, "t-1")).birth_date == date(2010, 5, 7)


@pytest.mark.rule("C-2.1")
async def test_two_institutions_at_once_register_one_person_once(
    pool: Pool, other_pool: Pool
) -> None:
    keys = await asyncio.gather(*(register(each, None) for each in (pool, other_pool) * 4))

    assert len(set(keys)) == 1
    assert keys[0].startswith("t-")
    assert FIRST not in keys[0]


@pytest.mark.rule("C-2.1")
async def test_a_key_and_a_number_are_one_persons(pool: Pool) -> None:
    await register(pool, "t-1", FIRST)

    with pytest.raises(Refused, match="t-1 stands for another person"):
        await register(pool, "t-1", SECOND)
    with pytest.raises(Refused, match="match nobody"):
        await register(pool, "t-2", FIRST, birth_date="2010-05-08")
    assert await register(pool, "t-2", FIRST) == "t-1"


@pytest.mark.rule("C-2.2")
async def test_a_hidden_person_comes_up_for_the_directorate_general_alone(pool: Pool) -> None:
    search = {"national_id": FIRST, "birth_date": BORN}
    await register(pool, "t-1", by=GENERAL, hidden_by=DECISION)

    async with transaction(pool) as conn:
        assert await find_person(conn, GENERAL, search) == "t-1"
    with pytest.raises(Refused, match=r"C-2\.2"):
        async with transaction(pool) as conn:
            await find_person(conn, MANAGER, search)

    async with transaction(pool) as conn:
        lift = {
            "person": "t-1",
            "decision": {**DECISION, "number": "2031/40", "decided_on": "2031-03-10"},
        }
        await lift_hiding(conn, GENERAL, lift, on=TODAY)
        assert await find_person(conn, MANAGER, search) == "t-1"
        kept = await conn.fetch("select number, hides from court_decisions order by id")
    assert [tuple(row) for row in kept] == [("2031/17-E", True), ("2031/40", False)]


@pytest.mark.rule("C-2.2")
async def test_an_older_decision_does_not_undo_a_newer_one(pool: Pool) -> None:
    await register(pool, "t-1", by=GENERAL, hidden_by=DECISION)
    older = {
        "person": "t-1",
        "decision": {**DECISION, "number": "2031/2", "decided_on": "2031-02-02"},
    }

    with pytest.raises(Refused, match="before the decision of 2031-02-03"):
        async with transaction(pool) as conn:
            await lift_hiding(conn, GENERAL, older, on=TODAY)

    assert (await person(pool, "t-1")).hidden


@pytest.mark.rule("C-2.2", "C-16.1", "C-3.1")
async def test_nothing_is_done_to_somebody_who_is_in_no_register(pool: Pool) -> None:
    order = {"person": "t-9", "decision": DECISION}
    photo = {"person": "t-9", "photo": "c" * 64, "upright_passport_photo": True}
    correction = {"person": "t-9", "national_id": FIRST, **PAPERS}

    async with pool.acquire() as conn:
        with pytest.raises(Refused, match=r"C-2\.2: t-9 is not in the register"):
            await hide_identity(conn, GENERAL, order, on=TODAY)
        with pytest.raises(Refused, match=r"C-16\.1: t-9 is not in the register"):
            await change_national_id(conn, GENERAL, correction, on=TODAY)
        with pytest.raises(Refused, match=r"C-3\.1: t-9 is not in the register"):
            await add_photo(conn, MANAGER, photo)


@pytest.mark.rule("C-16.1")
async def test_a_changed_number_is_kept_with_its_papers(pool: Pool) -> None:
    await register(pool, "t-1", FIRST)
    async with transaction(pool) as conn:
        correction = {"person": "t-1", "national_id": SECOND, **PAPERS}
        await change_national_id(conn, GENERAL, correction, on=TODAY)
        changes = await people.number_changes(conn, "t-1")

    assert (await person(pool, "t-1")).national_id == SECOND
    assert changes == (
        people.NumberChange(
            former=FIRST, changed_to=SECOND, changed_by="gd-1", changed_on=TODAY, **PAPERS
        ),
    )
    with pytest.raises(Refused, match="replaced by another one"):
        await register(pool, None, FIRST)
    async with pool.acquire() as conn:
        for act in ("update national_id_changes set former = changed_to", "delete from people"):
            with pytest.raises(asyncpg.PostgresError):
                await conn.execute(act)


@pytest.mark.rule("C-16.1")
async def test_no_number_becomes_that_of_two_people(pool: Pool, other_pool: Pool) -> None:
    """Nor does one that somebody had before; and of two at once, one is refused in plain words."""
    await register(pool, "t-1", FIRST)
    await register(pool, "t-2", SECOND)

    async def change(worker: Pool, key: str, number: str) -> str | None:
        async with transaction(worker) as conn:
            form = {"person": key, "national_id": number, **PAPERS}
            try:
                await change_national_id(conn, GENERAL, form, on=TODAY)
            except Refused as no:
                return str(no)
        return None

    theirs = await change(pool, "t-1", SECOND)
    both = await asyncio.gather(change(pool, "t-1", THIRD), change(other_pool, "t-2", THIRD))
    former = FIRST if both[0] is None else SECOND
    the_other = "t-2" if both[0] is None else "t-1"
    had_before = await change(pool, the_other, former)

    taken = "C-16.1: the new number is another person's"
    assert (theirs, had_before) == (taken, taken)
    assert sorted(both, key=str) == [taken, None]


@pytest.mark.rule("C-3.1")
async def test_a_photo_is_added_and_replaced(pool: Pool) -> None:
    await register(pool, "t-1")
    async with transaction(pool) as conn:
        for digest in ("c" * 64, "d" * 64):
            form = {"person": "t-1", "photo": digest, "upright_passport_photo": True}
            await add_photo(conn, MANAGER, form)

    assert (await person(pool, "t-1")).photo == "d" * 64


async def test_a_row_of_the_register_does_not_print_who_it_is(pool: Pool) -> None:
    await register(pool, "t-1")
    assert repr(await person(pool, "t-1")) == "PersonRow(person='t-1', hidden=False, photo=None)"


async def test_no_refusal_and_no_log_tells_a_number(
    pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await register(pool, "t-1", FIRST, by=GENERAL, hidden_by=DECISION)
    await register(pool, "t-2", SECOND)
    said = []
    for act in (
        register(pool, "t-3", FIRST),
        register(pool, "t-3", SECOND, birth_date="1999-01-01"),
        register(pool, "t-2", THIRD),
        register(pool, FIRST, THIRD),
        register(pool, "t-3", THIRD[::-1]),
    ):
        with pytest.raises(Refused) as no:
            await act
        said.append(f"{no.value!r}{no.value.reasons}{no.value.__context__!r}")

    told = caplog.text + "".join(said)
    assert not any(secret in told for secret in (FIRST, SECOND, THIRD, THIRD[::-1], BORN, "1999"))


# -- what is kept of them ----------------------------------------------------------------------


@pytest.mark.rule("C-12.1", "R-C.12")
async def test_absence_is_kept_lesson_by_lesson_and_can_be_corrected(pool: Pool) -> None:
    await register(pool, "t-1")
    await open_course(pool)
    async with transaction(pool) as conn:
        for change in (
            {"hours": 2},
            {"lesson_on": "2031-03-08", "starts_at": "10:00", "hours": 4},
            {"lesson_on": "2031-03-08", "starts_at": "14:00", "hours": 3},
            {"lesson_on": "2031-03-08", "starts_at": "14:00", "hours": 1},
            {"hours": 0},
        ):
            await record_absence(conn, MANAGER, {**MISSED, **change}, on=TODAY)
        absences = await people.absences_of(conn, COURSE, "t-1")
        rows = await conn.fetchval("select count(*) from absences")

    assert absences == (
        people.AbsenceRow(lesson_on=date(2031, 3, 8), starts_at=time(10), hours=4),
        people.AbsenceRow(lesson_on=date(2031, 3, 8), starts_at=time(14), hours=1),
    )
    assert rows == 5


@pytest.mark.rule("C-11.1")
async def test_a_payment_is_kept_once_under_its_receipt(pool: Pool) -> None:
    await register(pool, "t-1")
    await open_course(pool)
    async with transaction(pool) as conn:
        await record_fee(conn, MANAGER, PAID, on=TODAY)
        await record_fee(conn, MANAGER, PAID, on=TODAY)
    with pytest.raises(Refused, match=r"C-11\.1: receipt D-17 has been entered"):
        async with transaction(pool) as conn:
            await record_fee(conn, MANAGER, {**PAID, "amount": "1250.51"}, on=TODAY)
    async with transaction(pool) as conn:
        fees = await people.fees_of(conn, COURSE, "t-1")

    assert fees == (
        people.FeeRow(
            receipt_no="D-17",
            person="t-1",
            case_id=COURSE,
            paid_on=date(2031, 3, 7),
            amount=Decimal("1250.50"),
            explanation="birinci taksit",
        ),
    )


@pytest.mark.rule("C-11.1")
async def test_a_payment_entered_wrong_is_corrected_with_a_reason_or_taken_back(pool: Pool) -> None:
    await register(pool, "t-1")
    await open_course(pool)
    right = {**PAID, "amount": "1350.50", "paid_on": "2031-03-06", "reason": "Tutar yanlış."}
    async with transaction(pool) as conn:
        await record_fee(conn, MANAGER, PAID, on=TODAY)
        await correct_fee(conn, MANAGER, right, on=TODAY)
        [now] = await people.fees_of(conn, COURSE, "t-1")
        assert (now.amount, now.paid_on) == (Decimal("1350.50"), date(2031, 3, 6))
        # the first entry stays to be seen
        assert await conn.fetchval("select amount from course_fees") == Decimal("1250.50")
        await correct_fee(conn, MANAGER, {**right, "amount": "0"}, on=TODAY)
        assert await people.fees_of(conn, COURSE, "t-1") == ()
    async with pool.acquire() as conn:
        with pytest.raises(Refused, match="receipt D-18 has not been entered"):
            await correct_fee(conn, MANAGER, {**right, "receipt_no": "D-18"}, on=TODAY)
        with pytest.raises(Refused, match="reason"):
            await correct_fee(conn, MANAGER, PAID, on=TODAY)
        stranger = MANAGER.model_copy(update={"institution": "99970002"})
        with pytest.raises(Refused, match="would keep it of a course of 99970001"):
            await correct_fee(conn, stranger, right, on=TODAY)


@pytest.mark.rule("C-11.1", "C-12.1")
async def test_nothing_is_kept_of_a_course_or_a_person_that_nobody_knows(pool: Pool) -> None:
    await register(pool, "t-1")
    missed = {**MISSED, "hours": 2}
    async with pool.acquire() as conn:
        with pytest.raises(Refused, match="course-2031-0001 has not been opened"):
            await record_absence(conn, MANAGER, missed, on=TODAY)
        with pytest.raises(Refused, match="course-2031-0001 has not been opened"):
            await record_fee(conn, MANAGER, PAID, on=TODAY)
    await open_course(pool)
    async with pool.acquire() as conn:
        with pytest.raises(Refused, match="t-9 is not in the register"):
            await record_absence(conn, MANAGER, {**missed, "person": "t-9"}, on=TODAY)
        with pytest.raises(Refused, match="t-9 is not in the register"):
            await record_fee(conn, MANAGER, {**PAID, "person": "t-9"}, on=TODAY)


# -- what courses ask --------------------------------------------------------------------------


def enrolment(*trainees: str, level: int | None) -> Decide:
    return Decide(
        by="people",
        case_id="course-2031-0002",
        command_id="c-1",
        request={
            "trainees": list(trainees),
            "programme": "eng-b",
            "level": level,
            "photo_if_born_by": "2015-03-10",
        },
    )


@pytest.mark.rule("C-2.1", "C-2.2")
async def test_the_register_knows_who_is_unknown_and_who_is_hidden(pool: Pool) -> None:
    await register(pool, "t-1", FIRST)
    await register(pool, "t-2", SECOND, by=GENERAL, hidden_by=DECISION)

    verdict = await Registers(pool).decide(enrolment("t-3", "t-2", "t-1", level=None))

    facts: dict[str, JsonValue] = {
        "unknown": ["t-3"],
        "hidden": ["t-2"],
        "without_previous_level": [],
        "taken_before": [],
        # C-3.1: of those who are known and have none
        "without_photo": ["t-2", "t-1"],
    }
    assert verdict == Verdict(granted=True, facts=facts)


@pytest.mark.rule("C-15.1", "C-8.4")
@pytest.mark.parametrize(
    ("level", "without", "taken"),
    [
        pytest.param(1, [], ["t-1"], id="the first level needs none before it, and t-1 has it"),
        pytest.param(2, ["t-2"], [], id="only t-1 has the first"),
        pytest.param(3, ["t-1", "t-2"], [], id="nobody has the second"),
        pytest.param(None, [], [], id="a programme without levels"),
    ],
)
async def test_the_level_below_must_have_its_certificate_and_a_level_is_not_taken_twice(
    pool: Pool, level: int | None, without: list[str], taken: list[str]
) -> None:
    await register(pool, "t-1", FIRST)
    await register(pool, "t-2", SECOND)
    certificates = [
        RegisterWrite(into="certificates", key=key, row={"issued_on": "2031-01-20"})
        for key in ("t-1/eng-b/1", "t-2/eng-c/1", "t-2/eng-c/2", "t-1/eng-c/2")
    ]
    await Journal(pool).record(a_batch(entries(1), case_id=COURSE, registers=certificates))

    verdict = await Registers(pool).decide(enrolment("t-1", "t-2", level=level))

    assert verdict.facts["without_previous_level"] == without
    assert verdict.facts["taken_before"] == taken


OLDER = {
    "person": "t-1",
    "programme": "eng-b",
    "level": 1,
    "number": "B-2024/17",
    "dated_on": "2024-06-28",
}


@pytest.mark.rule("R-C.20", "C-15.1", "C-8.4")
async def test_an_older_certificate_is_entered_by_the_directorate_and_counts_like_any(
    pool: Pool,
) -> None:
    await register(pool, "t-1", FIRST)

    async def facts(level: int) -> Any:
        found = (await Registers(pool).decide(enrolment("t-1", level=level))).facts
        return found["without_previous_level"], found["taken_before"]

    assert await facts(2) == (["t-1"], [])
    for actor in (MANAGER, GENERAL):
        with pytest.raises(Refused, match=r"R-C\.20"):
            async with transaction(pool) as conn:
                await enter_older_certificate(conn, actor, OLDER, on=TODAY)
    async with transaction(pool) as conn:
        await enter_older_certificate(conn, DIRECTORATE, OLDER, on=TODAY)
    assert (await facts(2), await facts(1)) == (([], []), ([], ["t-1"]))
    with pytest.raises(Refused, match="has been entered before"):
        async with transaction(pool) as conn:
            await enter_older_certificate(conn, DIRECTORATE, OLDER, on=TODAY)
    mistaken = {**OLDER, "withdrawn": True, "reason": "Başka bir kişiye aittir."}
    async with transaction(pool) as conn:
        await enter_older_certificate(conn, DIRECTORATE, mistaken, on=TODAY)
    assert await facts(2) == (["t-1"], [])


@pytest.mark.rule("R-C.20")
async def test_a_certificate_of_a_course_is_not_entered_a_second_time(pool: Pool) -> None:
    await register(pool, "t-1", FIRST)
    row: dict[str, JsonValue] = {"programme": "eng-b", "level": 1}
    of_a_course = RegisterWrite(into="certificates", key="t-1/eng-b/1", row=row)
    await Journal(pool).record(a_batch(entries(1), case_id=COURSE, registers=[of_a_course]))

    with pytest.raises(Refused, match="a course has entered this certificate"):
        async with transaction(pool) as conn:
            await enter_older_certificate(conn, DIRECTORATE, OLDER, on=TODAY)


@pytest.mark.rule("C-3.1", "R-C.5")
async def test_the_register_knows_whose_photo_is_missing(pool: Pool) -> None:
    """t-1 and t-2 were born on 7 May 2010."""
    await register(pool, "t-1", FIRST)
    await register(pool, "t-2", SECOND)
    async with transaction(pool) as conn:
        photo = {"person": "t-2", "photo": "a" * 64, "upright_passport_photo": True}
        await add_photo(conn, MANAGER, photo)
        facts = [
            await people.enrolment_facts(conn, ["t-1", "t-2"], "eng-b", None, born_by)
            for born_by in (date(2010, 5, 6), date(2010, 5, 7))
        ]

    assert [found["without_photo"] for found in facts] == [[], ["t-1"]]


@pytest.mark.rule("C-13.1")
async def test_the_register_knows_who_is_a_citizen(pool: Pool) -> None:
    await register(pool, "t-1", FIRST)
    await register(pool, "t-2", FOREIGN)
    asked = Decide(
        by="nationality",
        case_id=COURSE,
        command_id="c-9",
        request={"people": ["t-1", "t-2"]},
    )

    assert (await Registers(pool).decide(asked)).facts == {"citizens": ["t-1"]}
