"""The service through the HTTP door, for everybody with a token.

    async with HttpVade.at("https://vade.example", lambda: token) as vade:
        answer = await vade.send(case_id, "take_up", CommandSent(), key="letter-17")

What goes out can go out again: reads change nothing, and what is sent stands under its key. So
what is out of reach is asked again, when the door says (`Retry-After`), while the patience lasts.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError
from typing_extensions import override

from starter.client.answers import (
    AlreadyOpen,
    Fault,
    NotAllowed,
    NotFound,
    OutOfReach,
    Received,
    Refused,
    TooLarge,
    unfit,
)
from starter.client.models import (
    CaseShown,
    CommandSent,
    Explained,
    FilingSent,
    Filters,
    Opened,
    Page,
    Receipt,
    Terms,
    TimeLine,
)
from workflows.kernel.case.message import Answer, OpenTerm
from workflows.kernel.case.refusal import Reason
from workflows.kernel.display.view import TermView
from workflows.kernel.judgement.gate import Preview

PATIENCE: Final = timedelta(seconds=30)
"""How long what is out of reach is asked again."""

ONE_ANSWER: Final = 15.0  # seconds; the door waits for a case much less

BETWEEN_TRIES: Final = 1.0  # seconds, where the door does not say

_AGAIN: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_REASONS: Final = TypeAdapter(tuple[Reason, ...])

M = TypeVar("M", bound=BaseModel)


class Bearer(httpx.Auth):
    """Shows a token with every request.

    Args:
        token: Returns one that is valid now.
    """

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    @override
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the token."""
        request.headers["Authorization"] = f"Bearer {self._token()}"
        yield request


