"""The Temporal UI as operators get it: in namespace ``vade``, with our lists, and no way to harm.

The development server's UI takes no settings, and offers to cancel, terminate and reset cases one
click away. None of that has an effect in law; the last two lose what the case is owed until
`vade restore`. So it is reached through this door, which says the settings that the UI's own server
would (``deploy/temporal-ui.env``), and lets no other writing through than what passes the gate of
a case: updates and signals. Who means to do more has the ``temporal`` command line.
"""

import asyncio
import base64
import hashlib
import logging
import re
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.responses import StreamingResponse as Streamed
from starlette.routing import Route

from starter.embedded.ports import HOST
from starter.pages.temporal_ui import address, browser_script, week_list
from starter.pages.weeks import week_ends
from starter.runtime.problem import StackProblem

SETTINGS: Final[Mapping[str, bool]] = MappingProxyType(
    {
        "WorkflowTerminateDisabled": True,
        "WorkflowCancelDisabled": True,
        "WorkflowResetDisabled": True,
        "WorkflowPauseDisabled": True,
        "BatchActionsDisabled": True,
        "StartWorkflowDisabled": True,
        "ActivityCommandsDisabled": True,
    }
)
"""What the UI does not offer; by the names of its server's settings."""

TIMEOUT: Final = httpx.Timeout(10, read=120)
"""Seconds; the UI waits for news of a case much longer than for anything else."""

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LAWFUL: Final = re.compile(
    rb"/api/v1/namespaces/[^/?]+/workflows/[^/?]+/(query|signal|update)/[^/?.][^/?]*(\?|$)"
)
"""What may be posted: questions, and what the gate of the case judges."""

WHY: Final = (
    "Bu işlem burada kapalıdır: bir dosyayı iptal etmenin, durdurmanın veya geri almanın hukuki "
    "sonucu yoktur. Dosyanın işlemleri sayfalardan veya `vade send` ile yapılır. / Closed here: it "
    "has no effect in law. Acts go through the pages or `vade send`."
)

_HOPS: Final = frozenset(
    {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer", "expect"}
)
_STOPPING: Final = 1  # seconds for what is under way
_PATIENCE: Final = 5.0  # seconds until it has stopped; what is left ends with the process


def operators_ui(client: httpx.AsyncClient, namespace: str, lang: str) -> Starlette:
    """Return the door as an application.

    Args:
        client: Of the UI behind it; closed with the application.
        namespace: Where the cases are.
        lang: Of the lists.
    """
    front = _front_page(browser_script(namespace, lang))

    async def first(request: Request) -> Response:
        return front

    async def this_week(request: Request) -> Response:
        now = datetime.now(UTC)
        asked = week_list(now, week_ends(now), lang).query
        return RedirectResponse(address("", namespace, asked), 307)

    async def settings(request: Request) -> Response:
        said = (await client.get("/api/v1/settings")).json()
        return JSONResponse({**said, **SETTINGS, "DefaultNamespace": namespace})

    async def onward(request: Request) -> Response:
        if request.method not in SAFE and LAWFUL.match(_raw(request)) is None:
            return JSONResponse({"code": 7, "message": WHY}, 403)
        return await _passed_on(client, request)

    async def silent(request: Request, fault: Exception) -> Response:
        return Response("The Temporal UI does not answer.", 502)

    @asynccontextmanager
    async def living(_app: Starlette) -> AsyncIterator[None]:
        async with client:
            yield

    every = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
    return Starlette(
        routes=[
            Route("/", first),
            Route("/due-this-week", this_week),
            Route("/api/v1/settings", settings),
            Route("/{path:path}", onward, methods=every),
        ],
        exception_handlers={httpx.HTTPError: silent},
        lifespan=living,
    )


def _front_page(script: str) -> HTMLResponse:
    """Return the page that hands over lists and columns; it may run this script alone."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = (
        '<!doctype html><html lang="tr"><meta charset="utf-8"><title>Vade</title>'
        '<p><a href="/namespaces">Temporal UI</a></p>'
        f"<script>{script}</script></html>"
    )
    policy = f"default-src 'none'; script-src 'sha256-{digest}'"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


def _raw(request: Request) -> bytes:
    """Return path and query as they were sent: what is judged is what is passed on."""
    query: bytes = request.scope["query_string"]
    path: bytes = request.scope["raw_path"]
    return path + b"?" + query if query else path


async def _passed_on(client: httpx.AsyncClient, request: Request) -> Response:
    asked = client.build_request(
        request.method,
        client.base_url.copy_with(raw_path=_raw(request)),
        headers=[(k, v) for k, v in request.headers.raw if k.decode() not in _HOPS],
        content=None if request.method in SAFE else await request.body(),
    )
    said = await client.send(asked, stream=True)
    answer = Streamed(said.aiter_raw(), said.status_code, background=BackgroundTask(said.aclose))
    heads = ((name.lower(), value) for name, value in said.headers.raw)
    answer.raw_headers = [(k, v) for k, v in heads if k.decode() not in _HOPS]
    return answer


class OperatorsUi:
    """Serves the door in a thread of the stack's process, whose own work it must not wait for.

    Args:
        inner: Address of the UI behind it.
        port: Where to listen.
        namespace: Where the cases are.
        lang: Of the lists.
    """

    def __init__(self, inner: str, *, port: int, namespace: str, lang: str) -> None:
        self.url = f"http://{HOST}:{port}"
        self._port = port
        client = httpx.AsyncClient(base_url=inner, timeout=TIMEOUT, trust_env=False)
        config = uvicorn.Config(
            operators_ui(client, namespace, lang),
            host=HOST,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=_STOPPING,
        )
        self._server = uvicorn.Server(config)
        self._serving = threading.Thread(target=self._server.run, daemon=True)

    async def start(self) -> None:
        """Begin to listen.

        Raises:
            StackProblem: The port has been taken meanwhile.
        """
        self._serving.start()
        while not self._server.started:
            if not self._serving.is_alive():
                raise StackProblem(
                    f"The Temporal UI cannot listen on port {self._port}.",
                    "Set VADE_UI_PORT to another port (0 takes any free one).",
                )
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Stop listening. What a browser waits for just then is cut off, which is no fault."""
        said = logging.getLogger("uvicorn.error")
        said.disabled = True
        self._server.should_exit = True
        if self._serving.is_alive():
            await asyncio.to_thread(self._serving.join, _PATIENCE)
        said.disabled = False
