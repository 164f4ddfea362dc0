"""Documents by the digest under which messages name them: what is stored, and who brought it.

The content lies in an object store, a local folder or S3, under its digest; nobody's file name ever
becomes a path. A row is written when the content is there.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from activities.database import Connection, queries
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen

_SQL = queries("documents")

CHUNK: Final = 1 << 20

MOST_NAMING: Final = 200
"""Entries that are looked at for whether somebody may read what they name."""


class StoreFault(Exception):
    """The store does not answer, or has lost what was put into it."""


class Document(Frozen):
    """One document that is there."""

    sha256: str
    size: int
    """Bytes."""
    media_type: str
    """By its content."""


class Store:
    """Where the content of documents lies, by digest.

    Args:
        where: ``file:///…``, ``s3://bucket/prefix``; keys and region come from the environment, as
            S3 clients read them.

    Raises:
        ValueError: That is no address of a store.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self._store: ObjectStore | None = None
        if not where.startswith("file://"):
            try:
                self._store = from_url(where)
            except (BaseError, ValueError) as wrong:
                raise ValueError(f"{where.partition('?')[0]} is no address of a store") from wrong

    async def put(self, sha256: str, content: IO[bytes]) -> None:
        """Keep a content under its digest; kept before, it is the same.

        Raises:
            StoreFault: It cannot be kept now.
        """
        try:
            await obstore.put_async(self._opened(), _key(sha256), content)
        except (BaseError, OSError) as fault:
            raise StoreFault(type(fault).__name__) from fault

    async def get(self, sha256: str) -> AsyncIterator[bytes]:
        """Return a content, piece by piece.

        Raises:
            StoreFault: It is not there, or cannot be read now.
        """
        try:
            found = await obstore.get_async(self._opened(), _key(sha256))
        except (BaseError, OSError) as fault:
            raise StoreFault(type(fault).__name__) from fault
        return _pieces(found.stream(min_chunk_size=CHUNK))

    def _opened(self) -> ObjectStore:
        if self._store is None:
            folder = Path(url2pathname(urlsplit(self.where).path))
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._store = LocalStore(folder)
        return self._store


async def _pieces(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for piece in stream:
        yield bytes(piece)


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


async def document(conn: Connection, sha256: str) -> Document | None:
    """Return a document that is in the store; none if it is not."""
    row = await conn.fetchrow(_SQL["document"], sha256)
    return None if row is None else Document.model_validate(dict(row))


async def documents(conn: Connection, digests: Iterable[str]) -> dict[str, Document]:
    """Return those of some documents that are in the store, by digest."""
    rows = await conn.fetch(_SQL["documents"], list(digests))
    return {row["sha256"]: Document.model_validate(dict(row)) for row in rows}


async def keep_document(
    conn: Connection, kept: Document, *, uploaded_by: str, actor: Actor
) -> tuple[datetime, bool]:
    """Note that a document is in the store, and who brought it.

    Returns:
        When they brought it, and whether they had brought it before.
    """
    await conn.execute(_SQL["keep_document"], kept.sha256, kept.size, kept.media_type)
    new: datetime | None = await conn.fetchval(
        _SQL["keep_upload"], kept.sha256, uploaded_by, actor.role, actor.id
    )
    if new is not None:
        return new, False
    before = await uploaded(conn, kept.sha256, uploaded_by)
    assert before is not None, "what is not new is there"
    return before, True


async def uploaded(conn: Connection, sha256: str, uploaded_by: str) -> datetime | None:
    """Return when somebody brought a document; none if they have not."""
    at: datetime | None = await conn.fetchval(_SQL["uploaded"], sha256, uploaded_by)
    return at


async def entries_naming(conn: Connection, sha256: str) -> dict[str, tuple[int, ...]]:
    """Return the entries of cases that name a document, by case."""
    found: dict[str, tuple[int, ...]] = {}
    for row in await conn.fetch(_SQL["naming"], sha256, MOST_NAMING):
        found[row["case_id"]] = (*found.get(row["case_id"], ()), row["n"])
    return found


async def rows_naming(conn: Connection, sha256: str) -> tuple[tuple[str, str], ...]:
    """Return the rows of registers that name a document: the register, and the row's key in it."""
    rows = await conn.fetch(_SQL["rows_naming"], sha256)
    return tuple((row["register"], row["key"]) for row in rows)


async def named_in(conn: Connection, case_id: str) -> dict[int, tuple[str, ...]]:
    """Return what each entry of a case names by digest."""
    rows = await conn.fetch(_SQL["named"], case_id)
    return {row["n"]: tuple(sorted(row["digests"])) for row in rows}