class HttpVade:
    """The service for whoever a token proves, through the HTTP door.

    Args:
        http: A client with the door's address as its base, and with the sender's token.
        patience: How long what is out of reach is asked again.
    """

    def __init__(self, http: httpx.AsyncClient, *, patience: timedelta = PATIENCE) -> None:
        self._http = http
        self._patience = patience.total_seconds()

    @classmethod
    @asynccontextmanager
    async def at(cls, url: str, token: Callable[[], str]) -> AsyncIterator["HttpVade"]:
        """Go to the door at an address, such as ``http://127.0.0.1:8480``."""
        async with httpx.AsyncClient(base_url=url, auth=Bearer(token), timeout=ONE_ANSWER) as http:
            yield cls(http)

    async def open(self, process: str, filing: FilingSent, key: str) -> Opened:
        """Open a case; `CaseService.open`."""
        said = await self._sent(f"/processes/{process}/cases", filing, key)
        return _read(Opened, said)

    async def send(self, case_id: str, command: str, sent: CommandSent, key: str) -> Answer:
        """Send a command; `CaseService.send`."""
        said = await self._sent(_case(case_id, f"commands/{command}"), sent, key, case_id)
        if said.status_code != HTTPStatus.ACCEPTED:
            return _read(Answer, said)
        receipt = _read(Receipt, said)
        if receipt.answer is None:
            raise Received(case_id, receipt.command_id, receipt.received_at)
        return receipt.answer

    async def preview(self, case_id: str, command: str, sent: CommandSent) -> Preview:
        """Try a command; `CaseService.preview`."""
        path = _case(case_id, f"commands/{command}/preview")
        return _read(Preview, await self._sent(path, sent, None, case_id))

    async def receipt(self, case_id: str, command_id: str) -> Receipt:
        """Ask for a receipt; `CaseService.receipt`."""
        path = _case(case_id, f"receipts/{quote(command_id, safe='')}")
        return _read(Receipt, await self._asked(path, case_id))

    async def case(self, case_id: str) -> CaseShown:
        """Show a case; `CaseService.case`."""
        return _read(CaseShown, await self._asked(_case(case_id), case_id))

    async def terms(self, case_id: str) -> tuple[OpenTerm, ...]:
        """List open terms; `CaseService.terms`."""
        return _read(Terms, await self._asked(_case(case_id, "terms"), case_id)).terms

    async def why(self, case_id: str, term: str = "") -> tuple[TermView, ...]:
        """Explain dates; `CaseService.why`."""
        said = await self._asked(_case(case_id, "why"), case_id, {"term": term})
        return _read(Explained, said).root

    async def timeline(self, case_id: str, lang: str = "tr") -> TimeLine:
        """Return the journal; `CaseService.timeline`."""
        said = await self._asked(_case(case_id, "timeline"), case_id, {"lang": lang})
        return _read(TimeLine, said)

    async def cases(self, asked: Filters) -> Page:
        """List cases; `CaseService.cases`."""
        filters = asked.model_dump(mode="json", exclude_defaults=True)
        return _read(Page, await self._asked("/cases", "", filters))

    # -- the door ------------------------------------------------------------------------------

    async def _sent(
        self, path: str, message: BaseModel, key: str | None, case_id: str = ""
    ) -> httpx.Response:
        headers = {} if key is None else {"Idempotency-Key": key}
        content = message.model_dump(mode="json", exclude_defaults=True)
        request = self._http.build_request("POST", f"/v1{path}", json=content, headers=headers)
        return await self._answered(request, case_id)

    async def _asked(
        self, path: str, case_id: str, params: dict[str, Any] | None = None
    ) -> httpx.Response:
        request = self._http.build_request("GET", f"/v1{path}", params=params)
        return await self._answered(request, case_id)

    async def _answered(self, request: httpx.Request, case_id: str) -> httpx.Response:
        """Return the door's answer, or raise what it says instead; silence is waited out."""
        ends = time.monotonic() + self._patience
        while True:
            said = await self._once(request)
            if said.is_success:
                return said
            fault = _fault_in(said, case_id)
            wait = _wait_of(said)
            if said.status_code not in _AGAIN or time.monotonic() + wait > ends:
                raise fault
            await asyncio.sleep(wait)

    async def _once(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._http.send(request)
        except httpx.TransportError as fault:
            silent = {"detail": f"the door does not answer: {type(fault).__name__}"}
            return httpx.Response(HTTPStatus.SERVICE_UNAVAILABLE, json=silent)


def _case(case_id: str, of: str = "") -> str:
    return f"/cases/{quote(case_id, safe='')}" + (f"/{of}" if of else "")


def _read(kind: type[M], said: httpx.Response) -> M:
    """Read an answer; what a later release adds to it is passed over."""
    return kind.model_validate_json(said.content, extra="ignore")


def _wait_of(said: httpx.Response) -> float:
    """Return the seconds after which the door wants to be asked again."""
    told = said.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() else BETWEEN_TRIES


def _problem(said: httpx.Response) -> dict[str, Any]:
    """Return what the door says is the problem (RFC 9457); nothing where something else answers."""
    try:
        problem = said.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _fault_in(said: httpx.Response, case_id: str) -> Fault:
    """Return a problem as the fault that it is."""
    problem = _problem(said)
    detail = str(problem.get("detail", f"the door answers {said.status_code}"))
    try:
        reasons = _REASONS.validate_python(problem.get("reasons", ()), extra="ignore")
    except ValidationError:
        reasons = ()
    match str(problem.get("type", "")).removeprefix("urn:vade:problem:"), said.status_code:
        case "too-large", _:
            return TooLarge(reasons) if reasons else TooLarge.of("it is too large", detail)
        case (("refused" | "unreadable"), _):
            return Refused(reasons) if reasons else unfit(detail)
        case "already-open", _:
            return AlreadyOpen(str(problem.get("case_id", case_id)))
        case _, HTTPStatus.NOT_FOUND:
            return NotFound(case_id or detail, "is not there, or not yours")
        case "denied", _:
            return NotAllowed(detail, reasons)
        case _:
            return OutOfReach(f"{detail}; sent again under the same key, nothing counts twice")
