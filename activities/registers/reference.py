"""What offices publish and keep outside any case, as it holds from a day on."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from pydantic import JsonValue

from activities.database import Connection, queries
from activities.registers.decisions import Decider, request_of
from workflows.kernel.case.records import Decide, Lookup, Register, Verdict
from workflows.kernel.values import Frozen

_SQL = queries("registers/reference")


class _Lists(Frozen):
    lookups: tuple[Lookup, ...]
    on: date
    file_no: str


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


async def known_on(conn: Connection, lookups: Iterable[Lookup], day: date) -> dict[str, JsonValue]:
    """Return rows of reference by `Lookup.name`, each as it stands on a day.

    A row that is not there by then, or is withdrawn, is left out.
    """
    asked = tuple(lookups)
    if not asked:
        return {}
    registers, keys = [each.book for each in asked], [each.key for each in asked]
    rows = await conn.fetch(_SQL["reference_on"], registers, keys, day)
    return {
        Lookup(book=row["register"], key=row["key"]).name: row["content"]
        for row in rows
        if row["content"] is not None
    }


async def _known(conn: Connection, asked: Decide) -> Verdict:
    lists = request_of(asked, _Lists)
    return Verdict(granted=True, facts=await known_on(conn, lists.lookups, lists.on))


DECIDERS: Final[Mapping[str, Decider]] = {Register.REFERENCE: _known}
