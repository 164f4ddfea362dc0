"""Calendar feeds: who asked for which, and what became of the terms in it."""

from hashlib import sha256
from typing import Literal

from pydantic import AwareDatetime, JsonValue

from activities.database import Connection, queries
from activities.journal.projection import Eyes, seen_by
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


class TermNow(Frozen):
    """One term of a case as it stands."""

    case_id: str
    process: str
    key: str
    state: str
    due_at: AwareDatetime | None
    """None while it is paused."""
    last_due_at: AwareDatetime
    """The newest end that it has had."""
    sequence: int
    """How often it changed after it was opened."""
    settled_at: AwareDatetime
    """When its newest change was settled."""


class TermsWanted(Frozen):
    """Which terms a feed shows; what is asked for together holds together."""

    eyes: Eyes
    kept_from: AwareDatetime
    """What ended before is left out."""
    case_id: str | None = None
    institution: str | None = None
    """One that acts in the case."""
    rules: tuple[tuple[str, str], ...] | None = None
    """Only terms of these processes and rules."""


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


async def terms_now(conn: Connection, wanted: TermsWanted, *, limit: int) -> tuple[TermNow, ...]:
    """Return terms that have a day or had one: those that run by their days, then the others."""
    rules = wanted.rules
    rows = await conn.fetch(
        _SQL["terms"],
        *seen_by(wanted.eyes),
        wanted.kept_from,
        wanted.case_id,
        wanted.institution,
        None if rules is None else [process for process, _ in rules],
        None if rules is None else [rule for _, rule in rules],
        limit,
    )
    return tuple(TermNow.model_construct(**dict(row)) for row in rows)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
