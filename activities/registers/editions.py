"""The rulebooks of releases: one published before may gain rows and loses none."""

from collections.abc import Iterable
from typing import Any, Final

from pydantic import JsonValue

from activities.database import Connection, queries
from workflows.kernel.law.rulebook import Rulebook

_SQL = queries("registers/editions")

WORDS: Final = frozenset({"name", "article"})
"""What of a term is shown and never counted with; it may be corrected."""


class EditionChanged(ValueError):
    """An edition that cases already live by came with other figures."""


async def store_editions(conn: Connection, editions: Iterable[Rulebook]) -> None:
    """Publish rulebook editions; one published before may gain rows, and keeps those it has.

    A later release judges by more rules of the same law and brings their figures, or names a term
    in better words: that is a revision, by which new cases are opened. Open cases have recorded
    what they live by. An earlier release, whose editions have been revised meanwhile, publishes
    nothing: both may serve side by side.

    Raises:
        EditionChanged: A row of an edition was published with another figure.
    """
    for edition in editions:
        body = edition.model_dump(mode="json")
        await conn.execute(
            _SQL["insert_edition"], edition.process, edition.edition, edition.in_force_from, body
        )
        rows = await conn.fetch(_SQL["revisions"], edition.process, edition.edition)
        revisions: list[dict[str, Any]] = [row["body"] for row in rows]
        if any(_holds(known, body) for known in revisions):
            continue
        newest = revisions[-1]
        if _contradicts(_figures(newest), _figures(body)):
            raise EditionChanged(
                f"{edition.process} {edition.edition} has been published with other figures; "
                "cases live by them, so publish the change as a new edition"
            )
        await conn.execute(
            _SQL["revise_edition"],
            edition.process,
            edition.edition,
            edition.in_force_from,
            _united(newest, body),
        )


def _holds(known: JsonValue, body: JsonValue) -> bool:
    """Return whether all of a body is known, unchanged, whatever else is."""
    if isinstance(known, dict) and isinstance(body, dict):
        return all(key in known and _holds(known[key], value) for key, value in body.items())
    return known == body


def _contradicts(known: JsonValue, body: JsonValue) -> bool:
    """Return whether two bodies state something differently that both of them state."""
    if isinstance(known, dict) and isinstance(body, dict):
        return any(_contradicts(known[key], body[key]) for key in known.keys() & body.keys())
    return known != body


def _united(known: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Return all that either of two bodies states, in the words of the second."""
    both = {
        key: _united(known[key], value) if isinstance(known.get(key), dict) else value
        for key, value in body.items()
    }
    return {**known, **both}


def _figures(body: dict[str, Any]) -> dict[str, Any]:
    """Return a body without the words in which its terms are shown."""
    terms = {
        name: {key: value for key, value in law.items() if key not in WORDS}
        for name, law in body["terms"].items()
    }
    return {**body, "terms": terms}
