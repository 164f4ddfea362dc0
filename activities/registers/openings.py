"""Cases that other cases open: owed from the transaction that records why, until they are open.

A row is its filing's receipt. Whoever starts the case does so under the row's key as claim, so a
worker that dies in between, or two at once, open it once.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from pydantic import AwareDatetime, JsonValue

from activities.database import Connection, Row, queries
from activities.registers.decisions import Writer
from workflows.kernel.case.records import Register, RegisterWrite
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.case.rows import CaseToOpen
from workflows.kernel.values import Frozen

_SQL = queries("registers/openings")

BEGINNING: Final = timedelta(seconds=30)
"""What starting a case and waiting until it is open may take."""


class Owed(Frozen):
    """A case that another one has to have opened."""

    key: str
    from_case: str
    process: str
    received_at: AwareDatetime
    body: dict[str, JsonValue]
    """The filing, with who applied in the case that opens it, as the dossier knows that."""
    attempts: int


class Link(Frozen):
    """What became of a case that another one opens."""

    from_case: str
    process: str
    opened_case: str | None
    """None as long as it is owed, or where it was refused."""
    refusal: Refusal | None


async def take_owed(conn: Connection, limit: int) -> tuple[Owed, ...]:
    """Take cases that are to be opened and have waited out their pause, the oldest first."""
    rows = await conn.fetch(_SQL["take"], limit, BEGINNING)
    return tuple(_owed(row) for row in sorted(rows, key=lambda row: row["received_at"]))


async def note_opened(conn: Connection, opened: Mapping[str, str]) -> None:
    """Note that cases are open, each under its key."""
    if opened:
        await conn.execute(_SQL["note_opened"], list(opened), list(opened.values()))


async def note_refused(conn: Connection, refused: Mapping[str, Refusal]) -> None:
    """Note why cases were not accepted: nobody tries again by itself."""
    if refused:
        said = [refusal.model_dump(mode="json") for refusal in refused.values()]
        await conn.execute(_SQL["note_refused"], list(refused), said)


async def links_of(conn: Connection, case_id: str) -> tuple[Link, ...]:
    """Return what a case opens, and by which case it was opened itself."""
    return tuple(_link(row) for row in await conn.fetch(_SQL["of_case"], case_id))


async def not_opened(conn: Connection, long: timedelta) -> tuple[Link, ...]:
    """Return the cases that were refused, or have been owed for that long."""
    return tuple(_link(row) for row in await conn.fetch(_SQL["not_opened"], long))


async def _owe(conn: Connection, case_id: str, entry_n: int, entered: RegisterWrite) -> None:
    owed = CaseToOpen.model_validate(entered.row)
    await conn.execute(
        _SQL["owe"], entered.key, case_id, entry_n, owed.process, owed.received_at, owed.body
    )


def _owed(row: Row) -> Owed:
    """Complete a filing by who applied; what the dossier does not know the filing lacks."""
    body = row["body"]
    if (said := body.get("applicant")) is not None:
        known = {"key": row["applicant"], "institution": row["institution"]}
        applicant = {**said, **{name: value for name, value in known.items() if value}}
        body = {**body, "applicant": applicant}
    names = ("key", "from_case", "process", "received_at", "attempts")
    return Owed.model_validate({**{name: row[name] for name in names}, "body": body})


def _link(row: Row) -> Link:
    return Link.model_validate(dict(row))


WRITERS: Final[Mapping[str, Writer]] = {Register.OPENINGS: _owe}
