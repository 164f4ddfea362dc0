"""Who is called, since when and about what; where that does not arrive, and what is done about it.

A subscriber is known by what its token would say: which cases it is told of, the policy decides
each time anew. Its secret is shown once.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from pydantic import AwareDatetime

from activities.database import Connection, queries
from activities.webhooks.guard import readable
from activities.webhooks.signing import new_secret
from workflows.kernel.values import Frozen

_SQL = queries("webhooks/webhooks")

OVERLAP: Final = timedelta(hours=24)
"""How long the secret before signs as well, so that a reader can change over."""


class Wish(Frozen):
    """What a new subscriber asks for."""

    name: str
    url: str
    claims: dict[str, str]
    types: tuple[str, ...] | None = None
    """None: all."""
    networks: tuple[str, ...] = ()
    """Addresses inside at which it may be called."""
    from_the_beginning: bool = False


class Subscription(Frozen):
    """Somebody who is called."""

    name: str
    url: str
    claims: dict[str, str]
    types: tuple[str, ...] | None
    networks: tuple[str, ...]
    created_at: AwareDatetime
    paused_at: AwareDatetime | None
    paused_why: str | None
    previous_until: AwareDatetime | None
    """How long the secret before still signs."""
    waiting: int
    """Cases of which there is something to tell."""
    dead: int
    """Cases that are stuck."""


class DeadLetter(Frozen):
    """An event that did not arrive for days; what the case has after it waits."""

    webhook: str
    case_id: str
    event_id: str
    type: str
    attempts: int
    failing_since: AwareDatetime
    dead_at: AwareDatetime
    why: str


async def subscribe(conn: Connection, wish: Wish) -> str | None:
    """Enter a subscriber and return its secret; none if the name is taken.

    Raises:
        ValueError: It cannot be called at that address.
    """
    readable(wish.url, wish.networks)
    secret = new_secret()
    entered = await conn.fetchval(
        _SQL["add"],
        wish.name,
        wish.url,
        wish.claims,
        wish.types,
        wish.networks,
        secret,
        wish.from_the_beginning,
    )
    return None if entered is None else secret


async def subscriptions(conn: Connection) -> tuple[Subscription, ...]:
    """Return everybody who is called, by name."""
    return tuple(Subscription.model_validate(dict(row)) for row in await conn.fetch(_SQL["all"]))


async def rotate(
    conn: Connection, name: str, overlap: timedelta = OVERLAP
) -> tuple[str, AwareDatetime] | None:
    """Give a subscriber a new secret, and say until when the one before signs as well.

    Returns:
        Both; none if there is no such subscriber.
    """
    secret = new_secret()
    until = await conn.fetchval(_SQL["rotate"], name, secret, overlap)
    return None if until is None else (secret, until)


async def pause(conn: Connection, name: str, why: str | None = None) -> bool:
    """Call a subscriber no more for the time being; what happens meanwhile is told afterwards."""
    return await conn.fetchval(_SQL["pause"], name, why) is not None


async def resume(conn: Connection, name: str) -> bool:
    """Call a subscriber again."""
    return await conn.fetchval(_SQL["resume"], name) is not None


async def remove(conn: Connection, name: str) -> bool:
    """Forget a subscriber, and what it has not been told."""
    return await conn.fetchval(_SQL["remove"], name) is not None


async def dead_letters(conn: Connection, name: str | None = None) -> Sequence[DeadLetter]:
    """Return what did not arrive, of one subscriber or of all."""
    rows = await conn.fetch(_SQL["dead"], name)
    return tuple(DeadLetter.model_validate(dict(row)) for row in rows)


async def replay(conn: Connection, name: str, case_id: str | None = None) -> int:
    """Try again at once what is dead or was put off, and say in how many cases."""
    return len(await conn.fetch(_SQL["replay"], name, case_id))


async def skip(conn: Connection, name: str, case_id: str) -> int:
    """Pass over the event at which a case is stuck, and say whether there was one."""
    return len(await conn.fetch(_SQL["skip"], name, case_id))
