"""Commands as they are declared: who may send one, where, by which rule, beside its message.

    @command("bring_back", by=(Role.APPLICANT,), stage="lent", rule="L-3", tr="İade", en="Return")
    class Return(Message): ...

A message is declared once, and nothing about its command is written elsewhere: gate, updates,
signals, contract and words follow from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from workflows.kernel.case.message import Message

M = TypeVar("M", bound=Message)


@dataclass(frozen=True)
class CommandSpec:
    """One command: who may send it, and where the case stands while it waits for it."""

    message: type[Message]
    name: str
    """Name of the update and of the signal, a verb: ``submit_corrected_draft``."""
    roles: tuple[str, ...]
    """Who may send it; the first one is who is awaited. None: the rule of the term says who."""
    stage: str | None
    """None: it may come at any stage, beside what the case waits for."""
    rule: str
    """Rule ID that gives the command its ground; cited when it is refused as out of place."""
    words: tuple[str, str]
    """What it is called in Turkish and in English."""


def command(
    name: str, *, by: tuple[str, ...], stage: str | None, rule: str, tr: str, en: str
) -> Callable[[type[M]], type[M]]:
    """Declare the command that brings this message.

    Args:
        name: Of the update and the signal.
        by: Who may send it, whoever is awaited first; nobody: the rule of the term says who.
        stage: Where the case stands while it waits for it; None: it may come at any stage.
        rule: What gives it its ground.
        tr: What it is called in Turkish.
        en: What it is called in English.
    """

    def declare(kind: type[M]) -> type[M]:
        kind.command = name
        kind.declared = CommandSpec(kind, name, by, stage, rule, (tr, en))
        return kind

    return declare


def filing(name: str, *, tr: str, en: str) -> Callable[[type[M]], type[M]]:
    """Declare the filing that opens a case; its story says who may file."""
    return command(name, by=(), stage=None, rule="V-4", tr=tr, en=en)


def spec_of(kind: type[Message]) -> CommandSpec:
    """Return how a message is declared.

    Raises:
        LookupError: It is not; a subclass has to be declared itself.
    """
    spec = vars(kind).get("declared")
    if isinstance(spec, CommandSpec):
        return spec
    raise LookupError(f"{kind.__name__} is not declared as a command")
