"""The official registers: what a case must know on opening, what it enters, what they decide.

Registers hold facts; which ban matters or what a fee comes to is for the rules to say.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from pydantic import JsonValue, ValidationError
from temporalio import activity

from activities.agreement.agreements import agreement_verdict, put_agreement_term
from activities.course.people import enrolment_facts
from activities.database import Connection, Pool, queries, transaction
from activities.faults import Unusable
from activities.post.notices import link_case
from activities.registers.calendar import calendar_from
from activities.registers.decisions import Place, look_for_ban, request_of, subject_of, take_turn
from workflows.kernel.act import Frozen, canonical
from workflows.kernel.calendar import local_day
from workflows.kernel.records import (
    AGREEMENT_TERMS,
    AgreementTerm,
    Decide,
    Lookup,
    OpenCase,
    Opening,
    Register,
    RegisterWrite,
    Sanction,
    Verdict,
)
from workflows.kernel.rulebook import Rulebook

_SQL = queries("registers/registers")

SANCTIONS = "sanctions"
"""The register of bans, kept in a table of its own because openings search it."""


class EditionChanged(ValueError):
    """An edition that cases already live by came with other figures."""


class _PaymentDay(Frozen):
    paid_on: date | None
    file_no: str


class _Lists(Frozen):
    lookups: tuple[Lookup, ...]
    on: date
    file_no: str


class _Enrolment(Frozen):
    trainees: tuple[str, ...]
    programme: str
    level: int | None = None
    file_no: str | None = None


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
            calendar = await calendar_from(conn, received_on.year, asked.calendar_years)
            return Opening(
                calendar=calendar.with_hours(hours.opens_at, hours.close_of_business),
                rulebook=rulebook,
                coefficient=await _coefficient_on(conn, asked.paid_on),
                sanctions=await _sanctions_of(conn, asked.applicant),
                language=self._language,
                known=await known_on(conn, asked.lookups, received_on),
            )

    @activity.defn(name="decide")
    async def decide(self, asked: Decide) -> Verdict:
        """Let a register decide and reserve; the same command ID gets the same verdict.

        The queue reserves the file's turn. The register of bans only looks: ``rules`` and ``on``
        ask whether any ban by these rules is active that day on the publisher whose case it is,
        and ``rule`` and ``until`` of a refusal name the longest one. The register of coefficients
        knows the one of a payment day. The register of people only looks, too: of those to be
        enrolled it names who is ``unknown``, who is ``hidden`` by a court (C-2.2), and who is
        ``without_previous_level`` of a levelled programme (C-15.1). What the registers of
        agreements say stands with `agreement_verdict`.

        Raises:
            Unusable: The register decides nothing, the request has another shape, or nobody knows
                whose case it is.
            NotYetQueued: The case has no place in the queue yet; retried.
        """
        async with transaction(self._pool) as conn:
            match asked.by:
                case Register.QUEUE:
                    return await take_turn(conn, asked)
                case Register.SANCTIONS:
                    return await look_for_ban(conn, asked)
                case Register.COEFFICIENTS:
                    day = request_of(asked, _PaymentDay).paid_on
                    found = await _coefficient_on(conn, day)
                    stated = None if found is None else str(found)
                    return Verdict(granted=True, facts={"coefficient": stated})
                case Register.REFERENCE:
                    lists = request_of(asked, _Lists)
                    known = await known_on(conn, lists.lookups, lists.on)
                    return Verdict(granted=True, facts=known)
                case Register.PEOPLE:
                    wanted = request_of(asked, _Enrolment)
                    facts = await enrolment_facts(
                        conn, wanted.trainees, wanted.programme, wanted.level
                    )
                    return Verdict(granted=True, facts=facts)
                case Register.SUBJECTS | Register.KUTUK | Register.REPORTS | Register.TRAININGS:
                    return await agreement_verdict(conn, asked)
                case _:
                    raise Unusable(f"the register {asked.by} decides nothing")


# -- what cases enter --------------------------------------------------------------------------


async def write(
    conn: Connection, case_id: str, entry_n: int, writes: Iterable[RegisterWrite]
) -> None:
    """Enter rows in the books; a key written before is left as it is.

    Args:
        conn: In the transaction that records the journal entry.
        case_id: Whose rows.
        entry_n: Journal entry that accounts for them.
        writes: The rows; those of the queue, of bans and of agreements go to their own tables.

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
        place = Place.model_validate(entered.row)
        await conn.execute(
            _SQL["enqueue"], entered.key, place.stage, place.received_at, place.file_no, case_id
        )
    elif entered.into == SANCTIONS:
        ban = Sanction.model_validate({**entered.row, "id": entered.key})
        if not ban.subject:  # a case that no longer knows its applicant leaves it to the dossier
            ban = ban.model_copy(update={"subject": await subject_of(conn, case_id)})
        await put_sanction(conn, ban)
    elif entered.into == AGREEMENT_TERMS:
        term = AgreementTerm.model_validate(entered.row)
        await put_agreement_term(conn, case_id, entry_n, term)
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


async def put_reference(
    conn: Connection, register: str, key: str, content: JsonValue, from_day: date
) -> None:
    """Set what an office publishes and keeps outside any case, as it holds from a day on.

    Args:
        conn: In the transaction that decides that it holds.
        register: ``programmes`` (C-1.2), ``classrooms`` (C-10.1).
        key: Unique within the register: ``eng-a1``.
        content: The row; none withdraws it. Cases that are open keep what they were opened with.
        from_day: First day on which it holds; put again for the same day, it is corrected.
    """
    await conn.execute(_SQL["put_reference"], register, key, content, from_day)


# -- what an opening reads ---------------------------------------------------------------------


async def known_on(conn: Connection, lookups: Iterable[Lookup], day: date) -> dict[str, JsonValue]:
    """Return rows of reference by `Lookup.name`, each as it stands on a day.

    A row that is not there by then, or is withdrawn, is left out.
    """
    asked = tuple(lookups)
    registers, keys = [each.book for each in asked], [each.key for each in asked]
    rows = await conn.fetch(_SQL["reference_on"], registers, keys, day)
    return {
        Lookup(book=row["register"], key=row["key"]).name: row["content"]
        for row in rows
        if row["content"] is not None
    }


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
