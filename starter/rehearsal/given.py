"""The registers as they stand before a scenario's case opens."""

from typing import Final

from activities.course.people import (
    OlderCertificateRow,
    enter_older_certificate,
    insert_person,
)
from activities.database import Connection, Pool, queries, transaction
from activities.post.notices import put_applicant, put_office
from activities.registers.calendar import decree_days
from activities.registers.editions import store_editions
from activities.registers.reference import put_reference
from activities.textbook.coefficients import put_coefficient
from activities.textbook.sanctions import put_sanction
from starter.rehearsal.scenario import (
    Given,
    GivenAddress,
    GivenPerson,
    Scenario,
    ScenarioProblem,
)
from starter.runtime.serving import editions_of
from workflows.kernel.case.process import Process
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.rulebook import NotInForce, Rulebook, with_figures
from workflows.kernel.roles import Role
from workflows.textbook_law.registers import Sanction

_PEOPLE_OF_VADE: Final = frozenset({Role.APPLICANT, Role.SYSTEM})
"""Roles that are not an office and have no address of their own."""

_MEMBERS: Final = "institution"
"""Whom reminders of an agreement's monthly reports reach; no role of an actor (A-11.3a)."""

_DECREED: Final = "idari izin"


async def fill_registers(
    pool: Pool, scenario: Scenario, process: Process, *followed: Process
) -> None:
    """Put into the registers what the scenario says is given; all else is as usual.

    Args:
        pool: The database of the scenario.
        scenario: It gives the figures of its own process; the others have their usual ones.
        process: Of the case that it opens.
        followed: Of the cases that this one has opened.

    Raises:
        ScenarioProblem: A figure that is to be changed is not in the rulebook, or two people
            have one key or identity number.
    """
    given = scenario.given
    async with transaction(pool) as conn:
        await store_editions(conn, _editions(scenario, process))
        for other in followed:
            await store_editions(conn, editions_of(other))
        years = process.calendar_years + sum(other.calendar_years for other in followed)
        await _fill_calendar(conn, given, scenario.opens.year, years)
        for row in given.coefficients:
            await put_coefficient(conn, row.from_, row.value, row.until)
        for number, ban in enumerate(given.sanctions, start=1):
            await put_sanction(conn, Sanction(id=f"given-{number}", **ban.model_dump()))
        for register, rows in given.reference.items():
            for key, content in rows.items():
                await put_reference(conn, register, key, content, local_day(scenario.opens))
        for number, person in enumerate(given.people):
            await _enter(conn, scenario, number, person)
        await _fill_addresses(conn, scenario, process)
        for other in followed:
            await _fill_offices(conn, scenario, other)


def _editions(scenario: Scenario, process: Process) -> tuple[Rulebook, ...]:
    try:
        return tuple(
            with_figures(edition, scenario.given.rulebook) for edition in editions_of(process)
        )
    except (NotInForce, ValueError) as wrong:
        spot = scenario.spot(("given", "rulebook"))
        raise ScenarioProblem(f"{spot}: given.rulebook: {wrong}") from wrong


async def _fill_calendar(conn: Connection, given: Given, year: int, years: int) -> None:
    if given.holidays is not None:
        # stated in the file: the same on any day, whatever a later list of feasts may say
        known = [(each,) for each in range(year - 1, year + years)]
        await conn.executemany(queries("registers/calendar")["insert_year"], known)
        await decree_days(conn, given.half_days, kind="half")
        await decree_days(conn, given.holidays)
    await decree_days(conn, dict.fromkeys(given.closed_days, _DECREED))


async def _enter(conn: Connection, scenario: Scenario, number: int, given: GivenPerson) -> None:
    if not await insert_person(
        conn,
        given.person,
        national_id=given.national_id,
        birth_date=given.birth_date,
        hidden=given.hidden,
        by="given",
    ):
        spot = scenario.spot(("given", "people", number))
        raise ScenarioProblem(
            f"{spot}: given.people: {given.person} has the key or the identity"
            " number of somebody above"
        )
    for certificate in given.certificates:
        row = {**certificate.model_dump(), "person": given.person}
        entered = OlderCertificateRow(**row, withdrawn=False, reason=None)
        await enter_older_certificate(conn, entered, by="given")


async def _fill_addresses(conn: Connection, scenario: Scenario, process: Process) -> None:
    application = process.application.model_validate(scenario.application)
    people = dict(scenario.given.dossier)
    if (applicant := process.asks(application).applicant) is not None:
        usual = GivenAddress(name="Başvuru sahibi", email="basvuru@example.org")
        people.setdefault(applicant, usual)
    for subject, person in people.items():
        await put_applicant(conn, subject, name=person.name, email=person.email)
    await _fill_offices(conn, scenario, process)
    await put_office(conn, _MEMBERS, name=_MEMBERS, email=f"{_MEMBERS}@example.org")


async def _fill_offices(conn: Connection, scenario: Scenario, process: Process) -> None:
    for role in process.roles.keys() - _PEOPLE_OF_VADE:
        usual = GivenAddress(name=role, email=f"{role}@example.org")
        office = scenario.given.offices.get(role, usual)
        await put_office(conn, role, name=office.name or role, email=office.email)
