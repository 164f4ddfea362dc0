"""`vade links`: the operators' lists in the Temporal UI, and how a browser is to keep them."""

from rich.console import Group, RenderableType
from rich.text import Text

from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work.inputs import wall_clock
from starter.client.processes import PROCESSES, ROLES
from starter.pages import temporal_ui
from starter.pages.temporal_ui import Listed
from starter.pages.weeks import week_ends
from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection, load


async def links(
    settings: Settings, *, process: str | None = None, waiting_on: str | None = None
) -> Shown:
    """Return the addresses of the operators' lists: those of every day, or of one process."""
    connection = load(settings.home)
    ui_url = _ui_of(connection)
    found = [
        {
            "title": one.title,
            "query": one.query,
            "url": temporal_ui.address(ui_url, connection.namespace, one.query),
        }
        for one in _asked(settings.lang, process, waiting_on)
    ]
    if process is None and waiting_on is None:
        found.insert(1, _this_week(connection, ui_url, settings.lang))
    return Shown(found, _written([(one["title"], one["url"]) for one in found]))


async def script(settings: Settings) -> Shown:
    """Return what hands the lists and the columns to a browser."""
    said = temporal_ui.browser_script(load(settings.home).namespace, settings.lang)
    return Shown({"script": said}, Text(said, overflow="ignore", no_wrap=True))


def _asked(lang: str, process: str | None, waiting_on: str | None) -> list[Listed]:
    if process is not None and process not in PROCESSES:
        raise Usage(f"no process {process}; there are: {', '.join(PROCESSES)}")
    if waiting_on is not None and waiting_on not in ROLES:
        raise Usage(f"no role {waiting_on}; there are: {', '.join(ROLES)}")
    if process is not None:
        own = temporal_ui.lists_of(PROCESSES[process], lang)
        return [
            one
            for one in own
            if waiting_on is None or one.key == f"{temporal_ui.AWAITED}{waiting_on}"
        ]
    if waiting_on is not None:
        return [temporal_ui.waiting_list(waiting_on, lang)]
    return temporal_ui.standing_lists(lang)


def _this_week(connection: Connection, ui_url: str, lang: str) -> dict[str, str]:
    """Return what falls due this week, by an address that is right on any day.

    The embedded stack's UI asks anew each time; elsewhere the pages do.
    """
    now = wall_clock()
    week = temporal_ui.week_list(now, week_ends(now), lang)
    asks_anew = connection.embedded and connection.api_url is not None
    pages = (connection.api_url or "").rstrip("/")
    url = f"{ui_url.rstrip('/')}/due-this-week" if asks_anew else f"{pages}/?view=week"
    return {"title": week.title, "query": week.query, "url": url}


def _ui_of(connection: Connection) -> str:
    if connection.ui_url is None:
        raise StackProblem(
            "Nothing says where the Temporal UI of this server is.", "Set VADE_UI_URL."
        )
    return connection.ui_url


def _written(found: list[tuple[str, str]]) -> RenderableType:
    """Write addresses, one a line and unbroken, so that they can be copied."""
    return Group(
        *(
            Text(f"{title}\n  {address}", overflow="ignore", no_wrap=True)
            for title, address in found
        )
    )
