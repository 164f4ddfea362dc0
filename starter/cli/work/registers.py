"""The registers beside any case: forms filled in by name, and a publisher's bans."""

from rich.table import Table
from rich.text import Text

from activities.textbook.sanctions import sanctions_of
from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work.database import database
from starter.cli.work.inputs import actor_from, body_from, wall_clock
from starter.forms.doors import DOORS
from starter.forms.doors import fill_in as filled_in


async def fill_in(
    settings: Settings, form: str, body: str | None, fields: list[str], by: str
) -> Shown:
    """Fill in one of the forms, now.

    Raises:
        Usage: There is no such form.
        Refused: With all reasons.
    """
    if form not in DOORS:
        raise Usage(f"no form {form!r}; there are: {', '.join(DOORS)}")
    content, actor = body_from(body, fields), actor_from(by)
    async with database(settings) as pool:
        answer = await filled_in(pool, form, actor, content, at=wall_clock())
    lines = [f"{form}: done"]
    if isinstance(answer, dict):
        lines += [f"  {name}: {value}" for name, value in answer.items() if value is not None]
    return Shown({"form": form, "done": True, "answer": answer}, Text("\n".join(lines)))


async def bans(settings: Settings, publisher: str) -> Shown:
    """List the bans on a publisher as they stand."""
    async with database(settings) as pool, pool.acquire() as conn:
        found = await sanctions_of(conn, publisher)
    table = Table("ban", "rule", "scope", "from", "accepted again")
    for ban in found:
        scope = ", ".join(f"{key} {value}" for key, value in ban.scope.items())
        table.add_row(ban.id, ban.rule, scope, str(ban.starts_on), str(ban.ends_on))
    return Shown([ban.model_dump(mode="json") for ban in found], table)
