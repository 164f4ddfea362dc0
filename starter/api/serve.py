"""The front door's process: settings, pool, client, and the application on a port.

    python -m starter.api.serve        serve until SIGTERM or Ctrl-C

Settings come from the environment: where Temporal and the database are, as for the worker;
``VADE_API_HOST`` and ``VADE_API_PORT``; ``VADE_OIDC_ISSUER``, ``VADE_OIDC_JWKS_URL`` and
``VADE_OIDC_AUDIENCE``; ``VADE_POLICY``, the file that says who may do what. Without an issuer the
door trusts the tokens of its own stack (`vade token`), and listens on this machine only.
``VADE_DOCUMENTS_URL`` is where documents are stored, ``s3://bucket/prefix`` or ``file:///…``; a
folder beside the stack's own files where it is left out.
"""

import ipaddress
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from activities.database import Pool, open_pool
from activities.documents import Store
from starter.api.access.development import issued, own_key, own_tokens
from starter.api.access.policy import DEVELOPMENT, Policy
from starter.api.access.tokens import FetchedKeys, Tokens
from starter.api.app import create_app
from starter.api.desk import Desk
from starter.api.limits import Rate
from starter.client.exits import OK, TROUBLE
from starter.client.own_time import own_time
from starter.client.vade import Vade
from starter.runtime.connect import connect
from starter.runtime.event_loop import serve_in_loop
from starter.runtime.patience import patiently
from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection, home, load
from workflows.kernel.roles import Actor

PATIENCE: Final = timedelta(seconds=2)
"""How long a case is waited for; then its sender gets a receipt."""

HOST: Final = "127.0.0.1"
PORT: Final = 8480

PER_SECOND: Final = 50.0
BURST: Final = 200
"""Requests of one sender; many users behind one service account need more replicas, or accounts."""

STRANGERS_PER_SECOND: Final = 2.0
STRANGERS_BURST: Final = 40

_OIDC: Final = ("VADE_OIDC_ISSUER", "VADE_OIDC_JWKS_URL", "VADE_OIDC_AUDIENCE")


@dataclass(frozen=True)
class Doorway:
    """Where the door listens, and whom it trusts."""

    host: str
    port: int
    tokens: Tokens
    policy: Policy
    store: Store
    issue: Callable[[Actor], str] | None = None
    """Gives tokens of the stack's own; none where an issuer does."""


def doorway(vade_dir: Path, environ: Mapping[str, str]) -> Doorway:
    """Return the door's settings.

    Raises:
        StackProblem: They do not fit together, or the policy cannot be read.
    """
    host, port = environ.get("VADE_API_HOST") or HOST, environ.get("VADE_API_PORT") or str(PORT)
    if not port.isdecimal() or int(port) > 65535:
        raise StackProblem(f"VADE_API_PORT is {port!r}.", "Set a port number.")
    given = [name for name in _OIDC if environ.get(name)]
    if given and len(given) < len(_OIDC):
        missing = ", ".join(name for name in _OIDC if name not in given)
        raise StackProblem("An issuer of tokens is named in part.", f"Set {missing} too.")
    policy, store = environ.get("VADE_POLICY"), _store(vade_dir, environ)
    if given:
        if not policy:
            raise StackProblem(
                "An issuer of tokens is named, and no policy.",
                "Set VADE_POLICY to the file that says what its claims may do.",
            )
        issuer, keys, audience = (environ[name] for name in _OIDC)
        tokens = Tokens(issuer, audience, FetchedKeys(keys))
        return Doorway(host, int(port), tokens, Policy(Path(policy)), store)
    if not _is_near(host):
        raise StackProblem(
            f"Tokens of a development stack open no door on {host}.",
            "Name an issuer by VADE_OIDC_ISSUER, or leave VADE_API_HOST out.",
        )
    given_policy = Policy(Path(policy) if policy else DEVELOPMENT)
    issue = partial(issued, own_key(vade_dir))
    return Doorway(host, int(port), own_tokens(vade_dir), given_policy, store, issue)


def _store(vade_dir: Path, environ: Mapping[str, str]) -> Store:
    where = environ.get("VADE_DOCUMENTS_URL") or (vade_dir / "documents").absolute().as_uri()
    try:
        return Store(where)
    except ValueError as wrong:
        raise StackProblem(
            f"VADE_DOCUMENTS_URL: {wrong}.", "Name an s3:// bucket or a file:/// folder."
        ) from wrong


def _is_near(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def desk_for(connection: Connection, pool: Pool, way: Doorway) -> Desk:
    """Return what the door serves with; Temporal is called when it is needed."""
    client = await connect(connection, lazy=True)
    clock = own_time(client) if connection.embedded else None
    return Desk(
        vade=Vade(client, pool, patience=PATIENCE, clock=clock, answers_first=True),
        pool=pool,
        tokens=way.tokens,
        policy=way.policy,
        rate=Rate(PER_SECOND, BURST),
        strangers=Rate(STRANGERS_PER_SECOND, STRANGERS_BURST),
        store=way.store,
        issue=way.issue,
    )


async def serve(application: Callable[[Desk], ASGIApp]) -> None:
    """Serve until asked to stop; requests under way are finished first."""
    way, connection = doorway(home(), os.environ), load(home())
    async with AsyncExitStack() as parts:
        pool = await patiently("database", lambda: open_pool(connection.database_url))
        await parts.enter_async_context(pool)
        desk = await desk_for(connection, pool, way)
        parts.push_async_callback(desk.vade.aclose)
        settings = uvicorn.Config(
            application(desk),
            host=way.host,
            port=way.port,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
        await uvicorn.Server(settings).serve()


def main(application: Callable[[Desk], ASGIApp] = create_app) -> int:
    """Run the door's process: these routes, or an application that has more beside them."""
    try:
        serve_in_loop(serve(application))
    except StackProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return TROUBLE
    return OK


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Temporal's core may still be working while Python finalises
    os._exit(code)
