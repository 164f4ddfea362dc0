"""A subscriber's own HTTP server, which does as it is told and remembers what it got."""

import asyncio
import base64
import hashlib
import hmac
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


@dataclass(frozen=True)
class Got:
    """One call as it came."""

    headers: dict[str, str]
    content: bytes

    @property
    def event(self) -> Any:
        return json.loads(self.content)

    @property
    def event_id(self) -> str:
        return self.headers["webhook-id"]

    def signed_by(self, secret: str) -> bool:
        """Judge the signature as the specification has it, without any of our code."""
        key = base64.b64decode(secret.split("_", 1)[1])
        stamp = self.headers["webhook-timestamp"]
        text = self.event_id.encode() + b"." + stamp.encode() + b"." + self.content
        own = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
        return f"v1,{own}" in self.headers["webhook-signature"].split(" ")


@dataclass
class Receiver:
    """Takes every event, but for what it is told to answer."""

    port: int = 0
    scheme: str = "http"
    host: str = "127.0.0.1"
    replies: dict[str, list[int]] = field(default_factory=dict)
    """What is said to a case's events instead of 204, one status a call; the last one stays."""
    where_to: str | None = None
    """What a redirection points to."""
    got: list[Got] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_answer.set()

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}/vade"

    @property
    def ids(self) -> list[str]:
        return [got.event_id for got in self.got]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        got = Got(dict(request.headers), await request.body())
        self.got.append(got)
        self.came.set()
        await self.may_answer.wait()
        planned = self.replies.get(got.event["subject"], [204])
        status = planned.pop(0) if len(planned) > 1 else planned[0]
        headers = {} if self.where_to is None else {"location": self.where_to}
        await Response(status_code=status, headers=headers)(scope, receive, send)


@asynccontextmanager
async def receiving(address: str = "127.0.0.1", **tls: str) -> AsyncIterator[Receiver]:
    """Serve a receiver on a free port of an address of this machine."""
    receiver = Receiver(host=address, scheme="https" if tls else "http")
    listening = socket.create_server((address, 0))
    receiver.port = listening.getsockname()[1]
    config: dict[str, Any] = {"lifespan": "off", "log_level": "critical", **tls}
    server = uvicorn.Server(uvicorn.Config(receiver, **config))
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup([listening])
    try:
        yield receiver
    finally:
        receiver.may_answer.set()
        server.should_exit = True
        await server.shutdown([listening])
