"""Who looks at the pages: a cookie carries the same bearer token that the API takes.

Behind a proxy that signs people in, its ``Authorization`` header serves instead. A form is taken
only with the value of a cookie of its own, which no other site can read or send.
"""

import secrets
from dataclasses import dataclass
from hmac import compare_digest
from http import HTTPStatus
from typing import Annotated, Final, Literal
from urllib.parse import parse_qsl, quote

from fastapi import Depends, Request, Response

from starter.api.access.policy import knows
from starter.api.access.reach import Sight, sight_of
from starter.api.desk import Caller, recognised
from starter.api.problems import Denied
from starter.client.processes import PROCESSES

SESSION: Final = "vade_session"
FORM: Final = "vade_form"
LANGUAGE: Final = "vade_language"
LANGUAGES: Final = ("tr", "en")
FIELD: Final = "_form"
"""Field of every form that holds the value of its cookie."""

MOST_FIELDS: Final = 5_000


class SignInFirst(Exception):
    """Nobody is signed in, or not any more.

    Args:
        back: Where they wanted to go.
    """

    def __init__(self, back: str) -> None:
        super().__init__("sign in first")
        self.back = back

    @property
    def where(self) -> str:
        """Address of the sign-in, from which they come back."""
        return f"/sign-in?back={quote(self.back, safe='')}"


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in and looks at a page."""

    who: Caller
    lang: str

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that they have, each once."""
        return tuple(dict.fromkeys(grant.role for grant in self.who.grants))

    @property
    def institutions(self) -> tuple[str, ...]:
        """Whom they act for, where that is an institution, or they themselves."""
        said = (g.id if g.scope == "own" else g.institution for g in self.who.grants)
        return tuple(dict.fromkeys(each for each in said if each))

    @property
    def is_office(self) -> bool:
        """Whether they keep cases of others, in any process and role."""
        return any(
            sight_of(process, grant) is Sight.OFFICE
            for process in PROCESSES.values()
            for grant in self.who.grants
            if knows(process, grant)
        )


def language(request: Request) -> str:
    """Return the language of the pages: as switched, Turkish at first."""
    said = request.cookies.get(LANGUAGE, "")
    return said if said in LANGUAGES else "tr"


def token_of(request: Request) -> str | None:
    """Return the token that somebody has brought, by cookie or by a proxy's header."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return request.cookies.get(SESSION) or None


async def visitor(request: Request) -> Visitor:
    """Recognise whoever looks.

    Raises:
        SignInFirst: Nobody is proven.
        Denied: The policy gives them nothing.
    """
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    token = token_of(request)
    if token is None:
        raise SignInFirst(back)
    try:
        who = await recognised(request, token)
    except Denied as no:
        if no.status == HTTPStatus.UNAUTHORIZED:
            raise SignInFirst(back) from no
        raise
    return Visitor(who, language(request))


Looks = Annotated[Visitor, Depends(visitor)]


async def sent_form(request: Request) -> dict[str, list[str]]:
    """Return what a form says.

    Raises:
        Denied: It comes from elsewhere than these pages.
    """
    body = (await request.body()).decode("utf-8", "replace")
    pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    filled: dict[str, list[str]] = {}
    for name, value in pairs:
        filled.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return ours(request, filled)


def ours(request: Request, filled: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return a form without what proves that it comes from these pages.

    Raises:
        Denied: It does not.
    """
    own, sent = request.cookies.get(FORM, ""), next(iter(filled.pop(FIELD, ())), "")
    if not own or not compare_digest(own.encode(), sent.encode()):
        raise Denied(HTTPStatus.FORBIDDEN, "the form does not come from these pages, or is too old")
    return filled


Sent = Annotated[dict[str, list[str]], Depends(sent_form)]


def form_secret(request: Request) -> str:
    """Return the value that this browser's forms carry; made once for each browser."""
    known: str | None = getattr(request.state, "form_secret", None) or request.cookies.get(FORM)
    request.state.form_secret = known = known or secrets.token_urlsafe(24)
    return known


def keep(
    request: Request,
    response: Response,
    name: str,
    value: str,
    *,
    lasts: int | None = None,
    site: Literal["strict", "lax"] = "strict",
    path: str = "/",
) -> None:
    """Give a browser a cookie that goes to these pages alone, and that no script reads.

    Args:
        request: What asked.
        response: What the cookie goes with.
        name: Its name.
        value: Its value.
        lasts: Seconds; by default until the browser is closed.
        site: ``lax`` where it must come along when another site sends the browser here.
        path: To which pages it goes.
    """
    response.set_cookie(
        name,
        value,
        max_age=lasts,
        path=path,
        httponly=True,
        samesite=site,
        secure=_is_secure(request),
    )


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"


def one(filled: dict[str, list[str]], name: str) -> str:
    """Return one value of a form; empty where there is none."""
    return next(iter(filled.get(name, ())), "").strip()


def within(back: str) -> str:
    """Return an address of these pages; any other one is the front page.

    >>> within("/cases/course-1"), within("//evil.example"), within("https://evil.example")
    ('/cases/course-1', '/', '/')
    """
    inside = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if inside else "/"
