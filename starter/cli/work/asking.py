"""What a case itself is asked: how it stands, and why its dates are what they are."""

from rich.console import Group
from rich.text import Text

from activities.registers.openings import links_of
from starter.cli.finish import Settings, Shown
from starter.cli.work import viewing
from starter.cli.work.desk import Desk, desk
from starter.cli.work.inputs import process_behind
from starter.cli.work.speaking import clock, said, t
from starter.client.answers import NotFound
from starter.client.own_time import own_time


async def show(settings: Settings, case_id: str) -> Shown:
    """Show one case."""
    process_behind(case_id)
    async with desk(settings) as at:
        return await show_from(at, case_id, settings.lang)


async def show_from(at: Desk, case_id: str, lang: str) -> Shown:
    """Show one case from this desk; where its clock has been moved, what it says."""
    view = await at.vade.view(case_id)
    moved_to = await own_time(at.vade.client)(case_id) if at.connection.embedded else None
    async with at.pool.acquire() as conn:
        links = await links_of(conn, case_id)
    data = {
        **view.model_dump(mode="json"),
        "links": [link.model_dump(mode="json") for link in links],
        **({"now": moved_to.isoformat()} if moved_to else {}),
    }
    whole = viewing.view(process_behind(case_id), view, lang)
    beside = viewing.linked(case_id, links, lang)
    if moved_to is not None:
        line = Text(f"{t('own_clock', lang)}: {clock(moved_to)}", style="yellow")
        beside = Group(beside, line)
    return Shown(data, Group(whole, beside))


async def why(settings: Settings, case_id: str, term: str) -> Shown:
    """Explain the dates of one term, or of all open ones."""
    process_behind(case_id)
    async with desk(settings) as at:
        terms = await at.vade.why(case_id, term)
        if term and not terms:
            raise NotFound(case_id, f"has no term {term}; `vade show {case_id}` lists them")
    data = [each.model_dump(mode="json") for each in terms]
    if not terms:
        return Shown(data, Text(said("no_open_terms", settings.lang, case=case_id)))
    return Shown(data, viewing.derivation(terms, settings.lang))
