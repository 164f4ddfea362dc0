"""The contract's own examples of what may be sent: bodies that are true, and that a case takes."""

import json
from functools import cache
from typing import Any, Final

from starter.runtime.migrate import PROJECT
from workflows.kernel.case.standing_commands import STANDING

STANDING_FOLDER: Final = "standing"
"""Of the commands that every case takes."""

_EXAMPLES: Final = PROJECT / "docs" / "contract" / "examples"


def example_of(folder: str, message: str) -> Any:
    """Return the body of an example; none where the contract has none.

    Args:
        folder: A process, or `STANDING_FOLDER`.
        message: A command; ``start`` for the filing.
    """
    path = _EXAMPLES / folder / f"{message}.json"
    return json.loads(path.read_text("utf-8")).get("body", {}) if path.is_file() else None


@cache
def example_for(process: str, command: str) -> Any:
    """Return the body of an example of a process's message, or of one that every case takes."""
    standing = command in {kind.command for kind in STANDING}
    return example_of(STANDING_FOLDER if standing else process, command)
