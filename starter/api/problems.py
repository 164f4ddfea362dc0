"""What comes back when there is no answer: problems (RFC 9457), with the rules that say no."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.exceptions import HTTPException

from activities.database import OUTAGE
from activities.documents import StoreFault
from starter.api.access.tokens import IssuerSilent
from starter.api.content import NotTaken
from starter.client.answers import AlreadyOpen, NotFound, OutOfReach, Refused, TooLarge
from starter.client.processes import process_of
from starter.client.wording import in_language, in_turkish
from workflows.kernel.case.refusal import Reason
from workflows.kernel.values import Frozen

MEDIA_TYPE: Final = "application/problem+json"

RETRY_AFTER: Final = 5
"""Seconds after which what is out of reach may be back."""


class Problem(Frozen):
    """Why there is no answer (RFC 9457)."""

    type: str
    """``urn:vade:problem:refused`` and its like; what programs go by."""
    title: str
    status: int
    detail: str
    instance: str
    """The path that was asked."""
    reasons: tuple[Reason, ...] = ()
    """Each with its rule, what is wrong, why, and what to do."""
    case_id: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """The case that has the number already."""


class Denied(Exception):
    """Who asks may not; or must say first who they are.

    Args:
        status: 401, 403, or 404 where even that there is something is not theirs to know.
        why: For people.
    """

    def __init__(self, status: HTTPStatus, why: str, rule: str | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.rule = rule


class TooMany(Exception):
    """More requests than one sender may make."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many requests; wait {wait} s")
        self.wait = wait


class Unreadable(Exception):
    """The request itself cannot be read."""


def add_to(app: FastAPI) -> None:
    """Have every fault answered as a problem."""
    for kind in (Refused, NotFound, AlreadyOpen, OutOfReach, *OUTAGE, TimeoutError):
        app.add_exception_handler(kind, _client_fault)
    for own in (Denied, TooMany, Unreadable, IssuerSilent, StoreFault, NotTaken):
        app.add_exception_handler(own, _door_fault)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)


def problem(
    request: Request,
    status: HTTPStatus,
    kind: str,
    detail: str,
    *,
    reasons: tuple[Reason, ...] = (),
    headers: dict[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """Return a problem."""
    language = "tr" if _reads_turkish(request) else "en"
    said = Problem(
        type=f"urn:vade:problem:{kind}",
        title=status.phrase,
        status=status,
        detail=in_turkish(detail) if language == "tr" else detail,
        instance=request.url.path,
        reasons=in_language(reasons, language, _process(request)),
        **more,
    )
    headers = {"Content-Language": language, "Vary": "Accept-Language"} | (headers or {})
    return JSONResponse(
        said.model_dump(mode="json"), status, headers=headers, media_type=MEDIA_TYPE
    )


def _process(request: Request) -> str | None:
    """Return the process that is asked about, by the case or the process in the path."""
    about = process_of(request.path_params.get("case_id", ""))
    return about.name if about is not None else request.path_params.get("process")


def _reads_turkish(request: Request) -> bool:
    """Whether who asks prefers Turkish; programs that say nothing are answered in English."""
    return request.headers.get("Accept-Language", "").lower().startswith("tr")


async def _client_fault(request: Request, fault: Exception) -> JSONResponse:
    match fault:
        case TooLarge():
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return problem(request, status, "too-large", str(fault), reasons=fault.reasons)
        case Refused():
            status = _status_of(fault)
            return problem(request, status, "refused", str(fault), reasons=fault.reasons)
        case NotFound():
            return problem(request, HTTPStatus.NOT_FOUND, "not-found", "there is no such case")
        case AlreadyOpen():
            return problem(
                request, HTTPStatus.CONFLICT, "already-open", str(fault), case_id=fault.case_id
            )
        case OutOfReach():
            return _silent(request, str(fault))
        case _:
            return _silent(request, "the database does not answer")


def _status_of(no: Refused) -> HTTPStatus:
    """Tell a message that cannot be read (V-4) from one that the law refuses."""
    if all(reason.rule == "V-4" for reason in no.reasons):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.CONFLICT


def _silent(request: Request, detail: str) -> JSONResponse:
    return problem(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "out-of-reach",
        detail,
        headers={"Retry-After": str(RETRY_AFTER)},
    )


async def _door_fault(request: Request, fault: Exception) -> JSONResponse:
    match fault:
        case Denied(status=status, why=why, rule=rule):
            reasons = () if rule is None else (_denial(rule, why),)
            headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
            return problem(request, status, "denied", why, reasons=reasons, headers=headers)
        case TooMany(wait=wait):
            status = HTTPStatus.TOO_MANY_REQUESTS
            headers = {"Retry-After": str(wait)}
            return problem(request, status, "too-many", str(fault), headers=headers)
        case IssuerSilent():
            return _silent(request, "who you are cannot be verified now")
        case StoreFault():
            return _silent(request, "the store of documents does not answer")
        case NotTaken():
            status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
            return problem(request, status, "not-taken", str(fault))
        case _:
            return problem(request, HTTPStatus.BAD_REQUEST, "unreadable", str(fault))


def _denial(rule: str, why: str) -> Reason:
    return Reason(
        rule=rule,
        what=why,
        why="the policy gives your token no role that may",
        do="have it sent by whoever may, or ask for the role",
    )


async def _invalid(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, RequestValidationError)
    reasons = tuple(
        Reason(
            rule="V-4",
            what=f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}",
            why="the request does not fit the published description",
            do="correct it and send it again",
        )
        for error in fault.errors()[:15]
    )
    unread = any(error["type"] == "json_invalid" for error in fault.errors())
    status = HTTPStatus.BAD_REQUEST if unread else HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(request, status, "unreadable", "the request does not fit", reasons=reasons)


async def _http(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, HTTPException)
    status = HTTPStatus(fault.status_code)
    kind = "not-found" if status == HTTPStatus.NOT_FOUND else "unreadable"
    headers = dict(fault.headers) if fault.headers else None
    return problem(request, status, kind, str(fault.detail), headers=headers)


async def _bug(request: Request, fault: Exception) -> JSONResponse:
    # its text may repeat what was filed: the log says where, and nothing else
    detail = "this is a fault in Vade; its log says which"
    return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, "fault", detail)
