"""The registers beside any case: forms filled in by name, and a publisher's bans."""

from typing import get_args

from rich.table import Table
from rich.text import Text

from activities.textbook.sanctions import sanctions_of
from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work.desk import desk
from starter.cli.work.inputs import actor_from, body_from, wall_clock
from starter.client.answers import Refused
from starter.forms.doors import Door
from starter.forms.doors import fill_in as filled_in

FORMS: tuple[Door, ...] = get_args(Door)


async def fill_in(
    settings: Settings, form: str, body: str | None, fields: list[str], by: str
) -> Shown:
    """Fill in one of the forms, now.

    Raises:
        Usage: There is no such form.
        Refused: With all reasons.
    """
    door = next((each for each in FORMS if each == form), None)
    if door is None:
        raise Usage(f"no form {form!r}; there are: {', '.join(FORMS)}")
    content, actor = body_from(body, fields), actor_from(by)
    async with desk(settings) as at:
        if no := await filled_in(at.pool, door, actor, content, at=wall_clock()):
            raise Refused(no)
    return Shown({"form": door, "done": True}, Text(f"{door}: done"))


async def bans(settings: Settings, publisher: str) -> Shown:
    """List the bans on a publisher as they stand."""
    async with desk(settings) as at, at.pool.acquire() as conn:
        found = await sanctions_of(conn, publisher)
    table = Table("ban", "rule", "scope", "from", "accepted again")
    for ban in found:
        scope = ", ".join(f"{key} {value}" for key, value in ban.scope.items())
        table.add_row(ban.id, ban.rule, scope, str(ban.starts_on), str(ban.ends_on))
    return Shown([ban.model_dump(mode="json") for ban in found], table)
