"""The official registers: what a case must know on opening, what it enters, what they decide.

Registers hold facts; which ban matters or what a fee comes to is for the rules to say.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from pydantic import AwareDatetime, Field, JsonValue, ValidationError
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.calendar import calendar_from
from activities.database import Connection, Pool, queries, transaction
from activities.faults import Unusable
from activities.notices import link_case
from workflows.kernel.act import Frozen, canonical
from workflows.kernel.calendar import local_day
from workflows.kernel.records import (
    Decide,
    OpenCase,
    Opening,
    Register,
    RegisterWrite,
    Sanction,
    Verdict,
)
from workflows.kernel.rulebook import Rulebook

_SQL = queries("registers")

SANCTIONS = "sanctions"
"""The register of bans, kept in a table of its own because openings search it."""


class EditionChanged(ValueError):
    """An edition that cases already live by came with other figures."""


class NotYetQueued(ApplicationError):
    """The file's place in the queue is not recorded yet; asked again in a moment, it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message, type="NotYetQueued")


class _Place(Frozen):
    stage: str
    received_at: AwareDatetime
    file_no: str


class _TakeUp(Frozen):
    stage: str
    file_no: str
    rule: str


class _PaymentDay(Frozen):
    paid_on: date | None
    file_no: str


class _BanCheck(Frozen):
    rules: tuple[str, ...] = Field(min_length=1)
    on: date
    file_no: str | None = None


_Wanted = TypeVar("_Wanted", bound=Frozen)


class Registers:
    """Answers from the registers."""

    def __init__(self, pool: Pool, language: str = "tr") -> None:
        self._pool = pool
        self._language = language

    @activity.defn(name="open_case")
    async def open_case(self, asked: OpenCase) -> Opening:
        """Return all that a case must know from outside before its first rule is judged.

        Raises:
            Unusable: No rulebook edition of the process covers the day of filing.
        """
        received_on = local_day(asked.received_at)
        async with transaction(self._pool) as conn:
            if asked.applicant is not None:
                await link_case(conn, asked.case_id, asked.applicant)
            rulebook = await _edition_on(conn, asked.process, received_on)
            hours = rulebook.agenda
            calendar = await calendar_from(conn, received_on.year)
            return Opening(
                calendar=calendar.with_hours(hours.opens_at, hours.close_of_business),
                rulebook=rulebook,
                coefficient=await _coefficient_on(conn, asked.paid_on),
                sanctions=await _sanctions_of(conn, asked.applicant),
                language=self._language,
            )

    @activity.defn(name="decide")
    async def decide(self, asked: Decide) -> Verdict:
        """Let a register decide and reserve; the same command ID gets the same verdict.

        The queue reserves the file's turn. The register of bans only looks: ``rules`` and ``on``
        ask whether any ban by these rules is active that day on the publisher whose case it is,
        and ``rule`` and ``until`` of a refusal name the longest one. The register of coefficients
        knows the one of a payment day.

        Raises:
            Unusable: The register decides nothing, the request has another shape, or nobody knows
                whose case it is.
            NotYetQueued: The case has no place in the queue yet; retried.
        """
        async with transaction(self._pool) as conn:
            match asked.by:
                case Register.QUEUE:
                    return await _turn(conn, asked, _request(asked, _TakeUp))
                case Register.SANCTIONS:
                    return await _look_for_ban(conn, asked.case_id, _request(asked, _BanCheck))
                case Register.COEFFICIENTS:
                    day = _request(asked, _PaymentDay).paid_on
                    found = await _coefficient_on(conn, day)
                    stated = None if found is None else str(found)
                    return Verdict(granted=True, facts={"coefficient": stated})
                case _:
                    raise Unusable(f"the register {asked.by} decides nothing")


async def _turn(conn: Connection, asked: Decide, wanted: _TakeUp) -> Verdict:
    await conn.execute(_SQL["lock_queue"], wanted.stage)
    known = await conn.fetchval(_SQL["verdict"], asked.case_id, asked.command_id)
    if known is not None:
        return Verdict.model_validate(known)
    verdict = await _take(conn, asked, wanted)
    if verdict.granted:  # a refusal binds nobody: the command may be tried again
        await conn.execute(
            _SQL["insert_verdict"],
            asked.case_id,
            asked.command_id,
            asked.by,
            verdict.model_dump(mode="json"),
        )
    return verdict


def _request(asked: Decide, shape: type[_Wanted]) -> _Wanted:
    try:
        return shape.model_validate(asked.request)
    except ValidationError as wrong:
        raise Unusable(f"the {asked.by} cannot read the request of {asked.command_id}") from wrong


async def _look_for_ban(conn: Connection, case_id: str, look: _BanCheck) -> Verdict:
    subject = await _subject_of(conn, case_id)
    ban = await conn.fetchrow(_SQL["active_ban"], subject, list(look.rules), look.on)
    if ban is None:
        return Verdict(granted=True, facts={})
    facts = {"rule": ban["rule"], "until": ban["ends_on"].isoformat()}
    return Verdict(granted=False, facts=facts)


async def _subject_of(conn: Connection, case_id: str) -> str:
    subject: str | None = await conn.fetchval(_SQL["subject_of"], case_id)
    if subject is None:
        raise Unusable(f"{case_id}: the dossier does not say whose case it is")
    return subject


async def _take(conn: Connection, asked: Decide, wanted: _TakeUp) -> Verdict:
    place = await conn.fetchrow(_SQL["own_place"], wanted.stage, asked.case_id)
    if place is None:
        raise NotYetQueued(f"{asked.case_id} has no place in the queue of {wanted.stage} yet")
    first = None
    if place["taken_by"] is None:
        first = await conn.fetchval(
            _SQL["first_before"], wanted.stage, place["received_at"], wanted.file_no
        )
    if first is not None:
        return Verdict(granted=False, facts={"rule": wanted.rule, "first": first})
    # Taken already: this very file had its turn, and nobody waits behind it any more.
    await conn.execute(_SQL["take"], place["key"], asked.command_id)
    return Verdict(granted=True, facts={"rule": wanted.rule})


