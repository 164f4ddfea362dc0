"""What can be looked up without a stack: bodies by their contract, rules by their catalogue."""

import json
import re
import tomllib
from typing import Any, Final

from rich.console import Group
from rich.text import Text

from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work.speaking import t
from starter.client.examples import STANDING_FOLDER, example_of
from starter.client.processes import PROCESSES
from starter.runtime.migrate import PROJECT

CATALOGUE: Final = PROJECT / "docs" / "catalogue.toml"
PAGES: Final = (PROJECT / "docs" / "rules.md", PROJECT / "docs" / "readings.md")

_SAID: Final = ("open", "says", "setting", "judged", "later")
"""What the catalogue has of a rule or reading, in the order in which it is read."""

_TEST: Final = re.compile(r"`([^`]+::[^`]+)`")


async def template(_: Settings, what: str, command: str, *, empty: bool) -> Shown:
    """Return a body for a message of a process, or for a form of a register."""
    body = None
    if what in PROCESSES and command.isidentifier() and not empty:
        folders = (what, STANDING_FOLDER)
        examples = (example_of(folder, command) for folder in folders)
        body = next((found for found in examples if found is not None), None)
    if body is None:
        from starter.cli.work import forms  # noqa: PLC0415 - an example needs no schema

        body = forms.template(what, command, empty=empty)
    return Shown(body, Text(json.dumps(body, ensure_ascii=False, indent=2)))


async def rule(settings: Settings, rule_id: str) -> Shown:
    """Return what a rule or reading says."""
    sections: list[dict[str, Any]] = tomllib.loads(CATALOGUE.read_text("utf-8"))["section"]
    for section in sections:
        for row in [*section.get("rules", ()), *section.get("readings", ())]:
            if row["id"] == rule_id:
                return _shown(section, row, settings.lang)
    alike = [
        row["id"]
        for section in sections
        for row in [*section.get("rules", ()), *section.get("readings", ())]
        if row["id"].startswith(rule_id)
    ]
    hint = f"; there are: {', '.join(alike)}" if alike else "; docs/rules.md lists them all"
    raise Usage(f"there is no rule {rule_id!r}{hint}")


def _shown(section: dict[str, Any], row: dict[str, Any], lang: str) -> Shown:
    tests = _tests(row["id"])
    data = {"section": section["title"], "source": section.get("source"), **row, "tests": tests}
    head = Text.assemble((row["id"], "bold"), f"  {section['title']} · {row.get('article', '')}")
    lines = [
        head,
        *(Text(f"{t(f'rule/{key}', lang)}: {row[key]}") for key in _SAID if key in row),
    ]
    lines += [Text(f"  {test}", overflow="ignore", no_wrap=True) for test in tests]
    return Shown(data, Group(*lines))


def _tests(rule_id: str) -> list[str]:
    """Return the tests that hold it, as the pages of the last whole run name them."""
    for page in PAGES:
        for line in page.read_text("utf-8").splitlines():
            if line.startswith(f"| **{rule_id}** |"):
                return [f"tests/{test}" for test in _TEST.findall(line)]
    return []
