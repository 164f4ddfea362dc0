"""The HTTP door over a real stack, and people with tokens before it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from joserfc.jwk import ECKey

from activities.database import Pool
from activities.documents import Store
from starter.api.access.development import AUDIENCE, ISSUER, KID, issued
from starter.api.access.policy import DEVELOPMENT, Policy
from starter.api.access.tokens import GivenKeys, Tokens
from starter.api.app import create_app
from starter.api.desk import Desk
from starter.api.limits import Rate
from starter.client.over_http import Bearer, HttpVade
from starter.client.vade import Vade
from starter.embedded.ports import free_port
from starter.runtime.connect import connect
from starter.runtime.settings import Connection
from workflows.kernel.roles import Actor

KEY = ECKey.generate_key("P-256", {"kid": KID}, private=True)
PUBLIC = ECKey.import_key(KEY.as_dict(private=False))
UNHURRIED = 1_000_000
AT_ONCE = timedelta(milliseconds=50)


class Visitor:
    """Somebody before the door."""

    def __init__(self, http: httpx.AsyncClient, token: str | None) -> None:
        self.http = http
        self.headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Read something."""
        return await self.http.get(f"/v1{path}", headers=self.headers | headers)

    async def post(self, path: str, key: str | None, sent: Mapping[str, Any]) -> httpx.Response:
        """Send something under a key."""
        own = {} if key is None else {"Idempotency-Key": key}
        return await self.http.post(f"/v1{path}", json=sent, headers=self.headers | own)

    async def upload(self, content: bytes | AsyncIterator[bytes]) -> httpx.Response:
        """Upload a document."""
        return await self.http.post("/v1/documents", content=content, headers=self.headers)

    async def send(self, case: str, command: str, key: str, **body: Any) -> httpx.Response:
        """Send a command."""
        return await self.post(f"/cases/{case}/commands/{command}", key, {"body": body})


class Doors:
    """An application over a stack.

    Args:
        pool: The database.
        vade: The client behind it.
        policy: Who may do what.
        store: Where documents lie.
    """

    def __init__(
        self, pool: Pool, vade: Vade, policy: Path = DEVELOPMENT, store: str = "memory:///"
    ) -> None:
        desk = Desk(
            vade=vade,
            pool=pool,
            tokens=Tokens(ISSUER, AUDIENCE, GivenKeys({KID: PUBLIC})),
            policy=Policy(policy),
            rate=Rate(UNHURRIED, UNHURRIED),
            strangers=Rate(UNHURRIED, UNHURRIED),
            store=Store(store),
        )
        self.app = create_app(desk)
        self.http = self._http()

    def _http(self, auth: httpx.Auth | None = None) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://vade", auth=auth, timeout=30)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Listen on a port of this machine while the block runs; its address comes back."""
        server = uvicorn.Server(uvicorn.Config(self.app, port=free_port(), log_level="warning"))
        serving = asyncio.create_task(server.serve())
        url = f"http://127.0.0.1:{server.config.port}"
        async with asyncio.timeout(20), httpx.AsyncClient(base_url=url) as http:
            while True:
                with suppress(httpx.ConnectError):
                    await http.get("/v1/health")
                    break
                await asyncio.sleep(0.02)
        yield url
        server.should_exit = True
        await serving

    def visitor(self, role: str, who: str, institution: str | None = None) -> Visitor:
        """Somebody with a token of this stack."""
        token = issued(KEY, Actor(role=role, id=who, institution=institution))
        return Visitor(self.http, token)

    def client(self, actor: Actor) -> HttpVade:
        """The typed client of somebody with a token of this stack."""
        token = issued(KEY, actor)
        return HttpVade(self._http(Bearer(lambda: token)))

    def stranger(self, token: str | None = None) -> Visitor:
        """Somebody with a token of their own making, or none."""
        return Visitor(self.http, token)


@asynccontextmanager
async def without_temporal(pool: Pool, **how: Any) -> AsyncIterator[Doors]:
    """An application whose Temporal does not answer: what it takes in goes no further."""
    nowhere = Connection(
        temporal_address="127.0.0.1:1",
        namespace="none",
        database_url="postgresql://",
        embedded=True,
    )
    vade = Vade(await connect(nowhere, lazy=True), pool, patience=AT_ONCE)
    made = Doors(pool, vade, **how)
    yield made
    await made.http.aclose()
