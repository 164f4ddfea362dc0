"""A case: where it stands, its terms and why, what can be done, its history and its letters."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response

from activities.journal.projection import timeline
from activities.post.letter import write_letter
from activities.post.notices import notices_of
from activities.registers.openings import links_of
from starter.api.access.reach import Sight, may_send
from starter.api.access.registers import REGISTERS
from starter.api.desk import Reached
from starter.api.problems import Denied
from starter.api.routes import documents as documents_door
from starter.api.routes import letters as door
from starter.api.routes import papers as papers_door
from starter.api.routes.common import CaseId
from starter.api.shown import case_for, step_for
from starter.client.answers import OutOfReach
from starter.client.models import CaseShown, Step
from starter.client.processes import ROLES
from starter.forms.addresses import OUTSIDE
from starter.forms.doors import DOORS
from starter.pages.letters import LetterRow, correspondence, notification_said, particulars, sent_by
from starter.pages.papers import is_printed, is_received
from starter.pages.picture import terms_picture
from starter.pages.rendering import page
from starter.pages.screens import programme_rows, screen_said
from starter.pages.session import Looks, Visitor
from starter.pages.spans import runs_of, term_name
from starter.pages.trainees import TraineeLine, trainees_of
from workflows.agreement.process import AGREEMENT
from workflows.course.process import COURSE
from workflows.kernel.case.records import Entry
from workflows.kernel.display.details import attention_said
from workflows.kernel.display.view import AllowedCommand
from workflows.kernel.roles import Role

router = APIRouter(default_response_class=Response)

OF_CASES: Final[Mapping[str, tuple[str, ...]]] = {
    AGREEMENT.name: ("members", "reports", "trainings"),
    COURSE.name: ("absences", "fees"),
}
"""The registers in which cases of a process have rows, by what they are called."""

BEHIND: Final = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between looks at a journal that is still being written."""


@dataclass(frozen=True)
class Acts:
    """The commands of a case by whose they are."""

    mine: tuple[AllowedCommand, ...]
    aside: tuple[AllowedCommand, ...]
    others: tuple[AllowedCommand, ...]


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
    letters = await correspondence(seen, reached)
    steps = tuple(
        _in_words(step_for(reached, entry, seen.lang), letters, seen.lang) for entry in entries
    )
    documents = await documents_door.named_by(seen.who, reached)
    async with seen.who.desk.pool.acquire() as conn:
        links = await links_of(conn, case_id)
    now = max([datetime.now(UTC), *(step.counts_from for step in steps)])
    runs, view = runs_of(steps), shown.view
    screen = view.screen if view else {}
    rows, schools = programme_rows(shown.process, screen, steps, seen.lang)
    return page(
        request, "case", seen, shown=shown, view=view, steps=steps, done=done, now=now,
        acts=acts_of(reached, view.allowed if view else ()),
        links=links if reached.sight is Sight.OFFICE else (),
        picture=terms_picture(shown.process, runs, now, seen.lang), runs=runs,
        stored={each.sha256: each for each in documents if each.in_store},
        letters=letters, sent_by=sent_by(entries, letters),
        papers=papers_door.theirs(reached, entries), is_printed=is_printed, is_received=is_received,
        trainees=_trainees(reached, shown, steps, seen.lang),
        registers=_registers(seen, shown.process),
        screen=screen_said(shown.process, screen, seen.lang), rows=rows, schools=schools,
        blind=reached.sight is Sight.BLIND,
        notification_said=lambda key: notification_said(key, letters, seen.lang),
        addresses=_addresses(seen, reached, shown),
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
    said = write_letter(particulars(found, seen.lang), seen.lang)
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


def _trainees(
    reached: Reached, shown: CaseShown, steps: tuple[Step, ...], lang: str
) -> tuple[TraineeLine, ...] | None:
    """Return the trainees of a course; none of another case, or if they are not theirs to see."""
    if shown.process != COURSE.name or reached.sight is not Sight.OFFICE or shown.view is None:
        return None
    return trainees_of(steps, shown.view.rulebook, lang)


def _addresses(seen: Visitor, reached: Reached, shown: CaseShown) -> dict[str, str]:
    """Return for addressees who cannot be reached where to enter their address, if they may."""
    found = {}
    for addressee in shown.view.needs_attention if shown.view else ():
        role, _, at = addressee.partition("/")
        name = "enter_address" if role in OUTSIDE else "enter_office_address"
        if role in ROLES and set(DOORS[name].by).intersection(seen.roles):
            whose = reached.row.applicant if reached.row else None
            known = {"subject": whose} if role in OUTSIDE else {"role": role}
            asked = {**known, "institution": at if role not in OUTSIDE else ""}
            given = urlencode({key: value for key, value in asked.items() if value})
            found[addressee] = f"/registers/{DOORS[name].register}/{name}?{given}"
    return found


def _registers(seen: Visitor, process: str) -> list[tuple[str, str]]:
    """Return the registers in which a case of a process has rows that are theirs to read."""
    found = (name for name in OF_CASES.get(process, ()) if REGISTERS[name].sees(seen.who.grants))
    return [(name, getattr(REGISTERS[name], seen.lang)) for name in found]


def _in_words(step: Step, letters: tuple[LetterRow, ...], lang: str) -> Step:
    """Return an entry in which the letter that was served is named as people call it."""
    body = step.body
    if not isinstance(body, dict) or not isinstance(key := body.get("notification"), str):
        return step
    return step.model_copy(
        update={"body": {**body, "notification": notification_said(key, letters, lang)}}
    )


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
