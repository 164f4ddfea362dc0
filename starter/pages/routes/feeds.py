"""Calendar feeds: somebody asks for an address, revokes it, and programs read it."""

import re
import secrets
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from activities.access import Access, note_access
from activities.database import transaction
from activities.feeds import (
    Feed,
    FeedAsked,
    TermNow,
    TermsWanted,
    feed_by,
    feeds_of,
    make_feed,
    revoke_feed,
    terms_now,
)
from starter.api.access.policy import Grant
from starter.api.access.reach import eyes_of
from starter.api.desk import Desk, desk_of
from starter.api.problems import Denied
from starter.pages.icalendar import KEPT, Entry, calendar
from starter.pages.rendering import page
from starter.pages.session import Looks, Sent, Visitor, one
from starter.pages.spans import term_awaits, term_name, terms_awaiting
from starter.pages.words import case_title, role_word, t

router = APIRouter(default_response_class=Response)

MOST_TERMS: Final = 2_000
"""Terms of one feed, those due first."""

MOST_FEEDS: Final = 20
"""Feeds of one person."""

Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{40,64}$")]


@router.get("/calendars")
async def feeds(request: Request, seen: Looks, case: str = "") -> Response:
    """Show somebody's feeds, and the form for another one."""
    return await _shown(request, seen, case=case[:80])


@router.post("/calendars")
async def ask(request: Request, seen: Looks, filled: Sent) -> Response:
    """Make a feed; its address is shown this once."""
    kind, lang = one(filled, "kind"), seen.lang
    about = {
        "office": one(filled, "office"),
        "institution": one(filled, "institution"),
        "case": one(filled, "case"),
    }.get(kind, "")
    named = role_word(about, lang) if kind == "office" else case_title(about, lang)
    try:
        asked = FeedAsked(
            subject=seen.who.subject,
            claims=seen.who.desk.policy.read_of(seen.who.claims),
            title=f"Vade: {one(filled, 'title')[:80] or named}",
            kind=kind,  # type: ignore[arg-type] # judged by the model
            about=about,
            language=lang,  # type: ignore[arg-type] # one of the two
        )
    except ValidationError as wrong:
        raise Denied(HTTPStatus.FORBIDDEN, "there is no such kind of feed") from wrong
    await _within_reach(seen, asked)
    token = secrets.token_urlsafe(32)
    async with transaction(seen.who.desk.pool) as conn:
        await make_feed(conn, token, asked)
    await seen.who.note("make feed", case_id=about if kind == "case" else None)
    return await _shown(request, seen, address=f"{_base(request)}/feeds/{token}.ics")


@router.post("/calendars/{number}/revoke")
async def revoke(
    number: Annotated[int, Path(ge=1)], request: Request, seen: Looks, filled: Sent
) -> Response:
    """End a feed of one's own."""
    async with transaction(seen.who.desk.pool) as conn:
        if not await revoke_feed(conn, number, seen.who.subject):
            raise Denied(HTTPStatus.NOT_FOUND, "there is no such feed")
    await seen.who.note("revoke feed")
    return RedirectResponse("/calendars", 303)


@router.get("/feeds/{token}.ics")
async def read(token: Token, request: Request) -> Response:
    """Return the terms of a feed for a calendar program; its address is all that it needs."""
    desk, now = desk_of(request), datetime.now(UTC)
    async with transaction(desk.pool) as conn:
        feed = await feed_by(conn, token)
    grants = () if feed is None else desk.policy.grants(feed.claims)
    if feed is None or not grants:
        desk.strangers.take(request.client.host if request.client else "nowhere")
        raise Denied(HTTPStatus.NOT_FOUND, "there is no such feed")
    desk.rate.take(feed.subject)
    entries = await _entries(desk, feed, grants, now, _base(request))
    said = calendar(feed.title, entries)
    tag = f'"{sha256(said.encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(said, media_type="text/calendar; charset=utf-8", headers=headers)


async def _within_reach(seen: Visitor, asked: FeedAsked) -> None:
    """Stop a feed of what somebody has no part in.

    Raises:
        Denied: The office is not theirs, the case is hidden from them, or they have enough.
    """
    if asked.kind == "case":
        await seen.who.reach(asked.about, "read")
    elif asked.kind == "office" and not (asked.about in seen.roles or seen.is_office):
        raise Denied(HTTPStatus.FORBIDDEN, "the office is not theirs")
    elif not re.fullmatch(r"[A-Za-z0-9._-]{1,40}", asked.about):
        raise Denied(HTTPStatus.FORBIDDEN, "there is no such institution")
    async with seen.who.desk.pool.acquire() as conn:
        if len(await feeds_of(conn, seen.who.subject)) >= MOST_FEEDS:
            raise Denied(HTTPStatus.FORBIDDEN, "there are as many feeds as one may have")


async def _entries(
    desk: Desk, feed: Feed, grants: tuple[Grant, ...], now: datetime, base: str
) -> list[Entry]:
    wanted = TermsWanted(
        eyes=eyes_of(grants),
        kept_from=now - KEPT,
        case_id=feed.about if feed.kind == "case" else None,
        institution=feed.about if feed.kind == "institution" else None,
        rules=terms_awaiting(feed.about) if feed.kind == "office" else None,
    )
    async with transaction(desk.pool) as conn:
        found = await terms_now(conn, wanted, limit=MOST_TERMS)
        await note_access(conn, Access(act="read feed", allowed=True, subject=feed.subject))
    return [_entry(each, feed, base) for each in found]


def _entry(term: TermNow, feed: Feed, base: str) -> Entry:
    lang = feed.language
    name = term_name(term.process, term.key, lang)
    awaits = term_awaits(term.process, term.key)
    said = [f"{term.key}: {name}"]
    said += [f"{t('who_acts', lang)}: {role_word(awaits, lang)}"] if awaits else []
    return Entry(
        uid=f"{term.case_id}/{term.key}@vade",
        term=term,
        title=f"{name}: {case_title(term.case_id, lang)}",
        said="\n".join(said),
        address=f"{base}/cases/{term.case_id}",
    )


def _base(request: Request) -> str:
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme)
    return f"{'https' if scheme == 'https' else 'http'}://{request.url.netloc}"


async def _shown(request: Request, seen: Visitor, *, case: str = "", address: str = "") -> Response:
    async with seen.who.desk.pool.acquire() as conn:
        own = await feeds_of(conn, seen.who.subject)
    institutions = tuple(dict.fromkeys(g.institution for g in seen.who.grants if g.institution))
    return page(
        request, "feeds", seen, own=own, address=address, case=case,
        offices=[(role, role_word(role, seen.lang)) for role in seen.roles],
        institution=institutions[0] if institutions else "",
    )  # fmt: skip
