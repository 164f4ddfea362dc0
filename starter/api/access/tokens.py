"""Who a bearer token proves its holder to be (OIDC): signature, issuer, audience, time.

Keys are fetched from the issuer and kept. A token signed by a key that is not known yet has them
fetched again, so that a rotation needs no restart; an issuer that is silent takes nothing away.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Final, Protocol, TypeAlias

import httpx
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

Claims: TypeAlias = Mapping[str, Any]

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "ES256", "ES384", "Ed25519")
"""By a key pair only: who can verify a token must not be able to make one."""

SKEW: Final = 60
"""Seconds that the issuer's clock may differ."""

LONGEST_TOKEN: Final = 16_384

FRESH: Final = 600.0
"""Seconds after which keys are fetched again."""

BETWEEN_FETCHES: Final = 10.0
"""Seconds at least between two fetches, whatever tokens come."""

PATIENCE: Final = 5.0  # seconds for the issuer

Key: TypeAlias = RSAKey | ECKey | OKPKey


class NotProven(Exception):
    """The token proves nobody; its text says why, and never what it holds."""


class IssuerSilent(Exception):
    """The issuer's keys are not known yet, and it does not answer."""


class Keys(Protocol):
    """Where the public keys of an issuer come from."""

    async def named(self, kid: str) -> Key | None:
        """Return a key by its name; none if the issuer has no such key."""


class FetchedKeys:
    """Keys that an issuer publishes (JWKS).

    Args:
        url: Where.
        transport: How it is reached; by default over the network.
    """

    def __init__(self, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = url
        self._transport = transport
        self._known: dict[str, Key] = {}
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._fetching = asyncio.Lock()

    async def named(self, kid: str) -> Key | None:
        """Return a key by its name, fetched anew where it is unknown.

        Raises:
            IssuerSilent: No key has ever been fetched, and none can be now.
        """
        if self._is_old() or kid not in self._known:
            async with self._fetching:
                if self._may_fetch():
                    await self._fetch()
        if self._fetched_at is None:
            raise IssuerSilent(self._url)
        return self._known.get(kid)

    def _is_old(self) -> bool:
        return self._fetched_at is None or time.monotonic() - self._fetched_at > FRESH

    def _may_fetch(self) -> bool:
        return self._tried_at is None or time.monotonic() - self._tried_at > BETWEEN_FETCHES

    async def _fetch(self) -> None:
        self._tried_at = time.monotonic()
        try:
            async with httpx.AsyncClient(transport=self._transport, timeout=PATIENCE) as client:
                answer = await client.get(self._url)
                answer.raise_for_status()
                self._known = keys_from(answer.json())
        except (httpx.HTTPError, ValueError, JoseError, KeyError, TypeError):
            return  # what was known goes on to hold
        self._fetched_at = time.monotonic()


class GivenKeys:
    """Keys that are at hand."""

    def __init__(self, known: Mapping[str, Key]) -> None:
        self._known = known

    async def named(self, kid: str) -> Key | None:
        """Return a key by its name."""
        return self._known.get(kid)


def keys_from(published: Any) -> dict[str, Key]:
    """Return the public keys of a key set, by name; what is no key pair's is left out."""
    found = KeySet.import_key_set(published)
    return {
        key.kid: key for key in found.keys if key.kid and isinstance(key, RSAKey | ECKey | OKPKey)
    }


class Tokens:
    """Proves who the holder of a token is.

    Args:
        issuer: Whose tokens count.
        audience: For whom they must have been issued.
        keys: The issuer's.
    """

    def __init__(self, issuer: str, audience: str, keys: Keys) -> None:
        self._keys = keys
        self._claims = jwt.JWTClaimsRegistry(
            leeway=SKEW,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            exp={"essential": True},
        )

    async def proven(self, token: str) -> Claims:
        """Return what a token says of its holder.

        Raises:
            NotProven: It is malformed, somebody else's, for somebody else, or out of time.
            IssuerSilent: Nobody can say so now.
        """
        if len(token) > LONGEST_TOKEN:
            raise NotProven("it is too long")
        try:
            header = jws.extract_compact(token.encode()).headers()
        except (JoseError, ValueError, TypeError) as broken:
            raise NotProven("it cannot be read") from broken
        key = await self._keys.named(str(header.get("kid")))
        if key is None:
            raise NotProven("its key is not the issuer's")
        try:
            registry = JWSRegistry(algorithms=list(ALGORITHMS))
            read = jwt.decode(token, key, algorithms=list(ALGORITHMS), registry=registry)
            self._claims.validate(read.claims)
        except (JoseError, ValueError, TypeError) as wrong:
            raise NotProven(f"it does not hold ({type(wrong).__name__})") from wrong
        return read.claims
