"""Where finished pages lie: by the SHA-256 of their bytes, so that none can be exchanged."""

import hashlib
from typing import Protocol

from activities.database import Connection, Pool, queries

_SQL = queries("paper/shelf")


class Shelf(Protocol):
    """Keeps bytes under their digest; put again, they are the same ones."""

    async def put(self, conn: Connection, content: bytes) -> str:
        """Keep bytes, and return their SHA-256.

        Args:
            conn: In the transaction that writes what refers to them.
            content: The bytes.
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

    async def put(self, conn: Connection, content: bytes) -> str:
        """Keep a page; a second time it is there already."""
        sha256 = hashlib.sha256(content).hexdigest()
        await conn.execute(_SQL["put_page"], sha256, content)
        return sha256

    async def get(self, sha256: str) -> bytes:
        """Return a page."""
        async with self._pool.acquire() as conn:
            content = await conn.fetchval(_SQL["get_page"], sha256)
        if content is None:
            raise KeyError(sha256)
        return bytes(content)
