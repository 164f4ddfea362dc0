"""The application: what it is made of, and where its routes come from."""

import asyncio
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from temporalio.service import RPCError

from activities.database import OUTAGE
from starter.api import problems
from starter.api.desk import Desk, desk_of
from starter.api.limits import SizeLimit
from starter.api.models import Health
from starter.api.routes import (
    acting,
    catalogue,
    documents,
    events,
    letters,
    papers,
    reading,
    registers,
)
from starter.api.settled import Settled

TITLE: Final = "Vade"
VERSION: Final = "1"
"""Of the paths: fields are added, and never changed or taken away, while this stays."""

LOOK: Final = 2.0  # seconds for a look at a service

_open = APIRouter(prefix="/v1")


@_open.get(
    "/health",
    response_model=Health,
    responses={503: {"model": Health, "description": "Something is out of reach."}},
)
async def health(request: Request) -> JSONResponse:
    """Say whether the database and Temporal answer."""
    desk = desk_of(request)
    database, temporal = await asyncio.gather(_database(desk), _temporal(desk))
    said = Health(database=database, temporal=temporal)
    status = HTTPStatus.OK if database and temporal else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse(said.model_dump(mode="json"), status)


async def _database(desk: Desk) -> bool:
    try:
        async with asyncio.timeout(LOOK):
            await desk.pool.fetchval("select 1")
    except (*OUTAGE, TimeoutError):
        return False
    return True


async def _temporal(desk: Desk) -> bool:
    try:
        async with asyncio.timeout(LOOK):
            return await desk.vade.client.service_client.check_health()
    except (RPCError, RuntimeError, TimeoutError):
        return False


def create_app(desk: Desk | None = None) -> FastAPI:
    """Return the application.

    Args:
        desk: What it serves with; without one it only describes itself.
    """
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        summary="Regulated processes of the ministry as durable cases.",
        description="Every act is dated by its receipt, answered by its case, and refused with the "
        "rules that say no. Bearer tokens say who acts; nobody sees or changes a case that is not "
        "theirs. Bodies are described by `/v1/processes/{process}`.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses={500: {"model": problems.Problem, "description": "A fault in Vade."}},
        generate_unique_id_function=lambda route: route.name,
        separate_input_output_schemas=False,
    )
    app.state.desk = desk
    app.add_middleware(SizeLimit)
    app.add_middleware(Settled)
    problems.add_to(app)
    app.include_router(_open)
    for routes in (catalogue, reading, letters, papers, events, acting, registers, documents):
        app.include_router(routes.router)
    return app


def described() -> dict[str, Any]:
    """Return the door's description (OpenAPI 3.1), as it is checked in."""
    return create_app().openapi()
