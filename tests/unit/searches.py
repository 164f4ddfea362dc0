"""The search of each story, once for all that is asked of it."""

from functools import cache

from tests.kit.searching import Search, searched
from tests.unit.beginnings import BEGINNINGS


@cache
def found(process: str) -> Search:
    """Search the story of a process from its beginnings."""
    return searched(begin() for begin in BEGINNINGS[process])
