"""A case: where it stands, its terms and why, what can be done, its history and its letters."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response
from jinja2 import UndefinedError
from pydantic import JsonValue

from activities.journal.projection import timeline
from activities.post.correspondence import Numbered
from activities.post.letter import Particulars, write_letter
from activities.post.notices import NoticeRow, notices_of
from activities.registers.openings import links_of
from starter.api.access.reach import Sight, may_send
from starter.api.desk import Reached
from starter.api.problems import Denied
from starter.api.routes import documents as documents_door
from starter.api.routes import letters as door
from starter.api.routes import papers as papers_door
from starter.api.routes.common import CaseId
from starter.api.shown import case_for, step_for
from starter.client.answers import OutOfReach
from starter.client.models import CaseShown, Step
from starter.pages.picture import terms_picture
from starter.pages.rendering import page
from starter.pages.session import Looks, Visitor
from starter.pages.spans import runs_of, term_name
from starter.pages.words import role_word, t
from workflows.kernel.case.records import Entry
from workflows.kernel.display.details import attention_said
from workflows.kernel.display.view import AllowedCommand
from workflows.kernel.roles import Role

router = APIRouter(default_response_class=Response)

BEHIND: Final = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between looks at a journal that is still being written."""


@dataclass(frozen=True)
class Acts:
    """The commands of a case by whose they are."""

    mine: tuple[AllowedCommand, ...]
    aside: tuple[AllowedCommand, ...]
    others: tuple[AllowedCommand, ...]


@dataclass(frozen=True)
class LetterRow:
    """What went out in a case, as its page lists it."""

    notice: NoticeRow
    number: str
    """Empty: it is mail alone."""
    subject: str
    address: str
    """Of its page as PDF, or of its words where it is mail alone."""


@router.get("/cases/{case_id}")
async def case(
    case_id: CaseId,
    request: Request,
    seen: Looks,
    done: Annotated[str, Query(pattern="^(|admitted|held|later|opened|opening)$")] = "",
) -> Response:
    """Show a case."""
    reached = await seen.who.reach(case_id, "read")
    await seen.who.note("read", case_id=case_id)
    shown = await shown_case(seen, reached)
    entries = await entries_of(seen, reached, shown)
    steps = tuple(step_for(reached, entry, seen.lang) for entry in entries)
    letters = await _correspondence(seen, reached)
    documents = await documents_door.named_by(seen.who, reached)
    async with seen.who.desk.pool.acquire() as conn:
        links = await links_of(conn, case_id)
    now = max([datetime.now(UTC), *(step.counts_from for step in steps)])
    runs, view = runs_of(steps), shown.view
    return page(
        request, "case", seen, shown=shown, view=view, steps=steps, done=done, now=now,
        acts=acts_of(reached, view.allowed if view else ()),
        links=links if reached.sight is Sight.OFFICE else (),
        picture=terms_picture(shown.process, runs, now, seen.lang), runs=runs,
        stored={each.sha256: each for each in documents if each.in_store},
        letters=letters, sent_by=_sent_by(entries, letters),
        papers=papers_door.theirs(reached, entries),
        attention=attention_said(view.needs_attention, seen.lang) if view else (),
        term_name=lambda key: term_name(shown.process, key, seen.lang),
    )  # fmt: skip


@router.get("/cases/{case_id}/letters")
async def letter(
    case_id: CaseId,
    request: Request,
    seen: Looks,
    occasion: Annotated[str, Query(max_length=200)],
    to: Annotated[str, Query(max_length=200)],
) -> Response:
    """Show in words what went out in a case, a reminder by mail among it."""
    reached = await seen.who.reach(case_id, "read")
    await seen.who.note("read", case_id=case_id)
    async with seen.who.desk.pool.acquire() as conn:
        letters = await notices_of(conn, case_id)
    wanted = (each for each in letters if (each.occasion, each.addressee) == (occasion, to))
    found = next((each for each in wanted if door.may_read(reached, each.addressee)), None)
    if found is None:
        raise Denied(HTTPStatus.NOT_FOUND, "there is no such letter")
    said = write_letter(_particulars(found, seen.lang), seen.lang)
    return page(
        request, "letter", seen, letter=found, said=said, process=reached.process.name,
        file_no=case_id.removeprefix(reached.process.case_id("")), case_id=case_id,
    )  # fmt: skip


@router.get("/cases/{case_id}/letters/{file}")
async def letter_page(case_id: CaseId, file: door.LetterFile, seen: Looks) -> Response:
    """Open one numbered letter of a case, as PDF/A."""
    said = await door.letter(case_id, file, seen.who, seen.lang)
    said.headers["X-Content-Type-Options"] = "nosniff"
    said.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(file)}"
    return said


