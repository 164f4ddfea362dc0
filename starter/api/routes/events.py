"""The feed of events, for who cannot be called: read on from where you have read to."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from activities.journal.events import publish, read_events
from starter.api.access.reach import reach_of
from starter.api.desk import Who
from starter.api.models import EventPage
from starter.api.routes.common import UNCHANGED, problems, tagged

router = APIRouter(prefix="/v1", tags=["events"])


class From(BaseModel):
    """From where on, and how many."""

    after: Annotated[
        str,
        Field(
            pattern=r"^[0-9]{1,18}$",
            description="The `after` of the page before; without one, from the beginning.",
        ),
    ] = "0"
    limit: Annotated[int, Field(ge=1, le=500)] = 100


@router.get("/events", response_model=EventPage, responses={**UNCHANGED, **problems()})
async def events(asked: Annotated[From, Query()], who: Who, request: Request) -> Response:
    """Tell what happened to your cases, in one order that never changes."""
    await publish(who.desk.pool)
    async with who.desk.pool.acquire() as conn:
        read = await read_events(conn, reach_of(who.grants), int(asked.after), asked.limit)
    await who.note("events")
    page = EventPage(
        events=tuple(each.event for each in read.events), after=str(read.after), more=read.more
    )
    return tagged(request, page)
