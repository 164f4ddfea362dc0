"""The doors of a case: an update and a signal of the same name for each command.

They belong to the class. To open them anew in every case would take more time, and more memory,
than all else that an opening does.
"""

from collections.abc import Callable
from typing import Any, Protocol

from temporalio import workflow
from temporalio.common import RawValue


class Door(Protocol):
    """Who takes in what comes for a case: the keeper."""

    def validate(self, name: str, raw: RawValue | None) -> None:
        """Refuse at once what need not come in."""

    async def handle(self, name: str, raw: RawValue | None) -> dict[str, Any]:
        """Take a command in, and answer it."""

    def hear(self, name: str, args: tuple[Any, ...]) -> None:
        """Take a signal in; nobody waits for an answer."""


class WithDoor:
    """A case, as its doors know it."""

    door: Door


def update_of(name: str) -> Callable[..., Any]:
    """Return the update of a command, with its validator."""

    class Updated(WithDoor):
        @workflow.update(name=name)
        async def update(self, raw: RawValue = None) -> dict[str, Any]:  # type: ignore[assignment] # none sent
            return await self.door.handle(name, raw)

        @update.validator
        def validate(self, raw: RawValue = None) -> None:  # type: ignore[assignment] # none sent
            self.door.validate(name, raw)

    return Updated.update


def signal_of(name: str) -> Callable[..., None]:
    """Return the signal of a command."""

    class Signalled(WithDoor):
        @workflow.signal(name=name)
        def signal(self, *args: Any) -> None:
            self.door.hear(name, args)

    return Signalled.signal