async def shown_case(seen: Visitor, reached: Reached) -> CaseShown:
    """Return a case as far as somebody sees it; without its view where it does not answer."""
    try:
        view = await seen.who.desk.vade.view(reached.case_id)
    except OutOfReach:
        view = None
    shown = case_for(reached, view)
    if shown.view is None:
        return shown
    # the row is behind the case by a batch
    return shown.model_copy(
        update={
            "stage": shown.view.stage,
            "waiting_on": shown.view.waiting_on,
            "outcome": shown.view.decision.outcome if shown.view.decision else shown.outcome,
        }
    )


async def steps_of(seen: Visitor, reached: Reached, shown: CaseShown) -> tuple[Step, ...]:
    """Return a case's journal as far as somebody sees it."""
    entries = await entries_of(seen, reached, shown)
    return tuple(step_for(reached, entry, seen.lang) for entry in entries)


async def entries_of(seen: Visitor, reached: Reached, shown: CaseShown) -> tuple[Entry, ...]:
    """Return the whole journal of a case.

    The journal is behind the case by a batch: it is given a moment, so that whoever has just sent
    something finds it there.
    """
    known = shown.view.entries if shown.view else 0
    entries = await _journal(seen, reached)
    for wait in BEHIND:
        if len(entries) >= known:
            break
        await asyncio.sleep(wait)
        entries = await _journal(seen, reached)
    return entries


async def _journal(seen: Visitor, reached: Reached) -> tuple[Entry, ...]:
    async with seen.who.desk.pool.acquire() as conn:
        return await timeline(conn, reached.case_id)


def acts_of(reached: Reached, allowed: tuple[AllowedCommand, ...]) -> Acts:
    """Tell the commands that somebody may send from those of others."""
    mine = [each for each in allowed if _sends(reached, each)]
    return Acts(
        mine=tuple(each for each in mine if not each.aside),
        aside=tuple(each for each in mine if each.aside),
        others=tuple(each for each in allowed if each not in mine and not each.aside),
    )


def _sends(reached: Reached, act: AllowedCommand) -> bool:
    senders = set(act.roles)
    if Role.APPLICANT in senders:
        senders.add(Role.REGISTRY)  # on paper
    return any(
        grant.role in senders and may_send(reached.process, grant, act.name)
        for grant in reached.grants
    )


async def _correspondence(seen: Visitor, reached: Reached) -> tuple[LetterRow, ...]:
    """Return what went out in a case and is theirs to read, the newest first."""
    numbered = await door.readable(seen.who, reached, seen.lang)
    numbers = {(each.occasion, each.addressee): each for each in numbered}
    async with seen.who.desk.pool.acquire() as conn:
        notices = await notices_of(conn, reached.case_id)
    rows = (
        _letter_row(reached.case_id, each, numbers.get((each.occasion, each.addressee)), seen.lang)
        for each in reversed(notices)
        if door.may_read(reached, each.addressee)
    )
    return tuple(rows)


def _letter_row(case_id: str, notice: NoticeRow, letter: Numbered | None, lang: str) -> LetterRow:
    if letter is not None:
        address = f"/cases/{case_id}/letters/{quote(door.file_of(letter.number))}"
        return LetterRow(notice, letter.number, letter.subject, address)
    asked = urlencode({"occasion": notice.occasion, "to": notice.addressee})
    return LetterRow(notice, "", _subject(notice, lang), f"/cases/{case_id}/letters?{asked}")


def _sent_by(
    entries: tuple[Entry, ...], letters: tuple[LetterRow, ...]
) -> dict[int, list[LetterRow]]:
    """Return for each entry of the journal what went out with it."""
    rows = {f"{each.notice.occasion} → {each.notice.addressee}": each for each in letters}
    sent: dict[int, list[LetterRow]] = {}
    for entry in entries:
        named = entry.effects.get("notices") if isinstance(entry.effects, dict) else None
        found = [rows[str(each)] for each in _listed(named) if str(each) in rows]
        if found:
            sent[entry.n] = found
    return sent


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _particulars(letter: NoticeRow, lang: str) -> Particulars:
    return Particulars(
        template=letter.template,
        rule=letter.rule,
        dated_at=letter.dated_at,
        name=role_word(letter.addressee, lang),  # names are in the dossier alone
        facts=letter.facts,
    )


def _subject(letter: NoticeRow, lang: str) -> str:
    try:
        return write_letter(_particulars(letter, lang), lang).subject
    except UndefinedError:
        return t("letter", lang)
