"""Which addresses may be called: public ones, and inside only those that somebody has allowed.

A name is resolved once for an attempt, every address it has is judged, and one of these very
addresses is connected to: a name that changes its mind in between leads nowhere else.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, TypeAlias
from urllib.parse import urlsplit

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a name and a port to addresses; raises `OSError` where there are none."""

# Addresses of the old protocol in the new one: what is judged is where they lead.
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
_TRANSLATED_INSIDE: Final = ipaddress.ip_network("64:ff9b:1::/48")


class Forbidden(Exception):
    """It may not be called there."""


async def resolve(name: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a name."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def readable(url: str, networks: Iterable[str]) -> None:
    """See that a subscriber can be called at an address, whatever its name leads to.

    Raises:
        ValueError: It is none, carries a log-in, or is not encrypted and not inside.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isascii():
        raise ValueError("an address is https://host/path, a name in its ASCII form")
    if "@" in parts.netloc or parts.fragment:
        raise ValueError("an address has no log-in and no #part; events are signed")
    if parts.port == 0:
        raise ValueError("port 0 leads nowhere")
    if parts.scheme == "http" and not tuple(networks):
        raise ValueError("outside, events are encrypted: https://")


async def reachable(
    name: str, port: int, networks: Iterable[str], *, encrypted: bool, ask: Resolve
) -> Sequence[str]:
    """Return the addresses of a name, all of which may be called.

    Raises:
        Forbidden: One of them may not.
        OSError: It has none.
    """
    found = await ask(name, port)
    if not found:
        raise OSError("no address")
    allowed = tuple(networks)
    for address in found:
        if not may_call(address, allowed, encrypted=encrypted):
            raise Forbidden(address)
    return found


def may_call(address: str, networks: Iterable[str], *, encrypted: bool) -> bool:
    """Whether an address may be called.

    >>> [may_call(a, (), encrypted=True) for a in ("193.140.1.1", "10.0.0.1", "::ffff:127.0.0.1")]
    [True, False, False]
    >>> may_call("10.20.0.1", ["10.20.0.0/16"], encrypted=False)
    True
    """
    meant = _leads_to(ipaddress.ip_address(address.partition("%")[0]))
    if any(meant in ipaddress.ip_network(each) for each in networks):
        return True
    return encrypted and _is_public(meant)


def _leads_to(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    tunnelled = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or tunnelled or address


def _is_public(address: Address) -> bool:
    never = address.is_multicast or address.is_reserved or address in _TRANSLATED_INSIDE
    return address.is_global and not never
