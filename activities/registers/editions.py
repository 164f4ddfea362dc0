"""The rulebooks of releases: one published before may gain rows and loses none."""

from collections.abc import Iterable
from datetime import date

from pydantic import JsonValue

from activities.database import Connection, queries
from activities.faults import Unusable
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import canonical

_SQL = queries("registers/editions")


class EditionChanged(ValueError):
    """An edition that cases already live by came with other figures."""


async def store_editions(conn: Connection, editions: Iterable[Rulebook]) -> None:
    """Publish rulebook editions; one published before may gain rows, and keeps those it has.

    A later release judges by more rules of the same law and brings their figures; open cases have
    recorded what they live by.

    Raises:
        EditionChanged: A row of an edition was published with another figure.
    """
    for edition in editions:
        body = edition.model_dump(mode="json")
        await conn.execute(
            _SQL["insert_edition"], edition.process, edition.edition, edition.in_force_from, body
        )
        published = await conn.fetchval(_SQL["edition"], edition.process, edition.edition)
        if canonical(published) == canonical(body):
            continue
        if _keeps(published, body):
            await conn.execute(
                _SQL["revise_edition"],
                edition.process,
                edition.edition,
                edition.in_force_from,
                body,
            )
        else:
            raise EditionChanged(
                f"{edition.process} {edition.edition} has been published with other figures; "
                "cases live by them, so publish the change as a new edition"
            )


def _keeps(published: JsonValue, body: JsonValue) -> bool:
    """Return whether a body has all that was published, unchanged, whatever it adds."""
    if isinstance(published, dict) and isinstance(body, dict):
        return all(key in body and _keeps(value, body[key]) for key, value in published.items())
    return published == body


async def edition_on(conn: Connection, process: str, day: date) -> Rulebook:
    """Return the edition that is in force on a day.

    Raises:
        Unusable: There is none.
    """
    body = await conn.fetchval(_SQL["edition_on"], process, day)
    if body is None:
        raise Unusable(f"no rulebook edition of {process} is in force on {day}")
    return Rulebook.model_validate(body)
