"""Calendar feeds: who asked for which, and what became of the terms in it."""

from hashlib import sha256
from typing import Literal

from pydantic import AwareDatetime, JsonValue

from activities.database import Connection, queries
from workflows.kernel.values import Frozen

_SQL = queries("feeds")


class FeedAsked(Frozen):
    """A feed that somebody asks for."""

    subject: str
    claims: dict[str, JsonValue]
    """Those that the policy reads: it is asked at each reading of the feed."""
    title: str
    kind: Literal["office", "institution", "case"]
    about: str
    """The role, the institution's code, or the case's ID."""
    language: Literal["tr", "en"]


class Feed(FeedAsked):
    """A feed that has not been revoked."""

    id: int
    made_at: AwareDatetime
    read_at: AwareDatetime | None


class TermChange(Frozen):
    """What an act did to the terms of a case."""

    case_id: str
    n: int
    counts_from: AwareDatetime
    settled_at: AwareDatetime
    terms: tuple[dict[str, JsonValue], ...]


async def make_feed(conn: Connection, token: str, asked: FeedAsked) -> int:
    """Keep a feed under the hash of its token, and return its number."""
    made: int = await conn.fetchval(
        _SQL["make"], _hash(token), asked.subject, asked.claims, asked.title, asked.kind,
        asked.about, asked.language,
    )  # fmt: skip
    return made


async def feeds_of(conn: Connection, subject: str) -> tuple[Feed, ...]:
    """Return the feeds of somebody, oldest first."""
    rows = await conn.fetch(_SQL["of_subject"], subject)
    return tuple(Feed.model_validate(dict(row)) for row in rows)


async def feed_by(conn: Connection, token: str) -> Feed | None:
    """Return the feed that a token opens, and note the reading; none: there is no such feed."""
    row = await conn.fetchrow(_SQL["by_token"], _hash(token))
    return None if row is None else Feed.model_validate(dict(row))


async def revoke_feed(conn: Connection, number: int, subject: str) -> bool:
    """End a feed of somebody's own; whether there was one."""
    return await conn.fetchval(_SQL["revoke"], number, subject) is not None


async def term_changes(conn: Connection, case_ids: list[str]) -> tuple[TermChange, ...]:
    """Return what became of the terms of these cases, in the order in which it was settled."""
    rows = await conn.fetch(_SQL["changes"], case_ids)
    return tuple(TermChange.model_validate(dict(row)) for row in rows)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
