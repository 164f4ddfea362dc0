"""What was read from a text of the database, for as long as the database has the same text.

The database is asked each time, for the digest of what it has now. So whatever changes it, in
whichever process, is read by whoever asks next; and what has not changed is neither sent nor read.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Final, Generic, TypeVar

V = TypeVar("V")

FEW: Final = 4
"""Texts known of one question at most: a process has several databases in tests alone."""


class Recent(Generic[V]):
    """The values read last, by question and by the digest of their text.

    Args:
        read: Makes the value of a text. It is shared by all who ask, so nobody changes it.
    """

    def __init__(self, read: Callable[[str], V]) -> None:
        self._read = read
        self._found: dict[Hashable, Mapping[str, V]] = {}

    def known(self, question: Hashable) -> Mapping[str, V]:
        """Return what is known of a question by now: its digests go with the question."""
        return self._found.get(question, {})

    def told(self, question: Hashable, known: Mapping[str, V], digest: str, text: str | None) -> V:
        """Return the value of the text that the database has.

        Args:
            question: As it was asked.
            known: What was known when it was asked.
            digest: Of the text.
            text: The text itself; none where its digest was known.
        """
        if text is None:
            return known[digest]
        value = self._read(text)
        before = [each for each in self.known(question).items() if each[0] != digest]
        self._found[question] = dict([*before[1 - FEW :], (digest, value)])
        return value
