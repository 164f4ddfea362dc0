"""What there is: processes, their commands with schemas, roles, examples and templates."""

from functools import cache
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from starter.api.desk import Who
from starter.api.models import Catalogue, ProcessDescribed, ProcessNamed
from starter.api.problems import Denied
from starter.api.routes.common import UNCHANGED, ProcessName, problems, tagged
from starter.client.contract import STANDING_BUNDLE, bundles
from starter.client.processes import PROCESSES
from starter.client.templates import bodies_of

router = APIRouter(prefix="/v1", tags=["catalogue"])


@router.get("/processes", response_model=Catalogue, responses={**UNCHANGED, **problems()})
async def processes(who: Who, request: Request) -> Response:
    """List the processes."""
    named = tuple(
        ProcessNamed(
            name=process.name,
            title={lang: process.word(process.application.command, lang) for lang in ("tr", "en")},
            commands=tuple(spec.name for spec in process.commands),
            roles=tuple(process.roles),
        )
        for process in PROCESSES.values()
    )
    return tagged(request, Catalogue(processes=named))


@router.get(
    "/processes/{process}",
    response_model=ProcessDescribed,
    responses={**UNCHANGED, **problems(404)},
)
async def process(process: ProcessName, who: Who, request: Request) -> Response:
    """Describe a process: its schemas, and for each body an example and a ready template."""
    if process not in PROCESSES:
        raise Denied(HTTPStatus.NOT_FOUND, f"there is no process {process}")
    return tagged(request, _described(process))


@cache
def _described(name: str) -> ProcessDescribed:
    made, bodies = bundles([PROCESSES[name]]), bodies_of(name)
    return ProcessDescribed(
        name=name,
        contract=made[f"{name}.json"],
        standing=made[STANDING_BUNDLE],
        templates={command: body.template for command, body in bodies.items()},
        examples={command: body.example for command, body in bodies.items()},
    )
