"""Tokens: whose count, for whom, how long, and what a rotation of keys needs."""

import base64
import json
import time
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from starter.api.access import tokens as room
from starter.api.access.tokens import FetchedKeys, GivenKeys, IssuerSilent, NotProven, Tokens

ISSUER, AUDIENCE = "https://giris.example.org", "vade"
OURS = ECKey.generate_key("P-256", {"kid": "k-1"}, private=True)
NEXT = RSAKey.generate_key(2048, {"kid": "k-2"}, private=True)
STRANGE = ECKey.generate_key("P-256", {"kid": "k-1"}, private=True)


def public(key: ECKey | RSAKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False))


def a_token(
    key: ECKey | RSAKey = OURS, alg: str = "ES256", header: Any = None, **changes: Any
) -> str:
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "u-1", "exp": int(time.time()) + 300}
    named = {"alg": alg, "kid": key.kid} if header is None else header
    held = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(named, held, key, algorithms=[alg])


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(ISSUER, AUDIENCE, GivenKeys({"k-1": ECKey.import_key(public(OURS))}))


async def test_a_good_token_says_who_it_is(tokens: Tokens) -> None:
    assert (await tokens.proven(a_token()))["sub"] == "u-1"
    assert (await tokens.proven(a_token(aud=["other", AUDIENCE])))["sub"] == "u-1"
    within_the_skew = a_token(exp=int(time.time()) - 30, nbf=int(time.time()) + 30)
    assert (await tokens.proven(within_the_skew))["sub"] == "u-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://else.example.org"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"sub": None},
        {"exp": None},
        {"exp": int(time.time()) - 300},
        {"nbf": int(time.time()) + 86_400},  # reckoned when tests are collected
    ],
)
async def test_what_does_not_hold_proves_nobody(tokens: Tokens, changes: dict[str, Any]) -> None:
    with pytest.raises(NotProven):
        await tokens.proven(a_token(**changes))


async def test_nobody_signs_for_the_issuer(tokens: Tokens) -> None:
    bare = json.dumps({"iss": ISSUER, "aud": AUDIENCE, "sub": "u-1", "exp": 9_999_999_999})
    parts = [json.dumps({"alg": "none", "kid": "k-1"}), bare, ""]
    unsigned = ".".join(base64.urlsafe_b64encode(p.encode()).decode().rstrip("=") for p in parts)
    # the public key taken for a shared secret
    shared = OctKey.import_key(json.dumps(public(OURS)))
    confused = jwt.encode({"alg": "HS256", "kid": "k-1"}, json.loads(bare), shared)
    signed = a_token()
    changed = signed[:-8] + ("A" * 8)
    for wrong in (a_token(STRANGE), unsigned, confused, changed, "", "a.b.c", "x" * 20_000):
        with pytest.raises(NotProven):
            await tokens.proven(wrong)
    with pytest.raises(NotProven):
        await tokens.proven(a_token(header={"alg": "ES256"}))


class Issuer:
    """Publishes keys, until it falls silent."""

    def __init__(self) -> None:
        self.keys: list[dict[str, Any]] = [public(OURS)]
        self.asked = 0
        self.silent = False

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        return httpx.Response(503) if self.silent else httpx.Response(200, json={"keys": self.keys})

    def tokens(self) -> Tokens:
        transport = httpx.MockTransport(self.answer)
        return Tokens(ISSUER, AUDIENCE, FetchedKeys("https://giris.example.org/jwks", transport))


async def test_a_new_key_needs_no_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    issuer = Issuer()
    tokens = issuer.tokens()
    await tokens.proven(a_token())
    await tokens.proven(a_token())
    assert issuer.asked == 1
    issuer.keys = [public(NEXT)]
    rotated = a_token(NEXT, "RS256")
    with pytest.raises(NotProven):
        await tokens.proven(rotated)  # asked for a moment ago
    assert issuer.asked == 1
    monkeypatch.setattr(room, "BETWEEN_FETCHES", 0.0)
    assert (await tokens.proven(rotated))["sub"] == "u-1"
    with pytest.raises(NotProven):
        await tokens.proven(a_token())  # the old key has been withdrawn


async def test_an_issuer_that_falls_silent_takes_nothing_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    issuer = Issuer()
    tokens = issuer.tokens()
    issuer.silent = True
    with pytest.raises(IssuerSilent):
        await tokens.proven(a_token())
    issuer.silent = False
    monkeypatch.setattr(room, "BETWEEN_FETCHES", 0.0)
    await tokens.proven(a_token())
    issuer.silent = True
    monkeypatch.setattr(room, "FRESH", 0.0)
    assert (await tokens.proven(a_token()))["sub"] == "u-1"


async def test_a_shared_secret_among_published_keys_is_left_out() -> None:
    issuer = Issuer()
    issuer.keys = [{"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0", "kid": "k-1"}]
    with pytest.raises(NotProven):
        await issuer.tokens().proven(a_token())
