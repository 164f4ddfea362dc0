"""The pages as an application, and how they stand beside the API: by the path."""

from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from activities.database import OUTAGE
from activities.documents import StoreFault
from activities.post import letter
from starter.api.access.tokens import IssuerSilent
from starter.api.app import create_app
from starter.api.desk import Desk
from starter.api.limits import SizeLimit
from starter.api.problems import Denied, TooMany, Unreadable
from starter.api.settled import Settled
from starter.client.answers import AlreadyOpen, NotFound, OutOfReach, Refused
from starter.client.processes import PROCESSES
from starter.client.wording import in_language
from starter.forms.doors import DOORS
from starter.pages import kept, rendering
from starter.pages.issuer import Issuer
from starter.pages.messages import form_of, form_of_register
from starter.pages.multipart import boundary_of
from starter.pages.rendering import STYLE, page
from starter.pages.routes import (
    acting,
    case,
    documents,
    feeds,
    overview,
    papers,
    records,
    registers,
    signing_in,
    work,
)
from starter.pages.session import LANGUAGES, SignInFirst, language
from starter.pages.words import sentence

API: Final = "/v1"

YEAR: Final = 31_536_000  # seconds

BOUNCE: Final = (
    '<!doctype html><html lang="tr"><meta charset="utf-8"><title>Vade</title>'
    '<meta http-equiv="refresh" content="0"><p><a href="">Vade</a></p></html>'
)
"""For whoever comes by a link from elsewhere: a browser shows no cookie of ours on such a step."""


class Beside:
    """Two applications at one address: the API under its path, the pages everywhere else."""

    def __init__(self, api: ASGIApp, pages: ASGIApp) -> None:
        self._api = api
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to whose it is."""
        path = scope.get("path", "")
        of_api = scope["type"] != "http" or path == API or path.startswith(f"{API}/")
        await (self._api if of_api else self._pages)(scope, receive, send)


def warm() -> None:
    """Read what pages are made of beforehand, so that nobody's first look waits for it."""
    rendering.warm()
    for each in LANGUAGES:
        letter.warm(each)
    for process in PROCESSES.values():
        for spec in process.commands:
            form_of(process.name, spec.name)
    for form in DOORS:
        form_of_register(form)


def with_pages(desk: Desk, issuer: Issuer | None = None) -> ASGIApp:
    """Return the API with the pages beside it, at one desk."""
    return Beside(create_app(desk), create_pages(desk, issuer))


def create_pages(desk: Desk, issuer: Issuer | None = None) -> FastAPI:
    """Return the pages.

    Args:
        desk: What they serve with.
        issuer: Where people sign in; none where the stack gives tokens itself, or a proxy does.
    """
    app = FastAPI(title="Vade", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.desk, app.state.issuer = desk, issuer
    app.add_middleware(SizeLimit, of_documents=_brings_documents)
    app.add_middleware(Settled)
    for routes in (
        *(signing_in, work, case, documents, acting, papers, records),
        *(registers, feeds, overview),
    ):
        app.include_router(routes.router)
    app.add_api_route("/style.css", style, response_class=Response)
    _answer_faults(app)
    return app


async def style() -> Response:
    """Return the one style of all pages; its address changes with it."""
    kept = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
    return Response(STYLE, media_type="text/css", headers=kept)


def _brings_documents(scope: Scope) -> bool:
    """Whether a request is read piece by piece: a form with documents, at a form's address."""
    content_type = Headers(scope=scope).get("content-type", "")
    return kept.is_form(scope["path"]) and boundary_of(content_type) is not None


def _answer_faults(app: FastAPI) -> None:
    app.add_exception_handler(SignInFirst, _sign_in)
    for kind in (
        *(Denied, TooMany, Unreadable, IssuerSilent, StoreFault),
        *(RequestValidationError, HTTPException),
        *(Refused, NotFound, AlreadyOpen, OutOfReach, *OUTAGE, TimeoutError, Exception),
    ):
        app.add_exception_handler(kind, _fault)


async def _sign_in(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, SignInFirst)
    if request.method == "GET" and request.headers.get("sec-fetch-site") == "cross-site":
        return Response(BOUNCE, media_type="text/html; charset=utf-8")
    if request.method == "GET":
        return RedirectResponse(fault.where, 303)
    if not kept.is_form(request.url.path):
        return RedirectResponse("/sign-in", 303)
    fate, pieces = await kept.packed(request)
    response = RedirectResponse(f"{fault.where}&form={fate}" if fate else fault.where, 303)
    kept.put(request, response, pieces)
    return response


async def _fault(request: Request, fault: Exception) -> Response:
    no = fault.reasons if isinstance(fault, Refused) else ()
    lang = language(request)
    reasons = [
        {
            "rule": each.rule,
            "what": sentence(each.what, lang),
            "why": sentence(each.why, lang),
            "do": sentence(each.do, lang),
        }
        for each in in_language(no, lang)
    ]
    status = _status_of(fault)
    return page(request, "fault", None, status, kind=int(status), reasons=reasons)


def _status_of(fault: Exception) -> HTTPStatus:
    match fault:
        case Denied():
            return fault.status
        case HTTPException(status_code=404 | 405):
            return HTTPStatus.NOT_FOUND
        case _:
            found = (status for kinds, status in _STATUSES if isinstance(fault, kinds))
            return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


_STATUSES: Final[tuple[tuple[tuple[type[Exception], ...], HTTPStatus], ...]] = (
    ((NotFound,), HTTPStatus.NOT_FOUND),
    ((TooMany,), HTTPStatus.TOO_MANY_REQUESTS),
    ((RequestValidationError, HTTPException, Unreadable, Refused), HTTPStatus.BAD_REQUEST),
    ((AlreadyOpen,), HTTPStatus.BAD_REQUEST),
    ((IssuerSilent, OutOfReach, StoreFault, TimeoutError, *OUTAGE), HTTPStatus.SERVICE_UNAVAILABLE),
)
