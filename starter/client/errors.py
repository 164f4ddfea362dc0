"""The catalogue of errors of the published contract: who says no to what, and by which rule."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from starter.client.processes import PROCESSES
from starter.client.refusals import in_order, rules_cited_by, rules_of
from starter.runtime.migrate import PROJECT
from workflows.kernel.case.declared import spec_of
from workflows.kernel.case.process import Process
from workflows.kernel.case.standing_commands import STANDING

PAGE: Final = "errors.md"

EVERYWHERE: Final = {
    "V-3": (
        "A command taken in earlier is settled first, or an office is to decide their order.",
        "Wait for the decision (`decide_order`), or send what the reason names.",
    ),
    "V-4": (
        "The message does not fit its schema, goes to no case, or comes when nothing waits for it.",
        "Correct it by the schema, or see in the view (`allowed`) what may be sent now.",
    ),
    "V-5": (
        "A date of receipt that its sender may not state, before the opening or in the future.",
        "Leave `received_at` out; paper comes by the registry, with `register_no`.",
    ),
    "V-6": (
        "The key (`command_id`, `Idempotency-Key`) stands for another message already.",
        "Send another message under a key of its own.",
    ),
    "V-9": (
        "A date would lie past the years whose holidays are known.",
        "Have the calendar renewed (`renew_calendar`), and send it again.",
    ),
    "V-10": (
        "A case that is restored has a form that this release cannot read.",
        "Restore it with a release that reads it.",
    ),
    "V-12": ("There is no such term to extend, or it is closed.", "Name a term of the view."),
    "V-13": (
        "Judging the message met a fault in Vade; the case goes on.",
        "Tell the operators; the same message may be sent again after the mending.",
    ),
    "R-S.1": ("The term cannot be extended like this.", "Follow what the reason says to do."),
}
"""What any case may say of any command: the rule, what is wrong, and what to do."""

_HEAD: Final = """\
# Who says no to what

Written by `python -m starter.client.contract docs/contract` from the code that refuses; do not
edit it. How a refusal looks, and what is no refusal, is in [README.md](README.md).

Every reason of a refusal names one rule. Which one?

- **What the case does not wait for** is refused by the command's own rule, by the rule of what the
  case waits for instead, or, once it is closed, by the rule that closed it.
- **What comes after its term** is refused by the rule of the term.
- **A document that breaks a rule** is refused by that rule: those which may are listed here by
  command. They are read out of the program's text, so a rule listed may refuse, but need not.
- **Whatever is sent**, the rules of the next table may refuse.

## Any command
"""


def page() -> str:
    """Return the page as it is checked in."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD
    yield from _table(("rule", "what is wrong", "what to do"), _general())
    yield "\nStanding commands, which every case knows, are refused by these rules of their own:\n"
    yield from (f"- `{kind.command}`: {spec_of(kind).rule}" for kind in STANDING)
    cited: set[str] = set()
    for process in PROCESSES.values():
        yield f"\n## {process.name}\n"
        yield from _table(("message", "rules that may refuse it"), _by_command(process))
        cited.update(rules_cited_by(process), *rules_of(process).values())
    yield "\n## What the rules say\n"
    said = _said()
    rows = ((rule, said[rule]) for rule in sorted(cited & said.keys(), key=in_order))
    yield from _table(("rule", "in short"), rows)


def _general() -> Iterator[tuple[str, ...]]:
    yield from ((rule, *said) for rule, said in EVERYWHERE.items())


def _by_command(process: Process) -> Iterator[tuple[str, str]]:
    for name, rules in rules_of(process).items():
        yield f"`{name}`", " · ".join(rules)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'-|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


@cache
def _said() -> dict[str, str]:
    """Return each rule and reading in short, as the catalogue has it."""
    catalogue = tomllib.loads((PROJECT / "docs" / "catalogue.toml").read_text("utf-8"))
    return {
        each["id"]: str(each["says"]).replace("|", "\\|")
        for section in catalogue["section"]
        for each in (*section.get("rules", ()), *section.get("readings", ()))
    }
