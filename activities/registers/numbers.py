"""Numbers without gaps: of files, and of the registers that the directives want numbered.

A number is given in the transaction that uses it; rolled back, it goes to the next who asks.
"""

from activities.database import Connection, queries

_SQL = queries("registers/numbers")


async def next_file_number(conn: Connection, process: str, year: int, claim: str) -> str:
    """Return the next file number of a process and year, ``2031-0042``, without gaps (A-10.3).

    Args:
        conn: In the transaction that uses the number; rolled back, it gives the number back.
        process: ``textbook-review``, or another book that is numbered by the year.
        year: Year of the filing, in Istanbul.
        claim: The caller's own key of this filing; under the same claim the same number returns.
    """
    row = await conn.fetchrow(_SQL["number_for"], process, year, claim)
    assert row is not None, "given before, or now"
    return f"{row['year']}-{row['n']:04d}"
