"""Numbers of letters (Sayı), without gaps in each series and year."""

from typing import Final

from activities.database import Connection, queries
from activities.post.grounds import ISSUERS, LAWS

_SQL = queries("post/numbering")

_SERIES: Final = {letter: law.code for letter, law in LAWS.items()}
_OWN: Final = {role: issuer.code for role, issuer in ISSUERS.items()}


async def number_letters(conn: Connection, case_id: str) -> None:
    """Number the letters of a case that have no number yet.

    Args:
        conn: In the transaction that records what they follow from; rolled back, it gives the
            numbers back.
        case_id: The case.
    """
    await conn.execute(_SQL["number_letters"], case_id, _SERIES, _OWN)
