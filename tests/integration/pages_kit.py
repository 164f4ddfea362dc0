"""The pages over a real stack, and somebody with a browser before them."""

import re
from functools import partial
from typing import Any

import httpx

from activities.database import Pool
from activities.documents import Store
from starter.api.access.development import AUDIENCE, ISSUER, KID, issued
from starter.api.access.policy import DEVELOPMENT, Policy
from starter.api.access.tokens import GivenKeys, Tokens
from starter.api.desk import Desk
from starter.api.limits import Rate
from starter.client.vade import Vade
from tests.integration.api_kit import KEY, PUBLIC, UNHURRIED

HIDDEN = re.compile(r'name="(_form|_id)" value="([^"]+)"')


class Browser:
    """Somebody with a browser: it keeps cookies, sends forms, and follows where it is sent."""

    def __init__(self, app: Any) -> None:
        transport = httpx.ASGITransport(app=app)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://vade", timeout=30)
        self.hidden: dict[str, str] = {}

    async def see(self, path: str) -> str:
        """Open a page."""
        return self._read(await self.http.get(path, follow_redirects=True))

    async def send(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """Send the form of the page that was opened last."""
        said = await self.http.post(path, data={**self.hidden, **fields}, follow_redirects=True)
        self._read(said)
        return said

    async def sign_in(self, who: str) -> str:
        """Sign in as ``role:id@institution``."""
        await self.see("/sign-in")
        return (await self.send("/sign-in", **{"as": who})).text

    def _read(self, said: httpx.Response) -> str:
        self.hidden = dict(HIDDEN.findall(said.text))
        return said.text


def desk_of(pool: Pool, vade: Vade) -> Desk:
    return Desk(
        vade=vade,
        pool=pool,
        tokens=Tokens(ISSUER, AUDIENCE, GivenKeys({KID: PUBLIC})),
        policy=Policy(DEVELOPMENT),
        rate=Rate(UNHURRIED, UNHURRIED),
        strangers=Rate(UNHURRIED, UNHURRIED),
        store=Store("memory:///"),
        issue=partial(issued, KEY),
    )
