"""Tokens of a stack on one machine: it is its own issuer, and nobody else's.

The key lies in the stack's folder, for its owner alone. A door that trusts it listens on this
machine only.
"""

import json
import time
from pathlib import Path
from typing import Final

from joserfc import jwt
from joserfc.jwk import ECKey

from starter.api.access.tokens import GivenKeys, Tokens
from starter.runtime.private import write_private
from starter.runtime.problem import StackProblem
from workflows.kernel.roles import Actor

ISSUER: Final = "urn:vade:development"
AUDIENCE: Final = "vade"
KEY: Final = "token-key.json"
KID: Final = "development"
LASTS: Final = 12 * 3600
"""Seconds that a token lasts by default."""


def own_key(vade_dir: Path) -> ECKey:
    """Return the key of a stack's folder, made when it is first asked for.

    Raises:
        StackProblem: It cannot be read or written.
    """
    path = vade_dir / KEY
    try:
        if not path.exists():
            made = ECKey.generate_key("P-256", {"kid": KID}, private=True)
            write_private(path, json.dumps(made.as_dict(private=True)).encode())
        return ECKey.import_key(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as fault:
        raise StackProblem(
            f"{path} cannot be used ({type(fault).__name__}).",
            "Run as the user who started the stack, or remove the file and start it again.",
        ) from fault


def own_tokens(vade_dir: Path) -> Tokens:
    """Return what recognises the tokens of this folder."""
    key = own_key(vade_dir)
    public = ECKey.import_key(key.as_dict(private=False))
    return Tokens(ISSUER, AUDIENCE, GivenKeys({KID: public}))


def issued(key: ECKey, actor: Actor, lasts: int = LASTS) -> str:
    """Return a token for somebody who acts in a role."""
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": f"{actor.role}:{actor.id}@{actor.institution or ''}",
        "iat": now,
        "exp": now + lasts,
        "role": actor.role,
        "id": actor.id,
        **({"institution": actor.institution} if actor.institution else {}),
    }
    return jwt.encode({"alg": "ES256", "kid": KID}, claims, key)
