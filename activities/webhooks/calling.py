"""Calls one subscriber with one event, and says how that ended.

    2xx                     taken
    410                     gone: nobody wants to be called there any more
    3xx                     not taken: where it points to was never allowed, and is not looked at
    anything else, silence  not taken: tried again later

What a receiver says beside its status is not read.
"""

import asyncio
import ssl
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, auto
from functools import cached_property
from http import HTTPStatus
from typing import Final

import httpx

from activities.webhooks.guard import Forbidden, Resolve, reachable, resolve
from workflows.kernel.values import Frozen

PATIENCE: Final = timedelta(seconds=15)
"""All the time a subscriber has, from the name's resolution to the status."""

_PORTS: Final = {"http": 80, "https": 443}


class End(Enum):
    """How a call ended."""

    TAKEN = auto()
    NOT_TAKEN = auto()
    GONE = auto()


class Outcome(Frozen):
    """How a call ended, and why."""

    end: End
    why: str = ""


class Caller:
    """Calls subscribers.

    Args:
        ask: Who knows the addresses of names.
        patience: For one call.
        trust: Whose certificates count; by default those that Python's own tools trust, or
            ``SSL_CERT_FILE``.
    """

    def __init__(
        self,
        *,
        ask: Resolve = resolve,
        patience: timedelta = PATIENCE,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._ask = ask
        self.patience = patience
        self._given = trust

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return self._given or httpx.create_ssl_context()

    async def call(
        self, url: str, networks: tuple[str, ...], headers: Mapping[str, str], content: bytes
    ) -> Outcome:
        """Bring an event to a subscriber.

        Args:
            url: Where they are called.
            networks: Which addresses inside were allowed them.
            headers: What goes with it.
            content: The event.
        """
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                status = await self._status(httpx.URL(url), networks, headers, content)
        except Forbidden:
            return Outcome(end=End.NOT_TAKEN, why="address not allowed")
        except Exception as fault:  # noqa: BLE001 - one subscriber must not hold up the others
            return Outcome(end=End.NOT_TAKEN, why=type(fault).__name__)
        if status == HTTPStatus.GONE:
            return Outcome(end=End.GONE, why=f"HTTP {status}")
        if 200 <= status < 300:
            return Outcome(end=End.TAKEN)
        return Outcome(end=End.NOT_TAKEN, why=f"HTTP {status}")

    async def _status(
        self, url: httpx.URL, networks: tuple[str, ...], headers: Mapping[str, str], content: bytes
    ) -> int:
        name, port = url.raw_host.decode(), url.port or _PORTS[url.scheme]
        encrypted = url.scheme == "https"
        found = await reachable(name, port, networks, encrypted=encrypted, ask=self._ask)
        # no proxy of the environment, no redirects, and no second look at the name
        async with httpx.AsyncClient(verify=self._trust, trust_env=False, timeout=None) as http:  # noqa: S113 - all steps have one clock
            for address in found[:-1]:
                try:
                    return await _posted(http, url, address, headers, content)
                except httpx.ConnectError:
                    continue  # nothing has been sent; another address may answer
            return await _posted(http, url, found[-1], headers, content)


async def _posted(
    http: httpx.AsyncClient, url: httpx.URL, address: str, headers: Mapping[str, str], body: bytes
) -> int:
    """Post to one address, as the name that it was found by; the certificate is that name's."""
    request = http.build_request(
        "POST",
        url.copy_with(host=address),
        content=body,
        headers={**headers, "Host": url.netloc.decode()},
        extensions={"sni_hostname": url.raw_host.decode()},
    )
    answer = await http.send(request, stream=True, follow_redirects=False)
    await answer.aclose()
    return answer.status_code
