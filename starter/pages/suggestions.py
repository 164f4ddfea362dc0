"""What a field offers to whoever fills it in: codes of registers, people that the case knows.

They are offered, not prescribed: a field takes what is written into it, and the case judges it.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from activities.listing import WantedRows, list_rows
from starter.api.access.registers import REGISTERS
from starter.client.models import Step
from starter.pages.form import Form, Part
from starter.pages.scalars import PERSON
from starter.pages.session import Visitor
from workflows.kernel.law.calendar import local_day

REGISTER_OF: Final[Mapping[str, str]] = {
    "programme": "programmes",
    "programmes": "programmes",
    "further_programmes": "programmes",
    "classroom": "classrooms",
}
"""Field to the register in whose rows its code stands."""

PEOPLE: Final = "people"
MOST: Final = 200
"""So many of a register are offered; whoever looks for another writes its code."""


def offers(part: Part) -> str:
    """Return the name of the list that a field offers; empty where it offers none."""
    if part.kind != "text":
        return ""
    return PEOPLE if part.pattern == PERSON else REGISTER_OF.get(part.name, "")


async def codes_for(seen: Visitor, parts: Iterable[Part]) -> dict[str, list[str]]:
    """Return what the registers that a form names have today, as far as it is theirs to read."""
    names = {REGISTER_OF[p.name] for p in _all(parts) if p.name in REGISTER_OF}
    today, found = local_day(datetime.now(UTC)), {}
    for name in sorted(names):
        sees = REGISTERS[name].sees(seen.who.grants)
        if sees is None:
            continue
        wanted = WantedRows(register_name=name, on=today)
        async with seen.who.desk.pool.acquire() as conn:
            found[name] = [row.key for row in await list_rows(conn, wanted, sees, limit=MOST)]
    return found


def people_in(told: Iterable[tuple[Form, Step]]) -> list[str]:
    """Return everybody whom the documents of a case name, in the order of their coming."""
    found: dict[str, None] = {}
    for form, step in told:
        if isinstance(step.body, dict):
            for part in _all(form.parts(form.flat(step.body))):
                if part.pattern == PERSON:
                    lines = "\n".join(part.values).splitlines()
                    found |= dict.fromkeys(filter(None, lines))
    return list(found)


def _all(parts: Iterable[Part]) -> Iterable[Part]:
    return (each for part in parts for each in part.everywhere())
