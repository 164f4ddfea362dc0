"""A review that settles what arrives one by one, so that each fate can be foretold."""

from tests.kit.arrivals import Watching

from .reviews import Review


class Watched(Watching, Review):
    """A review that settles one command after the other."""
