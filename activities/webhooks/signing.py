"""Signatures by which a subscriber knows that an event is ours (Standard Webhooks 1.0, v1)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Final

PREFIX: Final = "whsec_"
_BYTES: Final = 32


def new_secret() -> str:
    """Return a secret of its own for one subscriber: 32 random bytes, as its reader takes them."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def headers(
    event_id: str, attempted_at: int, content: bytes, keys: Iterable[str]
) -> dict[str, str]:
    """Return what goes with an event.

    Args:
        event_id: The event's own ID, the same in every attempt.
        attempted_at: When it is sent, in seconds since 1970: old ones are not to be believed.
        content: Exactly what is sent.
        keys: The secrets that live; a reader is content with one signature that fits.
    """
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(attempted_at),
        "webhook-signature": " ".join(
            signature(event_id, attempted_at, content, key) for key in keys
        ),
    }


def signature(event_id: str, attempted_at: int, content: bytes, secret: str) -> str:
    """Sign an event.

    The example of the reference implementations:

    >>> key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    >>> signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', key)
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{event_id}.{attempted_at}.".encode() + content
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"
