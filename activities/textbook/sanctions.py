"""The register of bans; which of them matters is for the rules to say."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from pydantic import Field

from activities.database import Connection, queries
from activities.registers.decisions import Decider, Writer, request_of, subject_of
from workflows.kernel.case.records import Decide, RegisterWrite, Verdict
from workflows.kernel.values import Frozen
from workflows.textbook_law.registers import BANS, BanLifting, Register, Sanction

_SQL = queries("textbook/sanctions")


class _BanCheck(Frozen):
    rules: tuple[str, ...] = Field(min_length=1)
    on: date
    file_no: str | None = None


class _Publisher(Frozen):
    applicant: str
    file_no: str


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


async def put_decided(conn: Connection, ban: Sanction, *, decision_no: str, by: str) -> None:
    """Enter a ban that rests on a decision outside any case; one entered before stays as it is."""
    about = (ban.id, ban.rule, ban.subject, ban.scope, ban.starts_on, ban.ends_on)
    await conn.execute(_SQL["insert_decided"], *about, decision_no, by)


async def sanction_of(conn: Connection, ban: str) -> Sanction | None:
    """Return a ban as it was entered, and keep it for the caller's transaction; none: no such."""
    row = await conn.fetchrow(_SQL["sanction"], ban)
    return None if row is None else Sanction.model_validate(dict(row))


async def lifting_of(conn: Connection, ban: str) -> BanLifting | None:
    """Return how a ban was lifted; none if it was not."""
    row = await conn.fetchrow(_SQL["lifting"], ban)
    return None if row is None else BanLifting.model_validate(dict(row))


async def put_lifting(conn: Connection, lifting: BanLifting, *, by: str) -> None:
    """Enter that a ban is lifted; entered before it is left as it is."""
    decision = (lifting.decision_no, lifting.decided_on, lifting.grounds)
    await conn.execute(_SQL["insert_lifting"], lifting.ban, lifting.from_day, *decision, by)


async def sanctions_of(conn: Connection, subject: str) -> tuple[Sanction, ...]:
    """Return the bans on one subject as they stand, in force or over, by the day they begin."""
    rows = await conn.fetch(_SQL["sanctions_of"], subject)
    return tuple(Sanction.model_validate(dict(row)) for row in rows)


async def look_for_ban(conn: Connection, asked: Decide) -> Verdict:
    """Say whether a ban is in force on whoever the case belongs to.

    It is asked whether any ban by these ``rules`` is active on the day ``on``; ``rule`` and
    ``until`` of a refusal name the longest one.
    """
    look = request_of(asked, _BanCheck)
    subject = await subject_of(conn, asked.case_id)
    ban = await conn.fetchrow(_SQL["active_ban"], subject, list(look.rules), look.on)
    if ban is None:
        return Verdict(granted=True, facts={})
    facts = {"rule": ban["rule"], "until": ban["ends_on"].isoformat()}
    return Verdict(granted=False, facts=facts)


async def _bans_on(conn: Connection, asked: Decide) -> Verdict:
    bans = await sanctions_of(conn, request_of(asked, _Publisher).applicant)
    return Verdict(granted=True, facts={BANS: [ban.model_dump(mode="json") for ban in bans]})


async def _ban(conn: Connection, case_id: str, _entry_n: int, entered: RegisterWrite) -> None:
    ban = Sanction.model_validate({**entered.row, "id": entered.key})
    if not ban.subject:  # a case that no longer knows its applicant leaves it to the dossier
        ban = ban.model_copy(update={"subject": await subject_of(conn, case_id)})
    await put_sanction(conn, ban)


DECIDERS: Final[Mapping[str, Decider]] = {
    Register.SANCTIONS: look_for_ban,
    Register.BANS: _bans_on,
}

ONLY_TELL: Final = frozenset({Register.SANCTIONS, Register.BANS})
"""Those that keep nothing for whoever asks."""

WRITERS: Final[Mapping[str, Writer]] = {Register.SANCTIONS: _ban}
