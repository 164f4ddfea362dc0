"""Waiting for whichever document comes first, and for what else meanwhile."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from workflows.kernel.case.message import Message
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited


class Waits(Protocol):
    """A story that waits."""

    async def wait_for(self, first: "First") -> Any:
        """Wait for whichever of its documents comes first."""


@dataclass(slots=True)
class First:
    """Waits for whichever document comes first; awaited, it gives that document.

    None once none of them can come any more, or at the end of a term that was named. Nothing in it
    is changed; like `Awaited` it is made too often to be frozen.
    """

    story: Waits
    choices: tuple[Awaited[Any], ...]
    others: tuple[Awaited[Any], ...] = ()
    end: Term | None = None
    stage: str | None = None
    turn: Callable[[], type[Message]] | None = None

    def meanwhile(self, *others: Awaited[Any]) -> "First":
        """Admit others too, which are looked at later (`Story.earliest`)."""
        return replace(self, others=others)

    def else_at(self, term: Term | None) -> "First":
        """Go on at the end of a term if nothing has come; until then wait, even if nothing can."""
        return replace(self, end=term)

    def held_at(self, stage: str | None) -> "First":
        """Have the case stand at a stage and wait for the calendar alone: nobody has to act."""
        return replace(self, stage=stage)

    def led_by(self, turn: Callable[[], type[Message]]) -> "First":
        """Let the stage follow the document whose turn it is; asked again after each act."""
        return replace(self, turn=turn)

    def __await__(self) -> Generator[Any, None, Any]:
        """Wait."""
        return self.story.wait_for(self).__await__()
