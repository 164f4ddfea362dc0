"""The operators' desk in the Temporal UI: its lists, its columns, and what a browser is to keep.

Lists and columns are no settings of the server: each browser keeps its own. The embedded stack
hands them over when somebody comes in by the UI's first page; for a UI elsewhere `vade links
--script` prints the same, to be pasted once.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from starter.client.processes import PROCESSES, ROLES
from starter.pages.words import process_title
from workflows.kernel.case.process import Process
from workflows.kernel.display.words import word
from workflows.kernel.worded import Words

RUNNING: Final = 'ExecutionStatus = "Running"'

COLUMNS: Final = (
    *("Status", "Workflow ID", "Stage", "WaitingOn", "NextDue", "NextTerm"),
    *("Overdue", "NeedsAttention", "Institution"),
)
"""What a list shows of a case; no run, no type: the ID begins with the process."""

AWAITED: Final = "awaited/"
"""What begins the key of a list by office."""

_WORDS: Final[Words] = {
    "overdue": ("Süresi geçenler", "Overdue"),
    "attention": ("Dikkat isteyenler", "Needs attention"),
    "refused": ("Açılamayan başvurular", "Filings that opened no case"),
    "week": ("Bu hafta dolanlar", "Due this week"),
    "stage": ("Aşama", "Stage"),
    "waiting": ("Beklenen", "Waiting on"),
}


@dataclass(frozen=True)
class Listed:
    """One list of cases."""

    key: str
    title: str
    query: str


def _list(key: str, lang: str, query: str) -> Listed:
    return Listed(key, word(_WORDS, key, lang), query)


def standing_lists(lang: str) -> list[Listed]:
    """Return the lists that are right on any day: what is wrong first, then each process."""
    return [
        _list("overdue", lang, f"{RUNNING} AND Overdue = true"),
        _list("attention", lang, f"{RUNNING} AND NeedsAttention = true"),
        _list("refused", lang, 'ExecutionStatus = "Failed"'),
        *(
            Listed(name, process_title(name, lang), f'{RUNNING} AND Process = "{name}"')
            for name in PROCESSES
        ),
    ]


def week_list(now: datetime, ends: datetime, lang: str) -> Listed:
    """Return what falls due until the week ends. A list cannot ask what day it is."""
    since = now.replace(microsecond=0)
    query = f'{RUNNING} AND NextDue >= "{since.isoformat()}" AND NextDue < "{ends.isoformat()}"'
    return _list("week", lang, query)


def lists_of(process: Process, lang: str) -> list[Listed]:
    """Return the lists of one process: by stage, and by whom its cases wait for."""
    own = f'{RUNNING} AND Process = "{process.name}"'
    stage, waiting = word(_WORDS, "stage", lang), word(_WORDS, "waiting", lang)
    roles = dict.fromkeys(role for spec in process.commands for role in spec.roles)
    return [
        *(
            Listed(at.value, f"{stage}: {process.word(at, lang)}", f'{own} AND Stage = "{at}"')
            for at in process.stages
        ),
        *(
            Listed(
                f"{AWAITED}{by}",
                f"{waiting}: {process.role_word(by, lang)}",
                f'{own} AND WaitingOn = "{by}"',
            )
            for by in roles
        ),
    ]


def waiting_list(role: str, lang: str) -> Listed:
    """Return what waits for one office, in all processes."""
    title = f"{word(_WORDS, 'waiting', lang)}: {word(ROLES, role, lang)}"
    return Listed(f"{AWAITED}{role}", title, f'{RUNNING} AND WaitingOn = "{role}"')


def address(ui_url: str, namespace: str, query: str) -> str:
    """Return the address of a list in the UI."""
    base = f"{ui_url.rstrip('/')}/namespaces/{namespace}/workflows"
    return f"{base}?{urlencode({'query': query})}"


_SCRIPT: Final = """(() => {
  const [space, columns, views] = %s;
  const kept = name => {
    try { return JSON.parse(localStorage.getItem(name)) || {} } catch { return {} }
  };
  const keep = (name, value) => localStorage.setItem(name, JSON.stringify(value));
  const table = kept("namespace-workflow-table-columns");
  const chosen = (table[space] || []).map(one => one.label).join();
  if (!chosen || chosen === "Status,Workflow ID,Run ID,Type,Start,End") {
    keep("namespace-workflow-table-columns", {...table, [space]: columns});
  }
  const lists = kept("saved-workflow-queries");
  const own = (lists[space] || []).filter(one => !String(one.id).startsWith("vade-"));
  keep("saved-workflow-queries", {...lists, [space]: [...views, ...own]});
  location.assign("/namespaces/" + space + "/workflows");
})();"""


def browser_script(namespace: str, lang: str) -> str:
    """Return what hands lists and columns to a browser, and goes on to the cases.

    Columns that somebody has chosen are left as they are, and so are lists of their own. Names of
    keys are those of the UI that the stack runs; another UI passes them over.
    """
    columns = [{"label": label} for label in COLUMNS]
    views = [
        {"id": f"vade-{one.key}", "name": one.title, "query": one.query, "type": "user"}
        for one in standing_lists(lang)
    ]
    said = json.dumps([namespace, columns, views], ensure_ascii=False).replace("<", "\\u003c")
    return _SCRIPT % said
