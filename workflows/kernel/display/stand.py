"""How a case stands for those who act in it: what no release may change without being asked."""

from collections.abc import Iterator

from pydantic import JsonValue

from workflows.kernel.case.process import Process
from workflows.kernel.display.view import allowed
from workflows.kernel.story.reading import Reading
from workflows.kernel.values import Frozen


class Stand(Frozen):
    """Stage, terms and allowed commands of one case, by one build's reading of its file."""

    stage: str
    waiting_on: str | None
    terms: dict[str, tuple[str, str | None]]
    """Of each term, by key: its state and its last instant."""
    allowed: dict[str, JsonValue]
    """Of each command that would be admitted: from whom, by which rule, with what given."""


def stand_of(process: Process, reading: Reading) -> Stand:
    """Return how a case stands."""
    commands = allowed(process, reading)
    return Stand(
        stage=reading.stage,
        waiting_on=reading.waiting_on,
        terms={
            key: (term.state.value, term.due_at.isoformat() if term.due_at else None)
            for key, term in reading.file.terms.items()
        },
        allowed={
            f"{one.name}#{n}": one.model_dump(mode="json", exclude={"name", "title"})
            for n, one in enumerate(commands, start=1)
        },
    )


def differences(before: Stand, after: Stand) -> Iterator[str]:
    """Say in what two stands differ, one line each."""
    if before.stage != after.stage:
        yield f"stage: {before.stage} → {after.stage}"
    if before.waiting_on != after.waiting_on:
        yield f"waits for: {before.waiting_on} → {after.waiting_on}"
    for what in ("terms", "allowed"):
        was, now = getattr(before, what), getattr(after, what)
        for key in dict.fromkeys((*was, *now)):
            if was.get(key) != now.get(key):
                yield f"{what}: {key}: {_said(was.get(key))} → {_said(now.get(key))}"


def _said(value: object) -> str:
    return "none" if value is None else str(value)