# -- what cases enter --------------------------------------------------------------------------


async def write(
    conn: Connection, case_id: str, entry_n: int, writes: Iterable[RegisterWrite]
) -> None:
    """Enter rows in the books; a key written before is left as it is.

    Args:
        conn: In the transaction that records the journal entry.
        case_id: Whose rows.
        entry_n: Journal entry that accounts for them.
        writes: The rows; those of ``queue`` and ``sanctions`` go to their own tables.

    Raises:
        Unusable: A row does not have the shape of its register, or it bans an applicant whom the
            dossier does not know.
    """
    for entered in writes:
        try:
            await _write_one(conn, case_id, entry_n, entered)
        except ValidationError as wrong:
            raise Unusable(
                f"{case_id}: the row {entered.key} does not fit the register {entered.into}"
            ) from wrong


async def _write_one(conn: Connection, case_id: str, entry_n: int, entered: RegisterWrite) -> None:
    if entered.into == Register.QUEUE:
        place = _Place.model_validate(entered.row)
        await conn.execute(
            _SQL["enqueue"], entered.key, place.stage, place.received_at, place.file_no, case_id
        )
    elif entered.into == SANCTIONS:
        ban = Sanction.model_validate({**entered.row, "id": entered.key})
        if not ban.subject:  # a case that no longer knows its applicant leaves it to the dossier
            ban = ban.model_copy(update={"subject": await _subject_of(conn, case_id)})
        await put_sanction(conn, ban)
    else:
        await conn.execute(
            _SQL["insert_row"], entered.into, entered.key, entered.row, case_id, entry_n
        )


async def leave_queue(conn: Connection, case_id: str, at: datetime) -> None:
    """Take a case that has ended out of every queue in which it still waits."""
    await conn.execute(_SQL["leave_queue"], case_id, at)


# -- what offices and releases put in ----------------------------------------------------------


async def store_editions(conn: Connection, editions: Iterable[Rulebook]) -> None:
    """Publish rulebook editions; one published before may gain rows, and keeps those it has.

    A later release judges by more rules of the same law and brings their figures; open cases have
    recorded what they live by.

    Raises:
        EditionChanged: A row of an edition was published with another figure.
    """
    for edition in editions:
        body = edition.model_dump(mode="json")
        await conn.execute(
            _SQL["insert_edition"], edition.process, edition.edition, edition.in_force_from, body
        )
        published = await conn.fetchval(_SQL["edition"], edition.process, edition.edition)
        if canonical(published) == canonical(body):
            continue
        if _keeps(published, body):
            await conn.execute(
                _SQL["revise_edition"],
                edition.process,
                edition.edition,
                edition.in_force_from,
                body,
            )
        else:
            raise EditionChanged(
                f"{edition.process} {edition.edition} has been published with other figures; "
                "cases live by them, so publish the change as a new edition"
            )


def _keeps(published: JsonValue, body: JsonValue) -> bool:
    """Tell whether a body has all that was published, unchanged, whatever it adds."""
    if isinstance(published, dict) and isinstance(body, dict):
        return all(key in body and _keeps(value, body[key]) for key, value in published.items())
    return published == body


async def put_sanction(conn: Connection, ban: Sanction) -> None:
    """Enter one ban; an ID entered before is left as it is."""
    await conn.execute(
        _SQL["insert_sanction"],
        ban.id,
        ban.rule,
        ban.subject,
        ban.scope,
        ban.starts_on,
        ban.ends_on,
    )


async def put_coefficient(conn: Connection, from_day: date, value: Decimal) -> None:
    """Set the civil-servant coefficient, lira per point, that holds from a day on (T-15.1a)."""
    await conn.execute(_SQL["put_coefficient"], from_day, value)


async def next_file_number(conn: Connection, process: str, year: int, claim: str) -> str:
    """Return the next file number of a process and year, ``2031-0042``, without gaps (A-10.3).

    Args:
        conn: In the transaction that uses the number; rolled back, it gives the number back.
        process: ``textbook-review``.
        year: Year of the filing, in Istanbul.
        claim: The caller's own key of this filing; under the same claim the same number returns.
    """
    # Two calls under one claim at once: the second one waits, and then finds the number given.
    await conn.execute(_SQL["lock_claim"], process, claim)
    given = await conn.fetchrow(_SQL["number_given"], process, claim)
    if given is not None:
        return _number(given["year"], given["n"])
    n = await conn.fetchval(_SQL["next_number"], process, year)
    await conn.execute(_SQL["give_number"], process, year, n, claim)
    return _number(year, n)


def _number(year: int, n: int) -> str:
    return f"{year}-{n:04d}"


# -- what an opening reads ---------------------------------------------------------------------


async def _edition_on(conn: Connection, process: str, day: date) -> Rulebook:
    body = await conn.fetchval(_SQL["edition_on"], process, day)
    if body is None:
        raise Unusable(f"no rulebook edition of {process} is in force on {day}")
    return Rulebook.model_validate(body)


async def _coefficient_on(conn: Connection, day: date | None) -> Decimal | None:
    if day is None:
        return None
    value: Decimal | None = await conn.fetchval(_SQL["coefficient_on"], day)
    return value


async def _sanctions_of(conn: Connection, subject: str | None) -> tuple[Sanction, ...]:
    if subject is None:
        return ()
    rows = await conn.fetch(_SQL["sanctions_of"], subject)
    return tuple(Sanction.model_validate(dict(row)) for row in rows)
