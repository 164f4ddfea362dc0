"""Rows of a form: how many are shown, and one more or less of them."""

from collections.abc import Mapping
from typing import Final

MOST_ROWS: Final = 100
_CHANGES: Final = {"more": 1, "more5": 5, "less": -1}


def shown(path: str, filled: Mapping[str, list[str]]) -> int:
    """Return how many rows of a list are shown."""
    said = next(iter(filled.get(f"{path}.#", ())), "")
    return min(int(said), MOST_ROWS) if said.isdecimal() else 0


def changes_rows(button: str) -> bool:
    """Whether a button changes how many rows a form has, and sends nothing."""
    return button.partition(":")[0] in _CHANGES


def changed_rows(filled: Mapping[str, list[str]], button: str) -> dict[str, list[str]]:
    """Return a form with a row more (``more:members``), five more (``more5:``) or one less."""
    change, _, path = button.partition(":")
    rows = shown(path, filled) + _CHANGES[change]
    return {**filled, f"{path}.#": [str(min(max(rows, 0), MOST_ROWS))]}
