"""Signing in at an issuer's own page (OIDC, authorization code with PKCE).

What comes back is a token like any that the API takes; the pages keep it in their session cookie
and know no other. Between leaving and coming back a cookie of its own holds what ties the two
together, so that nobody can be sent in as somebody else.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import urlencode

import httpx

from starter.runtime.problem import StackProblem

BACK: Final = "/sign-in/back"
"""Where an issuer sends people; register it there as the redirect address."""

PATIENCE: Final = 5.0  # seconds for the issuer

_MUST: Final = {
    "client_id": "VADE_OIDC_CLIENT_ID",
    "authorize_url": "VADE_OIDC_AUTHORIZE_URL",
    "token_url": "VADE_OIDC_TOKEN_URL",
    "pages_url": "VADE_PAGES_URL",
}


class NotSignedIn(Exception):
    """The issuer has given no token."""


@dataclass(frozen=True)
class Leaving:
    """What is remembered while somebody is at the issuer's page."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def kept(self) -> str:
        """As a cookie keeps it."""
        return f"{self.state}.{self.verifier}"

    @classmethod
    def read(cls, kept: str) -> "Leaving":
        """Read it from a cookie."""
        state, _, verifier = kept.partition(".")
        return cls(state, verifier)


@dataclass(frozen=True)
class Issuer:
    """Where people sign in, and as what these pages are known there."""

    client_id: str
    authorize_url: str
    token_url: str
    pages_url: str
    client_secret: str | None = None
    scope: str = "openid"
    transport: httpx.AsyncBaseTransport | None = None
    """How it is reached; by default over the network."""

    @property
    def returns_to(self) -> str:
        """Where it sends people back to."""
        return f"{self.pages_url.rstrip('/')}{BACK}"

    def address(self, leaving: Leaving) -> str:
        """Return the address of its sign-in for one visit."""
        challenge = urlsafe_b64encode(sha256(leaving.verifier.encode()).digest()).rstrip(b"=")
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.returns_to,
            "scope": self.scope,
            "state": leaving.state,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        return f"{self.authorize_url}{'&' if '?' in self.authorize_url else '?'}{urlencode(asked)}"

    async def tokens(self, code: str, leaving: Leaving) -> tuple[str, ...]:
        """Exchange a code for tokens; which of them proves somebody, the desk will say.

        Raises:
            NotSignedIn: It is silent, or refuses.
        """
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.returns_to,
            "client_id": self.client_id,
            "code_verifier": leaving.verifier,
        }
        if self.client_secret:
            given["client_secret"] = self.client_secret
        try:
            async with httpx.AsyncClient(transport=self.transport, timeout=PATIENCE) as client:
                answer = await client.post(self.token_url, data=given)
                answer.raise_for_status()
                said = answer.json()
        except (httpx.HTTPError, ValueError) as silent:
            raise NotSignedIn(type(silent).__name__) from silent
        named = (said.get(name) for name in ("access_token", "id_token"))
        return tuple(each for each in named if isinstance(each, str))


def issuer_from(environ: Mapping[str, str]) -> Issuer | None:
    """Return where people sign in, as the environment says; none where it names nothing.

    Raises:
        StackProblem: It is named in part.
    """
    given = {name: environ[variable] for name, variable in _MUST.items() if environ.get(variable)}
    if not given:
        return None
    if missing := [variable for name, variable in _MUST.items() if name not in given]:
        raise StackProblem(
            "A sign-in for the pages is named in part.", f"Set {', '.join(missing)} too."
        )
    return Issuer(
        client_id=given["client_id"],
        authorize_url=given["authorize_url"],
        token_url=given["token_url"],
        pages_url=given["pages_url"],
        client_secret=environ.get("VADE_OIDC_CLIENT_SECRET") or None,
        scope=environ.get("VADE_OIDC_SCOPE") or "openid",
    )
