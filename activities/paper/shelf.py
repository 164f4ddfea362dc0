"""Where finished pages lie: by the SHA-256 of their bytes, so that none can be exchanged."""

import hashlib
from collections.abc import Sequence
from typing import Protocol

from activities.database import Connection, Pool, queries

_SQL = queries("paper/shelf")


class Shelf(Protocol):
    """Keeps bytes under their digest; put again, they are the same ones."""

    async def put(self, conn: Connection, contents: Sequence[bytes]) -> tuple[str, ...]:
        """Keep bytes, and return the SHA-256 of each.

        Args:
            conn: In the transaction that writes what refers to them.
            contents: The bytes.
        """

    async def get(self, sha256: str) -> bytes:
        """Return what was kept.

        Raises:
            KeyError: Nothing was.
        """


class DatabaseShelf:
    """Keeps pages in the database, beside what refers to them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put(self, conn: Connection, contents: Sequence[bytes]) -> tuple[str, ...]:
        """Keep pages; a second time they are there already."""
        digests = tuple(hashlib.sha256(content).hexdigest() for content in contents)
        await conn.execute(_SQL["put_pages"], digests, contents)
        return digests

    async def get(self, sha256: str) -> bytes:
        """Return a page."""
        async with self._pool.acquire() as conn:
            content = await conn.fetchval(_SQL["get_page"], sha256)
        if content is None:
            raise KeyError(sha256)
        return bytes(content)
