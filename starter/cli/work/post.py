"""Mail that has not arrived: what it is, trying it again, ending it."""

from rich.text import Text

from activities.database import transaction
from activities.post import notices
from starter.cli.finish import Settings, Shown
from starter.cli.work import meant, rendering, speaking
from starter.cli.work.database import database


async def undelivered(settings: Settings, case_id: str | None) -> Shown:
    """List notices that have no address, were put off or were given up."""
    async with database(settings) as pool, pool.acquire() as conn:
        found = await notices.undelivered(conn, case_id)
    data = [each.model_dump(mode="json") for each in found]
    return Shown(data, rendering.undelivered(found, settings.lang))


async def retry(settings: Settings, case_id: str | None, *, to: str | None) -> Shown:
    """Try again at once what was put off or given up."""
    async with database(settings) as pool, transaction(pool) as conn:
        count = await notices.retry(conn, case_id, addressee=to)
    return _counted(settings, "due_again", count)


async def withdraw(settings: Settings, case_id: str, *, to: str | None, yes: bool = False) -> Shown:
    """End a case's notices that were given up."""
    question = speaking.said("ends_notices", settings.lang, case=case_id)
    meant.ask_on_terminal(question, settings.lang, yes=yes)
    async with database(settings) as pool, transaction(pool) as conn:
        count = await notices.withdraw_given_up(conn, case_id, addressee=to)
    return _counted(settings, "withdrawn", count)


def _counted(settings: Settings, what: str, count: int) -> Shown:
    return Shown({"notices": count}, Text(f"{speaking.t(what, settings.lang)}: {count}"))
