"""Who applied in a case, noted as the journal notes it."""

from activities.database import Connection


async def link_case(
    conn: Connection, case_id: str, subject: str, institution: str | None = None
) -> None:
    """Note who applied in a case; asked again, the first answer stays."""
    await conn.execute("select link_case($1, $2, $3)", case_id, subject, institution)
