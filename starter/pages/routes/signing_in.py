"""Signing in and out, and the language: what needs no session."""

from collections.abc import Iterator
from hmac import compare_digest
from typing import Final, TypeAlias
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from activities.journal.projection import Acting, who_acts
from starter.api.desk import desk_of, recognised
from starter.api.problems import Denied
from starter.client.processes import PROCESSES, ROLES
from starter.pages.issuer import Issuer, Leaving, NotSignedIn
from starter.pages.rendering import page
from starter.pages.session import LANGUAGE, LANGUAGES, SESSION, Sent, keep, language, one, within
from starter.pages.words import in_order, process_title, role_word, t
from workflows.kernel.case.process import Process
from workflows.kernel.roles import Actor, Role

router = APIRouter(default_response_class=Response)

LEAVING: Final = "vade_leaving"
AWAY: Final = 600
"""Seconds that somebody may take at the issuer's page."""

KEEPS: Final = 12
"""Offers of one role: institutions, applicants and people that the open cases know."""

Offer: TypeAlias = tuple[str, str, str]
"""What is chosen, the role, and whom it acts for."""


@router.get("/sign-in")
async def offered(request: Request, back: str = "/", form: str = "") -> Response:
    """Offer the roles of a stack for trying out; elsewhere, say where one signs in."""
    told = t(f"form_{form}", language(request)) if form in {"kept", "large", "lost"} else ""
    return await _offer(request, within(back), told=told)


@router.post("/sign-in")
async def sign_in(request: Request, filled: Sent) -> Response:
    """Give the browser a token of the stack's own, in the role that was chosen."""
    desk, back = desk_of(request), within(one(filled, "back"))
    if desk.issue is None:
        return await _offer(request, back)
    chosen = one(filled, "as") or "@".join(
        part for part in (f"{one(filled, 'role')}:{one(filled, 'id')}", one(filled, "at")) if part
    )
    role, _, rest = chosen.partition(":")
    who, _, at = rest.partition("@")
    try:
        actor = Actor(role=role, id=who or role, institution=at or None)
        token = desk.issue(actor)
        await recognised(request, token)
    except (ValidationError, Denied):
        return await _offer(request, back, problem=t("expired", language(request)))
    response = RedirectResponse(back, 303)
    keep(request, response, SESSION, token)
    return response


@router.get("/sign-in/go")
async def leave(request: Request, back: str = "/") -> Response:
    """Send the browser to the issuer's own sign-in."""
    issuer: Issuer | None = request.app.state.issuer
    if issuer is None:
        return RedirectResponse("/sign-in", 303)
    leaving = Leaving()
    response = RedirectResponse(issuer.address(leaving), 303)
    kept = f"{leaving.kept} {quote(within(back), safe='')}"
    keep(request, response, LEAVING, kept, lasts=AWAY, site="lax")
    return response


@router.get("/sign-in/back")
async def come_back(request: Request, code: str = "", state: str = "") -> Response:
    """Take the browser back from the issuer, with the token that it gives."""
    issuer: Issuer | None = request.app.state.issuer
    kept, _, back = request.cookies.get(LEAVING, "").partition(" ")
    leaving = Leaving.read(kept)
    ours = bool(leaving.state) and compare_digest(leaving.state.encode(), state.encode())
    token = await _proven(request, issuer, code, leaving) if issuer and ours and code else None
    if token is None:
        return await _offer(request, "/", problem=t("expired", language(request)))
    response = RedirectResponse(within(unquote(back)), 303)
    keep(request, response, SESSION, token)
    response.delete_cookie(LEAVING, path="/")
    return response


async def _proven(request: Request, issuer: Issuer, code: str, leaving: Leaving) -> str | None:
    """Return the first of the issuer's tokens that proves somebody who may come in."""
    try:
        tokens = await issuer.tokens(code, leaving)
    except NotSignedIn:
        return None
    for token in tokens:
        try:
            await recognised(request, token)
        except Denied:
            continue
        return token
    return None


@router.post("/sign-out")
async def sign_out(filled: Sent) -> Response:
    """Take the token from the browser."""
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION, path="/")
    return response


@router.post("/language")
async def switch(request: Request, filled: Sent) -> Response:
    """Switch the language of the pages."""
    chosen = one(filled, "language")
    response = RedirectResponse(within(one(filled, "back")), 303)
    if chosen in LANGUAGES:
        keep(request, response, LANGUAGE, chosen)
    return response


async def _offer(request: Request, back: str, problem: str = "", told: str = "") -> Response:
    desk, lang = desk_of(request), language(request)
    known: tuple[Acting, ...] = ()
    if desk.issue is not None:
        async with desk.pool.acquire() as conn:
            known = await who_acts(conn)
    return page(
        request, "sign_in", None, 403 if problem else 200, own=desk.issue is not None,
        elsewhere=request.app.state.issuer is not None,
        groups=_groups(known, lang), roles=_roles(lang), back=back, problem=problem, told=told,
    )  # fmt: skip


def _roles(lang: str) -> list[tuple[str, str]]:
    named = ((role, role_word(role, lang)) for role in ROLES if role != Role.SYSTEM)
    return sorted(named, key=lambda each: in_order(each[1]))


def _groups(known: tuple[Acting, ...], lang: str) -> list[tuple[str, list[Offer]]]:
    """Return for each process whom one can be."""
    groups = [
        (process_title(process.name, lang), list(_offers(process, known, lang)))
        for process in PROCESSES.values()
    ]
    general = [
        (f"{role}:{role}", role_word(role, lang), "") for role in (Role.REGISTRY, Role.OPERATOR)
    ]
    return [*groups, ("Vade", general)]


def _offers(process: Process, known: tuple[Acting, ...], lang: str) -> Iterator[Offer]:
    for role in process.roles:
        if role in {Role.SYSTEM, Role.OPERATOR, Role.REGISTRY}:
            continue
        own = [k for k in known if (k.process, k.role) == (process.name, role)][:KEEPS]
        for each in own:
            at = f"@{each.institution}" if each.institution else ""
            whom = each.institution or (each.who if role == Role.APPLICANT else "") or ""
            yield f"{role}:{each.who or role}{at}", role_word(role, lang), whom
        if not own and role != Role.APPLICANT:
            yield f"{role}:{role}", role_word(role, lang), ""
