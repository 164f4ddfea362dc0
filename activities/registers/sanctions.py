"""The register of bans; which of them matters is for the rules to say."""

from activities.database import Connection, queries
from workflows.kernel.case.records import Sanction

_SQL = queries("registers/sanctions")


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


async def sanctions_of(conn: Connection, subject: str | None) -> tuple[Sanction, ...]:
    """Return the bans on one subject, whether in force or over, by the day they begin."""
    if subject is None:
        return ()
    rows = await conn.fetch(_SQL["sanctions_of"], subject)
    return tuple(Sanction.model_validate(dict(row)) for row in rows)
